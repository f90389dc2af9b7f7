"""Lets a coroutine live for as long as it likes, with Scrapy at its hand."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from scrapy.utils.log import configure_logging
from scrapy.utils.reactor import install_reactor

from archiver.crawl.logs import quiet_libraries
from archiver.crawl.options import scrapy_options
from archiver.settings import Settings

Answer = TypeVar("Answer")
_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"


def live(work: Callable[[], Coroutine[Any, Any, Answer]], settings: Settings, *, log_level: str) -> Answer:
    """Run a coroutine to its end and give its answer; only once in a process.

    Signals are left to the coroutine.
    """
    log = {"LOG_LEVEL": log_level, "LOG_FORMAT": "%(levelname)s: %(message)s", "LOG_COLOR": False}
    configure_logging(scrapy_options(settings) | log)
    quiet_libraries(log_level)
    install_reactor(_REACTOR)
    # Only now there is one: importing it earlier would make one of another kind.
    from twisted.internet import reactor as installed  # noqa: PLC0415

    reactor: Any = installed

    tasks: list[asyncio.Task[Answer]] = []

    def begin() -> None:
        tasks.append(asyncio.ensure_future(work()))
        tasks[0].add_done_callback(lambda _: reactor.stop())

    reactor.callLater(0, begin)
    reactor.run(installSignalHandlers=False)
    return tasks[0].result()
