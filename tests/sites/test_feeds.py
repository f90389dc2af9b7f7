"""Feeds of every form, right and wrong, as entries to ask for or to take whole."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from list_readings import make_capture, make_source, read

from archiver.errors import ReadError
from archiver.normalise.article import normalise
from archiver.reasons import Reason
from archiver.records import Article, Target
from archiver.sites import article
from archiver.sites.listings import first_urls

URL = "https://tide.example/feeds/all.xml"
FEED = make_source(kind="feed", url=URL)

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"
  xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>The Tide</title><link>https://tide.example/</link><language>en-IE</language>
<atom:link rel="self" href="https://tide.example/feeds/all.xml"/>{items}</channel></rss>"""
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://tide.example/a/"
 xml:lang="en"><title>The Tide</title>{items}</feed>"""
RDF = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://tide.example/"><title>The Tide</title></channel>{items}</rdf:RDF>"""
LONG = "<p>" + "The harbour office counted the boats again this morning. " * 20 + "</p>"


def rss(items: str) -> str:
    return RSS.replace("{items}", items)


def one(body: bytes | str, source: Any = FEED, content_type: str = "") -> Target:
    (target,) = read(source, body, content_type=content_type).targets
    return target


def item(inside: str = "", title: str = "Boats") -> str:
    return f"<item><title>{title}</title><link>https://tide.example/1</link>{inside}</item>"


@pytest.mark.parametrize(
    "body",
    [
        rss(
            "<item><title>Boats &amp; nets</title><link>https://tide.example/1</link>"
            "<pubDate>Wed, 01 May 2024 08:00:00 +0100</pubDate><dc:creator>Ann Marlow</dc:creator>"
            "<category>ships</category></item>"
        ),
        ATOM.replace(
            "{items}",
            '<entry><title type="html">Boats &amp;amp; nets</title><link href="../1"/>'
            "<published>2024-05-01T08:00:00+01:00</published><author><name>Ann Marlow</name></author>"
            '<category term="ships"/></entry>',
        ),
        RDF.replace(
            "{items}",
            '<item rdf:about="https://tide.example/1"><title>Boats &amp; nets</title>'
            "<link>https://tide.example/1</link><dc:date>2024-05-01T08:00:00+01:00</dc:date>"
            "<dc:creator>Ann Marlow</dc:creator><dc:subject>ships</dc:subject></item>",
        ),
        json.dumps(
            {
                "version": "https://jsonfeed.org/version/1.1",
                "title": "The Tide",
                "items": [
                    {
                        "id": "1",
                        "url": "/1",
                        "title": "Boats & nets",
                        "date_published": "2024-05-01T08:00:00+01:00",
                        "authors": [{"name": "Ann Marlow"}],
                        "tags": ["ships"],
                    }
                ],
            }
        ),
    ],
    ids=["rss", "atom", "rdf", "json"],
)
def test_every_form_of_feed_says_the_same(body: str) -> None:
    target = one(body)
    listing = target.listing
    assert target.url == "https://tide.example/1"
    assert (listing.raw_title, listing.raw_byline, listing.raw_keywords) == (
        "Boats & nets",
        "Ann Marlow",
        ("ships",),
    )
    assert (listing.raw_publisher, listing.only_fills) == ("The Tide", True)
    assert listing.listed_at == datetime(2024, 5, 1, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("inside", "url"),
    [
        ("<link>/1</link>", "https://tide.example/1"),
        ("<link> \n https://tide.example/2 </link>", "https://tide.example/2"),
        ("<guid>https://tide.example/3</guid>", "https://tide.example/3"),
        ('<guid isPermaLink="false">https://tide.example/?p=4</guid>', "https://tide.example/?p=4"),
        (
            "<link>https://count.example/x</link><feedburner:origLink>https://tide.example/5</feedburner:origLink>",
            "https://tide.example/5",
        ),
        ('<link/><atom:link rel="alternate" href="https://tide.example/6"/>', "https://tide.example/6"),
        ("<link><![CDATA[https://tide.example/7?a=1&b=2]]></link>", "https://tide.example/7?a=1&b=2"),
        ("<link>https://tide.example/8?a=1&b=2</link>", "https://tide.example/8?a=1&b=2"),
    ],
)
def test_the_address_of_an_item_is_found(inside: str, url: str) -> None:
    assert one(rss(f"<item><title>Boats</title>{inside}</item>")).url == url


