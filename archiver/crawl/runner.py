"""Runs spiders in this process, and reports what they did."""

from __future__ import annotations

import gc
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess, AsyncCrawlerRunner, Crawler

from archiver.crawl.extension import ROOM_KEY, ArchiveExtension, Room
from archiver.crawl.options import scrapy_options
from archiver.errors import StoreError
from archiver.records import Judgement
from archiver.reports import CrawlReport
from archiver.runs import RunRecord
from archiver.settings import Settings


@dataclass(frozen=True, slots=True)
class Job:
    """A spider and its arguments, as after ``scrapy crawl``."""

    spider: str
    arguments: Mapping[str, str] = field(default_factory=dict)


def run_spiders(
    settings: Settings, jobs: Sequence[Job], *, log_level: str = "WARNING", progress: bool = False
) -> CrawlReport:
    """Run spiders side by side until all are done; only once in a process.

    Args:
        progress: show how far the run is, on standard error.
    """
    options = _options(settings, log_level)
    if progress:
        options["EXTENSIONS"] = options["EXTENSIONS"] | {"archiver.crawl.progress.ProgressExtension": 10}
    process = AsyncCrawlerProcess(options)
    started = time.monotonic()
    crawlers: list[Crawler] = []
    for job in jobs:
        crawler = process.create_crawler(job.spider)
        crawlers.append(crawler)
        process.crawl(crawler, **job.arguments)
    # What the libraries loaded stays to the end; the collector need not look through it again and again.
    gc.freeze()
    process.start()
    return _report(crawlers, time.monotonic() - started)


class CrawlRoom:
    """Crawls sources one after the other or side by side, in a process that goes on.

    The tables, the archive and the reading processes are opened once and shared by all runs.

    Raises:
        ArchiverError: the tables are faulty, or the archive cannot be opened.
    """

    def __init__(self, settings: Settings, *, log_level: str = "WARNING") -> None:
        self._settings = settings
        self._room = Room.open(settings, is_kept=True)
        self._runner = AsyncCrawlerRunner(_options(settings, log_level))
        self._crawlers: dict[Crawler, Room] = {}
        self._left: list[Room] = []

    @property
    def room(self) -> Room:
        """What the runs share."""
        return self._room

    async def crawl(self, name: str, **arguments: str) -> RunRecord:
        """Crawl a source once.

        Raises:
            StoreError: the archive refuses.
        """
        options = self._runner.settings.copy()
        options.set(ROOM_KEY, self._room, priority="cmdline")
        crawler = Crawler(self._runner.spider_loader.load("source"), options)
        self._crawlers[crawler] = self._room
        try:
            await self._runner.crawl(crawler, sources=name, **arguments)
        finally:
            del self._crawlers[crawler]
            await self._close_left()
        extension = crawler.get_extension(ArchiveExtension)
        stopped_by = crawler.stats.get_value("archiver/stopped_by") if crawler.stats else None
        if extension is None or not extension.ended:
            raise StoreError(stopped_by or "the archive could not be opened")
        return extension.ended[0]

    async def stop(self) -> None:
        """Let the runs end: they write what they have, and what is left waits in the ledger."""
        for crawler in list(self._crawlers):
            await crawler.stop_async()

    async def reload(self) -> None:
        """Read the tables of sources anew, for the runs that begin from now on.

        Raises:
            SettingsError: they are faulty; the old ones stay.
        """
        fresh = Room.open(self._settings, is_kept=True)
        self._left.append(self._room)
        self._room = fresh
        await self._close_left()

    async def close(self) -> None:
        """Let go of the archive and the reading processes."""
        for room in (*self._left, self._room):
            await room.close()

    async def _close_left(self) -> None:
        """Close the rooms of before in which no run is under way any more."""
        under_way = set(map(id, self._crawlers.values()))
        unused = [room for room in self._left if id(room) not in under_way]
        self._left = [room for room in self._left if id(room) in under_way]
        for room in unused:
            await room.close()


def _options(settings: Settings, log_level: str) -> dict[str, Any]:
    return scrapy_options(settings) | {
        "LOG_LEVEL": log_level,
        "LOG_FORMAT": "%(levelname)s: %(message)s",
        "LOG_COLOR": False,
        "STATS_DUMP": False,
    }


def _report(crawlers: Sequence[Crawler], seconds: float) -> CrawlReport:
    totals: Counter[str] = Counter()
    stopped_by: str | None = None
    interrupted = False
    runs: list[RunRecord] = []
    for crawler in crawlers:
        one = crawler.stats.get_stats()
        stopped_by = one.get("archiver/stopped_by") or stopped_by
        # A second signal ends a crawl before it can say why.
        was_cut_off = "start_time" in one and "finish_reason" not in one
        interrupted = interrupted or was_cut_off or one.get("finish_reason") == "shutdown"
        totals.update({name: value for name, value in one.items() if isinstance(value, int)})
        extension = crawler.get_extension(ArchiveExtension)
        runs += extension.ended if extension else ()
    return CrawlReport(
        listed_count=totals["archiver/listed"],
        known_count=totals["archiver/known"],
        waiting_count=totals["archiver/waiting"],
        asked_count=totals["archiver/asked"],
        new_count=totals[f"archiver/{Judgement.NEW}"],
        revised_count=totals[f"archiver/{Judgement.REVISED}"],
        duplicate_count=totals[f"archiver/{Judgement.DUPLICATE}"],
        unchanged_count=totals[f"archiver/{Judgement.UNCHANGED}"],
        gone_count=totals["archiver/gone"],
        unmodified_count=totals["archiver/unmodified"],
        failed=_by_reason(totals, "archiver/failed/"),
        lacking=_by_reason(totals, "archiver/lacking/"),
        missed_count=totals["archiver/missed"] + totals["spider_exceptions/count"],
        list_count=totals["archiver/lists"],
        request_count=totals["downloader/request_count"],
        seconds=round(seconds, 3),
        stopped_by=stopped_by,
        interrupted=interrupted,
        runs=tuple(runs),
    )


def _by_reason(totals: Mapping[str, int], prefix: str) -> dict[str, int]:
    return {name.removeprefix(prefix): totals[name] for name in sorted(totals) if name.startswith(prefix)}
