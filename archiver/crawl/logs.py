"""Log lines for people: what went wrong in one line, no tracebacks for what a server did."""

from __future__ import annotations

import logging
from typing import Any

from scrapy.logformatter import LogFormatter

_QUIET = (
    "scrapy.downloadermiddlewares.robotstxt",
    "scrapy.core.downloader.handlers.http11",
    "scrapy.core.scraper",
)


class QuietFormatter(LogFormatter):
    """Leaves out whole articles, and errors that are kept as failures anyway."""

    def scraped(self, item: Any, response: Any, spider: Any) -> None:  # type: ignore[override]  # noqa: ARG002
        """Say nothing: the summary counts articles."""
        return

    def download_error(self, *args: Any, **kwargs: Any) -> Any:
        """Say it at debug level: the failure is stored and counted."""
        return {**super().download_error(*args, **kwargs), "level": logging.DEBUG}


def quiet_libraries() -> None:
    """Keep expected faults of servers from being logged with a traceback."""
    for name in _QUIET:
        logging.getLogger(name).addFilter(_drop_traceback)
    for name in ("trafilatura", "htmldate", "alembic", "charset_normalizer", "asyncio"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def _drop_traceback(record: logging.LogRecord) -> bool:
    if record.exc_info and record.levelno <= logging.ERROR and record.name != "scrapy.core.scraper":
        record.exc_info = None
        record.levelno, record.levelname = logging.WARNING, "WARNING"
    return True
