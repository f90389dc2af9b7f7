"""How far a crawl is, on standard error: a bar on a terminal, a plain line now and then elsewhere."""

from __future__ import annotations

import time
from typing import Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from scrapy import signals
from scrapy.crawler import Crawler

from archiver.logs import is_json, tell

LINE_SECONDS = 10.0
_SHOWN = ("listed", "known", "new", "revised", "duplicate", "missed")


class ProgressExtension:
    """Follows the crawl's own counts."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._console = Console(stderr=True)
        self._shows_bar = self._console.is_terminal and not is_json()
        self._last_line = time.monotonic()
        self._bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=self._console,
            transient=True,
        )
        self._task = self._bar.add_task("articles", total=None)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Follow a crawl from its start to its end."""
        extension = cls(crawler)
        crawler.signals.connect(extension.begin, signal=signals.spider_opened)
        crawler.signals.connect(extension.advance, signal=signals.response_received)
        crawler.signals.connect(extension.end, signal=signals.spider_closed)
        return extension

    def begin(self) -> None:
        """Show the bar on a terminal."""
        if self._shows_bar:
            self._bar.start()

    def advance(self) -> None:
        """Show the counts now."""
        counts = {name: int(self._crawler.stats.get_value(f"archiver/{name}", 0)) for name in _SHOWN}
        asked = int(self._crawler.stats.get_value("archiver/asked", 0))
        done = int(self._crawler.stats.get_value("archiver/read", 0)) + counts["missed"]
        if self._shows_bar:
            self._bar.update(self._task, total=asked or None, completed=done)
        elif time.monotonic() - self._last_line >= LINE_SECONDS:
            self._last_line = time.monotonic()
            words = ", ".join(f"{count} {name}" for name, count in counts.items())
            line = f"{done} of {asked} articles read; {words}"
            if not tell(line):
                self._console.print(line, soft_wrap=True, highlight=False)

    def end(self) -> None:
        """Take the bar away."""
        if self._shows_bar:
            self._bar.stop()
