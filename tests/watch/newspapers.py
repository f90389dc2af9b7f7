"""Runs of invented newspapers, day after day, and what goes wrong with them on order."""

from __future__ import annotations

import random
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from statistics import median

from archiver.runs import Alarm, Outcome, RunRecord
from archiver.store.watching import LAST_RUNS, MONTH, MOST_RUNS, NIGHT
from archiver.watch.alarms import find_alarms
from archiver.watch.silence import has_news

FIRST = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)
"""A Monday."""
FIVE_MINUTES = timedelta(minutes=5)


@dataclass(frozen=True, kw_only=True)
class Newspaper:
    """How a newspaper behaves.

    Attributes:
        rates: articles an hour, by hour of a working day.
        weekend: part of that on Saturday and Sunday.
        burst: articles that come together.
        edition: hours of the day between which one edition comes, instead of articles by the hour.
        edition_days: days of the week with an edition, Monday is 0.
        month_day: the only day of the month with an edition.
        holidays: days that are like a Sunday.
        spread: how much lengths differ, as the sigma of their logarithms.
        blips: part of the runs in which nothing comes; never three in a row.
        dead: part of the articles that do not come and are tried again.
        paywalled, repeated: part of the articles.
        changes_on: the day from which the rate is another by ``change``.
    """

    name: str
    rates: tuple[float, ...] = (0.0,) * 24
    weekend: float = 1.0
    burst: int = 1
    edition: tuple[int, int] | None = None
    edition_days: tuple[int, ...] = tuple(range(7))
    month_day: int | None = None
    count: int = 20
    holidays: tuple[int, ...] = ()
    dated: float = 0.995
    titled: float = 0.999
    signed: float = 0.7
    length: int = 900
    spread: float = 0.7
    blips: float = 0.002
    dead: float = 0.01
    paywalled: float = 0.0
    repeated: float = 0.03
    interval: timedelta = FIVE_MINUTES
    changes_on: int = 10_000
    change: float = 1.0


def by_day(rate: float, first: int = 6, last: int = 23, night: float = 0.0) -> tuple[float, ...]:
    return tuple(rate if first <= hour < last else night for hour in range(24))


NEWSPAPERS = [
    Newspaper(name="newspaper", rates=by_day(3), weekend=0.4, holidays=(30,)),
    Newspaper(name="wire", rates=by_day(6, night=2.0), weekend=0.6, signed=0.1),
    Newspaper(name="office-hours", rates=by_day(1.5, 8, 18), weekend=0.0, holidays=(30, 35)),
    Newspaper(name="morning-edition", edition=(4, 7), edition_days=(0, 1, 2, 3, 4, 5), holidays=(30,)),
    Newspaper(name="weekly", edition=(8, 17), edition_days=(3,), count=12),
    Newspaper(name="monthly", edition=(8, 17), month_day=5, count=15),
    Newspaper(name="one-a-day", rates=by_day(1 / 24, 0, 24)),
    Newspaper(name="bursts", rates=by_day(0.2), burst=12, spread=1.0),
    Newspaper(name="undated", rates=by_day(2), dated=0.0, signed=0.0, titled=0.98),
    Newspaper(name="half-dated", rates=by_day(2), dated=0.5, signed=0.3, spread=1.2, paywalled=0.2),
    Newspaper(name="slows-down", rates=by_day(6), changes_on=30, change=1 / 3),
    Newspaper(name="speeds-up", rates=by_day(1), changes_on=30, change=4.0),
    Newspaper(name="flaky", rates=by_day(2), blips=0.005, dead=0.1),
    Newspaper(name="asked-hourly", rates=by_day(3), interval=timedelta(hours=1), blips=0.0, weekend=0.5),
    Newspaper(name="asked-daily", rates=by_day(3), interval=timedelta(days=1), blips=0.0, weekend=0.3),
]


@dataclass(frozen=True)
class _Piece:
    dated: bool
    titled: bool
    signed: bool
    length: int
    is_dead: bool
    is_paywalled: bool
    is_repeated: bool


def publish(paper: Newspaper, days: int, seed: int) -> Iterator[tuple[datetime, list[_Piece]]]:
    """Give every run's time and the articles that are new then."""
    dice = random.Random(zlib.crc32(f"{paper.name} {seed}".encode()))
    coming: deque[tuple[datetime, _Piece]] = deque(
        sorted(
            ((at, _write(paper, dice)) for day in range(days) for at in _times(paper, day, dice)),
            key=lambda one: one[0],
        )
    )
    at = FIRST
    while at < FIRST + timedelta(days=days):
        at += paper.interval + timedelta(seconds=dice.uniform(-20, 20))
        new = []
        while coming and coming[0][0] <= at:
            new.append(coming.popleft()[1])
        yield at, new


def _times(paper: Newspaper, day: int, dice: random.Random) -> Iterator[datetime]:
    start = FIRST + timedelta(days=day)
    is_sunday = day in paper.holidays
    if paper.edition:
        comes = start.day == paper.month_day if paper.month_day else start.weekday() in paper.edition_days
        if comes and not is_sunday:
            at = start + timedelta(hours=dice.uniform(*paper.edition))
            yield from [at] * round(paper.count * dice.uniform(0.7, 1.3))
        return
    factor = paper.weekend if is_sunday or start.weekday() >= 5 else 1.0
    factor *= paper.change if day >= paper.changes_on else 1.0
    for hour, rate in enumerate(paper.rates):
        expected, gone = rate * factor / 60, timedelta(hours=hour)
        for minute in range(60):
            if dice.random() < expected:
                size = 1 if paper.burst == 1 else dice.randint(1, paper.burst)
                yield from [start + gone + timedelta(minutes=minute)] * size


