"""What sources an answer could be made into, and what an address itself tells."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from list_readings import DIRECTORY, NOW, make_capture

from archiver.sites.address_patterns import find_range, page_by_page
from archiver.sites.json_places import find_places
from archiver.sites.leads import find_declared_feeds, usual_places
from archiver.sites.list_pages import More
from archiver.sites.proposing import (
    Proposal,
    choose_order,
    choose_part,
    lacks_offset,
    make_source,
    propose,
)
from archiver.sources.placeholders import Template

HOST = "https://tide.example"
TEXT = "<p>" + "The harbour office closed the eastern quay after the storm of Tuesday night. " * 8 + "</p>"
ARTICLE = f"<html><body><article><h1>Quay closed</h1>{TEXT}{TEXT}</article></body></html>"
FEED = (
    "<rss version='2.0'><channel><title>Tide</title>"
    "<item><title>Quay closed</title><link>/a-quay-closed</link>"
    "<pubDate>Fri, 03 May 2024 08:00:00 +0000</pubDate></item>"
    "<item><title>Boats</title><link>/boats-return</link></item></channel></rss>"
)
SITEMAP = "<urlset><url><loc>https://tide.example/a</loc></url></urlset>"
NEWS_SITEMAP = (
    "<urlset xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'><url><loc>https://tide.example/a</loc>"
    "<news:news><news:publication_date>2024-05-01</news:publication_date><news:title>Boats</news:title>"
    "</news:news></url></urlset>"
)
INDEX = (
    "<sitemapindex><sitemap><loc>https://tide.example/2023.xml</loc><lastmod>2023-12-31</lastmod></sitemap>"
    "<sitemap><loc>https://tide.example/2024.xml</loc><lastmod>2024-05-02</lastmod></sitemap></sitemapindex>"
)
SECTION = "<html><body><main>{}</main></body></html>".format(
    "".join(
        f"<h2><a href='/2024/05/{day:02}/quay-closed-{day}.html'>The quay is closed again, day {day}</a></h2>"
        for day in range(1, 12)
    )
)


def records(count: int = 4) -> list[dict[str, Any]]:
    return [
        {
            "id": 9000 + number,
            "infoCode": f"NW20240503{number:04}",
            "headline": f"Boats return to quay {number}",
            "summary": "A long summary of what happened at the quay and why, told at some length. " * 3,
            "link": f"/news/boats-{number}.html",
            "thumb": f"https://img.example/{number}.jpg",
            "section": "harbour",
            "updated": "2024-05-03 09:30:00",
            "published": f"2024-05-0{number % 3 + 1} 08:00:00",
            "paper": {"name": "The Tide", "logo": "https://img.example/logo.png"},
        }
        for number in range(count)
    ]


def proposed(body: Any, path: str, kind: str = "") -> list[dict[str, Any]]:
    found = propose(make_capture(body, HOST + path), DIRECTORY, kind=kind)
    return [dict(one.keys) for one in found]


@pytest.mark.parametrize(
    ("body", "path", "kind"),
    [
        (FEED, "/anything", "feed"),
        ({"version": "https://jsonfeed.org/version/1", "items": [{"id": HOST + "/a"}]}, "/j", "feed"),
        (SITEMAP, "/map", "sitemap"),
        (INDEX, "/map", "sitemap"),
        ("https://tide.example/a\nhttps://tide.example/b\n", "/map.txt", "sitemap"),
        ("User-agent: *\nSitemap: https://tide.example/map.xml\n", "/robots.txt", "sitemap"),
        (SECTION, "/local/", "section"),
    ],
)
def test_an_answer_is_proposed_as_what_it_is(body: Any, path: str, kind: str) -> None:
    assert proposed(body, path) == [{"kind": kind, "url": HOST + path}]


@pytest.mark.parametrize(
    "body", ["", "<html></html>", "<p>Nothing here.</p>", {"status": "ok"}, [], "\x00\x01"]
)
def test_of_what_lists_nothing_nothing_is_proposed(body: Any) -> None:
    assert proposed(body, "/") == []


def test_a_json_list_is_proposed_with_the_places_of_its_records() -> None:
    assert proposed({"data": {"tags": [{"name": "a"}] * 9, "news": records()}}, "/api") == [
        {
            "kind": "list",
            "url": HOST + "/api",
            "records": "data.news",
            "address": "link",
            "title": "headline",
            "time": "published",
            "publisher": "paper.name",
        }
    ]


def test_records_may_be_the_whole_answer_or_stand_in_groups() -> None:
    seen = {"seen_at": NOW}
    assert find_places(records(), HOST, **seen).records == "@"
    grouped = {
        "days": [
            {"day": "2024-05-01", "items": records(5)[:2]},
            {"day": "2024-05-02", "items": records(5)[2:]},
        ]
    }
    assert find_places(grouped, HOST, **seen).records == "days[].items[]"


def test_keys_that_are_no_plain_names_are_quoted() -> None:
    answer = {"news-list": [{"web url": f"/a/{n}.html", "标题": f"船回到了码头 {n}"} for n in range(3)]}
    places = find_places(answer, HOST, seen_at=NOW)
    assert (places.records, places.address, places.title) == ('"news-list"', '"web url"', '"标题"')


def test_epochs_are_times_only_where_the_key_says_so() -> None:
    answer = [{"url": f"/a/{n}.html", "serial": 1714700000 + n, "ctime": 1714700000 + n} for n in range(3)]
    assert find_places(answer, HOST, seen_at=NOW).time == "ctime"


def test_codes_are_taken_on_the_host_of_a_share_site() -> None:
    listed = [{"infoCode": one["infoCode"], "title": one["headline"]} for one in records()]
    found = propose(make_capture({"records": listed}, "https://share.example/list?count=20"), DIRECTORY)
    assert [dict(one.keys) for one in found] == [
        {
            "kind": "list",
            "site": "share",
            "url": "https://share.example/list?count={count}",
            "count": 20,
            "records": "records",
            "title": "title",
            "code": "infoCode",
        }
    ]
    assert found[0].targets[0].identity == "share:share:NW202405030000"


@pytest.mark.parametrize(
    ("query", "answer", "keys"),
    [
        ("?page=1&size=20", {}, {"url": "?page={page}&size={count}", "count": 20}),
        ("?pageNo=0", {}, {"url": "?pageNo={page}", "first_page": 0}),
        ("?offset=0&limit=5", {}, {"url": "?offset={offset}&limit={count}", "count": 5}),
        ("?offset=40", {}, {"url": "?offset=40"}),
        (
            "?cursor=&size=3",
            {"next": "a1"},
            {"url": "?cursor={cursor}&size={count}", "next": "next", "count": 3},
        ),
        ("?cursor=", {}, {"url": "?cursor="}),
        ("", {"paging": {"next": HOST + "/api?p=x"}}, {"url": "", "next": "paging.next"}),
        ("?type=45&newsid=1", {}, {"url": "?type=45&newsid=1"}),
    ],
)
def test_the_parameter_that_turns_the_page_is_found(
    query: str, answer: dict[str, Any], keys: dict[str, Any]
) -> None:
    found = page_by_page(HOST + "/api" + query, answer)
    assert found == keys | {"url": HOST + "/api" + keys["url"]}


def test_a_page_number_may_stand_in_the_path() -> None:
    assert page_by_page(HOST + "/news/page/2/", {})["url"] == HOST + "/news/page/{page}/"


@pytest.mark.parametrize(
    ("path", "template", "keys"),
    [
        ("/id/107.html", "/id/{number}.html", {"numbers": "107-"}),
        ("/show?id=88", "/show?id={number}", {"numbers": "88-"}),
        ("/a/0042.html", "/a/{number:04}.html", {"numbers": "42-"}),
        (
            "/2024/05/03/07.html",
            "/{date:%Y/%m/%d}/{number:02}.html",
            {"from": date(2024, 5, 3), "numbers": "1-", "most_misses": 3},
        ),
        ("/paper/20240503.html", "/paper/{date:%Y%m%d}.html", {"from": date(2024, 5, 3)}),
        ("/2024-05/03/", "/{date:%Y-%m/%d}/", {"from": date(2024, 5, 3)}),
    ],
)
def test_numbers_and_days_of_an_address_make_a_range(path: str, template: str, keys: dict[str, Any]) -> None:
    assert find_range(HOST + path) == {"url": HOST + template, **keys}


@pytest.mark.parametrize(
    "path", ["/about", "/top-10-things-to-do", "/2024/05/03/quay-closed-again", "/a/123456789012345.html"]
)
def test_what_nobody_can_count_through_makes_no_range(path: str) -> None:
    assert find_range(HOST + path) is None


@given(st.text(max_size=60).filter(lambda text: not set(text) & set("#\\\t\r\n")))
def test_a_range_begins_with_the_address_it_was_made_of(rest: str) -> None:
    url = f"{HOST}/{rest}"
    keys = find_range(url)
    if keys is not None:
        assert Template(keys["url"]).match(url) is not None or "{" in rest or "}" in rest


def test_an_articles_page_is_proposed_as_one_of_a_range_and_not_as_a_section() -> None:
    assert proposed(ARTICLE, "/id/107.html") == [
        {"kind": "ids", "url": HOST + "/id/{number}.html", "numbers": "107-"}
    ]
    assert proposed(ARTICLE, "/quay-closed") == []


def test_a_share_page_is_proposed_with_its_code_and_a_host_that_is_no_site_yet_as_one() -> None:
    url = "https://share.example/html_News/NewsShare.html?infoCode=NW1"
    found = propose(make_capture("<html></html>", url), DIRECTORY)
    assert (found[0].keys, found[0].site) == ({"kind": "ids", "site": "share", "codes": ["NW1"]}, None)


def test_a_wanted_kind_is_the_only_one_tried() -> None:
    assert proposed(FEED, "/", kind="section") == []
    assert [one["kind"] for one in proposed({"items": records()}, "/api", kind="list")] == ["list"]


def test_feeds_come_before_news_sitemaps_sections_and_sitemaps_and_empty_ones_last() -> None:
    bodies = {"/m": SITEMAP, "/s/": SECTION, "/n": NEWS_SITEMAP, "/f": FEED}
    found = [
        one for path, body in bodies.items() for one in propose(make_capture(body, HOST + path), DIRECTORY)
    ]
    empty = Proposal(keys={"kind": "feed", "url": HOST + "/empty"})
    ordered = choose_order([empty, *found, *found])
    assert [one.label for one in ordered] == ["feed", "news sitemap", "section", "sitemap", "feed"]
    assert (len(ordered[0].targets), ordered[0].dated_count) == (2, 1)


def test_of_an_index_the_part_changed_last_is_looked_into_and_news_before_all() -> None:
    (index,) = propose(make_capture(INDEX, HOST + "/map"), DIRECTORY)
    assert choose_part(index) == HOST + "/2024.xml"
    news = Proposal(keys=index.keys, parts=(*index.parts, More(HOST + "/news.xml", is_next=False)))
    assert choose_part(news) == HOST + "/news.xml"


def test_declared_feeds_are_found_those_of_comments_last() -> None:
    page = (
        '<html><head><link rel="alternate" type="application/rss+xml" href="/comments/feed">'
        '<link rel="Alternate" type="application/atom+xml; charset=utf-8" href="/atom">'
        '<link rel="alternate" hreflang="de" href="/de"></head><body><p>Tide</p></body></html>'
    )
    assert find_declared_feeds(make_capture(page, HOST)) == [HOST + "/atom", HOST + "/comments/feed"]


def test_usual_places_are_tried_only_for_what_is_not_declared() -> None:
    assert list(usual_places(HOST + "/local/", has_feed=True, has_sitemap=False)) == [HOST + "/sitemap.xml"]
    assert list(usual_places(HOST, has_feed=False, has_sitemap=True)) == [HOST + "/feed", HOST + "/rss.xml"]


def test_every_proposal_is_a_source_that_can_be_read_back() -> None:
    for body, path in (
        (FEED, "/f"),
        (SECTION, "/s/"),
        ({"news": records()}, "/api?page=1"),
        (ARTICLE, "/id/7"),
    ):
        for keys in proposed(body, path):
            assert make_source(keys).kind == keys["kind"]


@pytest.mark.parametrize(
    ("time", "lacks"),
    [("2024-05-03 08:00:00", True), ("2024-05-03T08:00", True), ("2024-05-03T08:00:00+08:00", False)],
)
def test_times_without_an_offset_are_noticed(time: str, lacks: bool) -> None:
    listed = {"items": [one | {"published": time, "updated": ""} for one in records()]}
    (found,) = propose(make_capture(listed, HOST + "/api"), DIRECTORY)
    assert lacks_offset(found) is lacks
