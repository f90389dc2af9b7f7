"""Days in a line of text or an address: which day, and the stretch of text that names it with its clock."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from archiver.normalise.date_words import MONTH_NUMBERS
from archiver.normalise.named_days import make_day

LONGEST_LINE = 400
"""Characters of a line that are looked at from either end."""
_TAIL = 48
_MONTH_WORDS = "|".join(sorted(map(re.escape, MONTH_NUMBERS), key=len, reverse=True))
_YEAR = r"(?:19|20)\d\d"
# A digit is asked first: it is quicker than to try each form at each sign.
_ANY = re.compile(r"\d(?:(?<=1)9\d\d|(?<=2)0\d\d|[./-]\d\d?[./-]\d\d(?!\d))")
_LETTER = r"[^\W\d_]"
_LONGEST_MONTH = max(map(len, MONTH_NUMBERS))


def _month(form: int) -> str:
    """Give the pattern of a month's name, which no name of fewer than three letters is."""
    return rf"(?={_LETTER}{{3}})(?P<month_{form}>{_MONTH_WORDS})(?!{_LETTER})\.?"


# All forms but one begin with a digit, which is asked first, as is a word before a number in the last one:
# it is quicker than to try each of them, and each name of a month.
_DAY = re.compile(
    r"(?=\d)(?:"
    # 2021-04-03, 2021年4月3日
    rf"(?<!\d)(?P<year>{_YEAR})\s?(?:(?P<sign>[-/.–])\s?|[年년]\s?|-)(?P<month>\d\d?)\s?"
    r"(?:(?P=sign)\s?|[月월]\s?)(?P<day>\d\d?)(?!\d)\s?[日号號일]?"
    # 3.4.2021
    rf"|(?<![\d.,/-])(?P<first>\d\d?)\s?(?P<sign_2>[./-])\s?(?P<second>\d\d?)\s?(?P=sign_2)\s?"
    rf"(?P<year_2>{_YEAR})(?!\d)"
    # 03.04.21
    r"|(?<![\d.,/:-])(?P<first_3>\d\d?)(?P<sign_3>[./-])(?P<second_3>\d\d)(?P=sign_3)(?P<year_3>\d\d)(?![\d./-])"
    # 3 April 2021
    rf"|(?<!\d)(?P<day_4>\d\d?)(?:st|nd|rd|th|er|º|ª|°|-?го)?[.,]?[ \-/]{{0,2}}(?:de |of |del |d'|di )?"
    rf"{_month(4)}[ \-/.,']{{0,3}}(?:de |del |of )?(?P<year_4>{_YEAR})(?!\d)"
    # 2021. április 3.
    rf"|(?<!\d)(?P<year_6>{_YEAR})(?:\. ?| ?m\. ?|[ \-/,]{{1,2}}){_month(6)}"
    r"[ \-/]{0,2}(?P<day_6>\d\d?)(?!\d))"
    # April 3, 2021
    rf"|(?<!{_LETTER})(?={_LETTER}{{3,{_LONGEST_MONTH}}}+\.?[ \-]{{0,2}}\d){_month(5)}[ \-]{{0,2}}"
    rf"(?P<day_5>\d\d?)(?:st|nd|rd|th|\.)?[ ,.\-]{{1,3}}(?P<year_5>{_YEAR})(?!\d)"
)
_CLOCK_AFTER = re.compile(
    r"[^\d\n]{0,14}?(?:上午|下午|凌晨|晚上|中午)?\s?\d\d?"
    r"(?:\s?[:：]\s?\d\d(?:\s?[:：]\s?\d\d(?:\.\d+)?)?|\.\d\d(?=\s?(?:uhr|[ap]\.?m))"
    r"|\s?[時时点點시h]\s?(?:\d\d\s?[分분]?)?|(?=\s?(?:uhr|[ap]\.?m\b)))"
    r"(?:\s?[ap]\.?\s?m\b\.?|\s?uhr)?(?:\s?\(?(?:[a-z]{3,4}\b|[a-z]t\b|(?:gmt|utc)?\s?[+\-−]\d\d?:?(?:\d\d)?)\)?)?",
)
_CLOCK_BEFORE = re.compile(
    r"\d\d?[:：h]\d\d(?:[:：]\d\d)?\s?(?:[ap]\.?m\.?|uhr)?(?:\s?\(?(?:[a-z]{3,4}|[a-z]t)\)?)?"
    r"[\s,;|·•–—()-]{1,4}(?:on )?$"
)

_URL_DAY = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?P<sign>[-/_.]?)(0[1-9]|1[0-2]|(?<=[-/_])[1-9](?=[-/_]))(?P<sign_2>[-/_.]?)"
    r"(0[1-9]|[12]\d|3[01]|(?<=[-/_])[1-9](?!\d))(?!\d)"
)
_URL_DAY_LAST = re.compile(r"(?<!\d)(0[1-9]|[12]\d|3[01])([-/_.])(0[1-9]|1[0-2])\2((?:19|20)\d\d)(?!\d)")
_URL_COMPACT = re.compile(r"(?<!\d)(20[0-3]\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{1,10}(?!\d)")
_URL_MONTH = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/_]?(0[1-9]|1[0-2])(?!\d)")


