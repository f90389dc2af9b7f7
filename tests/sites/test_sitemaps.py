"""Sitemaps of every form, right and wrong."""

from __future__ import annotations

import gzip
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from list_readings import NOW, make_capture, make_source, read

from archiver.errors import ReadError
from archiver.normalise.article import normalise
from archiver.reasons import Reason
from archiver.sites import article, sitemaps
from archiver.sites.listings import first_urls

URL = "https://tide.example/sitemap.xml"
SITEMAP = make_source(kind="sitemap", url=URL)
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
SPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)
NEWS = (
    "<url><loc>https://tide.example/1</loc><lastmod>2024-05-02T10:00:00Z</lastmod><news:news><news:publication>"
    "<news:name>The Tide</news:name><news:language>en</news:language></news:publication>"
    "<news:publication_date>2024-05-01T08:00:00+01:00</news:publication_date><news:title>Boats &amp; nets"
    "</news:title><news:keywords>ships, ports</news:keywords></news:news>"
    "<image:image><image:loc>https://tide.example/1.jpg</image:loc><image:title>Nets</image:title></image:image>"
    "</url>"
)
PLAIN = "<url><loc>https://tide.example/2</loc><lastmod>2024-04-01</lastmod></url>"


def urlset(inside: str, spaces: str = SPACES) -> str:
    return f"{HEAD}<urlset {spaces}>{inside}</urlset>"


def index(inside: str) -> str:
    return f"{HEAD}<sitemapindex {SPACES}>{inside}</sitemapindex>"


def urls(body: bytes | str, source: Any = SITEMAP, url: str = URL) -> list[str]:
    return [target.url.removeprefix("https://tide.example/") for target in read(source, body, url).targets]


@pytest.mark.parametrize(
    ("url", "first"),
    [
        ("https://tide.example", "https://tide.example/robots.txt"),
        ("https://tide.example/", "https://tide.example/robots.txt"),
        ("https://tide.example/robots.txt", "https://tide.example/robots.txt"),
        (URL, URL),
        ("https://tide.example/?sitemap=1", "https://tide.example/?sitemap=1"),
    ],
)
def test_a_site_s_home_stands_for_its_robots_txt(url: str, first: str) -> None:
    assert first_urls(make_source(kind="sitemap", url=url), now=NOW) == (first,)


def test_robots_txt_names_sitemaps_in_any_group_and_spelling() -> None:
    robots = (
        "\ufeffUser-agent: *\r\nDisallow: /private/\r\nSITEMAP:https://tide.example/a.xml # all\r\n"
        "  Sitemap : /b.xml\r\n# sitemap: https://tide.example/c.xml\r\nUser-agent: x\nsitemap: https://cdn.example/d.xml\n"
    )
    page = read(SITEMAP, robots, "https://tide.example/robots.txt")
    named = [more.url for more in page.more]
    assert named == ["https://tide.example/a.xml", "https://tide.example/b.xml", "https://cdn.example/d.xml"]
    assert not any(more.is_next for more in page.more)


def test_a_robots_txt_that_names_none_leads_to_the_usual_place() -> None:
    page = read(SITEMAP, "User-agent: *\nDisallow:\n", "https://tide.example/robots.txt")
    assert [more.url for more in page.more] == ["https://tide.example/sitemap.xml"]


def test_an_index_leads_to_its_parts_with_their_last_change() -> None:
    parts = (
        "<sitemap><loc>https://tide.example/a.xml.gz</loc><lastmod>2024-05-02T10:00:00+00:00</lastmod></sitemap>"
        "<sitemap><loc> /b.xml </loc></sitemap><sitemap><loc>ftp://x</loc></sitemap>"
    )
    page = read(SITEMAP, index(parts))
    assert [(more.url, more.changed_at, more.is_next) for more in page.more] == [
        ("https://tide.example/a.xml.gz", datetime(2024, 5, 2, 10, tzinfo=UTC), False),
        ("https://tide.example/b.xml", None, False),
    ]
    assert page.targets == ()


def test_parts_of_an_index_that_did_not_change_since_are_left_out() -> None:
    source = make_source(kind="sitemap", url=URL, since=date(2024, 5, 1))
    parts = [
        f"<sitemap><loc>/{name}</loc><lastmod>{day}</lastmod></sitemap>"
        for name, day in (("a", "2024-04-30"), ("b", "2024-05-01"))
    ]
    assert [more.url for more in read(source, index("".join(parts))).more] == ["https://tide.example/b"]


def test_a_news_sitemap_says_title_time_newspaper_language_and_keywords() -> None:
    (target,) = read(SITEMAP, urlset(NEWS)).targets
    listing = target.listing
    assert (listing.raw_title, listing.raw_publisher, target.language) == ("Boats & nets", "The Tide", "en")
    assert (listing.raw_time, listing.listed_at) == (
        "2024-05-01T08:00:00+01:00",
        datetime(2024, 5, 1, 7, tzinfo=UTC),
    )
    assert (listing.raw_keywords, listing.only_fills) == (("ships", "ports"), True)


def test_the_last_change_is_no_time_of_publication() -> None:
    (target,) = read(SITEMAP, urlset(PLAIN)).targets
    assert (target.listing.raw_time, target.listing.listed_at) == ("", datetime(2024, 4, 1, tzinfo=UTC))


