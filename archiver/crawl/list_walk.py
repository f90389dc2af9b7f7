"""The way through the lists of one source in a run, and how the archive names them."""

from __future__ import annotations

from dataclasses import dataclass, field

from archiver.ledger import LedgerLine, State
from archiver.records import Stage
from archiver.sites.listings import More
from archiver.sources.kinds import AnySource


@dataclass
class Walk:
    """The pages of one source asked in this run.

    Attributes:
        seen: addresses of its pages asked so far.
        page_count: following pages asked so far.
        known_in_a_row: known articles since the last unknown one.
        fills_back: it goes on to the end, and the archive keeps how far it came.
    """

    name: str
    source: AnySource
    seen: set[str] = field(default_factory=set)
    page_count: int = 0
    known_in_a_row: int = 0
    fills_back: bool = False


def is_as_it_was(more: More, line: LedgerLine) -> bool:
    """Whether an address came after the time at which an index says that it last changed."""
    came_at = line.asked_at if line.state is State.FETCHED else None
    return bool(more.changed_at and came_at and more.changed_at <= came_at)


def failure_key(name: str) -> str:
    """Name the failure of a source's lists, of which one at a time is kept."""
    return f"{Stage.FIND}:{name}:list"
