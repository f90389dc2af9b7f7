"""What robots.txt allows, read as RFC 9309 has it, and kept for all crawls of the process.

An answer counts for a day at most; the archive keeps it, so that a poll every five minutes asks for it once a
day. Where none can be had (status 5xx, no connection, no answer in time)
nothing of the host is asked, unless an older answer is there; it is tried again minutes later. A status 4xx
and too many redirects mean that there are no rules. Beyond the RFC, 429 is no answer: the host asks for rest.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any, Self

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, IgnoreRequest, NotConfigured
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached

from archiver.crawl.extension import ArchiveExtension
from archiver.crawl.faults import describe_fault
from archiver.crawl.guard import ALLOW_PRIVATE, IN_PAGE
from archiver.crawl.options import SETTINGS_KEY
from archiver.crawl.pace import host_of_request, process_pace
from archiver.crawl.refusals import ForbiddenByRobotsError, Refusal, RobotsUnreachableError
from archiver.settings import Settings
from archiver.store.robots import RobotsFile

READ_BYTES = 500 * 1024
"""What of a file is read; the RFC asks for at least so much."""
MOST_BYTES = 5 * 1024 * 1024
"""A larger answer is no robots.txt, and none is had."""
MOST_REDIRECTS = 5
KEPT_SECONDS = 86_400.0
TRIED_AGAIN_SECONDS = 300.0
TOO_MANY_REQUESTS = 429
FEW_ORIGINS = 1000


Kept = tuple[Protego, float]
"""Rules that an earlier process was given, and the seconds for which they still count, 0 or less for none."""


def decode_robots(body: bytes) -> str:
    """Give the text of a file; its end beyond 500 KiB, with the line that is cut there, is not looked at."""
    if len(body) > READ_BYTES:
        body = body[:READ_BYTES].rpartition(b"\n")[0]
    return body.decode("utf-8-sig", errors="replace")


@dataclass(slots=True, eq=False)
class _Origin:
    """What is known of one robots.txt: its rules, or why there are none to be had."""

    rules: Protego | None = None
    error: RobotsUnreachableError | None = None
    good_until: float = float("-inf")
    asking: asyncio.Lock = field(default_factory=asyncio.Lock)


class RobotsFiles:
    """The robots.txt of every origin, each asked for once.

    Args:
        clock: a monotonic clock in seconds.
    """

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._origins: dict[str, _Origin] = {}
        self._look_at_count = FEW_ORIGINS

    @property
    def origin_count(self) -> int:
        """How many files it remembers."""
        return len(self._origins)

    async def get(
        self,
        url: str,
        ask: Callable[[str], Awaitable[Protego]],
        find_kept: Callable[[str], Awaitable[Kept | None]] | None = None,
    ) -> Protego:
        """Give the rules for an address.

        Args:
            find_kept: looks for what an earlier process was given.
            ask: gives the rules of a robots.txt, or raises ``RobotsUnreachableError``. Whatever else it
                raises says nothing of the host and is not kept.

        Raises:
            RobotsUnreachableError: there are none to be had.
        """
        robots_url = robots_url_of(url)
        origin = self._origin(robots_url)
        async with origin.asking:
            if origin.rules is None and find_kept and (kept := await find_kept(robots_url)):
                origin.rules, origin.good_until = kept[0], self._clock() + kept[1]
            if self._clock() >= origin.good_until:
                await self._renew(origin, robots_url, ask)
        if origin.rules is None:
            assert origin.error is not None
            raise origin.error
        return origin.rules

    def _origin(self, robots_url: str) -> _Origin:
        if robots_url not in self._origins:
            if len(self._origins) >= self._look_at_count:
                self._forget()
            self._origins[robots_url] = _Origin()
        return self._origins[robots_url]

    def _forget(self) -> None:
        """Forget what counts no more; looked for only where there are twice as many as were left."""
        now = self._clock()
        kept = {url: one for url, one in self._origins.items() if one.asking.locked() or one.good_until > now}
        self._origins, self._look_at_count = kept, max(FEW_ORIGINS, 2 * len(kept))

    async def _renew(
        self, origin: _Origin, robots_url: str, ask: Callable[[str], Awaitable[Protego]]
    ) -> None:
        try:
            origin.rules, origin.error = await ask(robots_url), None
        except RobotsUnreachableError as error:
            # What was known goes on: section 2.4 of the RFC.
            origin.error = error
            origin.good_until = self._clock() + TRIED_AGAIN_SECONDS
        else:
            origin.good_until = self._clock() + KEPT_SECONDS


@cache
def process_robots() -> RobotsFiles:
    """Give the files of this process, whatever runs in it."""
    return RobotsFiles()


def robots_url_of(url: str) -> str:
    """Give the address of the robots.txt that rules an address."""
    scheme = url.partition(":")[0].lower()
    host = host_of_request(url)
    return f"{scheme}://{host}/robots.txt"


class RobotsMiddleware:
    """Lets pass what robots.txt allows, and tells the pace what delay it asks for."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._settings: Settings = crawler.settings[SETTINGS_KEY]
        if not self._settings.obey_robots:
            raise NotConfigured
        self._files, self._pace = process_robots(), process_pace()
        # A contact may hold the name of another robot; only the name by which we go counts.
        self._agent = self._settings.user_agent or self._settings.agent().partition("/")[0]

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the middleware of a crawl."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Hold back what is not allowed.

        Raises:
            ForbiddenByRobotsError, RobotsUnreachableError: it is not.
        """
        if request.meta.get("dont_obey_robotstxt") or urlparse_cached(request).scheme not in {
            "http",
            "https",
        }:
            return

        async def ask(robots_url: str) -> Protego:
            kept = {key: request.meta[key] for key in (ALLOW_PRIVATE, IN_PAGE) if key in request.meta}
            return await self._ask(robots_url, kept)

        rules = await self._files.get(request.url, ask, self._find_kept)
        asked = rules.crawl_delay(self._agent) or 0.0
        delay = min(asked, self._settings.longest_crawl_delay_seconds)
        self._pace.set_crawl_delay(host_of_request(request.url), delay)
        if not rules.can_fetch(request.url, self._agent):
            raise ForbiddenByRobotsError("robots.txt forbids it")

    async def _find_kept(self, robots_url: str) -> Kept | None:
        """Look for the rules in the archive, where the crawl has one."""
        archive = self._crawler.get_extension(ArchiveExtension)
        file = await archive.archive.find_robots_file(robots_url) if archive else None
        if file is None:
            return None
        age_seconds = (datetime.now(UTC) - file.asked_at).total_seconds()
        return Protego.parse(file.text), KEPT_SECONDS - max(0.0, age_seconds)

    async def _keep(self, robots_url: str, text: str) -> Protego:
        archive = self._crawler.get_extension(ArchiveExtension)
        if archive:
            await archive.archive.keep_robots_file(robots_url, RobotsFile(text, datetime.now(UTC)))
        return Protego.parse(text)

    async def _ask(self, robots_url: str, kept: dict[str, Any]) -> Protego:
        """Ask for a file and read it."""
        request = Request(
            robots_url,
            callback=NO_CALLBACK,
            meta={
                "dont_obey_robotstxt": True,
                "download_maxsize": MOST_BYTES,
                "redirect_ttl": MOST_REDIRECTS,
                **kept,
            },
        )
        assert self._crawler.engine is not None
        try:
            text = _read_answer(await self._crawler.engine.download_async(request))
        except (Refusal, CannotResolveHostError):
            raise
        except Exception as error:
            if not (isinstance(error, IgnoreRequest) and "redirect" in str(error)):
                raise RobotsUnreachableError(describe_fault(error)[1]) from error
            text = ""
        return await self._keep(robots_url, text)


def _read_answer(response: Response) -> str:
    if response.status >= 500 or response.status == TOO_MANY_REQUESTS:
        raise RobotsUnreachableError(f"status {response.status}")
    return decode_robots(response.body) if 200 <= response.status < 300 else ""
