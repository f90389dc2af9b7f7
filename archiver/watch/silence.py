"""Tells a source that has fallen silent from one that sleeps, rests on Sundays or writes seldom.

A silence is what was asked for and not found: it lasts from the last run that brought something new to the
last one that brought nothing. Hours in which nobody asked are part of none that is over, so an archive that
was off has not made its sources silent. Pure.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from archiver.runs import Outcome, RunRecord

SHORTEST = timedelta(hours=6)
"""A shorter silence is never told."""
FACTOR = 3
"""How many times the longest silence of this time of the week."""
WEEKS = 4
"""How far back the usual is looked for; two of them must be known."""
AROUND = timedelta(hours=36)
"""What counts as the same time of the week, so that a holiday on a working day is none of another kind."""
EVIDENCE = 10.0
"""Nats: one such silence in 22,000, if news came by chance in its usual hours and on its usual days."""
_WEEK = timedelta(weeks=1)
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Silence:
    """A silence too long for its source.

    Attributes:
        since: the last run that brought something new.
        usual: the longest silence around this time of the week.
    """

    since: datetime
    lasted: timedelta
    usual: timedelta


def has_news(run: RunRecord) -> bool:
    """Whether a run met an article that was not known, be its text new or not."""
    return run.new_count + run.duplicate_count > 0


def find_silence(run: RunRecord, past: Sequence[RunRecord]) -> Silence | None:
    """Give the silence that a run proves, if it is far longer than the usual ones.

    Args:
        past: earlier runs, oldest first. Runs without news may be left out, but for the last one before
            each run with news.
    """
    if not _proves_silence(run):
        return None
    news = [one.started_at for one in past if has_news(one)]
    if not news or run.started_at - news[-1] < SHORTEST:
        return None
    since, at = news[-1], run.started_at
    begin = max(past[0].started_at, since - WEEKS * _WEEK)
    if since - begin < 2 * _WEEK:
        return None
    usual = _longest_around(at, since, _silences(past, begin))
    if at - since < FACTOR * usual or _evidence(at, since, begin, news) < EVIDENCE:
        return None
    return Silence(since, at - since, usual)


def _proves_silence(run: RunRecord) -> bool:
    return run.outcome in (Outcome.DONE, Outcome.PARTLY) and not has_news(run)


def _silences(past: Sequence[RunRecord], begin: datetime) -> list[tuple[datetime, datetime]]:
    """Give the silences that ended, each from the news before it to the last run that found none."""
    found: list[tuple[datetime, datetime]] = []
    news_at: datetime | None = None
    silent_at: datetime | None = None
    for run in past:
        if run.started_at < begin:
            continue
        if has_news(run):
            if news_at is not None and silent_at is not None:
                found.append((news_at, silent_at))
            news_at, silent_at = run.started_at, None
        elif _proves_silence(run):
            silent_at = run.started_at
    return found


def _longest_around(
    at: datetime, since: datetime, silences: Sequence[tuple[datetime, datetime]]
) -> timedelta:
    """Give how long silences had lasted by this time of the weeks before, and in the last days."""
    longest = timedelta(0)
    for back in range(WEEKS + 1):
        first, last = at - back * _WEEK - AROUND, at - back * _WEEK + AROUND
        if back == 0:
            first = min(first, since - AROUND)
        reached = [min(end, last) - start for start, end in silences if start <= last and end >= first]
        longest = max([longest, *reached])
    return longest


def _evidence(at: datetime, since: datetime, begin: datetime, news: Sequence[datetime]) -> float:
    """Give how much the hours, or the days, of a silence speak against chance."""
    return max(_evidence_by(step, at, since, begin, news) for step in (_HOUR, _DAY))


def _evidence_by(
    step: timedelta, at: datetime, since: datetime, begin: datetime, news: Sequence[datetime]
) -> float:
    total = 0.0
    start = since
    while start + step <= at and total < EVIDENCE:
        earlier = [start - back * _WEEK for back in range(1, WEEKS + 8)]
        known = [one for one in earlier if begin <= one and one + step <= since][:WEEKS]
        hits = sum(_is_any_between(news, one, one + step) for one in known)
        if known:
            # A quarter of a week more: that news always came is no proof that it always will.
            total -= math.log(1 - hits / (len(known) + 0.25))
        start += step
    return total


def _is_any_between(moments: Sequence[datetime], first: datetime, last: datetime) -> bool:
    """Whether one of the sorted moments is after ``first`` and not after ``last``."""
    return bisect_right(moments, first) < bisect_right(moments, last)
