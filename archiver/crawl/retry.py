"""Retries with growing waits; what a host asks for (Retry-After) is kept by the pace, for all requests to it.

Source: Retry-After is RFC 9110, section 10.2.3: seconds, or an HTTP date.
"""

from __future__ import annotations

import asyncio
import random
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.http import Response
from scrapy.utils.response import response_status_message

from archiver.crawl.options import SETTINGS_KEY
from archiver.crawl.pace import REFUSALS
from archiver.settings import Settings


class PatientRetryMiddleware(RetryMiddleware):
    """Scrapy's retries, with backoff and Retry-After."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler.settings)
        self.crawler = crawler
        settings: Settings = crawler.settings[SETTINGS_KEY]
        self._first_wait = settings.retry_wait_seconds
        self._longest_wait = settings.longest_wait_seconds

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the middleware of a crawl."""
        return cls(crawler)

    async def process_response(  # type: ignore[override]  # Scrapy awaits either form
        self, request: Request, response: Response
    ) -> Request | Response:
        """Try again what may pass, unless the server asks for a longer wait than a run has."""
        if response.status not in self.retry_http_codes or request.meta.get("dont_retry"):
            return response
        asked = retry_after_seconds(response, datetime.now(UTC))
        if asked is not None and asked > self._longest_wait:
            return response
        again = self._retry(request, response_status_message(response.status))
        if again is None:
            return response
        # Where the host itself rests, the next turn is the end of its rest.
        if asked is None and response.status not in REFUSALS:
            await asyncio.sleep(self._backoff(request))
        return again

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
