"""Pages read in processes of their own: as in this one, and none lost when such a process dies or hangs."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from archiver.cleaning import clean
from archiver.crawl import readers as module
from archiver.crawl.reader_process import GRACE_SECONDS, pack
from archiver.crawl.readers import BrokenPageError, Readers
from archiver.errors import ReadError
from archiver.reasons import Reason
from archiver.records import Article, Capture, Draft, Failure, Target
from archiver.sites import article
from archiver.sites.directory import Directory
from archiver.sources.file import ShareSite, Sources
from archiver.sources.pages import PageTable

SOURCES = Sources(
    sites={"share": ShareSite(hosts=["share.example"])},
    pages={"tide": PageTable(hosts=["tide.example"], title="css:h2", byline=["xpath://p/i", "meta:author"])},
)
LINE = "The bridge is closed until Monday, the harbour office said on Friday, and boats carry people across."
PAGE = f"<html><body><h1>Bridge closed</h1><h2>By rule</h2><p>By Ann Marlow</p><p>{LINE}</p></body></html>"
ENOUGH_SECONDS = 60.0


def target(url: str = "http://paper.example/1.html") -> Target:
    return Directory.of(SOURCES).target(url)


def capture(body: str = PAGE, url: str = "http://paper.example/1.html") -> Capture:
    at = datetime(2022, 2, 12, tzinfo=UTC)
    return Capture(url=url, status=200, headers=(), body=body.encode(), fetched_at=at)


def run(work: Callable[[Readers], Awaitable[Any]], *, count: int = 1, seconds: float = ENOUGH_SECONDS) -> Any:
    """Let readers work, and end them whatever happens."""

    async def main() -> Any:
        readers = Readers(SOURCES, Directory.of(SOURCES), count=count, seconds=seconds)
        try:
            return await work(readers)
        finally:
            await readers.close()
            assert children() == set()

    return asyncio.run(main())


def children() -> set[int]:
    """Give the reading processes that this one has."""
    found: set[int] = set()
    for tasks in Path("/proc/self/task").iterdir():
        with suppress(FileNotFoundError):
            found |= {int(pid) for pid in (tasks / "children").read_text().split()}
    return {pid for pid in found if b"reader_process" in command_line(pid)}


def command_line(pid: int) -> bytes:
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


async def only_child(readers: Readers) -> int:
    await readers.read(capture(), target())
    (pid,) = children()
    return pid


@pytest.mark.parametrize("url", ["http://paper.example/1.html", "http://tide.example/1.html"])
def test_a_page_is_read_elsewhere_as_it_is_read_here(url: str) -> None:
    async def work(readers: Readers) -> Any:
        return await readers.read(capture(url=url), target(url))

    there = run(work)
    here = run(work, count=0)
    assert isinstance(there, Article)
    assert isinstance(here, Draft)
    assert there == clean(here)
    assert there.title == ("By rule" if "tide" in url else "Bridge closed")


def test_a_page_without_an_article_is_refused_with_its_reason() -> None:
    with pytest.raises(ReadError, match="the answer is empty") as caught:
        run(lambda readers: readers.read(capture(""), target()))
    assert caught.value.reason is Reason.NOT_HTML


def test_a_draft_that_its_spider_may_complete_comes_as_it_is() -> None:
    via = replace(target("http://share.example/html_News/NewsShare.html?infoCode=NW1"), via="http://h/1")
    assert via.code is not None
    found = run(lambda readers: readers.read(capture(PAGE.replace("h1", "b")), via))
    assert isinstance(found, Draft)


def test_no_process_is_started_for_a_share_answer() -> None:
    share = target("http://share.example/html_News/NewsShare.html?infoCode=NW1")

    async def work(readers: Readers) -> set[int]:
        with pytest.raises(ReadError):
            await readers.read(capture("no json"), share)
        return children()

    assert run(work) == set()


def test_no_more_processes_are_started_than_pages_are_there_at_once() -> None:
    async def work(readers: Readers) -> tuple[int, int]:
        for _ in range(3):
            await readers.read(capture(), target())
        alone = len(children())
        await asyncio.gather(*(readers.read(capture(), target()) for _ in range(9)))
        return alone, len(children())

    assert run(work, count=2) == (1, 2)


def test_a_page_whose_process_is_killed_is_read_by_another() -> None:
    async def work(readers: Readers) -> Any:
        pid = await only_child(readers)
        os.kill(pid, signal.SIGSTOP)
        reading = asyncio.ensure_future(readers.read(capture(), target()))
        await asyncio.sleep(0.2)
        os.kill(pid, signal.SIGKILL)
        found = await reading
        assert children() - {pid}
        return found

    assert isinstance(run(work), Article)


def test_a_page_that_ends_its_process_twice_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_COMMAND", (sys.executable, "-c", "raise SystemExit(3)"))
    with pytest.raises(ReadError, match="ended with code 3, 2 times") as caught:
        run(lambda readers: readers.read(capture(), target()))
    assert caught.value.reason is Reason.UNEXPECTED


def test_a_page_that_takes_too_long_is_given_up_and_its_process_ended() -> None:
    async def work(readers: Readers) -> Any:
        pid = await only_child(readers)
        os.kill(pid, signal.SIGSTOP)
        with pytest.raises(ReadError, match="took longer than 3 s") as caught:
            await readers.read(capture(), target())
        assert caught.value.reason is Reason.TOO_SLOW
        assert children() == set()
        return await readers.read(capture(), target())

    assert isinstance(run(work, seconds=3.0), Article)


def test_a_process_is_replaced_after_a_number_of_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAGES_A_PROCESS", 2)

    async def work(readers: Readers) -> set[int]:
        seen: set[int] = set()
        for _ in range(5):
            await readers.read(capture(), target())
            seen |= children()
        return seen

    assert len(run(work)) == 3


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_a_reading_process_leaves_it_to_the_crawl_to_stop(sign: signal.Signals) -> None:
    async def work(readers: Readers) -> bool:
        pid = await only_child(readers)
        os.kill(pid, sign)
        found = await readers.read(capture(), target())
        return isinstance(found, Article) and children() == {pid}

    assert run(work)


def test_a_page_left_half_way_leaves_no_answer_for_the_next() -> None:
    async def work(readers: Readers) -> Any:
        await only_child(readers)
        reading = asyncio.ensure_future(readers.read(capture(), target()))
        await asyncio.sleep(0)
        reading.cancel()
        with suppress(asyncio.CancelledError):
            await reading
        return await readers.read(capture(PAGE.replace("Bridge closed", "Another title")), target())

    assert run(work).title == "Another title"


def test_a_fault_of_the_reader_comes_with_its_lines(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "from archiver.sites.page import body\n"
        "def fail(*_): raise ZeroDivisionError('on purpose')\n"
        "body._judge = fail\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(BrokenPageError, match="ZeroDivisionError: on purpose") as caught:
        run(lambda readers: readers.read(capture(), target()))
    assert "in judge_blocks" in str(caught.value.__cause__)


def test_what_cleaning_refuses_is_a_failure_here_too() -> None:
    found = run(lambda readers: readers.read(capture(PAGE), target()))
    assert not isinstance(found, Failure)
    with pytest.raises(ReadError):
        article.extract(capture("<p>short"), target())


def test_a_process_that_nobody_ends_after_its_time_ends_itself(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import time\nfrom archiver.sites.page import body\nbody._judge = lambda *_: time.sleep(60)\n"
    )
    command = [sys.executable, "-m", "archiver.crawl.reader_process"]
    seconds = 0.5 - GRACE_SECONDS
    frames = pack(SOURCES) + pack((capture(), target(), seconds, False))
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run(
        command, input=frames, capture_output=True, env=environment, timeout=30, check=False
    )
    assert done.returncode == -signal.SIGALRM


PARENT = """
import asyncio, sys, time
sys.path.insert(0, {folder!r})
from test_readers import *

async def main():
    readers = Readers(SOURCES, Directory.of(SOURCES), count=1, seconds=60)
    print(await only_child(readers), flush=True)
    time.sleep(60)

asyncio.run(main())
"""


@pytest.fixture
def parent() -> Iterator[subprocess.Popen[str]]:
    script = PARENT.format(folder=str(Path(__file__).parent))
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


def test_a_reading_process_ends_when_its_crawl_is_killed(parent: subprocess.Popen[str]) -> None:
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    assert b"reader_process" in command_line(pid)
    parent.kill()
    deadline = time.monotonic() + 30
    while b"reader_process" in command_line(pid):
        assert time.monotonic() < deadline, "the process outlives its crawl"
        time.sleep(0.05)
