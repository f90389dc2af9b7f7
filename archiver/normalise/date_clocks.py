"""The clock and the zone that stand beside a printed day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import tzinfo

from archiver.normalise.date_words import ZONE, find_zone
from archiver.records import Precision

_BEFORE_CLOCK = re.compile(
    r"[\s,;|·•\-–—/()@]{0,4}(?:(?:at|um|à|a las|às|alle|ore|om|в|г|kl)\b[\s.,]{0,2})?(?=\d\d:)"
)
_CLOCK = re.compile(r"(\d\d):(\d\d)(?::(\d\d))?(?!\d)")
_CLOCK_LAST = re.compile(
    r"(\d\d):(\d\d)(?::(\d\d))?(?P<zone>\s?\(?[a-z]{1,4}\)?)?[\s,;|·•\-–—()]{0,4}(?:on )?$"
)


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day; ``zone`` is ``None`` where none was printed, the precision a day where no clock was."""

    hour: int = 0
    minute: int = 0
    second: int = 0
    precision: Precision = Precision.DAY
    zone: tzinfo | None = None


def take_clock(text: str, *, asian: bool) -> tuple[Clock, str]:
    """The clock with its zone at the head of ``text``, and what comes after it."""
    lead = _BEFORE_CLOCK.match(text)
    found = _CLOCK.match(text, lead.end()) if lead else None
    if found is None:
        return Clock(), text
    rest = text[found.end() :]
    zone, length = _take_zone(rest, has_seconds=found[3] is not None, asian=asian)
    return _make_clock(found, zone), rest[length:]


def _take_zone(text: str, *, has_seconds: bool, asian: bool) -> tuple[tzinfo | None, int]:
    found = ZONE.match(text)
    if found is None:
        return None, 0
    glued_range = found["offset"] and not found["base"] and text[0] == "-" and not has_seconds
    if glued_range and found["offset"][-2:] != "00":  # 08:38-09:30 is from one to the other
        return None, 0
    return find_zone(found, asian=asian), found.end()


def _make_clock(found: re.Match[str], zone: tzinfo | None) -> Clock:
    precision = Precision.SECOND if found[3] else Precision.MINUTE
    return Clock(int(found[1]), int(found[2]), int(found[3] or 0), precision, zone)


def clock_around(text: str, start: int, end: int, *, asian: bool) -> tuple[Clock, str, str]:
    """The clock after the day, else the one before it; then the text before and after both."""
    before, after = text[:start], text[end:]
    clock, rest = take_clock(after, asian=asian)
    if clock.precision is not Precision.DAY:
        return clock, before, rest
    found = _CLOCK_LAST.search(before)
    if found is None:
        return clock, before, after
    zone, _ = _take_zone(found["zone"] or "", has_seconds=True, asian=asian)
    return _make_clock(found, zone), before[: found.start()], after
