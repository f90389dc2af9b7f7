"""Crawls that are killed, stopped, or run side by side."""

from __future__ import annotations

import signal
import sqlite3
import time
from contextlib import closing, suppress

from newsrooms import Newsroom, finish

TEXT = "/NewsData/GetNewsText.do"


def wait_for_texts(newsroom: Newsroom, count: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if len([request for request in newsroom.site.log() if request.path.startswith(TEXT)]) >= count:
            return
        time.sleep(0.05)
    raise AssertionError("the crawl never got so far")


def wait_for_articles(newsroom: Newsroom) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with (
            suppress(sqlite3.OperationalError),
            closing(sqlite3.connect(newsroom.folder / "archive.db")) as database,
        ):
            if database.execute("SELECT count(*) FROM articles").fetchone()[0]:
                return
        time.sleep(0.05)
    raise AssertionError("the crawl never wrote a batch")


def test_two_crawls_at_once_store_each_article_once(newsroom: Newsroom) -> None:
    crawls = [newsroom.start("crawl", "--json") for _ in range(2)]
    reports = [finish(crawl).report for crawl in crawls]
    articles = newsroom.articles()
    assert sum(report["new"] for report in reports) == len(articles)
    alone = newsroom.crawl().report
    assert alone["new"] == 0


def test_what_a_killed_crawl_had_not_written_comes_with_the_next(newsroom: Newsroom) -> None:
    newsroom.set(concurrency=1, batch_count=3, batch_seconds=0.2)
    newsroom.site.fault(TEXT, "slow", seconds=0.1)
    crawl = newsroom.start("crawl", "papers")
    wait_for_articles(newsroom)
    crawl.send_signal(signal.SIGKILL)
    crawl.communicate()
    kept = newsroom.articles()
    newsroom.site.clear_faults()
    newsroom.site.clear_log()
    newsroom.crawl("papers")
    asked = {
        request.path.rpartition("=")[2] for request in newsroom.site.log() if request.path.startswith(TEXT)
    }
    whole = newsroom.articles()
    assert kept
    assert asked.isdisjoint(kept)
    assert {code: whole[code]["text"] for code in kept} == {code: kept[code]["text"] for code in kept}
    assert len(whole) > len(kept)


def wait_for_list(newsroom: Newsroom, ending: str) -> None:
    deadline = time.monotonic() + 60
    query = "SELECT count(*) FROM ledger WHERE identity LIKE 'list:%' AND state = 'fetched' AND url LIKE ?"
    while time.monotonic() < deadline:
        with (
            suppress(sqlite3.OperationalError),
            closing(sqlite3.connect(newsroom.folder / "archive.db")) as database,
        ):
            if database.execute(query, [f"%{ending}"]).fetchone()[0]:
                return
        time.sleep(0.05)
    raise AssertionError("the list was never done with")


def test_a_page_of_a_list_that_a_killed_crawl_had_not_read_is_read_by_the_next(newsroom: Newsroom) -> None:
    newsroom.set(batch_count=1)
    with (newsroom.folder / "sources.toml").open("a", encoding="utf-8") as file:
        file.write(PAGED.replace("SITE", newsroom.site.url))
    newsroom.site.fault("page=2", "slow", seconds=60)
    crawl = newsroom.start("crawl", "paged")
    wait_for_list(newsroom, "page=1&size=4")
    crawl.send_signal(signal.SIGKILL)
    crawl.communicate()
    newsroom.site.clear_faults()
    newsroom.site.clear_log()
    newsroom.crawl("paged")
    lists = {one.path: one.status for one in newsroom.site.log() if one.path.startswith("/api/")}
    assert lists["/api/pages?page=1&size=4"] == 304
    assert lists["/api/pages?page=2&size=4"] == 200


PAGED = """
[sources.paged]
url = "SITE/api/pages?page={page}&size=4"
records = "items"
address = "link"
"""


def test_the_database_is_whole_after_a_kill(newsroom: Newsroom) -> None:
    newsroom.set(batch_count=1)
    crawl = newsroom.start("crawl")
    wait_for_texts(newsroom, 5)
    crawl.send_signal(signal.SIGKILL)
    crawl.communicate()
    assert newsroom.run("db", "check").code == 0


def test_sigterm_ends_a_crawl_with_what_it_had_written(newsroom: Newsroom) -> None:
    newsroom.set(concurrency=1)
    newsroom.site.fault(TEXT, "slow", seconds=0.2)
    crawl = newsroom.start("crawl", "papers", "--json")
    wait_for_texts(newsroom, 5)
    started = time.monotonic()
    crawl.send_signal(signal.SIGTERM)
    done = finish(crawl)
    assert time.monotonic() - started < 10
    assert done.code == 130
    assert "stopped; what was written stays" in done.err
    assert done.report["new"] >= 3
    assert len(newsroom.articles()) == done.report["new"]
