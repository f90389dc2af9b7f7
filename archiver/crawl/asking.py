"""Asks for one answer as politely as a crawl does, and keeps nothing: no archive is opened."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import scrapy
from scrapy import Request
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from twisted.python.failure import Failure as TwistedFailure

from archiver.crawl.faults import make_capture, make_failure, read_fault
from archiver.crawl.logs import quiet_libraries
from archiver.crawl.options import scrapy_options
from archiver.errors import InterruptedRun
from archiver.records import Capture, Failure, Stage, Target
from archiver.settings import Settings

_ARCHIVE = "archiver.crawl.extension.ArchiveExtension"


def ask(settings: Settings, url: str, target: Target, *, log_level: str = "WARNING") -> Capture | Failure:
    """Give the answer at an address, or why there is none; only once in a process.

    Args:
        target: the article for which it is asked.

    Raises:
        InterruptedRun: somebody stopped it.
    """
    quiet_libraries(log_level)
    answers: list[Capture | Failure] = []
    process = AsyncCrawlerProcess(_options(settings) | {"LOG_LEVEL": log_level})
    crawler = process.create_crawler(_Asker)
    process.crawl(crawler, url=url, target=target, answers=answers)
    process.start()
    if not answers or crawler.stats.get_value("finish_reason") == "shutdown":
        raise InterruptedRun("stopped; nothing is explained")
    return answers[-1]


def _options(settings: Settings) -> dict[str, Any]:
    """Give the Scrapy settings of a crawl without all that writes."""
    options = scrapy_options(settings)
    extensions = {name: place for name, place in options["EXTENSIONS"].items() if name != _ARCHIVE}
    return options | {
        "EXTENSIONS": extensions,
        "ITEM_PIPELINES": {},
        "LOG_FORMAT": "%(levelname)s: %(message)s",
        "LOG_COLOR": False,
        "STATS_DUMP": False,
    }


class _Asker(scrapy.Spider):
    """Asks once; what came, or why nothing did, is added to ``answers``."""

    name = "asker"

    def __init__(
        self, name: str | None = None, *, url: str, target: Target, answers: list[Capture | Failure]
    ) -> None:
        super().__init__(name)
        self._url, self._target, self._answers = url, target, answers

    async def start(self) -> AsyncIterator[Request]:
        """Ask."""
        yield Request(self._url, callback=self.take, errback=self.fail, dont_filter=True)

    def take(self, response: Response) -> None:
        """Keep the answer for whoever asked."""
        self._answers.append(make_capture(response))

    def fail(self, fault: TwistedFailure) -> None:
        """Keep why no answer came."""
        seen = read_fault(fault)
        self._answers.append(make_failure(self._target, Stage.KEEP, seen.reason, seen.message))
