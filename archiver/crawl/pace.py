"""When a host may be asked: one ``Pace`` for all crawls of the process, so that they keep a promise together.

A host is a name with its port where that is not the usual one; ``http`` and ``https`` are the same host.
Nothing here knows Scrapy. The times are those of a monotonic clock in seconds.

Source: the slow-down is Scrapy's AutoThrottle: the time a host takes to answer, divided by the requests that
may be under way at once, averaged with what was, and never quickened by an answer that is a fault.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import urlsplit

from archiver.crawl.refusals import HostPausedError
from archiver.records import Asked
from archiver.settings import Settings

SLOWEST_SECONDS = 60.0
"""The longest gap that a host's slowness alone can bring."""
FORGET_SECONDS = 86_400.0
"""A host that nobody asked for so long is forgotten, where there are many."""
FEW_HOSTS = 1000
REFUSALS = frozenset({429, 503})
"""Statuses by which a host says that it is asked too much (RFC 6585, RFC 9110)."""
OK = 200
_USUAL_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Manners:
    """What a crawl promises to every host; the names are those of the settings."""

    delay_seconds: float = 0.0
    concurrency: int = 4
    autothrottle: bool = False
    retry_wait_seconds: float = 1.0
    longest_wait_seconds: float = 120.0

    @classmethod
    def of(cls, settings: Settings) -> Manners:
        """Give what the settings promise."""
        return cls(**{name: getattr(settings, name) for name in cls.__dataclass_fields__})


@dataclass(slots=True, eq=False)
class _Host:
    """What is known of one host, and who waits for it."""

    delay_seconds: float = 0.0
    concurrency: int | None = None
    crawl_delay_seconds: float = 0.0
    slowed_seconds: float = 0.0
    met_at: float = float("-inf")
    sent_at: float = float("-inf")
    paused_at: float = float("-inf")
    paused_until: float = float("-inf")
    refusal_count: int = 0
    under_way_count: int = 0
    unsent_count: int = 0
    door: asyncio.Lock = field(default_factory=asyncio.Lock)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def gap_seconds(self, manners: Manners) -> float:
        slowed = self.slowed_seconds if manners.autothrottle else 0.0
        return max(manners.delay_seconds, self.delay_seconds, self.crawl_delay_seconds, slowed)

    def is_forgettable(self, before: float) -> bool:
        """Whether nobody asks it, wishes it anything or waits for it, and the last request was long ago."""
        is_idle = not self.under_way_count and not self.door.locked()
        is_plain = not self.delay_seconds and self.concurrency is None
        return is_idle and is_plain and max(self.sent_at, self.paused_until, self.met_at) < before

    def is_full(self, manners: Manners) -> bool:
        return self.under_way_count >= min(manners.concurrency, self.concurrency or manners.concurrency)


class Turn:
    """One request's leave to go.

    Attributes:
        is_sent: whether it has left.
    """

    def __init__(self, host: _Host, manners: Manners, clock: Callable[[], float]) -> None:
        self._host, self._manners, self._clock = host, manners, clock
        self._begun_at = clock()
        self.is_sent = False
        host.under_way_count += 1
        host.unsent_count += 1

    def note_sent(self) -> None:
        """Say that the request leaves now: the gap to the next begins, however long the connection took."""
        if not self.is_sent:
            self.is_sent = True
            self._host.sent_at = self._clock()
            self._host.unsent_count -= 1
            self._host.changed.set()

    def note_answer(self, status: int, latency_seconds: float, retry_after_seconds: float | None) -> None:
        """Say how the host answered, before the next request may go.

        Args:
            latency_seconds: until its headers were there.
            retry_after_seconds: what it asked for; ``None`` where it said nothing.
        """
        self._slow_down(status, latency_seconds)
        if retry_after_seconds is not None:
            self._pause(retry_after_seconds)
        elif status in REFUSALS:
            self._back_off()
        else:
            self._host.refusal_count = 0

    def _slow_down(self, status: int, latency_seconds: float) -> None:
        host = self._host
        aim = latency_seconds / self._manners.concurrency
        slowed = min(max(aim, (host.slowed_seconds + aim) / 2), SLOWEST_SECONDS)
        if status == OK or slowed > host.slowed_seconds:
            host.slowed_seconds = slowed

    def _back_off(self) -> None:
        """Rest twice as long at every refusal; those of requests sent before the last rest count once."""
        if self._begun_at <= self._host.paused_at:
            return
        wait = self._manners.retry_wait_seconds * 2.0**self._host.refusal_count
        self._host.refusal_count += 1
        self._pause(min(wait, self._manners.longest_wait_seconds))

    def _pause(self, seconds: float) -> None:
        self._host.paused_at = self._clock()
        self._host.paused_until = max(self._host.paused_until, self._host.paused_at + seconds)

    def end(self) -> None:
        """Let the next one go."""
        self._host.under_way_count -= 1
        if not self.is_sent:
            self._host.unsent_count -= 1
        self._host.changed.set()


