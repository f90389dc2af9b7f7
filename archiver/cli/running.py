"""``archiver run``: crawls every source when it is due, until it is told to stop."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from typing import Annotated

import typer
from sqlalchemy import Engine

from archiver.cli.options import AllowPrivate, Config, Database, Verbose, console, settings_of, sources_of
from archiver.cli.rendering import report_line
from archiver.crawl.living import live
from archiver.crawl.runner import CrawlRoom
from archiver.errors import ArchiverError, InterruptedRun
from archiver.reports import CrawlReport
from archiver.runs import RunRecord
from archiver.schedule.diary import ArchiveDiary
from archiver.schedule.loop import Schedule
from archiver.schedule.tables import rules_of
from archiver.settings import Settings
from archiver.store.locking import only_schedule
from archiver.store.upgrade import open_archive
from archiver.watch.pages import monitored

logger = logging.getLogger("archiver.run")
CLOSE_SECONDS = 1.5
"""With the eight seconds that runs are given, the end comes within ten."""
_STOPS = (signal.SIGTERM, signal.SIGINT)


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(run)


def run(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[SOURCE...]", help="All enabled ones if none.")
    ] = None,
    once: Annotated[bool, typer.Option("--once", help="Crawl what is due now, and end.")] = False,
    metrics_port: Annotated[
        int | None,
        typer.Option("--metrics-port", metavar="N", min=1, max=65_535, help="Serve /metrics and /healthz."),
    ] = None,
    metrics_host: Annotated[
        str, typer.Option("--metrics-host", metavar="HOST", help="On this address.")
    ] = "127.0.0.1",
    allow_private: AllowPrivate = False,
    database: Database = None,
    config: Config = None,
    verbose: Verbose = False,
) -> None:
    """Crawl every source when it is due, until SIGTERM or Ctrl-C."""
    settings = settings_of(database, config, allow_private=allow_private or None)
    chosen = tuple(names or ())
    rules_of(sources_of(settings), settings, chosen)
    engine = open_archive(settings.database)
    metrics_at = None if metrics_port is None else (metrics_host, metrics_port)
    level = "INFO" if verbose else "WARNING"
    with only_schedule(engine):
        service = Service(settings, engine, chosen, level, metrics_at)
        stopped_by = live(lambda: service.run(once=once), settings, log_level=level)
    engine.dispose()
    if stopped_by is signal.SIGINT:
        raise InterruptedRun("stopped; what was written stays")


class Service:
    """The schedule of an archive, the room in which its crawls run, and the signals that both obey."""

    def __init__(
        self,
        settings: Settings,
        engine: Engine,
        names: tuple[str, ...],
        log_level: str,
        metrics_at: tuple[str, int] | None,
    ) -> None:
        self._settings, self._engine, self._names, self._log_level = settings, engine, names, log_level
        self._metrics_at = metrics_at
        self._count: Callable[[RunRecord], None] = lambda _: None
        self._stopped_by: signal.Signals | None = None

    async def run(self, *, once: bool) -> signal.Signals | None:
        """Crawl what is due until a signal; gives the signal."""
        self._room = CrawlRoom(self._settings, log_level=self._log_level)
        self._schedule = Schedule(
            self._room.crawl,
            self._room.stop,
            ArchiveDiary(self._engine),
            now=lambda: datetime.now(UTC),
            at_once=self._settings.runs_at_once,
            tell=self._take,
        )
        try:
            await self._schedule.use(rules_of(sources_of(self._settings), self._settings, self._names))
            self._listen()
            # What the libraries loaded stays to the end; the collector need not look through it again.
            gc.freeze()
            async with self._watched():
                await self._schedule.run(once=once)
        finally:
            with suppress(TimeoutError):
                async with asyncio.timeout(CLOSE_SECONDS):
                    await self._room.close()
        return self._stopped_by

    @asynccontextmanager
    async def _watched(self) -> AsyncIterator[None]:
        """Serve metrics and health while the schedule goes on, if a port was named."""
        if self._metrics_at is None:
            yield
            return
        host, port = self._metrics_at
        async with monitored(self._engine, self._schedule.find_overdue, host=host, port=port) as metrics:
            self._count = metrics.take
            yield

    def _take(self, record: RunRecord) -> None:
        self._count(record)
        _tell(record)

    def _listen(self) -> None:
        loop = asyncio.get_running_loop()
        for number in _STOPS:
            loop.add_signal_handler(number, self._stop, number)
        self._reloading: asyncio.Task[None] | None = None
        loop.add_signal_handler(signal.SIGHUP, self._begin_reload)

    def _stop(self, number: signal.Signals) -> None:
        """Stop; whoever sends a second signal wants no goodbye."""
        self._stopped_by = number
        for one in _STOPS:
            asyncio.get_running_loop().remove_signal_handler(one)
            signal.signal(one, signal.SIG_DFL)
        self._schedule.stop()

    def _begin_reload(self) -> None:
        if self._reloading is None or self._reloading.done():
            self._reloading = asyncio.ensure_future(self._reload())

    async def _reload(self) -> None:
        """Take the tables of sources as they are now; if they are faulty, the old ones stay."""
        try:
            rules = rules_of(sources_of(self._settings), self._settings, self._names)
            await self._room.reload()
            await self._schedule.use(rules)
        except ArchiverError as error:
            for fault in str(error).splitlines():
                logger.error("the sources stay as they were: %s", fault)
        else:
            logger.warning("%s: read again, %d sources", self._settings.sources, len(rules))


def _tell(record: RunRecord) -> None:
    console.print(_line(record), markup=False)
    console.file.flush()


def _line(record: RunRecord) -> str:
    """Give a run in one line: when it began, its source, how it ended, and what it did."""
    ended_at = record.ended_at or record.started_at
    report = CrawlReport(
        listed_count=record.listed_count,
        known_count=record.known_count,
        waiting_count=record.waiting_count,
        new_count=record.new_count,
        revised_count=record.revised_count,
        duplicate_count=record.duplicate_count,
        unchanged_count=record.unchanged_count,
        gone_count=record.gone_count,
        unmodified_count=record.unmodified_count,
        failed=record.failed,
        lacking=record.lacking,
        request_count=record.request_count,
        seconds=(ended_at - record.started_at).total_seconds(),
    )
    began = record.started_at.isoformat(timespec="seconds")
    return f"{began} {record.source}: {record.outcome} · {report_line(report)}"
