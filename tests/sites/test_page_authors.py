"""Whom a page names as its authors: in what it declares, near its headline, behind its article."""

from __future__ import annotations

import json
import time
import timeit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.normalise.bylines import parse_byline
from archiver.records import Finding
from archiver.sites.page.authors import find_authors
from archiver.sites.page.page import open_page

URL = "https://harbour.example/news/ferries.html"
PARAGRAPHS = (
    "The ferry company opened three new lines across the harbour on Monday, and queues at the old pier "
    "were half as long as they had been in the week before the change.",
    "The first boat now leaves at five in the morning and the last one at eleven at night, unless the "
    "wind is stronger than the harbour office allows for boats of this size.",
    "New tickets will be sold from March, the office said, and bicycles will travel for nothing on all "
    "lines except the longest one, which crosses the open water behind the islands.",
)
CHINESE = (
    "渡口今天开了三条新航线，往来的渡船多了一半，等船的人少了，码头上的队伍也短了，许多市民表示出行更加方便。",
    "船工说，最早的一班在清晨五点，最晚的一班在夜里十一点，风大的日子停航，请市民提前查看码头的通知再出门。",
    "管理站将在三月公布新的船票，老人和孩子半价，自行车不另收钱，最长的一条航线除外，具体办法另行通知。",
)


def page(
    *,
    head: str = "",
    before: str = "",
    after: str = "",
    title: str = "Three new ferry lines cross the harbour",
    paragraphs: tuple[str, ...] = PARAGRAPHS,
) -> str:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    menu = "<nav><ul><li><a href='/'>Home</a></li><li><a href='/sport/'>Sport</a></li></ul></nav>"
    return (
        f"<html><head><title>{title}</title>{head}</head><body>{menu}"
        f"<article><h1>{title}</h1>{before}<div class='article-body'>{text}</div></article>"
        f"{after}</body></html>"
    )


def chinese(before: str = "", **parts: str) -> str:
    return page(before=before, title="渡口开了三条新航线", paragraphs=CHINESE, **parts)


