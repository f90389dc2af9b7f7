"""Connections are closed at the end of a crawl, whatever the server does and however late the timers come."""

from __future__ import annotations

import asyncio
import time

import pytest
from twisted.internet.defer import Deferred

from archiver.crawl.wire import close_pools


class LatePool:
    """Twisted's pool, as far as closing goes: its connections end after a time, or never."""

    def __init__(self, ends_after: float | None) -> None:
        self._ends_after = ends_after

    def closeCachedConnections(self) -> Deferred[None]:  # noqa: N802 - Twisted's name
        ended: Deferred[None] = Deferred()
        if self._ends_after is not None:
            asyncio.get_running_loop().call_later(self._ends_after, ended.callback, None)
        return ended


@pytest.mark.parametrize("ends_after", [0.05, 0.099, 0.1, 0.15, None])
def test_a_pool_that_ends_at_the_moment_of_the_timeout_is_no_error(ends_after: float | None) -> None:
    faults: list[object] = []

    async def close() -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: faults.append(context))
        loop.call_later(0.04, time.sleep, 0.2)  # all timers are late, and come at once
        await close_pools([LatePool(ends_after)], longest_seconds=0.1)
        await asyncio.sleep(0.1)

    asyncio.run(close())
    assert faults == []
