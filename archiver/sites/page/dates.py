"""When a page's article was published and when it was changed.

Every place that names a day is a mark (``date_marks``). Marks of one day speak for each other; the day
with the most weight is the answer, given by its mark of the finest precision. Weights were learned by
``benchmarks/learn_dates.py`` and stand in ``date_weights``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from archiver.normalise.dates import parse_moment
from archiver.records import Candidate, Finding, Precision
from archiver.sites.page.date_marks import Mark, Reader
from archiver.sites.page.date_weights import WEIGHTS
from archiver.sites.page.page import Page
from archiver.sites.page.printed_days import month_of_address

MOST_OTHERS = 12
FEWEST_HAN = 50
"""Chinese signs that make a page without a declared language Chinese."""
_ONE_DAY = timedelta(days=1)
_PAIRED = frozenset(
    {
        *("modified", "near", "between", "elsewhere", "above", "above-near", "in-body", "after", "below"),
        *("label-modified", "label-published", "class-date", "class-published", "class-modified"),
    }
)
"""Signs that weigh differently in a line of text, an element and a declaration."""
_CHANGED = frozenset({"modified", "label-modified", "class-modified"})
_ASIDE = frozenset({"below", "after", "above", "elsewhere", "label-other"})

_ZONES_BY_LANGUAGE = {
    "zh": "Asia/Shanghai", "ja": "Asia/Tokyo", "ko": "Asia/Seoul", "vi": "Asia/Ho_Chi_Minh",
    "th": "Asia/Bangkok", "id": "Asia/Jakarta", "he": "Asia/Jerusalem", "de": "Europe/Berlin",
    "fr": "Europe/Paris", "it": "Europe/Rome", "nl": "Europe/Amsterdam", "pl": "Europe/Warsaw",
    "cs": "Europe/Prague", "sk": "Europe/Bratislava", "hu": "Europe/Budapest", "el": "Europe/Athens",
    "tr": "Europe/Istanbul", "da": "Europe/Copenhagen", "sv": "Europe/Stockholm", "nb": "Europe/Oslo",
    "nn": "Europe/Oslo", "no": "Europe/Oslo", "fi": "Europe/Helsinki", "ro": "Europe/Bucharest",
    "bg": "Europe/Sofia", "uk": "Europe/Kyiv", "ru": "Europe/Moscow", "hr": "Europe/Zagreb",
    "lt": "Europe/Vilnius",
}  # fmt: skip
_ZONES_BY_LOCALE = {
    "zh-tw": "Asia/Taipei", "zh-hk": "Asia/Hong_Kong", "zh-hant": "Asia/Taipei", "zh-sg": "Asia/Singapore",
    "de-at": "Europe/Vienna", "de-ch": "Europe/Zurich", "fr-ch": "Europe/Zurich", "en-gb": "Europe/London",
    "es-es": "Europe/Madrid", "pt-pt": "Europe/Lisbon", "pt-br": "America/Sao_Paulo",
}  # fmt: skip
_ZONES_BY_DOMAIN = {
    "cn": "Asia/Shanghai", "tw": "Asia/Taipei", "hk": "Asia/Hong_Kong", "jp": "Asia/Tokyo",
    "kr": "Asia/Seoul", "sg": "Asia/Singapore", "at": "Europe/Vienna", "ch": "Europe/Zurich",
    "de": "Europe/Berlin", "fr": "Europe/Paris", "it": "Europe/Rome", "es": "Europe/Madrid",
    "uk": "Europe/London", "ie": "Europe/Dublin", "nl": "Europe/Amsterdam", "pl": "Europe/Warsaw",
    "gr": "Europe/Athens", "tr": "Europe/Istanbul", "ru": "Europe/Moscow", "hu": "Europe/Budapest",
    "cz": "Europe/Prague", "gov": "America/New_York", "mil": "America/New_York",
}  # fmt: skip
FEWEST_HYPHENS = 3
_HAN = re.compile(r"[\u4e00-\u9fff][\u4e00-\u9fff]*")
_HOST_END = re.compile(r"^[a-z]+://[^/?#:]*\.([a-z]+)(?=[:/?#]|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Day:
    """A day that marks name.

    Attributes:
        signs: what all its marks together say of it.
        marks: the marks that name it.
    """

    day: date
    signs: tuple[str, ...]
    marks: tuple[Mark, ...]


def find_published(page: Page, *, seen_at: datetime, time_zone: str) -> Finding:
    """Find when the article was published.

    Args:
        seen_at: aware; nothing later is a publication.
        time_zone: IANA name, read where no offset is printed.
    """
    return choose_published(page, read_marks(page, seen_at, time_zone), seen_at, time_zone)


def find_dates(page: Page, *, seen_at: datetime, time_zone: str) -> tuple[Finding, Finding]:
    """Find when the article was published and when it was last changed, looking at the page once."""
    marks = read_marks(page, seen_at, time_zone)
    return (
        choose_published(page, marks, seen_at, time_zone),
        choose_modified(marks, seen_at, time_zone),
    )


def choose_published(page: Page, marks: Sequence[Mark], seen_at: datetime, time_zone: str) -> Finding:
    """Choose the publication among the marks of a page."""
    days = gather_days(marks, month_of_address(page.url))
    chosen = max(days, key=lambda day: weigh_day(day, WEIGHTS), default=None)
    if chosen is None or not is_enough(chosen, is_article=is_article_address(page.url)):
        return Finding(others=_others(marks, ""))
    best = max(chosen.marks, key=lambda mark: (_weigh_mark(mark, WEIGHTS), mark.has_clock))
    return _settle(best, chosen, marks, seen_at, time_zone)


def find_modified(page: Page, *, seen_at: datetime, time_zone: str) -> Finding:
    """Find when the article was last changed, as far as the page says so outright."""
    return choose_modified(read_marks(page, seen_at, time_zone), seen_at, time_zone)


def choose_modified(marks: Sequence[Mark], seen_at: datetime, time_zone: str) -> Finding:
    """Choose the last change among the marks of a page."""
    marks = [mark for mark in marks if _CHANGED.intersection(mark.signs)]
    marks = [mark for mark in marks if not _ASIDE.intersection(mark.signs)]
    if not marks:
        return Finding()
    best = max(marks, key=lambda mark: (mark.kind.startswith(("ld", "meta")), mark.has_clock, mark.day))
    day = Day(best.day, (), tuple(mark for mark in marks if mark.day == best.day))
    return _settle(best, day, marks, seen_at, time_zone)


def guess_time_zone(page: Page) -> str:
    """Guess the IANA zone in which the page prints times: by its language, address and script."""
    language = (page.head.language or page.head.meta("og:locale")).lower().replace("_", "-")
    host = _HOST_END.match(page.url)
    by_domain = _ZONES_BY_DOMAIN.get(host[1].lower()) if host else None
    zone = _ZONES_BY_LOCALE.get(language) or by_domain or _ZONES_BY_LANGUAGE.get(language[:2])
    if zone:
        return zone
    if language:
        return "UTC"
    sample = "".join(block.text for block in page.blocks[:200])[:4000]
    return "Asia/Shanghai" if sum(map(len, _HAN.findall(sample))) > FEWEST_HAN else "UTC"


def read_marks(page: Page, seen_at: datetime, time_zone: str) -> list[Mark]:
    """Give the marks of a page that lie not after ``seen_at``."""
    american = time_zone.startswith(("America/", "US/", "Canada/"))
    asian = time_zone.startswith("Asia/")
    marks = Reader(page, american=american, asian=asian, last_year=seen_at.year).marks()
    latest = seen_at.date() + _ONE_DAY
    return [mark for mark in marks if mark.day <= latest]


def gather_days(marks: Iterable[Mark], url_month: tuple[int, int] | None) -> list[Day]:
    """Bring marks of one day together, and say what speaks for each day."""
    by_day: dict[date, list[Mark]] = defaultdict(list)
    for mark in marks:
        by_day[mark.day].append(mark)
    _swap_days(by_day)
    declared = {
        family: min((mark.day for mark in marks if mark.kind == kind and not mark.signs), default=None)
        for family, kind in (("ld", "ld-article"), ("meta", "meta-published"))
    }
    earliest = min((day for day, named in by_day.items() if any(map(_is_strong, named))), default=None)
    return [
        Day(day, tuple(_day_signs(day, named, declared, earliest, url_month)), tuple(named))
        for day, named in by_day.items()
    ]


def _swap_days(by_day: dict[date, list[Mark]]) -> None:
    """Read ``03/04/2021`` as the day that another mark names, where no other names the day first read."""
    for day in list(by_day):
        others = {mark.swapped for mark in by_day[day]}
        other = next(iter(others - {None}), None) if len(others) == 1 else None
        if other is not None and any(mark.swapped is None for mark in by_day.get(other, ())):
            by_day[other] += by_day.pop(day)


def _is_strong(mark: Mark) -> bool:
    is_place = mark.kind in ("ld-article", "meta-published", "url") or "near" in mark.signs
    return is_place and not _CHANGED.intersection(mark.signs)


def _day_signs(
    day: date,
    marks: Sequence[Mark],
    declared: Mapping[str, date | None],
    earliest: date | None,
    url_month: tuple[int, int] | None,
) -> list[str]:
    families = {
        mark.family + ("-changed" if "modified" in mark.signs else "")
        for mark in marks
        if "elsewhere" not in mark.signs and "below" not in mark.signs
    }
    signs = [f"has {family}" for family in sorted(families)]
    agreeing = len([family for family in families if not family.endswith("-changed")])
    if agreeing > 1:
        signs.append(f"agree{min(agreeing - 1, 3)}")
    if "url" in families and families & {"text", "element"}:
        signs.append("url&visible")
    if url_month:
        signs.append("url-month" if url_month == (day.year, day.month) else "other-url-month")
    if earliest and day > earliest:
        signs.append("after-published")
    signs += _declared_signs(day, families, declared, any("near" in mark.signs for mark in marks))
    return signs


def _declared_signs(
    day: date, families: set[str], declared: Mapping[str, date | None], is_near: bool
) -> list[str]:
    """Compare a day with the one that is declared as that of publication."""
    signs: list[str] = []
    for family in ("meta", "ld"):
        published = declared[family]
        if published is None or family in families or day == published:
            continue
        if day > published and families & {"ld-changed", "meta-changed"}:
            signs.append(f"changed-after-{family}")
        if abs(day - published) == _ONE_DAY:
            signs.append(f"beside-{family}")
        signs.append(f"near-not-{family}" if is_near else f"not-{family}")
        break
    return signs


def weigh_day(day: Day, weights: Mapping[str, float]) -> float:
    """Sum what speaks for a day and for its best mark."""
    best = max(_weigh_mark(mark, weights) for mark in day.marks)
    return best + sum(weights.get(sign, 0.0) for sign in day.signs)


def _weigh_mark(mark: Mark, weights: Mapping[str, float]) -> float:
    return sum(weights.get(sign, 0.0) for sign in mark_signs(mark))


def mark_signs(mark: Mark) -> tuple[str, ...]:
    """Give the names under which a mark is weighed."""
    return _name_signs(mark.kind, mark.family, mark.signs)


@lru_cache(maxsize=4096)  # there are few kinds and signs, and a mark is weighed several times
def _name_signs(kind: str, family: str, signs: tuple[str, ...]) -> tuple[str, ...]:
    paired = [f"{family}&{sign}" for sign in signs if sign in _PAIRED]
    if "near" in signs:
        paired += [f"near&{sign}" for sign in ("label-modified", "elsewhere") if sign in signs]
    return (kind, *signs, *paired)


def is_enough(day: Day, *, is_article: bool = False) -> bool:
    """Whether a day's marks are enough for an answer: rather no day than a wrong one.

    Args:
        is_article: whether the address is that of an article: then the date of the page is its date.
    """
    if any(_is_evidence(mark) for mark in day.marks):
        return True
    is_created = any(mark.kind == "ld-page" and "modified" not in mark.signs for mark in day.marks)
    return is_created and (is_article or "url-month" in day.signs)


def is_article_address(url: str) -> bool:
    """Whether the last part of an address is a headline: some words with hyphens between."""
    return url.partition("?")[0].rstrip("/").rpartition("/")[2].count("-") >= FEWEST_HYPHENS


def _is_evidence(mark: Mark) -> bool:
    if mark.kind == "ld-page" or "modified" in mark.signs:
        # Blog software dates every page in its JSON-LD; an article has its date in a meta tag, too.
        return False
    signs = set(mark.signs)
    is_aside = bool(signs & {"elsewhere", "above", "label-other"})
    is_said = "label-published" in signs and bool(signs & {"after", "between"})
    return not is_aside or is_said or bool(signs & {"near", "class-published"})


def _settle(best: Mark, day: Day, marks: Sequence[Mark], seen_at: datetime, time_zone: str) -> Finding:
    """Give the finest value of a day, one that is read as that day."""
    chosen, value = best, best.value
    if not best.has_clock:
        for mark in sorted(day.marks, key=lambda mark: -_weigh_mark(mark, WEIGHTS)):
            if mark.has_clock and _CHANGED.isdisjoint(mark.signs) and _ASIDE.isdisjoint(mark.signs):
                moment = parse_moment(mark.value, time_zone=time_zone, seen_at=seen_at)
                if moment and moment.at.date() == day.day and moment.precision is not Precision.DAY:
                    chosen, value = mark, mark.value
                    break
    moment = parse_moment(value, time_zone=time_zone, seen_at=seen_at)
    if moment is None or (moment.at.date() != day.day and not value.replace(".", "").isdigit()):
        value = day.day.isoformat()
    return Finding(value, chosen.rule, _others(marks, chosen.rule))


def _others(marks: Iterable[Mark], rule: str) -> tuple[Candidate, ...]:
    said = dict.fromkeys(Candidate(mark.rule, mark.value) for mark in marks if mark.rule != rule)
    return tuple(said)[:MOST_OTHERS]
