"""Articles, sightings and failures go to the archive, in batches."""

from __future__ import annotations

from typing import Self

from scrapy.crawler import Crawler

from archiver.cleaning import Kept
from archiver.crawl.extension import ArchiveExtension
from archiver.records import Failure


class StorePipeline:
    """Hands what was found to the archive."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the pipeline of a crawl."""
        return cls(crawler)

    async def process_item(self, item: Kept) -> Kept:
        """Keep one; it is written with its batch."""
        extension = ArchiveExtension.of(self._crawler)
        if isinstance(item, Failure):
            extension.take_failure(item)
        await extension.archive.keep(item)
        return item

    async def close_spider(self) -> None:
        """Write the last batch."""
        extension = self._crawler.get_extension(ArchiveExtension)
        if extension is not None:
            await extension.archive.close()