def test_an_atom_entry_leads_to_its_page_and_not_to_its_comments_or_sound() -> None:
    links = (
        '<link rel="replies" href="/c"/><link rel="enclosure" href="/s.mp3" type="audio/mpeg"/>'
        '<link rel="alternate" type="application/json" href="/j"/>'
        '<link rel="alternate" type="text/html" href="/p"/>'
    )
    assert one(ATOM.replace("{items}", f"<entry>{links}</entry>")).url == "https://tide.example/p"


def test_an_entry_without_an_address_is_a_failure_and_the_others_are_read() -> None:
    page = read(FEED, rss("<item><title>Nowhere</title><guid>tag:1</guid></item>" + item()))
    assert [target.url for target in page.targets] == ["https://tide.example/1"]
    assert [failure.reason for failure in page.failures] == [Reason.NO_ADDRESS]
    assert "Nowhere" in page.failures[0].message


@pytest.mark.parametrize(
    ("body", "title"),
    [
        (rss(item(title="Boats&nbsp;&ndash; nets")), "Boats\xa0– nets"),
        (rss(item(title="Boats & nets")), "Boats & nets"),
        (rss(item(title="<![CDATA[Boats & <b>nets</b>]]>")), "Boats & nets"),
        (rss(item(title="Boats &lt;b&gt;&amp;amp;&lt;/b&gt; nets")), "Boats & nets"),
        (rss(item(title="Bo\x0bats")), "Boats"),
        ("  \n\ufeff" + rss(item()), "Boats"),
        (rss(item(title="夜班公交")).replace("utf-8", "gb2312").encode("gb18030"), "夜班公交"),
        (rss(item(title="夜班公交")).replace("utf-8", "gb2312").encode("utf-8"), "夜班公交"),
        (rss(item(title="夜班公交")).replace("utf-8", "utf-16").encode("utf-16"), "夜班公交"),
        (rss(item(title="Café")).encode("latin-1"), "Café"),
        (rss(item())[:-30], "Boats"),
        (rss(item()).replace("xmlns:", "data-"), "Boats"),
        ("<!DOCTYPE rss SYSTEM 'http://my.example/rss.dtd' [<!ENTITY x 'y'>]>" + rss(item()), "Boats"),
    ],
)
def test_a_wrong_feed_is_read_all_the_same(body: bytes | str, title: str) -> None:
    assert one(body, content_type="text/html; charset=iso-8859-1").listing.raw_title == title


def test_prefixes_that_nobody_declared_are_known() -> None:
    body = rss(item("<dc:creator>Ann Marlow</dc:creator>"))
    assert one(body.replace("xmlns:dc=", "data-dc=")).listing.raw_byline == "Ann Marlow"


def test_prefixes_may_be_called_anything() -> None:
    body = rss(item("<x:creator>Ann Marlow</x:creator>"))
    assert one(body.replace("xmlns:dc=", "xmlns:x=")).listing.raw_byline == "Ann Marlow"


def test_an_extension_s_element_is_not_the_feed_s_own() -> None:
    body = rss(item('<i:author xmlns:i="http://itunes.example/">A Show</i:author>'))
    assert one(body).listing.raw_byline == ""


@pytest.mark.parametrize(
    ("author", "byline"),
    [
        ("<author>ann@tide.example (Ann Marlow)</author>", "Ann Marlow"),
        ("<author>ann@tide.example</author>", ""),
        ("<author>Ann Marlow</author>", "Ann Marlow"),
        ("<dc:creator>Ann Marlow</dc:creator><dc:creator>Sam Okoro</dc:creator>", "Ann Marlow; Sam Okoro"),
    ],
)
def test_authors_are_names(author: str, byline: str) -> None:
    assert one(rss(item(author))).listing.raw_byline == byline


@pytest.mark.parametrize(
    ("printed", "at"),
    [
        ("<pubDate>Wed, 01 May 2024 08:00 EST</pubDate>", datetime(2024, 5, 1, 13, tzinfo=UTC)),
        ("<pubDate>2024-05-01 08:00:00</pubDate>", datetime(2024, 5, 1, tzinfo=UTC)),
        ("<dc:date>2024-05-01</dc:date>", datetime(2024, 4, 30, 16, tzinfo=UTC)),
        ("<pubDate>yesterday-ish</pubDate>", None),
        ("", None),
    ],
)
def test_times_are_read_where_they_are_some(printed: str, at: datetime | None) -> None:
    source = make_source(kind="feed", url=URL, time_zone="Asia/Shanghai")
    assert one(rss(item(printed)), source).listing.listed_at == at


