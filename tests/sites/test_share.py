"""Share addresses, codes, lists and text endpoints, as data describes them."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from archiver.errors import AddressError, ReadError, SourceError
from archiver.reasons import Reason
from archiver.records import Candidate, Capture, Listing, Target
from archiver.sites.directory import Directory, identities
from archiver.sites.listings import find_source, read_listing
from archiver.sites.share import with_listing
from archiver.sources.file import ShareSite, Sources
from archiver.sources.kinds import ListSource

SOURCES = Sources(
    sites={
        "sample": ShareSite(hosts=["news.example:8080", "other.example"]),
        "open": ShareSite(
            any_host=True, page="/share", code_parameter="id", text="https://api.example/t/{code}"
        ),
    },
    sources={
        "papers": ListSource(
            site="sample",
            url="http://lists.example/web/webapi?type=45&count={count}",
            records="nodeList",
            code="infocode",
            title="title",
            time="showtime",
            publisher="from",
        ),
        "rolling": ListSource(
            site="sample",
            url="http://lists.example/web/webapi?type=102&count={count}",
            records="data.records",
            code="infoCode",
            title="title",
            time="showtime",
            digest="digest",
            address="url_w",
            category="rolling",
            tags=["滚动新闻"],
        ),
    },
)
DIRECTORY = Directory.of(SOURCES)
CODE = "NW202202112273301324"
SHARE = f"http://news.example:8080/html_News/NewsShare.html?infoCode={CODE}"


def capture(answer: object) -> Capture:
    body = json.dumps(answer).encode()
    return Capture(
        url="http://h/", status=200, headers=(), body=body, fetched_at=datetime(2022, 2, 11, tzinfo=UTC)
    )


@pytest.mark.parametrize(
    "url",
    [
        SHARE,
        f"http://other.example/html_News/NewsShare.html?infoCode={CODE}",
        f"https://OTHER.example/html_News/newsshare.html?cid=1&infocode={CODE}&utm_source=x#top",
        f"http://other.example//html_News/NewsShare.html?infoCode=%20{CODE}",
        f"http://other.example/html_News/NewsShare.html#/?infoCode={CODE}",
        CODE,
    ],
)
def test_every_form_of_a_share_address_names_the_same_article(url: str) -> None:
    target = DIRECTORY.target(url)
    assert (target.identity, target.site, target.code) == (f"share:sample:{CODE}", "sample", CODE)


@pytest.mark.parametrize(
    "url",
    [
        f"http://stranger.example/html_News/NewsShare.html?infoCode={CODE}",
        f"http://news.example:8080/html_News/Other.html?infoCode={CODE}",
    ],
)
def test_any_other_address_is_a_page(url: str) -> None:
    target = DIRECTORY.target(url)
    assert target.code is None
    assert target.identity.startswith("url:")


@pytest.mark.parametrize("query", ["", "?infoCode=", "?infoCode=../../etc", "?infoCode=a%20b"])
def test_a_share_page_without_a_usable_code_is_refused(query: str) -> None:
    with pytest.raises(AddressError):
        DIRECTORY.target(f"http://news.example:8080/html_News/NewsShare.html{query}")


def test_a_family_without_listed_hosts_takes_its_page_on_any_host() -> None:
    target = DIRECTORY.target("https://anywhere.example/share?id=A7")
    assert target.identity == "share:open:A7"
    assert DIRECTORY.plan(target) == "https://api.example/t/A7"


def test_a_word_is_neither_a_code_nor_an_address() -> None:
    with pytest.raises(AddressError):
        DIRECTORY.target("ferry")


def test_the_text_stands_on_the_share_pages_host() -> None:
    url = f"https://other.example/html_News/NewsShare.html?infoCode={CODE}"
    assert DIRECTORY.plan(DIRECTORY.target(url)) == f"https://other.example/NewsData/GetNewsText.do?id={CODE}"


@pytest.mark.parametrize(
    "answer",
    [
        {"text": "<p>字</p>"},
        {"content": "<p>字</p>"},
        {"text": "", "content": "<p>字</p>"},
        {"text": None, "content": "<p>字</p>"},
    ],
)
def test_the_text_is_where_there_is_one(answer: dict[str, object]) -> None:
    assert DIRECTORY.extract(capture(answer), DIRECTORY.target(SHARE)).body_html == "<p>字</p>"


@pytest.mark.parametrize(
    "answer", [{}, {"text": None}, {"text": ""}, {"text": "<p>&nbsp;　</p>"}, {"text": []}]
)
def test_an_answer_without_text_is_told(answer: dict[str, object]) -> None:
    with pytest.raises(ReadError) as caught:
        DIRECTORY.extract(capture(answer), DIRECTORY.target(SHARE))
    assert caught.value.reason is Reason.EMPTY_TEXT


def test_an_answers_own_keys_are_read_and_told() -> None:
    answer = {"text": "<p>字</p>", "title": "题", "showtime": "2022-02-11 08:00:00", "source": "云溪日报"}
    draft = DIRECTORY.extract(capture(answer), DIRECTORY.target(SHARE))
    assert (draft.raw_title, draft.raw_published, draft.raw_publisher) == (
        "题",
        "2022-02-11 08:00:00",
        "云溪日报",
    )
    assert draft.found["title"].rule == "json:title"


def test_a_list_fills_what_the_answer_does_not_say_and_is_named_as_the_rule() -> None:
    answer = {"text": "<p>字</p>", "title": "题"}
    listing = Listing(raw_title="列表的题", raw_time="2022-02-11 08:00:00")
    draft = with_listing(DIRECTORY.extract(capture(answer), DIRECTORY.target(SHARE)), listing)
    assert (draft.raw_title, draft.raw_published, draft.raw_publisher) == ("题", "2022-02-11 08:00:00", "")
    title, published = draft.found["title"], draft.found["published"]
    assert (title.rule, title.others) == ("json:title", (Candidate("list", "列表的题"),))
    assert (published.rule, published.value) == ("list", "2022-02-11 08:00:00")


def read(name: str, answer: object) -> tuple[tuple[Target, ...], list[Reason]]:
    page = read_listing(capture(answer), name=name, source=SOURCES.sources[name], directory=DIRECTORY)
    return page.targets, [failure.reason for failure in page.failures]


def test_what_a_list_says_travels_with_the_target() -> None:
    record = {"infocode": CODE, "title": "题", "showtime": "2022-02-11 08:38:02", "from": "漯河日报"}
    (target,), failures = read("papers", {"nodeList": [record]})
    listing = target.listing
    assert (listing.raw_title, listing.raw_time, listing.raw_publisher) == (
        "题",
        "2022-02-11 08:38:02",
        "漯河日报",
    )
    assert (target.url, target.source, failures) == (SHARE, "papers", [])


def test_an_article_listed_twice_is_one_target() -> None:
    targets, _ = read("papers", {"nodeList": [{"infocode": CODE}, {"infocode": CODE, "title": "题"}]})
    assert [target.listing.raw_title for target in targets] == ["题"]


def test_a_missing_title_is_taken_from_the_digest() -> None:
    (target,), _ = read(
        "rolling", {"data": {"records": [{"infoCode": CODE, "digest": "【渡船开了】今天……"}]}}
    )
    assert target.listing.raw_title == "渡船开了"


def test_the_page_of_a_rolling_article_is_another_way_to_it() -> None:
    record = {"infoCode": CODE, "url_w": "http://paper.example/1.html"}
    (target,), _ = read("rolling", {"data": {"records": [record]}})
    assert identities(target) == (f"share:sample:{CODE}", "url:paper.example/1.html")
    assert (target.category, target.tags) == ("rolling", ("滚动新闻",))


def test_a_record_without_code_is_read_from_its_page() -> None:
    (target,), _ = read("rolling", {"data": {"records": [{"url_w": "http://paper.example/1.html"}]}})
    assert target.identity == "url:paper.example/1.html"


def test_a_records_relative_address_is_read_from_the_lists() -> None:
    (target,), _ = read("rolling", {"data": {"records": [{"url_w": "/news/1.html"}]}})
    assert target.url == "http://h/news/1.html"


@pytest.mark.parametrize(
    "record", [None, 5, "text", [], {}, {"infoCode": ""}, {"infoCode": None, "url_w": "ftp://page"}]
)
def test_a_broken_record_is_a_failure_and_the_others_are_read(record: object) -> None:
    targets, failures = read("rolling", {"data": {"records": [record, {"infoCode": CODE}]}})
    assert [target.code for target in targets] == [CODE]
    assert failures == [Reason.NO_CODE]


@pytest.mark.parametrize("answer", [{}, [], None, {"data": {"records": "none"}}, {"data": []}])
def test_an_answer_without_a_list_is_told(answer: object) -> None:
    with pytest.raises(ReadError) as caught:
        read("rolling", answer)
    assert caught.value.reason is Reason.NOT_A_LIST


def test_a_place_that_does_not_fit_the_answer_is_no_list() -> None:
    source = SOURCES.sources["papers"].model_copy(update={"records": "values(nodeList)"})
    with pytest.raises(ReadError) as caught:
        read_listing(capture({"nodeList": None}), name="papers", source=source, directory=DIRECTORY)
    assert caught.value.reason is Reason.NOT_A_LIST


def test_a_lists_address_finds_its_source_on_any_host() -> None:
    assert find_source("http://mirror.example/web/webapi?type=102&count=5", SOURCES)[0] == "rolling"
    assert find_source("http://mirror.example/web/webapi?type=45", SOURCES)[0] == "papers"


def test_a_list_that_no_source_describes_is_told() -> None:
    with pytest.raises(SourceError):
        find_source("http://mirror.example/feed.json", SOURCES)


def test_an_imported_page_with_a_code_is_the_codes_article() -> None:
    target = DIRECTORY.resolve("http://paper.example/news/1,20211208.html", "20211208")
    assert identities(target) == ("share:sample:20211208", "url:paper.example/news/1,20211208.html")


def test_an_imported_share_address_is_its_codes_article() -> None:
    assert DIRECTORY.resolve(SHARE, None).identity == f"share:sample:{CODE}"
