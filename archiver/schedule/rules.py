"""When a source is due: after a length of time, at the times of a cron expression, or by its rhythm; pure.

Every time is aware and in UTC, so that lengths of time are true across changes of the clock. A *due time* is
the time without jitter: it is what is kept, and what the next one is counted from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import ClassVar
from zoneinfo import ZoneInfo

from archiver.schedule.auto import Rhythm, unknown_rhythm
from archiver.sources.durations import AUTO, format_duration
from archiver.sources.timetables import Quiet, next_cron, parse_quiet


@dataclass(frozen=True, slots=True)
class Every:
    """Due times that lie a length of time apart."""

    step: timedelta
    catches_up: ClassVar[bool] = False
    """A due time that passes while the source's run is under way is passed over."""

    def after(self, last: datetime, now: datetime) -> datetime:
        """Give the first due time after ``now``, counted in whole steps from ``last``."""
        return last + max(1, (now - last) // self.step + 1) * self.step


@dataclass(frozen=True, slots=True)
class Cron:
    """Due times that an expression names in a time zone."""

    text: str
    zone: ZoneInfo
    catches_up: ClassVar[bool] = True
    """What passes while the source's run is under way is made up for by one run after it."""

    def after(self, last: datetime, now: datetime) -> datetime:
        """Give the first due time after both moments."""
        return next_cron(self.text, max(last, now), self.zone)


@dataclass(frozen=True, slots=True)
class Rule:
    """When one source is due.

    Attributes:
        text: names the rule; a due time that was kept under another one is counted anew.
        jitter: a run starts up to so much after its due time, at most half of the pause to the next one.
        zone: of the quiet spans.
    """

    source: str
    beat: Every | Cron | Rhythm
    text: str
    quiet: tuple[Quiet, ...] = ()
    jitter: timedelta = timedelta()
    zone: ZoneInfo = field(default=ZoneInfo("UTC"))

    @property
    def learns(self) -> bool:
        """Whether its beat is learned from the source's runs."""
        return isinstance(self.beat, Rhythm)

    def first_after(self, last: datetime | None, now: datetime) -> datetime:
        """Give the due time of a source that has none yet; a set time is waited for, all else is due now.

        Args:
            last: when it was crawled last.
        """
        if isinstance(self.beat, Cron):
            return self.next_after(now, now)
        if last is None or last > now:
            return self.out_of_quiet(now)
        return max(self.next_after(last, last), self.out_of_quiet(now))

    def next_after(self, last: datetime, now: datetime) -> datetime:
        """Give the due time that follows ``last`` and lies after ``now``; never in a quiet span."""
        return self.out_of_quiet(self.beat.after(last, now))

    def pause_after(self, due: datetime) -> timedelta:
        """Give the time from one due time to the next."""
        return self.next_after(due, due) - due

    def starts_at(self, due: datetime) -> datetime:
        """Give the time at which the run of a due time starts: the same one whenever it is asked for."""
        if not self.jitter:
            return due
        start = due + min(self.jitter, self.pause_after(due) / 2) * _share(f"{self.source} {due.isoformat()}")
        return due if self.is_quiet(start) else start

    def is_quiet(self, at: datetime) -> bool:
        """Whether a moment lies in a quiet span."""
        return self._span_at(at) is not None

    def out_of_quiet(self, at: datetime) -> datetime:
        """Give the moment itself, or the end of the quiet spans in which it lies."""
        while (span := self._span_at(at)) is not None:
            at = span.end_after(at, self.zone)
        return at

    def _span_at(self, at: datetime) -> Quiet | None:
        if not self.quiet:
            return None
        local = at.astimezone(self.zone).time()
        return next((span for span in self.quiet if span.holds(local)), None)


def make_rule(
    source: str,
    *,
    every: timedelta | str | None,
    cron: str,
    quiet: Sequence[str],
    jitter: timedelta | None,
    time_zone: str,
    default: timedelta | str,
) -> Rule:
    """Make the rule of a source from the keys of its table.

    Args:
        every: a length of time, ``auto``, or ``None`` where the table has none.
        time_zone: IANA name.
        default: what ``every`` is where the table has neither it nor ``cron``.

    Raises:
        ValueError: the quiet spans are none, or leave no time of the day.
    """
    zone = ZoneInfo(time_zone or "UTC")
    asked = default if every is None else every
    beat: Every | Cron | Rhythm
    if cron:
        beat, words = Cron(cron, zone), f"cron {cron}"
    elif isinstance(asked, timedelta):
        beat, words = Every(asked), f"every {format_duration(asked)}"
    else:
        beat, words = unknown_rhythm(zone), AUTO
    text = _name(words, quiet, jitter, zone)
    return Rule(source, beat, text, parse_quiet(quiet), jitter or timedelta(), zone)


def _name(words: str, quiet: Sequence[str], jitter: timedelta | None, zone: ZoneInfo) -> str:
    parts = [words]
    if quiet:
        parts.append(f"quiet {', '.join(quiet)}")
    if jitter:
        parts.append(f"jitter {format_duration(jitter)}")
    # A length of time is the same in every zone.
    if quiet or not words.startswith("every "):
        parts.append(zone.key)
    return " · ".join(parts)


def _share(name: str) -> float:
    """Give a number from 0 to below 1 that looks drawn by lot and is always the same for a name."""
    return int.from_bytes(blake2b(name.encode(), digest_size=6).digest(), "big") / 2**48
