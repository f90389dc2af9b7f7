"""Times of day as a table writes them: cron expressions, and the quiet spans in which nothing is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

_SPAN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)", re.ASCII)
_ANY_DAY = datetime(2024, 1, 1)
_FIELDS = 5
_DAY_MINUTES = 24 * 60


def check_cron(text: str) -> str:
    """Give a cron expression back if it is one and some day fits it.

    Raises:
        ValueError: in words for the author of the table.
    """
    if len(text.split()) != _FIELDS:
        raise ValueError(
            f"{text[:40]!r} is no cron expression; write minute, hour, day, month and weekday: 30 5 * * 1-5"
        )
    try:
        next(CronSim(text, _ANY_DAY))
    except CronSimError as error:
        raise ValueError(f"{text[:40]!r} is no cron expression: {str(error).lower()}") from error
    except StopIteration:
        raise ValueError(f"{text[:40]!r} fits no day of the calendar") from None
    return text


def next_cron(text: str, after: datetime, zone: ZoneInfo) -> datetime:
    """Give the first time after a moment that an expression names in a zone, in UTC.

    Where the clock of the zone skips an hour, what names a time in it comes when the hour is skipped; where
    it repeats one, what names a time in it comes once, and what names every hour comes in both, as Debian's
    cron has it.
    """
    for at in CronSim(text, after.astimezone(zone)):
        # From within a repeated hour the library begins with its first passage, which may be over.
        if (found := at.astimezone(UTC)) > after:
            return found
    raise ValueError(f"{text!r} fits no day of the calendar")


@dataclass(frozen=True, slots=True)
class Quiet:
    """A span of every day; over midnight where it ends before it begins.

    Attributes:
        begins, ends: times of day in the zone of whoever asks; the end is no longer quiet.
    """

    begins: time
    ends: time

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a span such as ``23:00-06:00``.

        Raises:
            ValueError: it is none, or has no length.
        """
        match = _SPAN.fullmatch(text)
        if match is None or match.group(1, 2) == match.group(3, 4):
            raise ValueError(f"{text[:40]!r} is no span of a day; write one such as 23:00-06:00")
        begin_hour, begin_minute, end_hour, end_minute = map(int, match.groups())
        return cls(time(begin_hour, begin_minute), time(end_hour, end_minute))

    def holds(self, at: time) -> bool:
        """Whether a time of day is in it."""
        if self.begins < self.ends:
            return self.begins <= at < self.ends
        return at >= self.begins or at < self.ends

    def end_after(self, at: datetime, zone: ZoneInfo) -> datetime:
        """Give the end of the span that holds a moment, in UTC."""
        local = at.astimezone(zone)
        day = local.date() + timedelta(days=1 if local.time() >= self.ends else 0)
        # In an hour that the clock repeats, the end is the one of the same passage.
        return datetime.combine(day, self.ends.replace(fold=local.fold), zone).astimezone(UTC)


def parse_quiet(spans: Sequence[str]) -> tuple[Quiet, ...]:
    """Read the quiet spans of a day.

    Raises:
        ValueError: one is none, or together they leave no time.
    """
    quiet = tuple(map(Quiet.parse, spans))
    minutes = (time(minute // 60, minute % 60) for minute in range(_DAY_MINUTES))
    if quiet and all(any(span.holds(minute) for span in quiet) for minute in minutes):
        raise ValueError("leaves no time of the day; make the spans shorter")
    return quiet
