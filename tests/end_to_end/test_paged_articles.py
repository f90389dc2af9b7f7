"""Articles of several pages, through the command line."""

from __future__ import annotations

from itertools import pairwise

import pytest
from newsrooms import Newsroom

from archiver.sample.paged_articles import BRIDGE, PAGED, SIGNAL_BOX, PagedArticle


def fetch(newsroom: Newsroom, article: PagedArticle, *options: str) -> dict[str, object]:
    return newsroom.run("fetch", newsroom.site.url + article.paths[0], "--format", "json", *options).lines[0]


def pages_asked(newsroom: Newsroom) -> list[str]:
    return [request.path for request in newsroom.site.log() if request.path != "/robots.txt"]


@pytest.mark.parametrize("article", PAGED, ids=lambda article: article.title)
def test_all_pages_are_asked_for_once_in_order_and_joined(newsroom: Newsroom, article: PagedArticle) -> None:
    record = fetch(newsroom, article)
    assert record["paragraphs"] == list(article.paragraphs)
    assert record["urls"] == [newsroom.site.url + path for path in article.paths]
    assert pages_asked(newsroom) == list(article.paths)
    assert len(newsroom.articles()) == 1


def test_a_further_page_is_no_article_of_its_own(newsroom: Newsroom) -> None:
    fetch(newsroom, BRIDGE)
    newsroom.site.clear_log()
    newsroom.run("fetch", newsroom.site.url + BRIDGE.paths[1])
    assert pages_asked(newsroom) == []
    assert len(newsroom.articles()) == 1


def test_the_pages_keep_the_delay_of_their_host(newsroom: Newsroom) -> None:
    newsroom.set(delay_seconds=0.5)
    fetch(newsroom, BRIDGE)
    times = [request.at for request in newsroom.site.log() if request.path in BRIDGE.paths]
    assert all((two - one).total_seconds() >= 0.2 for one, two in pairwise(times))


def test_what_came_is_kept_and_a_later_fetch_makes_it_whole(newsroom: Newsroom) -> None:
    newsroom.site.fault(BRIDGE.paths[2], "404")
    record = fetch(newsroom, BRIDGE)
    assert record["paragraphs"] == [*BRIDGE.pages[0], *BRIDGE.pages[1]]
    assert [failure["reason"] for failure in newsroom.failures()] == ["page-missing", "no-date"]

    newsroom.site.clear_faults()
    assert fetch(newsroom, BRIDGE, "--refetch")["paragraphs"] == list(BRIDGE.paragraphs)
    assert [failure["reason"] for failure in newsroom.failures()] == ["no-date"]
    assert len(newsroom.articles()) == 1


def test_a_whole_article_is_not_made_shorter(newsroom: Newsroom) -> None:
    fetch(newsroom, BRIDGE)
    newsroom.site.fault(BRIDGE.paths[1], "soft404")
    done = newsroom.run("fetch", newsroom.site.url + BRIDGE.paths[0], "--refetch")
    assert done.code == 3
    assert "page-missing" in done.err
    assert [one["paragraphs"] for one in newsroom.articles().values()] == [list(BRIDGE.paragraphs)]


def test_pages_are_joined_where_others_read_them(newsroom: Newsroom) -> None:
    newsroom.set(readers=1)
    record = fetch(newsroom, SIGNAL_BOX)
    assert record["paragraphs"] == list(SIGNAL_BOX.paragraphs)
