"""Sources that count through numbers, days and codes; and addresses that somebody wrote down."""

from __future__ import annotations

from datetime import date
from itertools import islice
from typing import Any

import pytest
from list_readings import DIRECTORY, NOW, make_source

from archiver.errors import SourceError
from archiver.reasons import Reason
from archiver.records import Target
from archiver.sites.ids import after_misses
from archiver.sites.listings import enumerate_targets, read_addresses


def targets(count: int, *, start_after: str | None = None, **keys: Any) -> list[Target]:
    source = make_source(kind="ids", **keys)
    found = enumerate_targets(source, name="tide", directory=DIRECTORY, start_after=start_after, now=NOW)
    return list(islice(found, count))


def urls(count: int, **keys: Any) -> list[str]:
    return [target.url.removeprefix("https://h.example/") for target in targets(count, **keys)]


URL = "https://h.example/"


def test_numbers_run_to_their_end() -> None:
    assert urls(9, url=URL + "{number:03}", numbers="9-11") == ["009", "010", "011"]


def test_numbers_without_an_end_are_made_one_by_one() -> None:
    assert urls(3, url=URL + "{number}", numbers="7-") == ["7", "8", "9"]


def test_days_run_up_to_today_and_not_beyond() -> None:
    days = {"url": URL + "{date:%Y/%m/%d}", "from": date(2024, 5, 2)}
    assert urls(9, **days) == urls(9, to=date(2024, 6, 1), **days) == ["2024/05/02", "2024/05/03"]


def test_numbers_run_within_a_day() -> None:
    keys = {"url": URL + "{date:%m%d}-{number}", "from": date(2024, 5, 2), "numbers": "1-2"}
    assert urls(9, **keys) == ["0502-1", "0502-2", "0503-1", "0503-2"]


def test_codes_are_those_of_a_site() -> None:
    (target,) = targets(9, codes=["NW1"], site="share")
    assert target.identity == "share:share:NW1"
    assert target.url.startswith("http://share.example/")


def test_a_target_is_filed_as_its_source_says() -> None:
    (target,) = targets(9, url=URL + "{code}", codes=["a"], publisher="The Post", category="c")
    assert (target.source, target.publisher, target.category, target.position) == (
        "tide",
        "The Post",
        "c",
        "a",
    )


KEYS = {"url": URL + "{date:%m%d}-{number}", "from": date(2024, 5, 1), "numbers": "1-"}


def test_a_run_goes_on_after_a_position() -> None:
    first = targets(2, **KEYS)
    assert [target.position for target in first] == ["2024-05-01/1", "2024-05-01/2"]
    assert urls(1, start_after=first[-1].position, **KEYS) == ["0501-3"]


def test_the_numbers_of_a_later_day_begin_anew() -> None:
    keys = KEYS | {"numbers": "1-3"}
    assert urls(9, start_after="2024-05-02/3", **keys) == ["0503-1", "0503-2", "0503-3"]


def test_misses_end_a_day_with_its_numbers_but_not_the_days() -> None:
    assert after_misses("2024-05-01/21") == "2024-05-01"
    assert urls(1, start_after="2024-05-01", **KEYS) == ["0502-1"]


@pytest.mark.parametrize("position", ["21", "2024-05-01", "NW1"])
def test_misses_end_what_counts_in_one_way(position: str) -> None:
    assert after_misses(position) is None


@pytest.mark.parametrize("position", ["abc", "2024-13-45/1", "2024-05-01/x", "1/2/3"])
def test_a_position_of_another_source_is_told(position: str) -> None:
    with pytest.raises(SourceError, match="is no place to go on from in tide"):
        targets(1, start_after=position, **KEYS)


def read(text: str, **keys: Any) -> Any:
    source = make_source(kind="urls", **({"file": "a.txt"} | keys))
    return read_addresses(text, name="tide", source=source, directory=DIRECTORY, now=NOW)


def test_addresses_stand_one_a_line_between_comments() -> None:
    page = read("\ufeff# found by hand\n\n https://h.example/1 \r\nhttps://h.example/2#top # twice\n")
    assert [target.url for target in page.targets] == ["https://h.example/1", "https://h.example/2#top"]
    assert {target.source for target in page.targets} == {"tide"}


def test_a_line_that_is_no_address_is_a_failure() -> None:
    page = read("ferry\nhttps://h.example/1\n")
    assert [failure.reason for failure in page.failures] == [Reason.BAD_ADDRESS]
    assert "ferry" in page.failures[0].message
    assert (len(page.targets), page.listed_count, page.failures[0].at) == (1, 2, NOW)


def test_share_addresses_and_codes_are_read_as_such() -> None:
    page = read("NW20220211\nhttp://share.example/html_News/NewsShare.html?infoCode=NW20220211\n")
    assert [target.code for target in page.targets] == ["NW20220211"]


def test_addresses_may_stand_in_the_table() -> None:
    assert [target.url for target in read("", file="", url=URL + "1").targets] == [URL + "1"]
