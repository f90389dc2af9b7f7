"""What a crawl has met so far, and what it does with a target that it meets."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from enum import Enum

from archiver.crawl.archive import Standing
from archiver.ledger import LedgerLine
from archiver.normalise.dates import parse_moment
from archiver.records import Listing, Target
from archiver.sources.kinds import AnySource


class Fate(Enum):
    """What to do with a target; its value is what is counted."""

    ASK = ""
    ASKED = None
    """This crawl asks for it already."""
    KNOWN = "known"
    WAITING = "waiting"
    """It failed before, and its next try is still to come."""
    OLDER = "older"
    """Its list dates it before the days that are asked for."""


class Met:
    """The targets that a crawl has met.

    Attributes:
        limit: ask for at most so many articles; ``None`` for all.
        since: ask only for what a list dates at this day or later.
    """

    def __init__(self, *, refetch: bool, insist: bool) -> None:
        self.limit: int | None = None
        self.since: date | None = None
        self._refetch = refetch
        self._insist = insist
        self._asked: dict[str, Target] = {}
        self._asked_counts: Counter[str | None] = Counter()
        self._left_out: Counter[str | None] = Counter()
        self._known: set[str] = set()
        self._lines: dict[str, LedgerLine] = {}

    def judge(self, target: Target, standing: Standing, table: AnySource | None, *, is_due: bool) -> Fate:
        """Decide what to do with a target.

        Args:
            table: of the source that lists it.
            is_due: the ledger wants it asked for now, known or not.
        """
        identity, is_known = target.identity, standing.knows(target)
        if identity in self._asked:
            self._asked[identity] = merge_listings(self._asked[identity], target)
            return Fate.ASKED
        if is_known:
            self._known.add(identity)
            if not (self._refetch or is_due):
                return Fate.KNOWN
        elif not (self._insist or self._refetch) and standing.waits(target, datetime.now(UTC)):
            return Fate.WAITING
        elif not is_due and self._is_too_old(target, table):
            return Fate.OLDER
        self._asked[identity] = target
        if identity in standing.lines:
            self._lines[identity] = standing.lines[identity]
        return Fate.ASK

    def told(self, target: Target) -> Target:
        """Give a target with all that lists said of it since it was asked for."""
        listed = self._asked.get(target.identity, target)
        return target if listed is target else merge_listings(target, listed)

    def is_known(self, target: Target) -> bool:
        """Whether the archive had a target's article when it was met."""
        return target.identity in self._known

    def line(self, target: Target) -> LedgerLine | None:
        """Give what the ledger said of a target when it was met."""
        return self._lines.get(target.identity)

    def is_new(self, target: Target) -> bool:
        """Whether a target is asked for in this crawl for the first time."""
        return target.identity in self._asked and target.identity not in self._known

    def count_asked(self, target: Target) -> None:
        """Count one article asked for."""
        self._asked_counts[target.source] += 1

    def is_full(self, source: str | None, table: AnySource | None) -> bool:
        """Whether a source, or the whole crawl, may ask for no more articles."""
        if table and table.limit is not None and self._asked_counts[source] >= table.limit:
            return True
        return self.limit is not None and self._asked_counts.total() >= self.limit

    def left_out(self, source: str) -> int:
        """Count the articles of a source that this crawl's ``since`` alone left out."""
        return self._left_out[source]

    def _is_too_old(self, target: Target, table: AnySource | None) -> bool:
        of_source = table.since if table else None
        if self.since is None and of_source is None:
            return False
        listed = target.listing
        printed = parse_moment(listed.raw_time, time_zone=listed.time_zone, seen_at=datetime.now(UTC))
        if printed is None:
            return False
        if of_source is not None and printed.at.date() < of_source:
            return True
        if self.since is not None and printed.at.date() < self.since:
            self._left_out[target.source] += 1
            return True
        return False


def merge_listings(target: Target, other: Target) -> Target:
    """Give a target with what either list said of it, the first one first."""
    one, two = target.listing, other.listing
    said = {
        field.name: getattr(one, field.name) or getattr(two, field.name)
        for field in fields(Listing)
        if field.name not in ("time_zone", "only_fills")
    }
    zone = one.time_zone if one.raw_time else two.time_zone
    only_fills = one.only_fills if one.raw_title else two.only_fills
    listing = Listing(**said, time_zone=zone, only_fills=only_fills)
    return replace(target, listing=listing, alternatives=target.alternatives or other.alternatives)
