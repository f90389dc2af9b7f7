"""The order of a crawl's requests: Scrapy's, but no host holds more places than it can use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from scrapy import Request
from scrapy.pqueues import DownloaderAwarePriorityQueue, DownloaderInterface

from archiver.crawl.options import SETTINGS_KEY
from archiver.settings import Settings

WAITING_COUNT = 2
"""How many of a host wait for their turn, so that the next is at hand when one is done."""


class _Places(DownloaderInterface):
    """Counts also the requests that wait for robots.txt or for their next try, which are in no slot yet."""

    def stats(self, possible_slots: Iterable[str]) -> list[tuple[int, str]]:
        held = Counter(self.get_slot_key(request) for request in self.downloader.active)
        return [(held[slot], slot) for slot in possible_slots]


class FairQueue(DownloaderAwarePriorityQueue):
    """Hands on only so many requests to a host as may be under way, and a few that wait for their turn.

    A crawl has places for ``MOST_REQUESTS``. A host that is asked once a minute would else take all of
    them, and the other hosts would wait for its turns.
    """

    def __init__(self, crawler: Any, *arguments: Any, **options: Any) -> None:
        super().__init__(crawler, *arguments, **options)
        settings: Settings = crawler.settings[SETTINGS_KEY]
        self._most_of_a_host = settings.concurrency + WAITING_COUNT
        self._downloader_interface = _Places(crawler)

    def pop(self) -> Request | None:
        """Give the next request; ``None`` also where each host that has one has its places filled."""
        held = self._downloader_interface.stats(self.pqueues)
        return super().pop() if held and min(held)[0] < self._most_of_a_host else None
