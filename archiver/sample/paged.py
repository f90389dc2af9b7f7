"""The plain articles page by page: a section, JSON lists by page, offset and cursor; numbered addresses."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from archiver.sample.answers import Answer, answer_html, answer_json, refuse
from archiver.sample.articles import SampleArticle
from archiver.sample.newsroom import Newsroom
from archiver.sample.outlets import plain_articles

SECTION_COUNT = 4
FIRST_NUMBER = 101
NUMBER_STEP = 3
"""Between the numbers of two articles; at the others there is nothing."""
_SECTION = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>All news</title></head><body>
<div class="nav"><a href="/">首页</a><a href="/news/">滚动</a><a href="/en/">English</a></div>
<h1>All news, page {page}</h1>
{cards}
<div class="pages">{pages}</div>
<div class="footer"><a href="/en/about">About us</a></div>
</body></html>
"""


def show_section(newsroom: Newsroom, page: int) -> Answer:
    """Answer with a page of the section; behind the last one there is none."""
    articles = plain_articles(newsroom)
    here = articles[(page - 1) * SECTION_COUNT : page * SECTION_COUNT]
    if page < 1 or not here:
        return refuse(404, "Not Found")
    last = -(-len(articles) // SECTION_COUNT)
    pages = [
        f'<a href="/section/?page={number}">{number}</a>' for number in range(1, last + 1) if number != page
    ]
    if page < last:
        pages.append(f'<a href="/section/?page={page + 1}">下一页</a>')
    cards = "\n".join(_card(article) for article in here)
    return answer_html(_SECTION.format(page=page, cards=cards, pages=" ".join(pages)))


def list_pages(newsroom: Newsroom, page: int, size: int) -> Answer:
    """Answer with a page of the JSON list, counted from 1."""
    articles = plain_articles(newsroom)
    return answer_json(
        {"page": page, "items": _records(articles[max(page - 1, 0) * size : max(page, 0) * size])}
    )


def list_offset(newsroom: Newsroom, offset: int, size: int) -> Answer:
    """Answer with the records of the JSON list from an offset on."""
    return answer_json({"items": _records(plain_articles(newsroom)[offset : offset + size])})


def list_cursor(newsroom: Newsroom, cursor: str, size: int) -> Answer:
    """Answer with the records behind a cursor, and the next cursor where there are more."""
    articles = plain_articles(newsroom)
    codes = [article.code for article in articles]
    begin = codes.index(cursor) + 1 if cursor in codes else 0
    here = articles[begin : begin + size]
    more = here[-1].code if begin + size < len(articles) and here else None
    return answer_json({"items": _records(here), "next": more})


def find_numbered(newsroom: Newsroom, number: int) -> SampleArticle | None:
    """Find the article at ``/id/NUMBER.html``; most numbers have none."""
    place, rest = divmod(number - FIRST_NUMBER, NUMBER_STEP)
    articles = [*newsroom.of_kind("rolling"), *newsroom.of_kind("page")]
    return articles[place] if rest == 0 and 0 <= place < len(articles) else None


def _records(articles: Sequence[SampleArticle]) -> list[dict[str, Any]]:
    return [
        {
            "link": article.path,
            "headline": article.title,
            "published": article.time,
            "paper": article.newspaper,
        }
        for article in articles
    ]


def _card(article: SampleArticle) -> str:
    return (
        f'<div class="card"><h2><a href="{escape(article.path or "")}">{escape(article.title)}</a></h2>'
        f"<p>{escape(article.digest)}</p></div>"
    )
