"""Printed times as moments: Chinese, relative and shortened forms, and what python-dateutil knows.

Rather no moment than a wrong one: what was not printed is never filled in from today, apart from the
year of ``2月11日``, which is the last one in which that day had come. Words are brought into one
spelling by ``date_words`` first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from archiver.normalise.date_clocks import Clock, clock_around, take_clock
from archiver.normalise.date_words import (
    AMERICAN_ZONES,
    ISO,
    LONGEST,
    MONTHS,
    NO_CLOCK,
    read_offset,
    spell_out,
)
from archiver.normalise.named_days import make_day, read_named_day
from archiver.records import Moment, Precision

FIRST_YEAR = 1800
_ONE_DAY = timedelta(days=1)
_BEIJING = ZoneInfo("Asia/Shanghai")

# A four-digit year first; the day may be run together with nothing but a sign.
_YEAR_FIRST = re.compile(
    r"(?<!\d)(?P<year>\d{4})\s?(?:[年년]\s?|(?P<sign>[-/.])\s?)"
    r"(?P<month>\d{1,2})\s?(?:[月월]\s?|(?P=sign)\s?)(?P<day>\d{1,2})(?!\d)\s?[日号號일]?"
)
_YEAR_LAST = re.compile(r"(?<![\d./-])(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{4})(?!\d)")
_SHORT_YEAR = re.compile(r"(?<![\d./-])(\d{2})([./-])(\d{1,2})\2(\d{2})(?![\d./-])")
_NO_YEAR = re.compile(r"(?P<month>\d{1,2})(?:\s?月\s?|(?P<sign>[-/]))(?P<day>\d{1,2})(?!\d)\s?[日号號]?")
_CTIME = re.compile(rf"({MONTHS}) (\d{{1,2}}),? (\d{{2}}:\d{{2}}(?::\d{{2}})?)( [a-z]{{2,4}})? (\d{{4}})")
_DAY = r"\d{1,2}(?:st|nd|rd|th|er|º|°|\.)?"
_YEAR = r"(?:\d{4}(?![\d:])|'\d{2}(?!\d))"
_DAY_MONTH = (
    rf"(?P<day>{_DAY})[ \-/]{{0,2}}(?:de |of |del )?(?:{MONTHS})[ ,\-/]{{0,2}}(?:de |del )?"
    rf"(?P<year>{_YEAR}|(?<=-)\d{{2}}(?!\d))?(?![^\W\d_])"
)
_MONTH_DAY = (
    rf"(?:\b\d{{4}}\.?[ \-/,]{{1,2}})?(?<![^\W\d_])(?:{MONTHS})[ \-]{{0,2}}"
    rf"{_DAY}(?![\d:])(?:[ ,]{{1,2}}{_YEAR})?"
)
_WORDS = re.compile(rf"(?<![\d.])(?:{_DAY_MONTH}|{_MONTH_DAY})")
_EPOCH = re.compile(r"\d{10}(?:\d{3})?(?:\.\d{1,9})?")
_AGO = re.compile(
    r"(?:大?约|about |vor |il y a |hace )?(?P<count>\d{1,5}|an?|one|einer|einem|une?|una)\s?"
    r"(?P<unit>秒钟?|分钟?|(?:个|個)?小[时時]|天|日|seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|"
    r"sekunden?|minuten?|stunden?|tag(?:en?)?|heures?|jours?|horas?|minutos?|días?)\s?(?:前|以前|之前|ago)?"
)
_AGO_MARK = re.compile(r"前$|\bago$|^vor |^il y a |^hace ")
_NOW = re.compile(r"刚刚|刚才|just now|moments ago|a moment ago|几秒前")
_DAY_WORD = re.compile(
    r"(今天|今日|today|heute|aujourd'hui|hoy|oggi|昨天|昨日|yesterday|gestern|hier|ayer|ieri|大前天|前天|前日)"
    r"(?!\w)|(今天|今日|昨天|昨日|大前天|前天)"
)
_DAYS_BACK = {"今天": 0, "今日": 0, "today": 0, "heute": 0, "aujourd'hui": 0, "hoy": 0, "oggi": 0}
_DAYS_BACK |= {"前天": 2, "前日": 2, "大前天": 3}


@dataclass(frozen=True, slots=True)
class _Context:
    """What a printed time is read against."""

    zone: tzinfo
    seen_at: datetime
    asian: bool
    american: bool


def parse_moment(raw: str, *, time_zone: str, seen_at: datetime) -> Moment | None:
    """The moment that a printed time means, or ``None`` where it names no possible day.

    Args:
        time_zone: IANA name, used where no offset is printed; an unknown name counts as UTC.
        seen_at: aware; what ``昨天`` and a missing year are counted from. A moment more than a day
            later is taken for a misprint.
    """
    raw = raw.strip()
    if len(raw) > 2 * LONGEST:
        return None
    # An instant is equal to itself in another zone, where its year may be another one.
    return _parse(raw, time_zone, seen_at, seen_at.tzinfo)


@lru_cache(maxsize=64)  # what a page says is read when it is chosen, and when it is cleaned
def _parse(raw: str, time_zone: str, seen_at: datetime, _seen_in: tzinfo | None) -> Moment | None:
    iso = ISO.fullmatch(raw)
    text, in_beijing = (raw, False) if iso else spell_out(raw)
    if not text or NO_CLOCK in text:
        return None
    zone = _BEIJING if in_beijing else _load_zone(time_zone)
    american = time_zone.startswith(("America/", "US/", "Canada/"))
    asian = in_beijing or time_zone.startswith("Asia/")
    context = _Context(zone=zone, seen_at=seen_at, asian=asian, american=american)
    if iso:
        return _read_iso(iso, context)
    for read in (_read_epoch, _read_relative, _read_numbers, _read_words):
        moment = read(text, context)
        if moment is not None:
            return moment
    return None


def _load_zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, malformed, or the name of a folder
        return timezone.utc  # noqa: UP017 - of one kind with the offsets


def _settle(day: date, clock: Clock, context: _Context) -> Moment | None:
    """The moment with a fixed offset; ``None`` when no newspaper can have printed it by ``seen_at``."""
    if day.year < FIRST_YEAR or day.year > context.seen_at.year + 2:
        return None
    zone = clock.zone or context.zone
    try:
        at = datetime(day.year, day.month, day.day, clock.hour, clock.minute, clock.second, tzinfo=zone)
    except ValueError:  # no such clock: 25:10
        return None
    if at - context.seen_at > _ONE_DAY:
        return None
    offset = at.utcoffset() or timedelta()
    if clock.zone is None:
        # Before zones were agreed on, clocks stood some odd seconds apart; no offset is written so.
        offset = timedelta(minutes=round(offset.total_seconds() / 60))
    return Moment(at=at.replace(tzinfo=timezone(offset), fold=0), precision=clock.precision)


def _read_iso(found: re.Match[str], context: _Context) -> Moment | None:
    """The moment as most pages declare it for machines; nothing need be looked for."""
    day = make_day(*map(int, found["day"].split("-")))
    printed = found["clock"]
    precision = Precision.SECOND if len(printed) > len("00:00") else Precision.MINUTE
    zone = _zone_of_iso(found["zone"] or "", precision)
    clock = Clock(int(printed[:2]), int(printed[3:5]), int(printed[6:] or 0), precision, zone)
    return _settle(day, clock, context) if day else None


def _zone_of_iso(printed: str, precision: Precision) -> tzinfo | None:
    if printed in ("Z", "z"):
        return timezone.utc  # noqa: UP017
    is_range = precision is Precision.MINUTE and printed[:1] == "-" and printed[-2:] != "00"
    return None if is_range else read_offset(printed)  # 08:38-09:30 is from one to the other


def _read_epoch(text: str, context: _Context) -> Moment | None:
    if not _EPOCH.fullmatch(text):
        return None
    whole = text.partition(".")[0]
    at = datetime.fromtimestamp(int(whole[:10]), tz=timezone.utc).astimezone(context.zone)  # noqa: UP017
    return _settle(at.date(), Clock(at.hour, at.minute, at.second, Precision.SECOND, _fix(at)), context)


def _fix(at: datetime) -> tzinfo:
    return timezone(at.utcoffset() or timedelta())


def _read_relative(text: str, context: _Context) -> Moment | None:
    seen = context.seen_at.astimezone(context.zone)
    if _NOW.fullmatch(text):
        return _settle(seen.date(), Clock(seen.hour, seen.minute, 0, Precision.MINUTE, _fix(seen)), context)
    ago = _AGO.fullmatch(text)
    if ago and _AGO_MARK.search(text):
        return _count_back(seen, ago["count"], ago["unit"], context)
    word = _DAY_WORD.match(text)
    if word is None:
        return None
    clock, rest = take_clock(text[word.end() :], asian=context.asian)
    if rest.strip(" ,"):
        return None
    day = seen.date() - timedelta(days=_DAYS_BACK.get(word[0], 1))
    return _settle(day, clock, context)


def _count_back(seen: datetime, printed: str, unit: str, context: _Context) -> Moment | None:
    count = int(printed) if printed.isdigit() else 1
    if unit.startswith(("天", "日", "day", "tag", "jour", "día")):
        return _settle(seen.date() - timedelta(days=count), Clock(), context)
    if unit.startswith(("秒", "sec", "sek")):
        back = timedelta(seconds=count)
    elif unit.startswith(("分", "min")):
        back = timedelta(minutes=count)
    else:
        back = timedelta(hours=count)
    at = (seen.astimezone(timezone.utc) - back).astimezone(context.zone)  # noqa: UP017
    return _settle(at.date(), Clock(at.hour, at.minute, 0, Precision.MINUTE, _fix(at)), context)


def _is_dateline(before: str, after: str) -> bool:
    """Whether the text around a full date is a label or a source, not the sentence of an article."""
    if len(before) > 40 or len(after) > 80 or any(sign.isdigit() for sign in before):
        return False
    if "。" in before + after or before.endswith(("+", "±")):
        return False
    return not (_YEAR_FIRST.search(after) or (_WORDS.search(after) and re.search(r"\d{4}", after)))


def _read_numbers(text: str, context: _Context) -> Moment | None:
    full = _YEAR_FIRST.search(text)
    if full is not None:
        day = make_day(int(full["year"]), int(full["month"]), int(full["day"]))
        return _read_around(text, full, day, context)
    last = _YEAR_LAST.search(text)
    if last is not None:
        american = context.american or _names_american_zone(text)
        day = _order_day(int(last[1]), int(last[3]), int(last[4]), american=american and last[2] != ".")
        return _read_around(text, last, day, context)
    short = _SHORT_YEAR.match(text)
    if short is not None:
        return _read_around(text, short, _read_short_year(short, context), context, alone=True)
    return _read_without_year(text, context)


def _names_american_zone(text: str) -> bool:
    return any(word in AMERICAN_ZONES for word in re.findall(r"[a-z]{2,4}", text))


def _order_day(first: int, second: int, year: int, *, american: bool) -> date | None:
    month_first = first <= 12 and (second > 12 or american)
    day, month = (second, first) if month_first else (first, second)
    return make_day(year, month, day)


def _read_short_year(found: re.Match[str], context: _Context) -> date | None:
    """``18-03-08`` begins with the year in Asia; elsewhere only what leaves no doubt is read."""
    first, sign, second, third = int(found[1]), found[2], int(found[3]), int(found[4])
    if context.asian or first > 31:
        return make_day(_to_century(first, context), second, third)
    year = _to_century(third, context)
    if sign == ".":
        return make_day(year, second, first)
    if sign == "/" and (context.american or (first > 12) != (second > 12)):
        return _order_day(first, second, year, american=context.american)
    return None


def _to_century(short: int, context: _Context) -> int:
    century = context.seen_at.year // 100 * 100
    return century + short if century + short <= context.seen_at.year + 1 else century - 100 + short


def _read_around(
    text: str, found: re.Match[str], day: date | None, context: _Context, *, alone: bool = False
) -> Moment | None:
    clock, before, after = clock_around(text, found.start(), found.end(), asian=context.asian)
    if day is None or not _is_dateline(before, after):
        return None
    if alone and (before + after).strip(" .,;|()"):
        return None
    return _settle(day, clock, context)


def _read_without_year(text: str, context: _Context) -> Moment | None:
    found = _NO_YEAR.match(text)
    if found is None:
        return None
    clock, _, after = clock_around(text, 0, found.end(), asian=context.asian)
    if after.strip(" ,.|()"):
        return None
    first, second = int(found["month"]), int(found["day"])
    bare = clock.precision is Precision.DAY
    if found["sign"] == "/" and (bare or not (context.asian or context.american)):
        return None  # 3/4 may be a fraction, and day or month may come first
    if found["sign"] == "-" and bare and not (context.asian and len(found[0]) == 5):
        return None  # 3-4 is a score
    return _settle_latest(first, second, clock, context)


def _settle_latest(month: int, day: int, clock: Clock, context: _Context) -> Moment | None:
    """The last year's such day that had come by ``seen_at``; 29 February may lie eight years back."""
    for year in range(context.seen_at.year + 1, context.seen_at.year - 9, -1):
        printed = make_day(year, month, day)
        moment = _settle(printed, clock, context) if printed else None
        if moment is not None:
            return moment
    return None


def _read_words(text: str, context: _Context) -> Moment | None:
    text = _CTIME.sub(r"\1 \2, \5 \3\4", text)
    found = _WORDS.search(text)
    if found is None:
        return None
    day, has_year = read_named_day(found[0])
    clock, before, after = clock_around(text, found.start(), found.end(), asian=context.asian)
    if day is None:
        return None
    if has_year:
        return _settle(day, clock, context) if _is_dateline(before, after) else None
    if (before + after).strip(" ,.|()"):
        return None
    return _settle_latest(day.month, day.day, clock, context)