def test_older_entries_and_those_of_other_sections_are_left_out() -> None:
    source = make_source(kind="feed", url=URL, since=date(2024, 5, 1), exclude="/sport/")
    items = [
        f"<item><link>https://tide.example/{path}</link><pubDate>{day} May 2024 08:00:00 GMT</pubDate></item>"
        for path, day in (("a", "02"), ("sport/b", "02"))
    ]
    old = item("<pubDate>30 Apr 2024 08:00:00 GMT</pubDate>")
    page = read(source, rss("".join(items) + old))
    assert [target.url for target in page.targets] == ["https://tide.example/a"]
    assert page.listed_count == 3


def test_the_following_page_of_a_feed_is_asked_while_it_has_entries() -> None:
    next_link = '<atom:link rel="next" href="?page=2"/>'
    (more,) = read(FEED, rss(next_link + item())).more
    assert (more.url, more.is_next) == ("https://tide.example/feeds/all.xml?page=2", True)
    assert read(FEED, rss(next_link)).more == ()


def test_a_feed_is_asked_at_its_addresses() -> None:
    source = make_source(kind="feed", urls=[URL, URL + "?2"])
    assert first_urls(source, now=datetime(2024, 5, 1, tzinfo=UTC)) == (URL, URL + "?2")


def drafted(inside: str, **keys: Any) -> Article | None:
    page = read(make_source(kind="feed", url=URL, **keys), rss(item(inside)))
    draft = page.drafts.get(page.targets[0].identity)
    return normalise(draft) if draft else None


def content(markup: str) -> str:
    return f"<content:encoded><![CDATA[{markup}]]></content:encoded>"


def test_a_whole_text_in_the_feed_is_the_article() -> None:
    found = drafted(
        "<dc:creator>Ann Marlow</dc:creator><pubDate>Wed, 01 May 2024 08:00:00 +0100</pubDate>"
        "<category>ships</category>" + content(f"{LONG}<p>Nets.</p><img src='/n.jpg'>")
    )
    assert found is not None
    assert (found.title, found.authors, found.publisher, found.keywords) == (
        "Boats",
        ("Ann Marlow",),
        "The Tide",
        ("ships",),
    )
    assert found.paragraphs[-1] == "Nets."
    assert found.images[0].url == "https://tide.example/n.jpg"
    assert found.published is not None
    assert found.published.at.isoformat() == "2024-05-01T08:00:00+01:00"
    assert found.language == "en"


@pytest.mark.parametrize(
    "markup",
    [
        "<p>The harbour is open.</p>",
        LONG + "<p>And then […]</p>",
        LONG + '<p><a href="/1">Read more &raquo;</a></p>',
        LONG + "<p>Continue reading Boats at the quay</p>",
        LONG + "<p>点击查看全文</p>",
    ],
)
def test_a_teaser_is_no_article(markup: str) -> None:
    assert drafted(content(markup)) is None


def test_a_short_chinese_text_is_whole_sooner() -> None:
    assert drafted(content("<p>" + "港口今天重新开放，渔船都出海了。" * 15 + "</p>")) is not None


def test_a_summary_is_the_article_only_when_it_is_as_long_as_one() -> None:
    assert drafted(f"<description><![CDATA[{LONG}]]></description>") is None
    assert drafted(f"<description><![CDATA[{LONG * 3}]]></description>") is not None


def test_the_table_says_whether_the_feed_s_text_is_taken() -> None:
    assert drafted(content(LONG), full_text="never") is None
    assert drafted("<description>Short.</description>", full_text="always") is not None


def test_the_table_s_newspaper_comes_first() -> None:
    found = drafted(content(LONG), publisher="Tide Daily", time_zone="Europe/Dublin")
    assert found is not None
    assert found.publisher == "Tide Daily"


