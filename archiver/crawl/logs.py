"""Log lines for people: what went wrong in one line, no tracebacks for what a server did."""

from __future__ import annotations

import logging
from typing import Any

from scrapy.logformatter import LogFormatter

from archiver.logs import set_log_level

_QUIET = (
    "scrapy.core.downloader.handlers.http11",
    "scrapy.downloadermiddlewares.httpcompression",
    "scrapy.downloadermiddlewares.retry",
    "scrapy.downloadermiddlewares.robotstxt",
)


class QuietFormatter(LogFormatter):
    """Leaves out whole articles, and errors that are kept as failures anyway."""

    def scraped(self, item: Any, response: Any, spider: Any) -> None:  # type: ignore[override]  # noqa: ARG002
        """Say nothing: the summary counts articles."""
        return

    def download_error(self, *args: Any, **kwargs: Any) -> Any:
        """Say it at debug level: the failure is stored and counted."""
        return {**super().download_error(*args, **kwargs), "level": logging.DEBUG}


def quiet_libraries(level: str) -> None:
    """Keep the expected faults of servers out of the log: they are stored as failures, and counted.

    Args:
        level: what a JSON log holds; Scrapy sees to that of the other.
    """
    set_log_level(level)
    for name in _QUIET:
        logging.getLogger(name).addFilter(_is_unexpected)
    for name in ("trafilatura", "htmldate", "alembic", "charset_normalizer", "asyncio"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def _is_unexpected(record: logging.LogRecord) -> bool:
    return record.levelno < logging.WARNING