def test_only_news_only_in_or_excluded_addresses_are_left_out() -> None:
    both = urlset(NEWS + PLAIN)
    assert urls(both) == ["1", "2"]
    assert urls(both, make_source(kind="sitemap", url=URL, news_only=True)) == ["1"]
    assert urls(both, make_source(kind="sitemap", url=URL, include="/[2-9]$")) == ["2"]
    assert urls(both, make_source(kind="sitemap", url=URL, exclude=["/2"])) == ["1"]
    assert urls(both, make_source(kind="sitemap", url=URL, since=date(2024, 5, 1))) == ["1"]


@pytest.mark.parametrize(
    "body",
    [
        urlset(PLAIN, 'xmlns="http://www.google.com/schemas/sitemap/0.84"'),
        urlset(PLAIN, ""),
        urlset(PLAIN.replace("2024", "&nbsp;2024")),
        urlset(PLAIN)[:-20],
        " \n" + urlset(PLAIN),
        urlset(PLAIN).replace("UTF-8", "utf-16").encode("utf-16"),
        urlset("<url><loc><![CDATA[https://tide.example/2]]></loc></url>"),
        urlset("<url><loc>\n https://tide.example/2\n</loc><lastmod>soon</lastmod></url>"),
        urlset("<url><x><loc>https://tide.example/9</loc></x><loc>https://tide.example/2</loc></url>"),
        urlset(PLAIN, SPACES.replace("xmlns=", "xmlns:s="))
        .replace("url>", "s:url>")
        .replace("loc>", "s:loc>"),
        gzip.compress(urlset(PLAIN).encode()),
        gzip.compress(urlset(PLAIN).encode())[:-6],
        "\ufeffhttps://tide.example/2\r\n",
        "<rss><channel><item><link>https://tide.example/2</link></item></channel></rss>",
    ],
)
def test_a_wrong_sitemap_is_read_all_the_same(body: bytes | str) -> None:
    assert urls(body) == ["2"]


def test_an_ampersand_in_an_address_need_not_be_escaped() -> None:
    assert urls(urlset("<url><loc>https://tide.example/a?x=1&y=2&copy=3</loc></url>")) == ["a?x=1&y=2&copy=3"]


def test_an_entry_without_a_usable_address_is_a_failure() -> None:
    page = read(SITEMAP, urlset("<url><loc>mailto:a@tide.example</loc></url>" + PLAIN))
    assert [failure.reason for failure in page.failures] == [Reason.BAD_ADDRESS]
    assert (len(page.targets), page.listed_count) == (1, 2)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("<!doctype html><html><body>Not found</body></html>", "is a page, where a sitemap was expected"),
        ("nothing here", "holds no address"),
        ("", "holds no address"),
        ("<other/>", "is something else"),
        (b"\x1f\x8b\x08nonsense", "cannot be unpacked"),
    ],
)
def test_what_is_no_sitemap_is_told(body: bytes | str, told: str) -> None:
    with pytest.raises(ReadError, match=told):
        read(SITEMAP, body)


def test_an_empty_sitemap_is_one() -> None:
    assert read(SITEMAP, urlset("")).targets == ()


def test_no_more_addresses_are_read_than_a_sitemap_may_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "MOST_URLS", 3)
    many = "".join(f"<url><loc>/{number}</loc></url>" for number in range(9))
    assert urls(urlset(many)) == ["0", "1", "2"]


def test_what_unpacks_to_more_than_a_sitemap_may_have_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "MOST_BYTES", 2000)
    many = "".join(f"<url><loc>/{number}</loc></url>" for number in range(1000))
    assert 10 < len(urls(gzip.compress(urlset(many).encode()))) < 100


LONG = "<p>" + "The harbour office counted the boats again this morning. " * 20 + "</p>"


@pytest.mark.parametrize(
    ("listed", "published"),
    [
        ("2024-05-01T08:00:00+01:00", "2024-05-01T08:00:00+01:00"),
        ("2024-05-01", "2024-05-01T09:30:00+00:00"),
        ("nonsense", "2024-05-01T09:30:00+00:00"),
    ],
)
def test_the_page_s_hour_comes_before_a_sitemap_s_bare_day(listed: str, published: str) -> None:
    (target,) = read(SITEMAP, urlset(NEWS.replace("2024-05-01T08:00:00+01:00", listed))).targets
    html = (
        '<html><head><meta property="article:published_time" content="2024-05-01T09:30:00Z"></head>'
        f"<body><h1>Boats at the quay</h1><article>{LONG}{LONG}</article></body></html>"
    )
    moment = normalise(article.extract(make_capture(html, target.url, "text/html"), target)).published
    assert moment is not None
    assert moment.at.isoformat() == published


PIECES = st.sampled_from(
    "<url> </url> <sitemap> </sitemap> <loc> </loc> https://tide.example/1 /2 <lastmod> </lastmod> 2024-05-01"
    " &x; <news:news> </news:news> <news:publication> </news:publication> <![CDATA[ ]]> < > & \x00 é"
    " <image:loc> 9999-99-99 -1 //[ <x".split(" ")
)


@given(st.lists(PIECES, max_size=60), st.sampled_from(["urlset", "sitemapindex", "x"]))
def test_any_soup_is_read_or_refused(pieces: list[str], root: str) -> None:
    try:
        read(SITEMAP, f"<{root}>{' '.join(pieces)}</{root}>")
    except ReadError as error:
        assert error.reason is Reason.NOT_A_LIST  # noqa: PT017


@given(st.binary(max_size=300) | st.binary(max_size=300).map(gzip.compress))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    for url in (URL, "https://tide.example/robots.txt"):
        try:
            read(SITEMAP, body, url)
        except ReadError as error:
            assert error.reason is Reason.NOT_A_LIST  # noqa: PT017