@pytest.mark.parametrize(
    "inside",
    [
        f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{LONG}<p>Nets.</p></div></content>',
        f'<content type="html">{LONG.replace("<", "&lt;")}&lt;p&gt;Nets.&lt;/p&gt;</content>',
        f"<content>{LONG.replace('<p>', '').replace('</p>', '')}\nNets.</content>",
    ],
    ids=["xhtml", "html", "text"],
)
def test_the_content_of_an_atom_entry_is_markup_or_text(inside: str) -> None:
    page = read(FEED, ATOM.replace("{items}", f'<entry><link href="/1"/>{inside}</entry>'))
    (draft,) = page.drafts.values()
    assert "Nets." in normalise(draft).text


def test_the_content_of_a_json_feed_is_markup_or_text() -> None:
    items = [
        {"url": "https://tide.example/1", "content_html": LONG},
        {"url": "https://tide.example/2", "content_text": "The boats <are> counted again, one by one. " * 30},
        {"url": "https://tide.example/3", "summary": "Short."},
    ]
    page = read(FEED, {"version": "https://jsonfeed.org/version/1", "items": items})
    assert [identity[-1] for identity in page.drafts] == ["1", "2"]
    assert "<are>" in normalise(page.drafts["url:tide.example/2"]).text


def test_on_the_article_s_page_the_feed_only_fills_what_is_lacking() -> None:
    target = one(rss(item("<dc:creator>Ann Marlow</dc:creator>", title="Boats…")))
    html = (
        "<html><head><title>Boats at the quay</title></head><body><h1>Boats at the quay</h1>"
        f"<article>{LONG}{LONG}</article></body></html>"
    )
    draft = article.extract(make_capture(html, target.url, "text/html"), target)
    assert (draft.raw_title, draft.raw_byline, draft.raw_publisher) == (
        "Boats at the quay",
        "Ann Marlow",
        "The Tide",
    )


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("<!doctype html><html><body>Hello</body></html>", "is a page, where a feed was expected"),
        ("hello", "is something else"),
        ("", "is empty"),
        (b"\x00" * 2000, "is binary"),
        ("<urlset/>", "is something else"),
        ('{"items": 5}', "no feed"),
        ('{"items": [', "cut off"),
    ],
)
def test_what_is_no_feed_is_told(body: bytes | str, told: str) -> None:
    with pytest.raises(ReadError, match=told):
        read(FEED, body)


def test_entities_that_would_grow_are_not_expanded() -> None:
    lines = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "lol"}">' for n in range(12))
    for kind in (f"<!DOCTYPE x [{lines}]>", f"<!DOCTYPE y><!DOCTYPE x [{lines}]>"):
        page = read(FEED, kind + rss(item(title="&a11;")))
        assert all(len(target.listing.raw_title) < 20 for target in page.targets)


def test_files_are_not_read() -> None:
    body = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>' + rss(item(title="&f;"))
    assert one(body).listing.raw_title == "&f;"


PIECES = st.sampled_from(
    "<item> </item> <entry> <title> </title> <link> </link> <![CDATA[ ]]> &lt; &amp; &x; & < > <!-- -->"
    " <?x ?> <content:encoded> </content:encoded> https://tide.example/1 [ ] [1] <author> @ \x00 \ud800"
    " é 夜 ' \" = <link href='//[' /> xmlns='' <guid isPermaLink='x'> 99999999999999999999 <x:y>"
    " <channel> </rss>".split(" ")
)


@given(st.lists(PIECES, max_size=60), st.sampled_from(["rss", "feed", "rdf:RDF", "channel"]))
def test_any_soup_is_read_or_refused(pieces: list[str], root: str) -> None:
    body = f"<{root}>{' '.join(pieces)}</{root}>".encode("utf-8", "surrogatepass")
    try:
        read(FEED, body)
    except ReadError as error:
        assert error.reason in (Reason.NOT_A_LIST, Reason.NOT_JSON)  # noqa: PT017


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    try:
        read(FEED, body)
    except ReadError as error:
        assert error.reason in (Reason.NOT_A_LIST, Reason.NOT_JSON, Reason.CUT_OFF)  # noqa: PT017


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from("items url id title authors author name tags content_html".split()), inner
    ),
    max_leaves=20,
)  # fmt: skip


@given(JSON)
def test_any_json_is_read_or_refused(document: Any) -> None:
    body = json.dumps({"items": document})
    try:
        read(FEED, body)
    except ReadError as error:
        assert error.reason is Reason.NOT_A_LIST  # noqa: PT017