def json_ld(**fields: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle"} | fields)}</script>'


def find(html: str, url: str = URL) -> Finding:
    opened = open_page(html, url)
    assert opened is not None
    return find_authors(opened)


def names(html: str, url: str = URL) -> list[str]:
    return list(parse_byline(find(html, url).value).authors)


# What is declared.


def test_json_ld_names_the_author() -> None:
    html = page(
        head=json_ld(author={"@type": "Person", "name": "Jane Doe"}), before="<p class='m'>Jane Doe</p>"
    )
    assert names(html) == ["Jane Doe"]
    assert find(html).rule == "json-ld:author"


def test_json_ld_may_point_to_a_person_described_elsewhere() -> None:
    person = {"@type": "Person", "@id": "#jane", "name": "Jane Doe"}
    graph = {"@graph": [{"@type": "Article", "author": {"@id": "#jane"}}, person]}
    head = f'<script type="application/ld+json">{json.dumps(graph)}</script>'
    assert names(page(head=head, before="<p>Jane Doe</p>")) == ["Jane Doe"]


def test_several_authors_in_json_ld_are_all_given() -> None:
    html = page(
        head=json_ld(author=[{"name": "Jane Doe"}, {"name": "John Roe"}]), before="<p>Jane Doe, John Roe</p>"
    )
    assert names(html) == ["Jane Doe", "John Roe"]


def test_a_meta_tag_names_the_author_even_where_it_is_not_printed() -> None:
    assert names(page(head='<meta name="author" content="Jane Doe">')) == ["Jane Doe"]


def test_an_address_is_no_author() -> None:
    head = '<meta property="article:author" content="https://www.facebook.com/janedoe">'
    assert names(page(head=head)) == []


def test_json_ld_that_names_somebody_who_is_nowhere_printed_is_not_believed_alone() -> None:
    assert names(page(head=json_ld(author={"name": "Jane Doe"}))) == []


@pytest.mark.parametrize("word", ["admin", "Webmaster", "Staff", "undefined", "Editorial Team", "Anonymous"])
def test_a_word_that_names_nobody_is_no_author(word: str) -> None:
    assert names(page(head=f'<meta name="author" content="{word}">', before=f"<p>By {word}</p>")) == []


# Near the headline.


@pytest.mark.parametrize(
    "line",
    [
        "<p>By Jane Doe</p>",
        "<p>Written by Jane Doe</p>",
        "<p>Posted by Jane Doe on March 3, 2024</p>",
        "<p>March 3, 2024 by Jane Doe</p>",
        "<p>by Jane Doe | Mar 3, 2024</p>",
        "<p>On <span>March 3, 2024</span> By <a href='/a/jane'>Jane Doe</a>In <a href='/t'>Travel</a></p>",
        "<p>Author: Jane Doe</p>",
        "<div>By</div><div>Jane Doe</div>",
        "<div class='author-name'>Jane Doe</div>",
        "<div><a href='/author/jane-doe/'>Jane Doe</a></div>",
        "<div><a rel='author' href='/jane'>Jane Doe</a></div>",
        "<div><span itemprop='author'>Jane Doe</span></div>",
        "<div>Jane Doe</div><div>March 3, 2024</div>",
        "<div>March 3, 2024 • Jane Doe in Harbour News</div>",
        "<p>By Jane Doe, Staff Writer</p>",
    ],
)
def test_a_byline_under_the_headline_names_the_author(line: str) -> None:
    assert names(page(before=line)) == ["Jane Doe"]


def test_all_names_of_one_line_are_given() -> None:
    assert names(page(before="<p>By Jane Doe, John Roe and Ann Lee</p>")) == [
        "Jane Doe",
        "John Roe",
        "Ann Lee",
    ]


def test_authors_in_elements_of_their_own_are_all_given() -> None:
    before = "<div><span class='author'>Jane Doe</span></div><div><span class='author'>John Roe</span></div>"
    assert names(page(before=before)) == ["Jane Doe", "John Roe"]


def test_a_single_name_stands_for_a_blogger() -> None:
    assert names(page(before="<p>Written by <a href='/author/kristin/'>Kristin</a></p>")) == ["Kristin"]


def test_an_organisation_that_the_page_prints_as_its_author_is_given() -> None:
    before = "<div class='author-name'>By Harbour Watch Team</div>"
    assert names(page(before=before)) == ["Harbour Watch Team"]


def test_a_printed_author_is_believed_before_the_site_s_name() -> None:
    head = '<meta property="og:site_name" content="Harbour News"><meta name="author" content="Harbour News">'
    assert names(page(head=head, before="<p>By Jane Doe</p>")) == ["Jane Doe"]


@pytest.mark.parametrize(
    "line",
    [
        "<p>Medically reviewed by Jane Doe</p>",
        "<p>Reviewed by</p><p><a href='/author/jane-doe/'>Jane Doe</a></p>",
        "<p>Edited by Jane Doe</p>",
        "<p>Photo by Jane Doe</p>",
        "<p>Updated March 3, 2024</p>",
        "<p>Step by Step Guide</p>",
        "<p>By following the tips below you will be safe.</p>",
        "<p>Follow</p><p>Share</p>",
        "<p>The Author</p>",
    ],
)
def test_a_line_that_names_no_author_gives_none(line: str) -> None:
    assert names(page(before=line)) == []


def test_a_reviewer_is_no_second_author() -> None:
    before = "<p>By Jane Doe</p><p>Medically reviewed by John Roe, MD</p>"
    assert names(page(before=before)) == ["Jane Doe"]


# Behind the article.


def test_a_box_behind_the_article_names_the_author() -> None:
    after = (
        "<div class='author-box'><h3 class='author-box-name'>Jane Doe</h3><p>Jane Doe is a sailor.</p></div>"
    )
    assert names(page(after=after)) == ["Jane Doe"]


def test_a_byline_behind_the_article_names_the_author() -> None:
    assert names(page(after="<p>This post was written by Jane Doe</p>")) == ["Jane Doe"]


def test_who_writes_a_comment_is_no_author() -> None:
    comment = "<div class='comment'><span class='comment-author'>John Roe</span><p>Nice.</p></div>"
    after = f"<div class='comments'>{comment}</div>"
    assert names(page(after=after)) == []


def test_authors_of_other_articles_are_none() -> None:
    card = "<div class='related-card'><a href='/b'>Another story</a><span class='author'>{}</span></div>"
    after = "<section class='related'>" + "".join(map(card.format, ("John Roe", "Ann Lee"))) + "</section>"
    assert names(page(after=after)) == []


def test_who_is_quoted_is_no_author() -> None:
    quote = "“It was about time,” said Mary Major, who has taken the boat to work for twenty years."
    assert names(page(paragraphs=(*PARAGRAPHS, quote))) == []


# Chinese pages.


@pytest.mark.parametrize(
    "line",
    [
        "<p>作者：张三丰</p>",
        "<p>2022-02-11 12:11 来源：某某日报 作者：张三丰</p>",
        "<p>文/张三丰</p>",
        "<p>记者 张三丰</p>",
        "<p>张三丰/渡口日报</p>",
    ],
)
def test_a_chinese_byline_under_the_headline_names_the_author(line: str) -> None:
    assert names(chinese(line)) == ["张三丰"]


def test_the_reporter_in_the_first_paragraph_is_the_author() -> None:
    first = "渡口日报讯（记者 张三丰）" + CHINESE[0]
    assert names(page(title="渡口开了三条新航线", paragraphs=(first, *CHINESE[1:]))) == ["张三丰"]


def test_an_account_s_name_beside_the_day_is_the_author() -> None:
    card = "<div class='card'><h4>渡口观察</h4></div>"
    assert names(chinese("<p>渡口观察 2022-02-11 12:11:00</p>", after=card)) == ["渡口观察"]


def test_the_source_is_no_author() -> None:
    assert names(chinese("<p>2022-02-11 12:11 来源：渡口日报</p>")) == []


def test_the_editor_is_no_author() -> None:
    assert names(chinese(after="<p>责任编辑：李四光</p>")) == []


def test_the_site_s_name_in_a_chinese_meta_tag_is_no_author() -> None:
    assert names(chinese(head='<meta name="author" content="网易">')) == []


# The finding itself.


def test_what_other_places_said_is_kept() -> None:
    html = page(head='<meta name="author" content="Harbour News">', before="<p>By Jane Doe</p>")
    assert "Harbour News" in {other.value for other in find(html).others}


def test_nothing_is_found_on_a_page_without_text() -> None:
    assert find("<html><body><p></p></body></html>") == Finding()


MARKUP = st.lists(
    st.sampled_from(
        [
            *(
                "<p>",
                "</p>",
                "<div class='author'>",
                "</div>",
                "<a rel=author href='/author/x'>",
                "</a>",
                "<h1>",
                "</h1>",
            ),
            *(
                "By ",
                "Jane Doe",
                " and ",
                "作者：",
                "张三",
                "记者",
                "March 3, 2024",
                "| ",
                "<br>",
                "&#0;",
                "Account: x",
                "(" * 9,
            ),
            '<meta name=author content="Account: ;;">',
            json_ld(author=[[{"@id": 3, "name": {"name": [1, None]}}]]),
        ]
    ),
    max_size=40,
).map("".join)


@settings(deadline=None, max_examples=150)
@given(MARKUP)
def test_no_markup_makes_it_fail(html: str) -> None:
    opened = open_page(f"<html><body>{html}<p>x</p></body></html>", URL)
    assert opened is None or isinstance(find_authors(opened), Finding)


@pytest.mark.parametrize(
    "piece",
    [
        "<div class='author'>",
        "<div class='author'>By Jane Doe</div>",
        "<span class='author'><b> </b></span>",
        "<p>By " + "a " * 100 + "</p>",
        "<p>作者：" + "张" * 100 + "</p>",
        "<a href='/author/x'>Jane</a>",
    ],
)
def test_a_page_ten_times_as_long_takes_no_more_than_ten_times_as_long(piece: str) -> None:
    def seconds(count: int) -> float:
        opened = open_page(page(before=piece * count), URL)
        assert opened is not None
        # What else the machine does, and a collection of garbage now and then, only adds to the time.
        return min(timeit.repeat(lambda: find_authors(opened), time.process_time, number=1, repeat=5))

    assert seconds(4000) < 0.05 + 30 * seconds(400)
