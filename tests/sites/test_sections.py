"""Section pages: which links lead to articles, and which to the following page."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from list_readings import make_source, read

from archiver.errors import ReadError
from archiver.reasons import Reason

URL = "https://tide.example/local/"
SECTION = make_source(kind="section", url=URL)

ENGLISH = """<html><head><title>Local</title></head><body>
<header><nav class="menu"><a href="/">Home</a> <a href="/local/">Local news</a> <a href="/sport/">Sport</a>
<a href="/special/harbour-festival-2024-all-you-need-to-know">Harbour festival: all you need to know</a>
</nav></header>
<main>
<article class="card"><a href="/local/2024/05/02/quay-opens-after-nine-years"><img src="/q.jpg"></a>
<h2><a href="/local/2024/05/02/quay-opens-after-nine-years">The quay opens again after nine years</a></h2>
<p>By <a href="/author/ann-marlow">Ann Marlow</a> in <a href="/tag/harbour">Harbour</a></p></article>
<article class="card"><h2>
<a href="night-ferry-returns-to-the-town.html">Night ferry returns to the town</a></h2>
</article>
<ul class="briefs"><li><a href="/local/31577">Bridge closed until Monday</a></li>
<li><a href="/local/31578">Market moves to the old station</a></li>
<li><a href="/local/31579">Council meets about the sea wall</a></li></ul>
</main>
<aside><a href="https://other.example/2024/05/02/an-offer-that-you-cannot-miss">An
offer that you cannot miss</a>
<a href="/files/annual-report-of-the-harbour-2024.pdf">Annual report of the harbour office 2024</a></aside>
<div class="pager"><a href="/local/">1</a> <a href="/local/?page=2">2</a>
<a href="/local/?page=2">Older posts »</a></div>
<footer><a href="/about/who-we-are-and-how-we-work">Who we are and how we work</a>
<a href="/privacy">Privacy</a></footer>
</body></html>"""
ENGLISH_ARTICLES = [
    "https://tide.example/local/2024/05/02/quay-opens-after-nine-years",
    "https://tide.example/local/night-ferry-returns-to-the-town.html",
    "https://tide.example/local/31577",
    "https://tide.example/local/31578",
    "https://tide.example/local/31579",
]

CHINESE = """<html><head><meta charset="utf-8"></head><body>
<div class="nav"><a href="/">首页</a><a href="/finance/">财经</a><a href="/sports/">体育频道</a></div>
<ul class="list"><li><a href="/a/20240502/1234567.html">望江三条夜班公交线路的末班车推迟一小时</a>
<span>05-02</span></li>
<li><a href="//news.tide.example/2024-05/02/content_98765.htm">石桥水库蓄水过半，春灌用水有了着落</a></li>
<li><a href="/c/2024-05-01/doc-abcdef.shtml">青岚商报：电池穿上棉衣</a></li></ul>
<div class="pages"><a href="index_2.html">2</a><a href="index_2.html">下一页</a>
<a href="index_9.html">末页</a></div>
<div class="footer"><a href="/about/">关于我们</a><a href="http://beian.example/">备案号00000000</a></div>
</body></html>"""


def urls(html: str, source: Any = SECTION, url: str = "") -> list[str]:
    return [target.url for target in read(source, html, url).targets]


def next_url(html: str, url: str = URL, **keys: Any) -> list[str]:
    page = read(make_source(kind="section", url=url, **keys), ARTICLE + html, url)
    return [more.url for more in page.more if more.is_next]


ARTICLE = "<h2><a href='/2024/05/02/the-quay-opens-again'>The quay opens again after nine years</a></h2>"


def test_articles_are_told_from_menus_tags_authors_and_advertisements() -> None:
    assert urls(ENGLISH) == ENGLISH_ARTICLES


def test_a_chinese_section_page_is_read_with_its_sister_hosts() -> None:
    assert urls(CHINESE) == [
        "https://tide.example/a/20240502/1234567.html",
        "https://news.tide.example/2024-05/02/content_98765.htm",
        "https://tide.example/c/2024-05-01/doc-abcdef.shtml",
    ]


def test_the_words_of_a_link_are_a_title_that_only_fills() -> None:
    listing = read(SECTION, ENGLISH).targets[0].listing
    assert (listing.raw_title, listing.only_fills) == ("The quay opens again after nine years", True)


def test_rules_name_links_addresses_or_boxes() -> None:
    for rule in ("css:.briefs a", "css:.briefs", "css:.briefs a::attr(href)", "xpath://ul/li/a/@href"):
        assert urls(ENGLISH, make_source(kind="section", url=URL, links=rule)) == ENGLISH_ARTICLES[2:]


def test_the_first_rule_that_finds_links_counts_and_foreign_hosts_are_taken() -> None:
    source = make_source(kind="section", url=URL, links=["css:.none", "css:aside a[href*=offer]", "css:main"])
    assert urls(ENGLISH, source) == ["https://other.example/2024/05/02/an-offer-that-you-cannot-miss"]


def test_links_may_be_left_in_or_out_by_their_addresses() -> None:
    assert urls(ENGLISH, make_source(kind="section", url=URL, include=r"/\d{5}$")) == ENGLISH_ARTICLES[2:]
    assert urls(ENGLISH, make_source(kind="section", url=URL, exclude=r"/\d{5}$")) == ENGLISH_ARTICLES[:2]


def test_relative_links_follow_the_page_s_base() -> None:
    html = "<base href='/archive/2024/'>" + ARTICLE.replace("/2024/05/02/", "05/02/")
    assert urls(html) == ["https://tide.example/archive/2024/05/02/the-quay-opens-again"]


@pytest.mark.parametrize(
    ("html", "url", "following"),
    [
        ("<link rel='next' href='/local/p2'>", URL, "https://tide.example/local/p2"),
        ("<a rel='nofollow next' href='?page=2'>more</a>", URL, "https://tide.example/local/?page=2"),
        ("<a href='?page=3'>Next ›</a>", URL + "?page=2", "https://tide.example/local/?page=3"),
        ("<a href='index_2.html'>下一页</a>", URL, "https://tide.example/local/index_2.html"),
        ("<a href='?p=2'>2</a><a href='?p=3'>3</a>", URL, "https://tide.example/local/?p=2"),
        ("<a href='?p=1'>1</a><a href='?p=3'>3</a>", URL + "?p=2", "https://tide.example/local/?p=3"),
        ("<a href='/local/page/2/'>»</a>", URL, "https://tide.example/local/page/2/"),
    ],
)
def test_the_following_page_is_found(html: str, url: str, following: str) -> None:
    assert next_url(html, url) == [following]


@pytest.mark.parametrize(
    ("html", "url"),
    [
        ("", URL),
        ("<a href='/local/'>Next</a>", URL),
        ("<a href='https://other.example/?page=2'>Next</a>", URL),
        ("<a href='/story/about-2'>2</a><a href='?p=1'>1</a>", URL + "?p=2"),
        ("<a href='#'>Next</a><a href='javascript:more()'>下一页</a>", URL),
        ("<a href='?p=1'>1</a>", URL + "?p=2"),
    ],
)
def test_the_last_page_has_none(html: str, url: str) -> None:
    assert next_url(html, url) == []


def test_a_rule_names_the_following_page() -> None:
    html = "<p class=more><a href='?from=20'>Yesterday</a></p><a href='?page=2'>Next</a>"
    assert next_url(html, next="css:.more") == ["https://tide.example/local/?from=20"]
    assert next_url(html, next=["css:.none", "css:.more a::attr(href)"]) == [
        "https://tide.example/local/?from=20"
    ]
    assert next_url(html, next="css:.none") == []


@pytest.mark.parametrize(
    ("source", "body", "reason", "told"),
    [
        (SECTION, "<nav><a href='/'>Home</a></nav>", Reason.NOT_A_LIST, "name them with rules"),
        (
            make_source(kind="section", url=URL, links="css:h9"),
            ENGLISH,
            Reason.NOT_A_LIST,
            "rules of links find none",
        ),
        (SECTION, "", Reason.NOT_HTML, "is empty or no page"),
        (SECTION, b"\x00" * 2000, Reason.NOT_HTML, "is empty or no page"),
    ],
)
def test_a_page_without_articles_is_told(source: Any, body: Any, reason: Reason, told: str) -> None:
    with pytest.raises(ReadError, match=told) as caught:
        read(source, body)
    assert caught.value.reason is reason


PIECES = st.sampled_from(
    "<a href='/2024/05/02/a-b-c-d'> <a href='//['> <a> </a> <h2> </h2> <base href='http://['> <nav> <ul>"
    " <div class='x <li> 2 下一页 next <link rel=next href='?page=2'> < > & \x00 é <table> <svg>".split(" ")
)


@given(st.lists(PIECES, max_size=50))
def test_any_soup_is_read_or_refused(pieces: list[str]) -> None:
    for source in (SECTION, make_source(kind="section", url=URL, links="css:h2", next="css:li")):
        try:
            read(source, " ".join(pieces))
        except ReadError as error:
            assert error.reason in (Reason.NOT_A_LIST, Reason.NOT_HTML)  # noqa: PT017
