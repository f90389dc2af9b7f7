"""The blocks of a page, which of them are the article, and their markup."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.normalise.bodies import clean_body
from archiver.sites.page.blocks import cut_blocks, parse_page
from archiver.sites.page.body import Fate, body_markup
from archiver.sites.page.page import Page, open_page, without_headline

LINES = (
    "The ferry to the northern bank left at five, and nobody was on it but the man who steers it.",
    "He has done so for thirty years, he says, and he will do so until the new bridge is opened in May.",
    "The town has not said what becomes of the boat; a museum in the capital has asked for it twice.",
)
MENU = "<nav><ul><li><a href=/>Home</a><li><a href=/n>News</a><li><a href=/s>Sport</a></ul></nav>"
FOOT = (
    "<aside class=related><h3>Related</h3><ul><li><a href=/1>Another bridge is planned</a></ul></aside>"
    "<footer><p>© 2024 Harbour Post. All rights reserved. <a href=/p>Privacy</a></p></footer>"
)


def texts(html: str) -> list[str]:
    root = parse_page(html)
    assert root is not None
    return [block.text for block in cut_blocks(root)[0]]


def opened(inside: str, title: str = "The last ferry has left") -> Page:
    page = open_page(
        f"<html><head><title>{title}</title></head><body>{MENU}<article><h1>{title}</h1>{inside}</article>{FOOT}"
        "</body></html>",
        "https://post.example/1",
    )
    assert page is not None
    return page


def body(inside: str) -> tuple[str, ...]:
    return clean_body(
        body_markup(without_headline(opened(inside), "The last ferry has left").body_blocks)
    ).paragraphs


def paragraphs(*lines: str) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def test_a_page_is_cut_at_block_elements_and_line_breaks() -> None:
    assert texts("<div>one <b>two</b><p>three<br>four</p>five</div>") == ["one two", "three", "four", "five"]


@pytest.mark.parametrize(
    "unseen",
    [
        "<script>x</script>",
        "<style>x</style>",
        "<template>x</template>",
        "<textarea>x</textarea>",
        "<span style='clip:rect(0 0 0 0);width:1px'>, opens new tab</span>",
        "<span class='screen-reader-text'>x</span>",
        "<span style='display: none'>x</span>",
        "<!-- x -->",
    ],
)
def test_what_is_not_drawn_is_not_text(unseen: str) -> None:
    assert texts(f"<p>one {unseen}two</p>") == ["one two"]


def test_what_stands_behind_the_end_of_the_page_is_read() -> None:
    assert texts("<html><body><p>one</p></body></html><p>two</p></html>") == ["one", "two"]


def test_menus_related_articles_and_legal_lines_are_left_out() -> None:
    assert body(paragraphs(*LINES)) == LINES


def test_headings_lists_quotes_and_tables_stay_in_order() -> None:
    inside = (
        f"<p>{LINES[0]}</p><h2>What becomes of the boat</h2><p>{LINES[1]}</p><ul>"
        "<li>The museum in the capital has asked for it.</li>"
        "<li>The town would rather keep it for itself.</li></ul>"
        f"<blockquote><p>{LINES[2]}</p></blockquote>"
    )
    assert body(inside) == (
        LINES[0],
        "What becomes of the boat",
        LINES[1],
        "The museum in the capital has asked for it.",
        "The town would rather keep it for itself.",
        LINES[2],
    )


def test_lines_parted_by_breaks_are_paragraphs() -> None:
    assert body(f"<div>{'<br><br>'.join(LINES)}</div>") == LINES


@pytest.mark.parametrize(
    "dropped",
    [
        "9:43PM",
        "___",
        "* * *",
        "1709417828",
        "— Ann Lee (@annlee) March 2, 2024",
        "<a href=/x>SEE THE NEW BRIDGE FROM THE AIR BEFORE IT OPENS</a>",
        "<a href=/x>Read more: what the bridge will cost</a>",
    ],
)
def test_stamps_credits_and_promotions_between_paragraphs_are_left_out(dropped: str) -> None:
    assert body(paragraphs(LINES[0], LINES[1], dropped, LINES[2])) == LINES


def test_the_original_title_above_a_chinese_text_is_left_out() -> None:
    lines = (
        "渡口今天开了三条新航线，往来的渡船多了一半，等船的人少了。",
        "船工说，最早的一班在清晨五点，最晚的在夜里十一点。",
    )
    assert body(paragraphs("原标题：渡口开了三条新航线", *lines)) == lines


def test_the_headline_printed_again_is_left_out() -> None:
    assert body(paragraphs("The last ferry has left", *LINES)) == LINES


def test_a_text_that_stands_twice_for_two_screens_is_taken_once() -> None:
    assert body(paragraphs(*LINES) + f"<div class=mobile>{paragraphs(*LINES)}</div>") == LINES


def test_a_flash_of_one_paragraph_is_an_article() -> None:
    assert body(paragraphs(LINES[0])) == LINES[:1]


def test_every_block_says_why_it_was_left_out() -> None:
    page = opened(paragraphs(LINES[0], LINES[1], "9:43PM", LINES[2]))
    fates = {block.text: fate for block, fate in zip(page.blocks, page.fates, strict=True)}
    assert (fates["Home"], fates["9:43PM"], fates[LINES[2]]) == (Fate.UNLIKELY, Fate.STAMP, Fate.KEPT)


def test_links_emphasis_and_lists_stay_in_the_markup() -> None:
    inside = paragraphs(*LINES[:2]) + f'<p>{LINES[2]} See <a href="/m">the <b>museum</b></a> for more.</p>'
    assert '<a href="/m">the <b>museum</b></a>' in body_markup(opened(inside).body_blocks)


def test_pictures_between_paragraphs_stay_in_the_markup() -> None:
    inside = f'<p>{LINES[0]}</p><img src="/boat.jpg" alt="boat">{paragraphs(*LINES[1:])}'
    assert 'src="/boat.jpg"' in body_markup(opened(inside).body_blocks)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<div>",
                "</div>",
                "<br>",
                "<a href=x>",
                "</a>",
                "<b>",
                "one ",
                "&amp;",
                "<li>",
                "<table>",
                "<td>",
            ]
        )
    )
)
def test_any_soup_of_tags_keeps_its_words_in_order(pieces: list[str]) -> None:
    html = "<body><p>begin</p>" + "".join(pieces) + "</body>"
    words = " ".join(texts(html)).replace("&", " ").split()
    assert words[0] == "begin"
    assert words.count("one") == pieces.count("one ")
