"""Asks for answers as politely as a crawl does, and keeps nothing: no archive is opened."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Protocol, TypeVar

import scrapy
from scrapy import Request
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.spidermiddlewares.httperror import HttpError

from archiver.crawl.faults import describe_fault, make_capture, make_failure
from archiver.crawl.guard import ALLOW_PRIVATE
from archiver.crawl.logs import quiet_libraries
from archiver.crawl.options import scrapy_options
from archiver.errors import InterruptedRun
from archiver.records import Capture, Failure, Stage, Target
from archiver.settings import Settings

Result = TypeVar("Result")

_NO_REQUESTS: tuple[Request, ...] = ()
_ARCHIVE = "archiver.crawl.extension.ArchiveExtension"


class Ask(Protocol):
    """Gives the answer at an address, or why there is none."""

    async def __call__(self, url: str, target: Target) -> Capture | Failure:
        """Ask.

        Args:
            target: the article for which it is asked.
        """
        ...


def ask(settings: Settings, url: str, target: Target, *, log_level: str = "WARNING") -> Capture | Failure:
    """Give the answer at an address, or why there is none; only once in a process.

    Raises:
        InterruptedRun: somebody stopped it.
    """

    async def once(ask: Ask) -> Capture | Failure:
        return await ask(url, target)

    return converse(settings, once, log_level=log_level)


def converse(
    settings: Settings,
    script: Callable[[Ask], Awaitable[Result]],
    *,
    allow_private: bool = False,
    log_level: str = "WARNING",
) -> Result:
    """Let a script ask for one answer after the other, and give what it gives; only once in a process.

    Args:
        allow_private: whether it may ask addresses that are not public, whatever the settings say.

    Raises:
        Exception: whatever the script raises.
        InterruptedRun: somebody stopped it.
    """
    quiet_libraries(log_level)
    process = AsyncCrawlerProcess(_options(settings) | {"LOG_LEVEL": log_level})
    crawler = process.create_crawler(_Asker)
    ended: list[Result | Exception] = []
    process.crawl(crawler, script=script, allow_private=allow_private, ended=ended)
    process.start()
    if not ended:  # its task was cancelled
        raise InterruptedRun("stopped; nothing was kept")
    if isinstance(ended[0], Exception):
        raise ended[0]
    return ended[0]


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
    """Lets a script ask; what it gives, or raises, is added to ``ended``."""

    name = "asker"

    def __init__(
        self,
        name: str | None = None,
        *,
        script: Callable[[Ask], Awaitable[Any]],
        allow_private: bool,
        ended: list[Any],
    ) -> None:
        super().__init__(name)
        self._script, self._allow_private, self._ended = script, allow_private, ended

    async def start(self) -> AsyncIterator[Request]:
        """Run the script to its end; it asks by itself."""
        try:
            self._ended.append(await self._script(self.ask))
        except Exception as error:  # noqa: BLE001 - raised again where the script was given
            self._ended.append(error)
        for request in _NO_REQUESTS:
            yield request

    async def ask(self, url: str, target: Target) -> Capture | Failure:
        """Give the answer at an address, or why there is none."""
        assert self.crawler.engine is not None
        request = Request(url, dont_filter=True, meta={ALLOW_PRIVATE: self._allow_private})
        try:
            response = await self.crawler.engine.download_async(request)
            if not 200 <= response.status < 300:
                raise HttpError(response)
        except Exception as error:  # noqa: BLE001 - whatever happened, there is no answer
            return make_failure(target, Stage.KEEP, *describe_fault(error))
        return make_capture(response)