class Pace:
    """Gives every request its turn.

    Args:
        clock: a monotonic clock in seconds.
        sleep: waits so many seconds.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._clock, self._sleep = clock, sleep
        self._hosts: dict[str, _Host] = {}
        self._look_at_count = FEW_HOSTS
        self._listeners: list[Callable[[Asked], None]] = []

    @property
    def host_count(self) -> int:
        """How many hosts it remembers."""
        return len(self._hosts)

    def set_host(
        self, host: str, *, delay_seconds: float | None = None, concurrency: int | None = None
    ) -> None:
        """Be gentler with a host than the settings say; of several such wishes the gentlest counts.

        Args:
            host: as ``host_of_request`` names it.
        """
        known = self._host(host)
        known.delay_seconds = max(known.delay_seconds, delay_seconds or 0.0)
        counts = [count for count in (known.concurrency, concurrency) if count is not None]
        known.concurrency = min(counts, default=None)

    def set_crawl_delay(self, host: str, seconds: float) -> None:
        """Keep what robots.txt asks for now, in place of what it asked for before; 0 for nothing."""
        self._host(host).crawl_delay_seconds = seconds

    def pause(self, host: str, seconds: float) -> None:
        """Let a host rest; the longest rest counts."""
        known = self._host(host)
        known.paused_until = max(known.paused_until, self._clock() + seconds)

    def listen(self, callback: Callable[[Asked], None]) -> None:
        """Have every request told that left, after its answer or fault."""
        self._listeners.append(callback)

    def unlisten(self, callback: Callable[[Asked], None]) -> None:
        """Tell a listener nothing more."""
        if callback in self._listeners:
            self._listeners.remove(callback)

    def tell(self, asked: Asked) -> None:
        """Tell the listeners of a request."""
        for callback in self._listeners:
            callback(asked)

    @asynccontextmanager
    async def turn(self, host: str, manners: Manners, *, is_part: bool = False) -> AsyncIterator[Turn]:
        """Wait for a host's turn and hold it: requests go in the order in which they came.

        Args:
            is_part: the request belongs to a page that had its turn; it waits for a rest of the host only.

        Raises:
            HostPausedError: the host asks for a longer rest than the manners allow.
        """
        known = self._host(host)
        if is_part:
            await self._rest(known, manners)
            turn = Turn(known, manners, self._clock)
        else:
            async with known.door:
                await self._wait(known, manners)
                turn = Turn(known, manners, self._clock)
        try:
            yield turn
        finally:
            turn.end()

    async def _rest(self, host: _Host, manners: Manners) -> None:
        while (rest := host.paused_until - self._clock()) > 0:
            if rest > manners.longest_wait_seconds:
                raise HostPausedError(rest)
            await self._sleep(rest)

    async def _wait(self, host: _Host, manners: Manners) -> None:
        while True:
            gap = host.gap_seconds(manners)
            # A request that has not left yet has no moment from which a gap could be counted.
            if host.is_full(manners) or (gap and host.unsent_count):
                host.changed.clear()
                await host.changed.wait()
                continue
            now = self._clock()
            rest = host.paused_until - now
            if rest > manners.longest_wait_seconds:
                raise HostPausedError(rest)
            wait = max(rest, host.sent_at + gap - now)
            if wait <= 0:
                return
            await self._sleep(wait)

    def _host(self, host: str) -> _Host:
        if host not in self._hosts:
            if len(self._hosts) >= self._look_at_count:
                self._forget()
            self._hosts[host] = _Host()
        known = self._hosts[host]
        known.met_at = self._clock()
        return known

    def _forget(self) -> None:
        """Forget the hosts of long ago; looked for only where there are twice as many as were left."""
        before = self._clock() - FORGET_SECONDS
        self._hosts = {name: host for name, host in self._hosts.items() if not host.is_forgettable(before)}
        self._look_at_count = max(FEW_HOSTS, 2 * len(self._hosts))


@cache
def process_pace() -> Pace:
    """Give the one pace of this process, whatever runs in it."""
    return Pace()


def host_of_request(url: str) -> str:
    """Name the host of an address: in lower case, without user and usual port."""
    parts = urlsplit(url)
    host, port = (parts.hostname or "").rstrip("."), parts.port
    host = f"[{host}]" if ":" in host else host
    return host if port is None or port == _USUAL_PORTS.get(parts.scheme) else f"{host}:{port}"
