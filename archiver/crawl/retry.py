"""Retries with growing waits; a server that says how long to wait is waited for, with its whole host.

Source: Retry-After is RFC 9110, section 10.2.3: seconds, or an HTTP date.
"""

from __future__ import annotations

import asyncio
import random
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.core.downloader import Downloader, Slot
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.utils.response import response_status_message
from twisted.python.failure import Failure as TwistedFailure

from archiver.crawl.options import SETTINGS_KEY
from archiver.settings import Settings

SHORTEST_DELAY = 0.01
LOOK_SECONDS = 0.05
"""How often a paused queue is looked at."""


class HostPausedError(IgnoreRequest):
    """A host has asked for a longer pause than a run has time for.

    Attributes:
        seconds: how long is left of it.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(f"the host asks for a pause of {seconds:.0f} s")


class PatientRetryMiddleware(RetryMiddleware):
    """Scrapy's retries, with backoff and Retry-After."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler.settings)
        self.crawler = crawler
        settings: Settings = crawler.settings[SETTINGS_KEY]
        self._first_wait = settings.retry_wait_seconds
        self._longest_wait = settings.longest_wait_seconds
        self._paused_until: dict[str, float] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the middleware of a crawl."""
        patient = cls(crawler)
        # Before the next request of the host leaves; a middleware sees the answer only after that.
        crawler.signals.connect(patient.note_answer, signal=signals.response_downloaded)
        return patient

    def note_answer(self, response: Response, request: Request) -> None:
        """Let the host rest if its answer asks for it."""
        if response.status in self.retry_http_codes and not request.meta.get("dont_retry"):
            asked = retry_after_seconds(response, datetime.now(UTC))
            if asked is not None:
                self._pause(request, asked)

    async def process_request(self, request: Request) -> None:
        """Hold a request while its host has asked for a pause; drop it when no run can wait so long."""
        host = urlsplit(request.url).netloc
        while (left := self._paused_until.get(host, 0.0) - time.monotonic()) > 0:
            if left > self._longest_wait:
                raise HostPausedError(left)
            await asyncio.sleep(left)

    async def process_response(  # type: ignore[override]  # Scrapy awaits either form
        self, request: Request, response: Response
    ) -> Request | Response:
        """Try again what may pass, unless the server asks for a longer wait than a run has."""
        if response.status not in self.retry_http_codes or request.meta.get("dont_retry"):
            return response
        asked = retry_after_seconds(response, datetime.now(UTC))
        wait = self._backoff(request) if asked is None else asked
        if wait > self._longest_wait:
            return response
        again = self._retry(request, response_status_message(response.status))
        if again is None:
            return response
        await asyncio.sleep(wait)
        return again

    def _pause(self, request: Request, seconds: float) -> None:
        """Hold the host's next requests, and those that already stand in its queue."""
        host = urlsplit(request.url).netloc
        until = time.monotonic() + seconds
        self._paused_until[host] = max(self._paused_until.get(host, 0.0), until)
        engine = self.crawler.engine
        slot = engine.downloader.slots.get(request.meta.get("download_slot", "")) if engine else None
        if engine is None or slot is None:
            return
        # A slot looks at the time only where it has a delay.
        slot.delay = max(slot.delay, SHORTEST_DELAY)
        slot.lastseen = until
        if seconds > self._longest_wait:
            self._drop_queued(engine.downloader, slot, host, until)

    def _drop_queued(self, downloader: Downloader, slot: Slot, host: str, until: float) -> None:
        """Give up what stands in a queue, and what was on its way there when the pause began."""
        left = until - time.monotonic()
        while slot.queue and left > 0:
            slot.queue.popleft()[1].errback(TwistedFailure(HostPausedError(left)))  # type: ignore[no-untyped-call]
        if left > 0 and any(urlsplit(request.url).netloc == host for request in downloader.active):
            look = asyncio.get_running_loop().call_later
            look(LOOK_SECONDS, self._drop_queued, downloader, slot, host, until)

    async def process_exception(  # type: ignore[override]
        self, request: Request, exception: Exception
    ) -> Request | None:
        """Try again after a fault of the connection."""
        if not isinstance(exception, self.exceptions_to_retry) or request.meta.get("dont_retry"):
            return None
        again = self._retry(request, exception)
        if again is not None:
            await asyncio.sleep(self._backoff(request))
        return again

    def _backoff(self, request: Request) -> float:
        """Double the wait at every try, spread so that many requests do not return at once."""
        tries: int = request.meta.get("retry_times", 0)
        spread = random.uniform(0.8, 1.2)  # noqa: S311
        return min(self._first_wait * 2.0**tries * spread, self._longest_wait)


def retry_after_seconds(response: Response, now: datetime) -> float | None:
    """Read Retry-After; ``None`` where it is missing or unreadable."""
    header = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if header.isascii() and header.isdigit():
        return float(header)
    try:
        at = parsedate_to_datetime(header)
    except ValueError:
        return None
    aware = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(0.0, (aware - now).total_seconds())
