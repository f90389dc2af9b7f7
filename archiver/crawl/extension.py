"""Opens the archive for a crawl, counts what becomes of it, and stops a crawl that cannot write."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from archiver.crawl.archive import CrawlArchive
from archiver.crawl.logs import quiet_libraries
from archiver.crawl.options import SETTINGS_KEY
from archiver.crawl.readers import Readers
from archiver.errors import ArchiverError, StoreError
from archiver.records import Verdict
from archiver.settings import Settings
from archiver.sites.directory import Directory
from archiver.sources import load_sources
from archiver.store.upgrade import open_archive

logger = logging.getLogger(__name__)
STOPPED = "archive-refused"


class ArchiveExtension:
    """What spiders and pipelines share in a crawl: settings, sources, sites and the archive."""

    def __init__(self, crawler: Crawler, settings: Settings) -> None:
        self.settings = settings
        self.sources = load_sources(Path(settings.sources))
        self.directory = Directory.of(self.sources)
        self.archive = CrawlArchive(
            open_archive(settings.database),
            batch_count=settings.batch_count,
            batch_seconds=settings.batch_seconds,
            report=self._count,
            fail=self.stop,
        )
        self.readers = Readers(
            self.sources, self.directory, count=settings.readers, seconds=settings.reading_seconds
        )
        self._crawler = crawler
        crawler.signals.connect(self.readers.close, signal=signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the extension of a crawl."""
        quiet_libraries()
        try:
            return cls(crawler, crawler.settings[SETTINGS_KEY])
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

    def _count(self, verdicts: tuple[Verdict, ...]) -> None:
        for verdict in verdicts:
            self._crawler.stats.inc_value(f"archiver/{verdict.judgement}")
            for lack in verdict.article.lacks:
                self._crawler.stats.inc_value(f"archiver/lacking/{lack.reason}")

    def stop(self, error: StoreError) -> None:
        """End the crawl: the archive refuses."""
        logger.info("%s", error)
        self._crawler.stats.set_value("archiver/stopped_by", str(error))
        if self._crawler.engine is not None:
            asyncio.ensure_future(self._crawler.engine.close_spider_async(reason=STOPPED))  # noqa: RUF006
