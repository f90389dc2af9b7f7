"""Opens the archive for a crawl, counts what becomes of it, and stops a crawl that cannot write."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Request, Response
from sqlalchemy import Engine

from archiver.crawl.archive import CrawlArchive
from archiver.crawl.logs import quiet_libraries
from archiver.crawl.options import SETTINGS_KEY
from archiver.crawl.pace import host_of_request, process_pace
from archiver.crawl.readers import Readers
from archiver.crawl.render.exchange import Bounds
from archiver.crawl.render.renderer import Renderer
from archiver.crawl.tally import Tally
from archiver.errors import ArchiverError, StoreError
from archiver.records import Asked, Failure, Verdict
from archiver.runs import Outcome, RunRecord
from archiver.settings import Settings
from archiver.sites.directory import Directory
from archiver.sources.file import Sources, load_sources
from archiver.sources.kinds import AnySource
from archiver.store.asking import forget_requests
from archiver.store.runs import end_run, start_run
from archiver.store.upgrade import open_archive
from archiver.store.watching import list_history
from archiver.watch.raising import raise_alarms

logger = logging.getLogger(__name__)
STOPPED = "archive-refused"
ROOM_KEY = "ARCHIVER_ROOM"
KEPT_REQUESTS = timedelta(days=30)


@dataclass(slots=True)
class Room:
    """What the crawls of one process share: the tables, the archive, the reading processes, the browser.

    Attributes:
        asked: requests that left and are not written yet.
        is_kept: it outlives a crawl, which then leaves it open.
    """

    sources: Sources
    directory: Directory
    engine: Engine
    readers: Readers
    renderer: Renderer
    is_kept: bool = False
    asked: list[Asked] = field(default_factory=list)

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        """Give the room itself: what is shared is not copied with the settings that it stands in."""
        return self

    @classmethod
    def open(cls, settings: Settings, *, is_kept: bool = False) -> Room:
        """Open all that a crawl needs.

        Raises:
            ArchiverError: the tables are faulty, or the archive cannot be opened.
        """
        sources = load_sources(Path(settings.sources))
        directory = Directory.of(sources)
        readers = Readers(sources, directory, count=settings.readers, seconds=settings.reading_seconds)
        bounds = Bounds(settings.agent(), settings.rendering_seconds, settings.page_bytes)
        renderer = Renderer(settings.browser, bounds)
        room = cls(sources, directory, open_archive(settings.database), readers, renderer, is_kept)
        process_pace().listen(room.asked.append)
        return room

    async def close(self) -> None:
        """Let go of the browser, the reading processes and the archive."""
        await self.renderer.close()
        process_pace().unlisten(self.asked.append)
        await self.readers.close()
        # The last connection that closes brings SQLite's journal into the one file people copy.
        await asyncio.to_thread(self.engine.dispose)


class ArchiveExtension:
    """What spiders and pipelines share in a crawl: settings, sources, sites and the archive.

    Attributes:
        ended: the runs of this crawl, once it is over.
    """

    def __init__(self, crawler: Crawler, settings: Settings, room: Room) -> None:
        self.settings = settings
        self.sources, self.directory = room.sources, room.directory
        self.readers, self.renderer = room.readers, room.renderer
        self.archive = CrawlArchive(
            room.engine,
            batch_count=settings.batch_count,
            batch_seconds=settings.batch_seconds,
            report=self._take_verdicts,
            fail=self.stop,
            asked=room.asked,
        )
        self.ended: tuple[RunRecord, ...] = ()
        self._room = room
        self._tallies: dict[str, Tally] = {}
        self._tables: dict[str, AnySource] = {}
        self._crawler = crawler
        crawler.signals.connect(self._take_request, signal=signals.request_reached_downloader)
        crawler.signals.connect(self._take_response, signal=signals.response_downloaded)
        crawler.signals.connect(self.close, signal=signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the extension of a crawl."""
        quiet_libraries(crawler.settings["LOG_LEVEL"])
        settings: Settings = crawler.settings[SETTINGS_KEY]
        try:
            return cls(crawler, settings, crawler.settings.get(ROOM_KEY) or Room.open(settings))
        except ArchiverError as error:
            logger.critical("%s", error)
            raise NotConfigured(str(error)) from error

    @classmethod
    def of(cls, crawler: Crawler) -> Self:
        """Give the extension of a running crawl."""
        extension = crawler.get_extension(cls)
        if extension is None:
            raise StoreError("the archive could not be opened")
        return extension

    async def begin_run(self, source: str, table: AnySource) -> None:
        """Note that a source is being crawled."""
        at = datetime.now(UTC)
        await self.archive.note_table(source, sha256(table.model_dump_json().encode()).hexdigest())
        number = await asyncio.to_thread(start_run, self._room.engine, source, at)
        self._tallies[source], self._tables[source] = Tally(source, number, at), table

    def count(self, name: str, source: str | None = None, by: int = 1) -> None:
        """Count something of this crawl, and of the run of one of its sources."""
        self._crawler.stats.inc_value(f"archiver/{name}", by)
        if source in self._tallies:
            self._tallies[source].counts[name] += by

    def take_failure(self, failure: Failure) -> None:
        """Count a failure."""
        self.count(f"failed/{failure.reason}")
        if failure.source in self._tallies:
            self._tallies[failure.source].take_failure(failure)

    def table_of(self, source: str | None) -> AnySource | None:
        """Give the table of a source; ``None`` for what no source listed."""
        name = source or ""
        return self._tables.get(name) or self.sources.sources.get(name)

    def wishes_of(self, source: str | None, url: str) -> dict[str, Any]:
        """Give what a source allows and wants for a request, and be as gentle with its host as it says."""
        table = self.table_of(source)
        if table and (table.delay_seconds is not None or table.concurrency is not None):
            process_pace().set_host(
                host_of_request(url), delay_seconds=table.delay_seconds, concurrency=table.concurrency
            )
        return {"allow_private": table.allow_private, "render": table.render} if table else {}

    def stop(self, error: StoreError) -> None:
        """End the crawl: the archive refuses."""
        logger.info("%s", error)
        self._crawler.stats.set_value("archiver/stopped_by", str(error))
        if self._crawler.engine is not None:
            asyncio.ensure_future(self._crawler.engine.close_spider_async(reason=STOPPED))  # noqa: RUF006

    async def close(self, reason: str) -> None:
        """Write what the runs did, and let go of what was opened for this crawl."""
        self.ended = tuple(
            [await asyncio.to_thread(self._end_run, tally, reason) for tally in self._tallies.values()]
        )
        if self._tallies:
            await asyncio.to_thread(self._forget_old)
        if not self._room.is_kept:
            await self._room.close()

    def _forget_old(self) -> None:
        try:
            forget_requests(self._room.engine, datetime.now(UTC) - KEPT_REQUESTS)
        except StoreError as error:
            logger.info("%s", error)

    def _end_run(self, tally: Tally, reason: str) -> RunRecord:
        """Give what a run did, set against the runs before it, and keep it."""
        record = tally.record(datetime.now(UTC), self._outcome(tally, reason))
        try:
            history = list_history(self._room.engine, record)
            record = replace(record, alarms=raise_alarms(self.settings, record, history))
            end_run(self._room.engine, record)
        except StoreError as error:
            logger.info("%s", error)
        return record

    def _outcome(self, tally: Tally, reason: str) -> Outcome:
        if self._crawler.stats.get_value("archiver/stopped_by"):
            return Outcome.FAILED
        if reason == "shutdown":
            return Outcome.STOPPED
        if not tally.counts["missed"]:
            return Outcome.DONE
        return Outcome.PARTLY if tally.counts["lists"] else Outcome.FAILED

    def _take_verdicts(self, verdicts: tuple[Verdict, ...]) -> None:
        for verdict in verdicts:
            self.count(f"{verdict.judgement}")
            for lack in verdict.article.lacks:
                self.count(f"lacking/{lack.reason}")
            source = verdict.article.target.source
            if source in self._tallies:
                self._tallies[source].take_verdict(verdict)

    def _take_request(self, request: Request) -> None:
        source = request.meta.get("source")
        if source in self._tallies:
            self._tallies[source].counts["request"] += 1

    def _take_response(self, response: Response, request: Request) -> None:
        source = request.meta.get("source")
        if source in self._tallies:
            self._tallies[source].counts["byte"] += len(response.body)
