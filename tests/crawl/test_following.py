"""The further pages of an article are asked for in order, once each, and within bounds."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

from archiver.crawl.following import MOST_PAGES, follow_pages
from archiver.errors import ReadError
from archiver.reasons import Reason
from archiver.records import Draft
from archiver.sites.directory import plain_target

FIRST = "http://paper.example/news/crane.html"


def page(number: int, following: str = "", text: str = "") -> Draft:
    text = text or f"Line {number} is what the page number {number} of the crane says."
    return Draft(
        target=plain_target(FIRST),
        fetched_at=datetime(2024, 5, 8, tzinfo=UTC),
        addresses=(FIRST,),
        body_html=f"<p>{text}</p>",
        base_url=FIRST if number == 1 else url_of(number),
        next_url=following,
    )


def url_of(number: int) -> str:
    return f"http://paper.example/news/crane_{number}.html"


def follow(first: Draft, pages: dict[str, Draft]) -> tuple[Draft, list[str]]:
    asked: list[str] = []

    async def ask(url: str, first_url: str) -> Draft:
        asked.append(url)
        if url not in pages:
            raise ReadError(Reason.NOT_FOUND, "the server answers with status 404")
        return pages[url]

    return asyncio.run(follow_pages(first, ask)), asked


def test_pages_are_asked_for_one_after_the_other_and_joined() -> None:
    pages = {url_of(2): page(2, url_of(3)), url_of(3): page(3)}
    joined, asked = follow(page(1, url_of(2)), pages)
    assert asked == [url_of(2), url_of(3)]
    assert joined.body_html.split("\n") == [page(number).body_html for number in (1, 2, 3)]
    assert joined.addresses == (FIRST, url_of(2), url_of(3))
    assert joined.missing_page == ""


def test_what_came_is_kept_where_a_page_is_missing() -> None:
    joined, _ = follow(page(1, url_of(2)), {url_of(2): page(2, url_of(3))})
    assert joined.body_html.count("<p>") == 2
    assert joined.missing_page == f"{url_of(3)}: the server answers with status 404"
    assert joined.addresses == (FIRST, url_of(2))


def test_no_page_is_asked_for_twice() -> None:
    pages = {url_of(2): page(2, url_of(3)), url_of(3): page(3, url_of(2))}
    assert follow(page(1, url_of(2)), pages)[1] == [url_of(2), url_of(3)]
    assert follow(page(1, FIRST), {})[1] == []


def test_a_page_that_shows_an_earlier_text_ends_it() -> None:
    pages = {url_of(2): page(2, url_of(3), text="Line 1 is what the page number 1 of the crane says.")}
    joined, asked = follow(page(1, url_of(2)), pages)
    assert asked == [url_of(2)]
    assert joined.body_html == page(1).body_html
    assert joined.addresses == (FIRST,)


def test_a_page_that_was_sent_back_to_the_first_ends_it() -> None:
    back = replace(page(2, url_of(3)), base_url=FIRST)
    assert follow(page(1, url_of(2)), {url_of(2): back})[1] == [url_of(2)]


def test_after_the_whole_text_nothing_more_is_asked_for() -> None:
    whole = FIRST.replace(".html", "_all.html")
    both = "".join(page(number).body_html for number in (1, 2))
    joined, asked = follow(
        page(1, whole), {whole: replace(page(2, url_of(2)), base_url=whole, body_html=both)}
    )
    assert asked == [whole]
    assert joined.body_html.count("<p>") == 2


def test_there_is_a_most_of_pages() -> None:
    pages = {url_of(number): page(number, url_of(number + 1)) for number in range(2, 3 * MOST_PAGES)}
    joined, asked = follow(page(1, url_of(2)), pages)
    assert len(asked) == MOST_PAGES - 1
    assert "at most" in joined.missing_page
