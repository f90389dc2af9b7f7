"""Days: made of their numbers, and read from a day's and a month's name."""

from __future__ import annotations

import re
from datetime import date, datetime

from dateutil import parser

from archiver.normalise.date_words import MONTH_NUMBERS, MONTHS

_PLAIN_DAY = re.compile(
    rf"(?:(?P<day>\d\d?) (?P<month>{MONTHS})|(?P<first_month>{MONTHS}) (?P<last_day>\d\d?),?)"
    r" (?P<year>[12]\d{3})",
    re.ASCII,
)


def make_day(year: int, month: int, day: int) -> date | None:
    """The day; ``None`` where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_named_day(printed: str) -> tuple[date | None, bool]:
    """The day that dateutil reads, and whether a year was printed; the plainest forms are read without it.

    dateutil fills what is missing from a default, so it is asked twice with defaults that differ in
    every part: what comes back the same was printed.
    """
    if plain := _PLAIN_DAY.fullmatch(printed):
        month, day = MONTH_NUMBERS[plain["month"] or plain["first_month"]], plain["day"] or plain["last_day"]
        read = make_day(int(plain["year"]), month, int(day))
        return read, read is not None
    printed = re.sub(r"\b(?:de|of|del)\b|(?<=\d)(?:er|º|°|\.)", " ", printed).replace("'", " ")
    try:
        one = parser.parse(printed, default=datetime(1996, 1, 1), ignoretz=True)
        other = parser.parse(printed, default=datetime(2004, 2, 2), ignoretz=True)
    except (ValueError, OverflowError):
        return None, False
    if (one.month, one.day) != (other.month, other.day):
        return None, False
    return one.date(), one.year == other.year
