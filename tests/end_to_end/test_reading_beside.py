"""News pages are read beside the crawl, in processes of their own, and come out the same."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from newsrooms import Newsroom, clean_environment, finish, open_newsroom

from archiver.sample.generated import generate_articles
from archiver.sample.process import Site, running

ROOT = Path(__file__).parents[2]
COUNT = 14
AT_ONCE = 64
"""Requests that Scrapy's downloader holds; those it asks for whatever waits behind it."""


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with running(COUNT) as running_site:
        yield running_site


def addresses(site: Site, count: int = COUNT) -> list[str]:
    return [f"{site.url}/large/{article.code}.html" for article in generate_articles(count)]


def scrape(newsroom: Newsroom, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    """Start Scrapy's own command, whose log tells of reading processes."""
    return subprocess.Popen(
        [sys.executable, "-m", "scrapy", "crawl", *arguments, "-L", "DEBUG"],
        cwd=ROOT,
        env=clean_environment() | {"ARCHIVER_CONFIG": str(newsroom.config)} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def reading_processes(crawl: int) -> set[int]:
    """Give the processes that read pages for a crawl."""
    found: set[int] = set()
    with suppress(FileNotFoundError):
        for task in Path(f"/proc/{crawl}/task").iterdir():
            with suppress(FileNotFoundError):
                found |= {int(pid) for pid in (task / "children").read_text().split()}
    return {pid for pid in found if is_reading(pid)}


def is_reading(pid: int) -> bool:
    with suppress(FileNotFoundError, ProcessLookupError):
        return b"reader_process" in Path(f"/proc/{pid}/cmdline").read_bytes()
    return False


def wait_for_reading(crawl: int) -> set[int]:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if found := reading_processes(crawl):
            return found
        time.sleep(0.02)
    raise AssertionError("no page is read in a process of its own")


def without_times(newsroom: Newsroom) -> dict[str, dict[str, object]]:
    left_out = ("id", "first_seen_at", "last_seen_at")
    return {
        url: {name: value for name, value in article.items() if name not in left_out}
        for url, article in newsroom.articles().items()
    }


def test_pages_read_beside_the_crawl_are_the_same_as_in_it(site: Site, tmp_path: Path) -> None:
    kept = []
    for readers in ("0", "2"):
        newsroom = open_newsroom(tmp_path / readers, site)
        newsroom.set(concurrency=4, delay_seconds=0)
        url = " ".join(addresses(site))
        log = finish(scrape(newsroom, "page", "-a", f"url={url}", ARCHIVER_READERS=readers)).err
        assert ("reads pages" in log) is (readers == "2")
        kept.append(without_times(newsroom))
    assert kept[0] == kept[1]
    assert len(kept[0]) == COUNT


def test_many_pages_are_fetched_beside_and_a_single_one_is_not(newsroom: Newsroom) -> None:
    site = newsroom.site
    single = newsroom.start("fetch", addresses(site)[0], ARCHIVER_READERS="2")
    while single.poll() is None:
        assert reading_processes(single.pid) == set()
        time.sleep(0.02)
    assert finish(single).code == 0
    many = newsroom.start("fetch", *addresses(site)[1:], ARCHIVER_READERS="2")
    wait_for_reading(many.pid)
    assert finish(many).code == 0
    assert len(newsroom.articles()) == COUNT


def test_a_crawl_of_share_articles_starts_no_process(newsroom: Newsroom) -> None:
    log = finish(scrape(newsroom, "share", "-a", "sources=papers", ARCHIVER_READERS="2")).err
    assert "reads pages" not in log
    assert newsroom.articles()


def test_a_reading_process_killed_half_way_loses_no_page(newsroom: Newsroom) -> None:
    newsroom.set(concurrency=4, delay_seconds=0)
    url = " ".join(addresses(newsroom.site))
    crawl = scrape(newsroom, "page", "-a", f"url={url}", ARCHIVER_READERS="1")
    for pid in wait_for_reading(crawl.pid):
        os.kill(pid, signal.SIGKILL)
    done = finish(crawl)
    assert "ended with code -9" in done.err
    assert len(newsroom.articles()) == COUNT
    assert newsroom.failures() == []


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGKILL])
def test_no_reading_process_outlives_its_crawl(newsroom: Newsroom, sign: signal.Signals) -> None:
    newsroom.set(concurrency=1, delay_seconds=0.2)
    crawl = newsroom.start("fetch", *addresses(newsroom.site), ARCHIVER_READERS="2")
    readers = wait_for_reading(crawl.pid)
    crawl.send_signal(sign)
    crawl.communicate(timeout=60)
    assert crawl.returncode == (130 if sign is signal.SIGTERM else -signal.SIGKILL)
    deadline = time.monotonic() + 30
    while any(map(is_reading, readers)):
        assert time.monotonic() < deadline, "a process outlives its crawl"
        time.sleep(0.05)


def test_downloads_wait_for_reading_that_falls_behind(tmp_path: Path) -> None:
    # The reading process is not ready for a while: what is asked for until then is all that waits.
    (tmp_path / "sitecustomize.py").write_text(
        "import sys, time\nif 'reader_process' in ' '.join(sys.orig_argv): time.sleep(6)\n"
    )
    with running(2 * AT_ONCE) as site:
        newsroom = open_newsroom(tmp_path / "newsroom", site)
        newsroom.set(concurrency=8, delay_seconds=0)
        url = " ".join(addresses(site, 2 * AT_ONCE))
        arguments = ("page", "-a", f"url={url}", "-s", "SCRAPER_SLOT_MAX_ACTIVE_SIZE=160000")
        crawl = scrape(newsroom, *arguments, ARCHIVER_READERS="1", PYTHONPATH=str(tmp_path))
        wait_for_reading(crawl.pid)
        time.sleep(3)
        asked = len([one for one in site.log() if one.path.startswith("/large/")])
        finish(crawl)
        assert 0 < asked <= AT_ONCE + 4
        assert len(newsroom.articles()) == 2 * AT_ONCE
