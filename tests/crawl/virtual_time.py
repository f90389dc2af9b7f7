"""A clock that stands still while anybody works, and jumps to the next moment for which somebody waits."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Coroutine
from itertools import count
from typing import Any

STEPS_OF_A_MOMENT = 200


class VirtualTime:
    """Gives a pace its clock and its sleep."""

    def __init__(self) -> None:
        self.now = 0.0
        self._numbers = count()
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self.now + seconds, next(self._numbers), waiting))
        await waiting

    def run(self, *works: Coroutine[Any, Any, Any]) -> list[Any]:
        """Run until all is done; gives results and exceptions."""
        return asyncio.run(self._run(works))

    async def _run(self, works: tuple[Coroutine[Any, Any, Any], ...]) -> list[Any]:
        tasks = [asyncio.ensure_future(work) for work in works]
        while not all(task.done() for task in tasks):
            for _ in range(STEPS_OF_A_MOMENT):
                await asyncio.sleep(0)
            if self._sleepers:
                self.now, _, waiting = heapq.heappop(self._sleepers)
                waiting.set_result(None)
            elif not all(task.done() for task in tasks):
                raise AssertionError("somebody waits for ever")
        return await asyncio.gather(*tasks, return_exceptions=True)
