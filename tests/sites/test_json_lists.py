"""JSON lists: which address is asked first, and which after which answer."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from list_readings import NOW, make_source, read

from archiver.reasons import Reason
from archiver.sites.listings import first_urls

RECORDS = [{"u": "/1.html", "c": "11"}, {"u": "/2.html", "c": "12"}]


def make_list(url: str, **keys: Any) -> Any:
    return make_source(url=url, records="r", address="u", **keys)


@pytest.mark.parametrize(
    ("url", "keys", "first"),
    [
        ("https://h.example/l", {}, "https://h.example/l"),
        ("https://h.example/l?n={count}&p={page}", {"count": 7}, "https://h.example/l?n=7&p=1"),
        ("https://h.example/l/{page:03}", {"first_page": 0}, "https://h.example/l/000"),
        ("https://h.example/l?o={offset}", {}, "https://h.example/l?o=0"),
        ("https://h.example/l?c={cursor}", {"next": "n"}, "https://h.example/l?c="),
        ("https://h.example/l?c={id}", {"first_cursor": "a b"}, "https://h.example/l?c=a%20b"),
        ("https://h.example/{date:%Y%m%d}.json", {}, "https://h.example/20240503.json"),
    ],
)
def test_the_first_address_is_filled_in(url: str, keys: dict[str, Any], first: str) -> None:
    assert first_urls(make_list(url, **keys), now=NOW) == (first,)


def test_the_first_day_is_that_of_the_sources_time_zone() -> None:
    source = make_list("https://h.example/{date}", time_zone="Asia/Shanghai")
    assert first_urls(source, now=datetime(2024, 5, 3, 20, tzinfo=UTC)) == ("https://h.example/2024-05-04",)


@pytest.mark.parametrize(
    ("url", "asked", "following", "keys"),
    [
        ("https://h.example/l?p={page}", "https://h.example/l?p=1", "https://h.example/l?p=2", {}),
        ("https://h.example/l?p={page:02}", "https://h.example/l?p=09", "https://h.example/l?p=10", {}),
        ("https://h.example/l?o={offset}", "https://h.example/l?o=40", "https://h.example/l?o=42", {}),
        (
            "https://h.example/l?c={cursor}",
            "https://h.example/l?c=",
            "https://h.example/l?c=n%2F1",
            {"next": "n"},
        ),
        (
            "https://h.example/l?c={id}",
            "https://h.example/l?c=30",
            "https://h.example/l?c=n%2F1",
            {"next": "n"},
        ),
        ("https://h.example/l?c={id}", "https://h.example/l?c=30", "https://h.example/l?c=%2F2.html", {}),
        ("https://h.example/l", "https://h.example/l", "https://h.example/n/1", {"next": "n"}),
        ("https://h.example/{date}", "https://h.example/2024-03-01", "https://h.example/2024-02-29", {}),
        (
            "https://h.example/{date}/{page}",
            "https://h.example/2024-03-01/2",
            "https://h.example/2024-03-01/3",
            {},
        ),
    ],
)
def test_the_following_page_is_told_by_the_address_asked(
    url: str, asked: str, following: str, keys: dict[str, Any]
) -> None:
    page = read(make_list(url, **keys), {"r": RECORDS, "n": "n/1"}, asked)
    assert [(more.url, more.is_next) for more in page.more] == [(following, True)]


@pytest.mark.parametrize(
    ("url", "asked", "keys"),
    [
        ("https://h.example/l?p={page}", "https://h.example/l?p=3", {}),
        ("https://h.example/l?o={offset}", "https://h.example/l?o=40", {}),
        ("https://h.example/l?c={cursor}", "https://h.example/l?c=a", {"next": "n"}),
        ("https://h.example/l", "https://h.example/l", {"next": "n"}),
        ("https://h.example/{date}", "https://h.example/2024-05-01", {"since": date(2024, 5, 1)}),
    ],
)
def test_a_list_ends(url: str, asked: str, keys: dict[str, Any]) -> None:
    assert read(make_list(url, **keys), {"r": []}, asked).more == ()


def test_a_cursor_that_stays_ends_the_list() -> None:
    source = make_list("https://h.example/l?c={cursor}", next="n")
    assert read(source, {"r": RECORDS, "n": "a"}, "https://h.example/l?c=a").more == ()


def test_a_day_without_more_pages_leads_to_the_day_before() -> None:
    source = make_list("https://h.example/{date}/{page}")
    (more,) = read(source, {"r": []}, "https://h.example/2024-03-01/4").more
    assert more.url == "https://h.example/2024-02-29/1"


@pytest.mark.parametrize(("since", "is_next"), [(None, True), (date(2024, 1, 1), False)])
def test_an_empty_day_does_not_end_a_list_that_has_an_end(since: date | None, is_next: bool) -> None:
    source = make_list("https://h.example/{date}", since=since)
    (more,) = read(source, {"r": []}, "https://h.example/2024-03-01").more
    assert more.is_next is is_next


def test_an_answer_from_a_strange_address_has_no_following_page() -> None:
    assert (
        read(make_list("https://h.example/l?p={page}"), {"r": RECORDS}, "https://h.example/login").more == ()
    )


def test_the_host_of_a_redirect_makes_no_difference() -> None:
    (more,) = read(make_list("https://h.example/l/{page}"), {"r": RECORDS}, "https://www.h.example/l/1").more
    assert more.url == "https://h.example/l/2"


def test_a_list_without_a_site_names_pages() -> None:
    source = make_list(
        "https://h.example/api/l", title="t", time="d", publisher="'The River Post'",
        time_zone="Asia/Shanghai", category="{slug}", tags=["x"], slug="river", language="en", pages="own",
    )  # fmt: skip
    (target,) = read(source, {"r": [{"u": "../a/1.html", "t": "Title", "d": "2024-05-01 08:00"}]}).targets
    assert target.url == "https://h.example/a/1.html"
    assert (target.source, target.category, target.tags) == ("tide", "{slug}", ("x",))
    assert (target.slug, target.language, target.time_zone) == ("river", "en", "Asia/Shanghai")
    assert target.rules == ("own",)
    listing = target.listing
    assert (listing.raw_title, listing.raw_publisher, listing.only_fills) == (
        "Title",
        "The River Post",
        False,
    )
    assert listing.listed_at == datetime(2024, 5, 1, tzinfo=UTC)


def test_articles_that_the_list_dates_before_since_are_left_out_and_counted() -> None:
    source = make_list("https://h.example/l", time="d", since=date(2024, 5, 1), time_zone="Asia/Shanghai")
    records = [
        {"u": "/1", "d": "2024-05-01 00:00"},
        {"u": "/2", "d": "2024-04-30 23:59"},
        {"u": "/3", "d": ""},
    ]
    page = read(source, {"r": records})
    assert [target.url for target in page.targets] == ["https://h.example/1", "https://h.example/3"]
    assert page.listed_count == 3


def test_a_record_without_a_usable_address_is_a_failure() -> None:
    page = read(make_list("https://h.example/l"), {"r": [{"u": "mailto:a@b.example"}, {"u": "/1"}]})
    assert len(page.targets) == 1
    assert [failure.reason for failure in page.failures] == [Reason.NO_CODE]