def _write(paper: Newspaper, dice: random.Random) -> _Piece:
    return _Piece(
        dated=dice.random() < paper.dated,
        titled=dice.random() < paper.titled,
        signed=dice.random() < paper.signed,
        length=max(60, round(paper.length * dice.lognormvariate(0, paper.spread))),
        is_dead=dice.random() < paper.dead,
        is_paywalled=dice.random() < paper.paywalled,
        is_repeated=dice.random() < paper.repeated,
    )


def run_source(paper: Newspaper, days: int, seed: int) -> Iterator[RunRecord]:
    """Give what an archive would note of each run."""
    dice = random.Random(seed)
    waiting: list[_Piece] = []
    retried: list[tuple[datetime, int]] = []
    blips = 0
    for at, new in publish(paper, days, seed):
        waiting += new
        blips = blips + 1 if dice.random() < paper.blips and blips < 2 else 0
        if blips:
            yield RunRecord(
                source=paper.name, started_at=at, ended_at=at, outcome=Outcome.FAILED, missed_count=1,
                failed={"timeout": 1},
            )  # fmt: skip
            continue
        due = [one for one in retried if one[0] <= at]
        retried = [one for one in retried if one[0] > at]
        retried += [(at + timedelta(hours=2**tries), tries + 1) for _, tries in due if tries < 8]
        retried += [(at + timedelta(hours=1), 1) for one in waiting if one.is_dead]
        dead_count = len(due) + sum(one.is_dead for one in waiting)
        yield _note(paper.name, at, [one for one in waiting if not one.is_dead], dead_count)
        waiting = []


def _note(source: str, at: datetime, came: list[_Piece], dead_count: int) -> RunRecord:
    read = [one for one in came if not one.is_paywalled]
    blocked_count = len(came) - len(read)
    failed = {"timeout": dead_count, "paywall": blocked_count}
    missed_count = sum(failed.values())
    repeated_count = sum(one.is_repeated for one in read)
    return RunRecord(
        source=source,
        started_at=at,
        ended_at=at,
        outcome=Outcome.PARTLY if missed_count else Outcome.DONE,
        listed_count=20 if came else 0,
        unmodified_count=0 if came else 1,
        new_count=len(read) - repeated_count,
        duplicate_count=repeated_count,
        missed_count=missed_count,
        read_count=len(read),
        titled_count=sum(one.titled for one in read),
        dated_count=sum(one.dated for one in read),
        signed_count=sum(one.signed for one in read),
        median_length=round(median(one.length for one in read)) if read else None,
        failed={reason: count for reason, count in failed.items() if count},
    )


Fault = Callable[[RunRecord], RunRecord]


class Archive:
    """Keeps runs as the archive does, and gives of them what ``list_history`` would."""

    def __init__(self) -> None:
        self.last: RunRecord | None = None
        self.telling: list[RunRecord] = []
        self.came: list[RunRecord] = []
        self.runs: list[RunRecord] = []

    def keep(self, run: RunRecord) -> RunRecord:
        kept = replace(run, id=len(self.runs), alarms=find_alarms(run, self.history(run)))
        self.runs.append(kept)
        self.last = kept
        if kept.read_count or kept.missed_count:
            self.telling.append(kept)
        if kept.outcome is not Outcome.FAILED:
            # Of runs without news in a row only the last proves how long nothing came.
            if self.came and not has_news(self.came[-1]) and not has_news(kept):
                self.came.pop()
            self.came.append(kept)
        return kept

    def history(self, run: RunRecord) -> list[RunRecord]:
        found = self.runs[-LAST_RUNS:]
        if run.read_count or run.missed_count:
            found += self.telling[-MOST_RUNS:]
            if self.last and self.last.alarms:
                began = min(alarm.began_at for alarm in self.last.alarms)
                found += [one for one in self.telling if one.started_at < began][-MOST_RUNS:]
        if not has_news(run):
            last = next((one for one in reversed(self.came) if has_news(one)), None)
            if last and run.started_at - last.started_at >= NIGHT:
                since = last.started_at - MONTH
                month = [one for one in self.came if one.started_at >= since]
                found += month if has_news(month[-1]) else month[:-1]
        return sorted({one.id: one for one in found}.values(), key=lambda one: one.started_at)


def watch(runs: Iterable[RunRecord]) -> Archive:
    """Keep runs one after the other."""
    archive = Archive()
    for run in runs:
        archive.keep(run)
    return archive


@cache
def _watch_normal(name: str, days: int, seed: int) -> tuple[Archive, list[RunRecord]]:
    """Keep the normal days before a fault; give the runs of ten days and more after them, too."""
    paper = next(paper for paper in NEWSPAPERS if paper.name == name)
    runs = list(run_source(paper, days + 30, seed))
    end = FIRST + timedelta(days=days)
    return watch(run for run in runs if run.started_at < end), [run for run in runs if run.started_at >= end]


def watch_fault(name: str, fault: Fault, *, from_day: int, days: float, seed: int = 1) -> Archive:
    """Keep the runs of a newspaper, with a fault from a day on for so many days more."""
    before, after = _watch_normal(name, from_day, seed)
    archive = copy_archive(before)
    for run in after:
        if run.started_at < FIRST + timedelta(days=from_day + days):
            archive.keep(fault(run))
    return archive


def copy_archive(archive: Archive) -> Archive:
    """Give an archive of the same runs that may be added to."""
    copied = Archive()
    copied.telling, copied.came = list(archive.telling), list(archive.came)
    copied.runs, copied.last = list(archive.runs), archive.last
    return copied


def begun(archive: Archive) -> list[Alarm]:
    """Give the alarms of an archive, each where it began."""
    return [alarm for run in archive.runs for alarm in run.alarms if alarm.began_at == run.started_at]
