"""Says whether a process that goes on and on does what it should."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import Engine

from archiver.errors import StoreError
from archiver.store.engine import check_answers

BEAT_SECONDS = 2.0
DEAD_SECONDS = 60.0
"""A loop that gave no sign of life for so long is dead."""
PAUSES = 2.0
"""A source that is late by more than so many of its own pauses is overdue."""


class Health:
    """The state of a process with a loop, an archive, and sources that are due.

    Args:
        find_overdue: gives the sources that are late by more than so many pauses; called from any thread.
    """

    def __init__(self, engine: Engine, find_overdue: Callable[[datetime, float], list[str]]) -> None:
        self._engine, self._find_overdue = engine, find_overdue
        self._beat_at = time.monotonic()

    async def keep_beating(self) -> None:
        """Give signs of life for as long as the loop lives."""
        while True:
            self._beat_at = time.monotonic()
            await asyncio.sleep(BEAT_SECONDS)

    def find_faults(self) -> list[str]:
        """Give what is wrong, a line each; called from a thread that is not the loop's."""
        faults = []
        silent_seconds = time.monotonic() - self._beat_at
        if silent_seconds > DEAD_SECONDS:
            faults.append(f"the loop has given no sign of life for {silent_seconds:.0f} s")
        try:
            check_answers(self._engine)
        except StoreError as error:
            faults.append(f"the archive does not answer: {error}")
        overdue = self._find_overdue(datetime.now(UTC), PAUSES)
        return faults + [
            f"{name}: overdue by more than {PAUSES:.0f} of its pauses" for name in sorted(overdue)
        ]
