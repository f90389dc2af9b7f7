"""The rhythm of a source, learned from what its earlier runs found: ``every = "auto"``; pure.

A look costs the source's host a request; an article that waits costs time. If articles come at a rate r,
looks that are a pause p apart cost 1/p a second and let r·p/2 articles wait at any moment. With a look worth
``LOOK_WORTH`` seconds of one article's waiting, the sum is least at p = √(2 · ``LOOK_WORTH`` / r).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from math import sqrt
from typing import ClassVar
from zoneinfo import ZoneInfo

HOURS = 24
LOOK_WORTH = 75.0
"""A host that brings an article every ten minutes is then looked at every five."""
SHORTEST = timedelta(minutes=2)
LONGEST = timedelta(hours=6)
MEMORY = timedelta(days=14)
"""Older runs are forgotten."""
HALF_LIFE = timedelta(days=7)
"""After this time a run counts half."""
FIRST_RATE = 1.0
"""Articles an hour that are supposed of a source nobody knows."""
FIRST_HOURS = 0.2
"""What is supposed counts as so many hours seen; so does what an hour of the day borrows from the others."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A run that looked at the source's lists.

    Attributes:
        found_count: articles that were new.
    """

    at: datetime
    found_count: int


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How long to wait at each hour of the day.

    Attributes:
        pauses: one for each of the 24 hours in ``zone``.
    """

    pauses: tuple[timedelta, ...]
    zone: ZoneInfo
    catches_up: ClassVar[bool] = False

    def after(self, last: datetime, now: datetime) -> datetime:
        """Give the time of the next look after both moments.

        A pause that reaches into the next hour goes on at that hour's pace, so a long pause at night does not
        sleep through the morning.
        """
        at = max(last, now)
        waited = 0.0
        while waited < 1.0:
            hour, left = _hour_of(at, self.zone)
            pause = self.pauses[hour]
            stretch = min(left, pause * (1.0 - waited))
            at += max(stretch, timedelta(milliseconds=1))
            waited += stretch / pause + 1e-9
        return at


def unknown_rhythm(zone: ZoneInfo) -> Rhythm:
    """Give the rhythm that is supposed of a source nobody knows."""
    return Rhythm((_pause(FIRST_RATE),) * HOURS, zone)


def learn_rhythm(visits: Sequence[Visit], now: datetime, zone: ZoneInfo) -> Rhythm:
    """Learn the rhythm of a source from its runs, in any order.

    What a run found is taken to have come evenly since the run before; of the first one nobody knows since
    when.
    """
    found, seen = [0.0] * HOURS, [0.0] * HOURS
    ordered = sorted((visit for visit in visits if now - MEMORY <= visit.at <= now), key=lambda one: one.at)
    for before, visit in pairwise(ordered):
        weight = 0.5 ** ((now - visit.at) / HALF_LIFE)
        length = visit.at - before.at
        for hour, part in _hours_between(before.at, visit.at, zone):
            found[hour] += weight * visit.found_count * (part / length)
            seen[hour] += weight * (part / timedelta(hours=1))
    usual = (sum(found) + FIRST_RATE * FIRST_HOURS) / (sum(seen) + FIRST_HOURS)
    rates = [(f + usual * FIRST_HOURS) / (s + FIRST_HOURS) for f, s in zip(found, seen, strict=True)]
    return Rhythm(tuple(map(_pause, rates)), zone)


def _pause(hourly_rate: float) -> timedelta:
    seconds = sqrt(2 * LOOK_WORTH * 3600 / hourly_rate)
    return min(max(timedelta(seconds=seconds), SHORTEST), LONGEST)


def _hours_between(begin: datetime, end: datetime, zone: ZoneInfo) -> list[tuple[int, timedelta]]:
    """Cut a stretch of time where the hours of day begin; gives hour and length of every piece."""
    pieces = []
    at = begin
    while at < end:
        hour, left = _hour_of(at, zone)
        pieces.append((hour, min(left, end - at)))
        at += left
    return pieces


def _hour_of(at: datetime, zone: ZoneInfo) -> tuple[int, timedelta]:
    """Give the hour of day of a moment, and how long that hour still lasts."""
    local = at.astimezone(zone)
    gone = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
    return local.hour, timedelta(hours=1) - gone
