"""The connections of a crawl: guarded, with bounded headers, and telling when a request leaves on them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import (
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
    _ScrapyAgent,
)
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.defer import Deferred
from twisted.web.client import Agent, HTTPConnectionPool, _HTTP11ClientFactory

from archiver.crawl.guard import GuardedReactor
from archiver.crawl.refusals import HeadersTooLargeError


class _BoundedParser(_LenientHTTPClientParser):
    """Counts the bytes of status lines and headers, also of those that only announce the answer (1xx)."""

    bound_bytes = 0
    _seen_bytes = 0

    def lineReceived(self, line: bytes) -> None:  # noqa: N802 - Twisted's name
        self._seen_bytes += len(line)
        if self._seen_bytes > self.bound_bytes:
            self.lineLengthExceeded(line)
        super().lineReceived(line)

    def lineLengthExceeded(self, line: bytes) -> None:  # noqa: N802, ARG002 - Twisted's name and call
        raise HeadersTooLargeError("the answer's headers are larger than header_bytes allows")


class _BoundedProtocol(_LenientHTTP11ClientProtocol):
    bound_bytes = 0

    def request(self, request: Any) -> Deferred[Any]:
        answer: Deferred[Any] = super().request(request)
        # Scrapy changes the parser's class here in the same way, and says why it is safe.
        parser: Any = self._parser
        parser.__class__ = _BoundedParser
        parser.bound_bytes = parser.MAX_LENGTH = self.bound_bytes
        return answer


class _BoundedFactory(_HTTP11ClientFactory):
    noisy = False

    def __init__(self, bound_bytes: int, *arguments: Any) -> None:
        super().__init__(*arguments)  # type: ignore[no-untyped-call]
        self._bound_bytes = bound_bytes

    def buildProtocol(self, addr: object) -> _BoundedProtocol:  # noqa: N802, ARG002 - Twisted's name and call
        protocol = _BoundedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]
        protocol.bound_bytes = self._bound_bytes
        return protocol


def make_pool(reactor: Any, *, kept_count: int, header_bytes: int) -> HTTPConnectionPool:
    """Make a pool of connections.

    Args:
        kept_count: how many it keeps open to one host.
    """
    pool = HTTPConnectionPool(reactor, persistent=True)  # type: ignore[no-untyped-call]
    pool.maxPersistentPerHost = kept_count
    # A request that is sent again has to wait for its turn again.
    pool.retryAutomatically = False
    pool._factory = partial(_BoundedFactory, header_bytes)  # type: ignore[assignment]  # it is only called
    return pool


async def close_pools(pools: Iterable[Any], *, longest_seconds: float) -> None:
    """Close the connections of pools; those that do not end in time are left.

    Scrapy's own way has a timer that ends the wait in place of the pool; when both come at once, as under
    load, the timer ends in a traceback.
    """
    loop = asyncio.get_running_loop()
    closing = [pool.closeCachedConnections().asFuture(loop) for pool in pools]
    if closing:
        await asyncio.wait(closing, timeout=longest_seconds)


class _WatchedPool:
    """A pool for one request, which tells when that is about to be written."""

    def __init__(self, pool: HTTPConnectionPool, note_sent: Callable[[], None]) -> None:
        self._pool, self._note_sent = pool, note_sent

    def __getattr__(self, name: str) -> Any:
        return getattr(self._pool, name)

    def getConnection(self, key: object, endpoint: object) -> Deferred[Any]:  # noqa: N802 - Twisted's name
        return self._pool.getConnection(key, endpoint).addCallback(self._note)  # type: ignore[arg-type]

    def _note(self, connection: Any) -> Any:
        self._note_sent()
        return connection


class PoliteAgent(_ScrapyAgent):
    """Scrapy's agent for one request.

    Args:
        note_sent: called when the request leaves.
        guarded: whether only public addresses may be connected to.
    """

    def __init__(self, *, note_sent: Callable[[], None], guarded: bool, **options: Any) -> None:
        super().__init__(**options)
        self._note_sent, self._guarded = note_sent, guarded

    def _get_agent(self, request: Request, timeout: float) -> Agent:
        agent: Any = super()._get_agent(request, timeout)
        agent._pool = _WatchedPool(agent._pool, self._note_sent)
        # A proxy is the user's own; what may be asked through it is checked before.
        if self._guarded and not request.meta.get("proxy"):
            host = urlparse_cached(request).hostname or ""
            factory = agent._endpointFactory
            factory._reactor = GuardedReactor(factory._reactor, host)
        return agent  # type: ignore[no-any-return]
