"""The next page of an article is told from the next article, and the pages of one are joined once each."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.records import Capture, Draft
from archiver.sites import article
from archiver.sites.directory import plain_target
from archiver.sites.joining import adds_text, join_drafts
from archiver.sites.page.paging import find_page_number

HOST = "https://paper.example"
FIRST = f"{HOST}/news/2024/crane.html"
LINES = (
    "The old harbour crane lifted its last load on Tuesday, a piano for the sailors' home.",
    "It had stood on the north quay since 1911, first moved by steam and later by a motor.",
)
AT = datetime(2024, 5, 8, tzinfo=UTC)


def read(links: str, url: str = FIRST, first: str = "", head: str = "") -> Draft:
    html = (
        f"<html><head><title>Crane</title>{head}</head><body><h1>The last load of the crane</h1>"
        f"<div>{''.join(f'<p>{line}</p>' for line in LINES)}</div>{links}</body></html>"
    )
    capture = Capture(url=url, status=200, headers=(), body=html.encode(), fetched_at=AT)
    return article.extract(capture, plain_target(first or url))


def link(href: str, text: str, more: str = "") -> str:
    return f'<div class="pages"><a href="{href}" {more}>{text}</a></div>'


@pytest.mark.parametrize(
    ("url", "href", "text"),
    [
        (FIRST, "crane_2.html", "下一页"),
        (FIRST, "/news/2024/crane_1.html", "下页"),
        (FIRST, "crane_2.html", "余下全文"),
        (FIRST, "crane-2.html", "Next page"),
        (FIRST, "crane-p2.html", "Next »"),
        (FIRST, "crane_2.html", "2"),
        (FIRST, "crane_2.html", "[2]"),
        (FIRST, "crane_2.html", "›"),
        (FIRST, "?page=2", "Continue reading"),
        (FIRST, f"{FIRST}?pageNo=2", "下一页>"),
        (f"{HOST}/story/crane", "/story/crane/2", "Next"),
        (f"{HOST}/story/crane/", "/story/crane/2/", "Read on"),
        (f"{HOST}/story/crane/", "/story/crane/page/2/", "2"),
        (f"{HOST}/story/crane", "/story/crane/p2", "Continue reading →"),
        (f"{HOST}/view?id=7", "/view?id=7&p=2", "下一页"),
        (f"{HOST}/view?id=7&page=1", "/view?id=7&page=2", "2"),
    ],
)
def test_the_next_page_of_an_article_is_found(url: str, href: str, text: str) -> None:
    found = read(link(href, text), url).next_url
    assert found
    assert find_page_number(found, url) in (1, 2)


@pytest.mark.parametrize(
    "head", ['<link rel="next" href="/news/2024/crane_2.html">', '<link rel="next" href="?page=2">']
)
def test_what_the_head_says_comes_next_is_followed(head: str) -> None:
    assert read("", head=head).next_url.startswith(f"{HOST}/news/2024/crane")


@pytest.mark.parametrize(
    ("href", "text", "more"),
    [
        ("/news/2024/ferry.html", "下一篇", ""),
        ("/news/2024/ferry.html", "下一页", ""),
        ("/news/2024/ferry.html", "Next", 'rel="next"'),
        ("/news/2024/ferry_2.html", "Next page", ""),
        ("/news/2024/crane_2.html", "The crane, part two: what became of the hook", ""),
        ("/news/2024/crane_3.html", "3", ""),
        ("/news/2024/crane_2.html", "1", ""),
        ("https://elsewhere.example/news/2024/crane_2.html", "Next", ""),
        ("/news/2024/page/2", "Next", ""),
        ("/news/2024/?page=2", "Next", ""),
        ("?page=2#comments", "Next", ""),
        ("?cpage=2", "Next", ""),
        ("?page=two", "Next", ""),
        ("#2", "Next", ""),
        ("javascript:next(2)", "Next", ""),
        ("http://[", "Next", ""),
        ("crane.html", "Next", ""),
    ],
)
def test_what_is_no_next_page_of_this_article_is_left_alone(href: str, text: str, more: str) -> None:
    assert read(link(href, text, more)).next_url == ""


@pytest.mark.parametrize("box", ["comments", "comment-pagination", "related-list", "sidebar"])
def test_pages_of_comments_and_lists_are_left_alone(box: str) -> None:
    assert read(f'<div class="{box}"><ul><li><a href="?page=2">Next</a></li></ul></div>').next_url == ""


def test_a_numbered_article_is_no_page_of_the_one_before() -> None:
    url = f"{HOST}/news/story-41.html"
    assert read(link("/news/story-42.html", "Next", 'rel="next"'), url).next_url == ""
    assert read(link("/news/42.html", "下一页"), f"{HOST}/news/41.html").next_url == ""
    assert read(link("/?p=124", "Next"), f"{HOST}/?p=123").next_url == ""


def test_from_a_further_page_the_one_after_it_is_found_and_none_before() -> None:
    links = link("crane.html", "1") + link("crane_1.html", "上一页") + link("crane_3.html", "下一页")
    url = FIRST.replace("crane", "crane_2")
    assert read(links, url, FIRST).next_url == FIRST.replace("crane", "crane_3")
    assert read(link("crane.html", "1") + link("crane_2.html", "2"), url, FIRST).next_url == ""


@pytest.mark.parametrize(
    ("href", "text"),
    [
        ("crane_all.html", "单页阅读"),
        ("crane_0.html", "在本页阅读全文"),
        ("?page=all", "View all"),
        ("?fullpage=1", "Read the full text"),
        ("/news/2024/crane/all", "View as single page"),
    ],
)
def test_the_whole_text_comes_before_the_next_page(href: str, text: str) -> None:
    found = read(link("crane_2.html", "下一页") + link(href, text)).next_url
    assert found
    assert "_2" not in found


@pytest.mark.parametrize(
    ("href", "text"), [("/news/2024/ferry.html", "阅读全文"), ("https://elsewhere.example/all", "View all")]
)
def test_the_whole_text_of_another_article_is_none_of_this(href: str, text: str) -> None:
    assert read(link(href, text)).next_url == ""


def draft(*lines: str, **fields: str) -> Draft:
    body = "".join(f"<p>{line}</p>" for line in lines)
    return replace(read(""), body_html=body, raw_title="The last load", **fields)


def test_pages_are_joined_in_order_and_what_each_repeats_stands_once() -> None:
    first = draft("By Ann Marlow", "One line of the first page.", "- No.", next_url="x")
    second = draft("The last load", "By Ann Marlow", "Two lines of the second page.", "- No.")
    third = draft("One line of the first page.", "Three lines of the third page.")
    joined = join_drafts(first, [second, third], ["/2", "/3"])
    texts = [line.split("</p>")[0] for line in joined.body_html.split("<p>")[1:]]
    assert texts == [
        "By Ann Marlow",
        "One line of the first page.",
        "- No.",
        "Two lines of the second page.",
        "- No.",
        "Three lines of the third page.",
    ]
    assert joined.addresses == (*first.addresses, "/2", "/3")
    assert joined.next_url == ""


def test_pictures_and_words_between_lines_stay() -> None:
    second = replace(
        draft(""), body_html='words <b>before</b> it<p><img src="/a.png"></p><p>A new line.</p> and after'
    )
    body = join_drafts(draft("One."), [second]).body_html
    assert all(piece in body for piece in ("words", "before", "/a.png", "A new line.", "and after"))


def test_an_element_of_any_name_keeps_its_text_where_pages_are_joined() -> None:
    body = "<p>A new line.</p><dropped>said in an own element</dropped><unseen>and in another</unseen>"
    joined = join_drafts(draft("One."), [replace(draft(""), body_html=body)]).body_html
    assert "said in an own element" in joined
    assert "and in another" in joined


def test_a_page_that_shows_an_earlier_one_again_adds_nothing() -> None:
    first = draft(*LINES)
    assert not adds_text([first], draft(*LINES))
    assert not adds_text([first], draft("Page 2", LINES[1]))
    assert adds_text([first], draft(LINES[1], "The port will keep the tower as a lookout."))


@given(st.lists(st.text(alphabet="abc <>&p/\n", max_size=30), max_size=8))
def test_whatever_the_pages_hold_the_first_one_stays_as_it_is(bodies: list[str]) -> None:
    first = draft(*LINES)
    rest = [replace(first, body_html=body) for body in bodies]
    joined = join_drafts(first, rest)
    assert joined.body_html.startswith(first.body_html)
    assert joined.raw_title == first.raw_title


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_two_addresses_are_compared_without_an_error(one: str, other: str) -> None:
    number = find_page_number(f"{HOST}/{one}", f"{HOST}/{other}")
    assert number is None or 0 <= number <= 999
