"""Downloads in turn with all other requests to a host, and from public addresses only.

Every request of a crawl comes past here: those of spiders, their retries and redirects, and robots.txt. A
request whose ``meta`` has ``allow_private`` may go to any address, and so may its redirects and robots.txt.
"""

from __future__ import annotations

import asyncio
import socket
import time
from datetime import UTC, datetime
from typing import Any

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadFailedError
from scrapy.http import Response
from scrapy.utils._download_handlers import wrap_twisted_exceptions
from scrapy.utils.defer import maybe_deferred_to_future
from scrapy.utils.httpobj import urlparse_cached
from twisted.web.client import ResponseFailed

from archiver.crawl.downloader import HTTP11DownloadHandler
from archiver.crawl.guard import check_literal, is_guarded
from archiver.crawl.options import SETTINGS_KEY
from archiver.crawl.pace import Manners, Turn, host_of_request, process_pace
from archiver.crawl.refusals import HeadersTooLargeError
from archiver.crawl.retry import retry_after_seconds
from archiver.crawl.wire import PoliteAgent, close_pools, make_pool
from archiver.records import Asked
from archiver.settings import Settings

IS_PART = "is_part"
"""The key of a request's ``meta`` by which it is a part of a page and does not wait for a turn of its own."""
CLOSE_SECONDS = 1.0


class PoliteHandler(HTTP11DownloadHandler):
    """Scrapy's handler of http and https, with turns and a guard."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        settings: Settings = crawler.settings[SETTINGS_KEY]
        self._manners = Manners.of(settings)
        self._pace = process_pace()
        self._allow_private = settings.allow_private
        # A connection that was allowed for one request is not to be found by another.
        self._pools = {guarded: self._make_pool(settings) for guarded in (True, False)}

    def _make_pool(self, settings: Settings) -> Any:
        return make_pool(
            self._pool._reactor, kept_count=settings.concurrency, header_bytes=settings.header_bytes
        )

    async def download_request(self, request: Request) -> Response:
        """Give the answer to a request, after its turn has come.

        Raises:
            HostPausedError: its host asks for a longer pause than a run has time for.
            PrivateAddressError: its host is at an address that is not public.
        """
        guarded = is_guarded(request, allow_private=self._allow_private)
        if guarded:
            await _check_before(request)
        host = host_of_request(request.url)
        async with self._pace.turn(host, self._manners, is_part=bool(request.meta.get(IS_PART))) as turn:
            at, started = datetime.now(UTC), time.monotonic()
            response = None
            try:
                response = await self._ask(request, turn, guarded=guarded)
                asked_for = retry_after_seconds(response, at) if response.status >= 400 else None
                turn.note_answer(response.status, request.meta.get("download_latency", 0.0), asked_for)
                return response
            finally:
                if turn.is_sent:
                    self._pace.tell(_account(host, request, response, at, time.monotonic() - started))

    async def _ask(self, request: Request, turn: Turn, *, guarded: bool) -> Response:
        agent = PoliteAgent(
            note_sent=turn.note_sent,
            guarded=guarded,
            contextFactory=self._contextFactory,
            bindAddress=self._bind_address,
            pool=self._pools[guarded],
            maxsize=self._default_maxsize,
            warnsize=self._default_warnsize,
            fail_on_dataloss=self._fail_on_dataloss,
            crawler=self._crawler,
            tls_verbose_logging=self._tls_verbose_logging,
        )
        try:
            with wrap_twisted_exceptions():
                return await maybe_deferred_to_future(agent.download_request(request))
        except DownloadFailedError as error:
            _raise_own(error)
            raise

    async def close(self) -> None:
        """Close the connections."""
        await close_pools(self._pools.values(), longest_seconds=CLOSE_SECONDS)


def _raise_own(error: DownloadFailedError) -> None:
    """Raise the error of ours that Twisted has wrapped, if it is one."""
    if isinstance(error.__cause__, ResponseFailed):
        for reason in error.__cause__.reasons:
            if isinstance(reason.value, HeadersTooLargeError):
                raise reason.value from None


async def _check_before(request: Request) -> None:
    """Refuse what need not be resolved, or what a proxy would resolve.

    A proxy does so once more, so this is no more than a help: what it reaches is for it to bound. All else is
    checked where it is connected to.
    """
    host = urlparse_cached(request).hostname or ""
    check_literal(host, host)
    if not request.meta.get("proxy"):
        return
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError:
        return
    for *_, (text, *_rest) in found:
        check_literal(str(text), host)


def _account(host: str, request: Request, response: Response | None, at: datetime, seconds: float) -> Asked:
    return Asked(
        host=host,
        url=request.url,
        at=at,
        status=response.status if response is not None else None,
        byte_count=len(response.body) if response is not None else 0,
        seconds=seconds,
    )
