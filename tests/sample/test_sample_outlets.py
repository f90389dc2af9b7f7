"""Feeds, sitemaps, section, paged lists and numbers of the sample site, read as the program reads them."""

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import TypeAdapter

from archiver.records import Capture
from archiver.sample.articles import load_articles
from archiver.sites.directory import Directory
from archiver.sites.listings import ListPage, enumerate_targets, first_urls, read_listing
from archiver.sources.file import Sources
from archiver.sources.kinds import AnySource

PLAIN = {article.path for article in load_articles() if article.path}
DIRECTORY = Directory.of(Sources())
NOW = datetime(2022, 3, 2, tzinfo=UTC)
RECORDS = {
    "records": "items",
    "address": "link",
    "title": "headline",
    "time": "published",
    "publisher": "paper",
}


@pytest.fixture
def read(site, get):
    """Ask a source's first address, or another one of it."""

    def ask(path: str = "", **keys: Any) -> ListPage:
        source = TypeAdapter(AnySource).validate_python(keys | {"url": site.url + keys["url"]})
        url = path or first_urls(source, now=NOW)[0]
        answer = get(url)
        headers = (("content-type", answer.headers["content-type"]),)
        capture = Capture(url=url, status=answer.status, headers=headers, body=answer.body, fetched_at=NOW)
        return read_listing(capture, name="sample", source=source, directory=DIRECTORY)

    return ask


def paths(site: Any, page: ListPage) -> set[str]:
    return {target.url.removeprefix(site.url) for target in page.targets}


@pytest.mark.parametrize("url", ["/feed.rss", "/feed.atom", "/feed.json", "/rdf"])
def test_every_feed_names_all_plain_articles(site, read, url):
    page = read(kind="feed", url=url)
    assert paths(site, page) == PLAIN
    assert page.failures == ()


@pytest.mark.parametrize("url", ["/feed.rss", "/feed.json"])
def test_a_feed_carries_the_english_articles_whole(read, url):
    page = read(kind="feed", url=url, full_text="always")
    carried = {draft.target.url.rpartition("/")[2]: draft.body_html for draft in page.drafts.values()}
    for article in load_articles():
        if article.kind == "page":
            assert carried[f"{article.code}.html"].strip() == article.body.strip()


def test_the_sitemaps_are_found_from_the_sites_home(site, read):
    robots = read(kind="sitemap", url="/")
    (index,) = robots.more
    parts = read(index.url, kind="sitemap", url="/").more
    assert [part.url.removeprefix(site.url) for part in parts] == [
        "/sitemap-news.xml",
        "/sitemap-2022.xml.gz",
    ]
    for part in parts:
        assert paths(site, read(part.url, kind="sitemap", url="/")) == PLAIN


def test_the_news_sitemap_says_title_and_newspaper(read):
    page = read(kind="sitemap", url="/sitemap-news.xml")
    titles = {article.title for article in load_articles() if article.path}
    assert {target.listing.raw_title for target in page.targets} == titles


@pytest.mark.parametrize(
    "keys",
    [
        {"kind": "section", "url": "/section/"},
        {"kind": "list", "url": "/api/pages?page={page}&size=4", **RECORDS},
        {"kind": "list", "url": "/api/offset?offset={offset}&size=4", **RECORDS},
        {"kind": "list", "url": "/api/cursor?cursor={cursor}&size=4", "next": "next", **RECORDS},
    ],
    ids=["section", "page", "offset", "cursor"],
)
def test_the_pages_that_follow_bring_all_articles(site, read, keys):
    page = read(**keys)
    found = paths(site, page)
    assert len(found) == 4
    while page.more and page.targets:
        page = read(page.more[0].url, **keys)
        found |= paths(site, page)
    assert found == PLAIN


def test_numbers_have_holes(site, get):
    source = TypeAdapter(AnySource).validate_python(
        {"kind": "ids", "url": site.url + "/id/{number}.html", "numbers": "100-140"}
    )
    targets = enumerate_targets(source, name="x", directory=DIRECTORY, start_after=None, now=NOW)
    statuses = [get(target.url).status for target in targets]
    assert statuses.count(200) == len(PLAIN)
    assert statuses[:6] == [404, 200, 404, 404, 200, 404]


def test_every_answer_has_validators_and_is_not_sent_twice(get, site):
    for path in (
        "/feed.rss",
        "/en/lighthouse-library.html",
        "/NewsData/GetNewsText.do?id=NW202202112273301402",
    ):
        first = get(path)
        assert first.headers["etag"].startswith('"')
        again = get(path, If_None_Match=f'"x", W/{first.headers["etag"]}')
        assert (again.status, again.body, again.headers["etag"]) == (304, b"", first.headers["etag"])
        assert get(path, If_Modified_Since=first.headers["last-modified"]).status == 304
        assert get(path, If_None_Match='"x"', If_Modified_Since=first.headers["last-modified"]).status == 200
    last = site.log()[-1]
    assert (last.status, last.if_none_match) == (200, '"x"')
    assert last.if_modified_since == first.headers["last-modified"]


def test_what_was_edited_is_sent_again(get, site):
    path = "/en/lighthouse-library.html"
    first = get(path)
    site.edit("lighthouse-library", title="A Library Closes")
    assert get(path, If_None_Match=first.headers["etag"]).status == 200
    assert get(path, If_Modified_Since=first.headers["last-modified"]).status == 200


def test_a_failing_answer_has_no_validators(get, site):
    site.fault("/feed.rss", "503")
    assert "etag" not in get("/feed.rss").headers


def test_an_added_article_is_listed_and_shown(site, get, read):
    site.add(
        "new-quay", title="A New Quay", text="The quay is open.\nBoats come in.", time="2022-03-01T09:00:00Z"
    )
    site.add(
        "NW1", title="新码头", text="码头开放了。", kind="newspaper", newspaper="石桥早报", lists=["papers"]
    )
    target = read(kind="feed", url="/feed.rss").targets[0]
    assert target.listing.raw_title == "A New Quay"
    assert "<p>　　Boats come in.</p>" in get(target.url).text
    assert "NW1" in [node.get("infocode") for node in get(site.list_url("papers")).json()["nodeList"] if node]
    with pytest.raises(ValueError, match="already"):
        site.add("new-quay", title="Again", text="Again.")
    site.restore()
    assert get(target.url).status == 404


def test_a_redesign_takes_the_dates_away_and_puts_the_text_in_other_elements(site, get):
    path = "/en/lighthouse-library.html"
    before = get(path).text
    site.redesign()
    after = get(path).text
    assert "2022" in before
    assert "2022" not in after
    assert "<p>" not in after
    assert 'class="r-piece"' in after
    site.restore()
    assert get(path).text == before
