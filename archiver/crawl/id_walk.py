"""Goes along a range of addresses until there is nothing for a while, and says how far it came."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from archiver.records import Target
from archiver.sites.ids import after_misses

Start = Callable[[str | None], Iterator[Target]]
"""Gives the targets of a range that stand after a position."""


class IdWalk:
    """The way along a range; misses are counted in the order of the range, whatever comes first.

    Args:
        start_after: the position that an earlier run came to.
        most_misses: after so many addresses in a row at which there is nothing, it ends; where days are
            counted and numbers within them, the day ends.

    Attributes:
        position: of the last address at which there was something.
        open_count: addresses under way, and those settled that wait for one before them.
    """

    def __init__(self, start: Start, *, start_after: str | None, most_misses: int) -> None:
        self._start = start
        self._targets = start(start_after)
        self._most_misses = most_misses
        self._misses = 0
        self._order: dict[str, str] = {}
        self._hits: dict[str, bool] = {}
        self._ended: str | None = None
        self.position = start_after

    @property
    def open_count(self) -> int:
        """Addresses given out, from the first that is not settled on."""
        return len(self._order)

    def next_target(self) -> Target | None:
        """Give the next address to ask for; ``None`` at the end."""
        target = next(self._targets, None)
        if target is not None:
            self._order[target.identity] = target.position
        return target

    def settle(self, identity: str, *, is_hit: bool) -> None:
        """Note whether there is something at an address."""
        if identity not in self._order:
            return
        self._hits[identity] = is_hit
        while self._order and (first := next(iter(self._order))) in self._hits:
            self._count(self._order.pop(first), self._hits.pop(first))

    def _count(self, position: str, is_hit: bool) -> None:
        if is_hit:
            self.position, self._misses = position, 0
        elif self._ended is None or not position.startswith(self._ended):
            self._misses += 1
        if self._misses >= self._most_misses:
            self._end(after_misses(position))

    def _end(self, outer: str | None) -> None:
        """End the day, where there are days, or the whole range."""
        self._misses = 0
        self._ended = f"{outer}/" if outer else ""
        self._targets = self._start(outer) if outer else iter(())