class PrintedDay(NamedTuple):
    """A day that a text names.

    Attributes:
        day: the day.
        swapped: the other day that it may mean, where day and month may both come first.
        value: the text that names it, with the time of day where one stands beside it.
        has_clock: whether a time of day is in it.
        start, end: where the day itself stands.
        is_short: its year has two digits.
    """

    day: date
    swapped: date | None
    value: str
    has_clock: bool
    start: int
    end: int
    is_short: bool


def may_hold_day(text: str) -> bool:
    """Whether it is worth looking for a day in the text."""
    return _ANY.search(text) is not None


def find_days(text: str, *, american: bool, asian: bool, last_year: int) -> Iterator[PrintedDay]:
    """Find the days that a text names, in its order.

    Args:
        american: ``03/04/2021`` is read with its month first.
        asian: ``18-03-08`` is read with its year first.
        last_year: a later year is none of a publication.
    """
    text = text[:LONGEST_LINE]
    lowered = text.lower()
    shown = text if len(text) == len(lowered) else lowered
    found = list(_DAY.finditer(lowered))
    for number, match in enumerate(found):
        days = _read(match, american=american, asian=asian, last_year=last_year)
        if not days:
            continue
        following = found[number + 1].start() if number + 1 < len(found) else len(text)
        before = found[number - 1].end() if number else 0
        start, end = _with_clock(lowered, match, before, following)
        has_clock = (start, end) != match.span()
        yield PrintedDay(
            day=days[0],
            swapped=days[1] if len(days) > 1 else None,
            value=shown[start:end].strip(),
            has_clock=has_clock,
            start=match.start(),
            end=match.end(),
            is_short=match["year_3"] is not None,
        )


def _with_clock(text: str, match: re.Match[str], before: int, following: int) -> tuple[int, int]:
    """Give the stretch of the day and the time of day beside it."""
    start, end = match.span()
    after = _CLOCK_AFTER.match(text, end, min(following, end + _TAIL))
    if after is not None:
        return start, after.end()
    earlier = _CLOCK_BEFORE.search(text, max(before, start - 24), start)
    return (earlier.start() if earlier else start), end


def _read(match: re.Match[str], *, american: bool, asian: bool, last_year: int) -> list[date]:
    """Give the day that is meant, and after it the other one that may be."""
    if match["year"]:
        days = [make_day(int(match["year"]), int(match["month"]), int(match["day"]))]
    elif match["year_2"]:
        days = _order(
            int(match["first"]),
            int(match["second"]),
            int(match["year_2"]),
            american and match["sign_2"] != ".",
        )
    elif match["year_3"]:
        days = _order_short(match, american=american, asian=asian, last_year=last_year)
    else:
        form = next(form for form in ("4", "5", "6") if match["year_" + form])
        days = [
            make_day(
                int(match["year_" + form]), MONTH_NUMBERS[match["month_" + form]], int(match["day_" + form])
            )
        ]
    return [day for day in days if day is not None and day.year <= last_year]


def _order(first: int, second: int, year: int, month_first: bool) -> list[date | None]:
    days = [make_day(year, second, first), make_day(year, first, second)]
    if month_first:
        days.reverse()
    return days if first != second else days[:1]


def _order_short(match: re.Match[str], *, american: bool, asian: bool, last_year: int) -> list[date | None]:
    first, second, third = int(match["first_3"]), int(match["second_3"]), int(match["year_3"])
    days = _order(first, second, _century(third, last_year), american and match["sign_3"] != ".")
    year_first = make_day(_century(first, last_year), second, third)
    return [year_first, *days] if asian and match["sign_3"] != "/" else [*days, year_first]


def _century(short: int, last_year: int) -> int:
    return 2000 + short if 2000 + short <= last_year else 1900 + short


def days_of_path(path: str) -> Iterator[tuple[date, bool]]:
    """Yield the days in a path, and whether signs around their numbers leave no doubt."""
    for found in _URL_DAY.finditer(path):
        day = make_day(int(found[1]), int(found[3]), int(found[5]))
        around = path[max(found.start() - 1, 0) : found.start()] + path[found.end() : found.end() + 1]
        if day is not None:
            yield day, bool(found["sign"] or found["sign_2"]) or not any(sign.isalnum() for sign in around)
    for found in _URL_DAY_LAST.finditer(path):
        day = make_day(int(found[4]), int(found[3]), int(found[1]))
        if day is not None:
            yield day, True
    for found in _URL_COMPACT.finditer(path):
        day = make_day(int(found[1]), int(found[2]), int(found[3]))
        if day is not None:
            yield day, False


def month_of_address(url: str) -> tuple[int, int] | None:
    """Give year and month that stand in an address."""
    found = _URL_MONTH.search(url.rpartition("://")[2].partition("/")[2])
    return (int(found[1]), int(found[2])) if found else None
