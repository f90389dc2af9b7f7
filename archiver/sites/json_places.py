"""Where the records of a JSON answer stand and which of their keys say what: told by the values' look."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from archiver.normalise.dates import parse_moment
from archiver.sites.list_pages import resolve_url

MOST_RECORDS = 50
"""Records that are looked at."""
DEEPEST = 5
MOST_KEYS = 200

_PLAIN_KEY = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_ADDRESS = re.compile(r"(?:https?:)?//\S+|/\S*[\w-]{2}\S*|[\w./-]+\.(?:s?html?|php|aspx?)(?:\?\S*)?")
_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|ico|mp[34]|m3u8|pdf|json|xml)(?:[?!]|$)", re.IGNORECASE)
_DAY = re.compile(r"(?:19|20)\d\d\D{1,2}\d{1,2}\D{1,2}\d{1,2}|\d{1,2} [A-Z][a-z]{2,8}\.? (?:19|20)\d\d")
_EPOCH = re.compile(r"1\d{9}(?:\d{3})?")
_LETTER = re.compile(r"[^\W\d_]")
_MARKUP = re.compile(r"<[a-z/][^>]*>", re.IGNORECASE)

_ADDRESS_NAMES = re.compile(r"url|link|href|uri|address|path", re.IGNORECASE)
_OTHER_ADDRESSES = re.compile(
    r"im(?:g|age)|pic|photo|thumb|logo|avatar|icon|video|cover|author", re.IGNORECASE
)
_TIME_NAMES = re.compile(r"time|date|publi|issued|created|posted|_at$|At$", re.IGNORECASE)
_OTHER_TIMES = re.compile(r"updat|modif|edit|expire|end|chang", re.IGNORECASE)
_TITLE_NAMES = re.compile(r"title|headline|subject|caption|name", re.IGNORECASE)
_PUBLISHER_NAMES = re.compile(
    r"media(?:_?name)?|source|publisher|(?:news)?paper|from|origin|outlet|provider|press|site(?:_?name)?",
    re.IGNORECASE,
)
_CODE_NAMES = re.compile(r"code|key|id", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Places:
    """JMESPath places: of the list in the answer, and of the fields in one record, ``""`` for none."""

    records: str
    code: str = ""
    address: str = ""
    title: str = ""
    time: str = ""
    publisher: str = ""


@dataclass(frozen=True, slots=True)
class _Column:
    """What stands at one place of the records.

    Attributes:
        name: the last key of the place.
        values: those that are not blank.
        record_count: of all records looked at.
    """

    place: str
    values: tuple[str, ...]
    record_count: int

    @property
    def name(self) -> str:
        return self.place.rpartition(".")[2].strip('"')

    @property
    def distinct_share(self) -> float:
        return len(set(self.values)) / len(self.values)

    @property
    def filled_share(self) -> float:
        return len(self.values) / self.record_count

    @property
    def mean_length(self) -> float:
        return sum(map(len, self.values)) / len(self.values)

    def share(self, fits: Callable[[str], object]) -> float:
        return sum(bool(fits(value)) for value in self.values) / len(self.values)


def find_places(
    answer: Any, base: str, *, seen_at: datetime, is_code: Callable[[str], bool] | None = None
) -> Places | None:
    """Find the list of articles in an answer; ``None`` where no list has records that lead to articles.

    Args:
        base: the answer's address.
        is_code: whether a text has the form of a share site's codes; ``None`` where no site is known.
    """
    found: list[tuple[tuple[object, ...], Places]] = []
    for place, records in find_lists(answer):
        columns = _columns(records[:MOST_RECORDS])
        places = _name_places(place, columns, base, seen_at, is_code)
        if places.address or places.code:
            worth = (bool(places.title), bool(places.time), "[]" not in place, len(records))
            found.append((worth, places))
    return max(found, key=lambda one: one[0])[1] if found else None


def find_lists(node: Any, place: str = "", depth: int = 0) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield the lists of objects in an answer with their places, also those that stand in the records."""
    if depth > DEEPEST:
        return
    if isinstance(node, list):
        records = [one for one in node if isinstance(one, dict)]
        if records and 2 * len(records) > len(node):
            yield place or "@", records
            yield from _inner_lists(records, place, depth)
    elif isinstance(node, dict):
        for key, inner in list(node.items())[:MOST_KEYS]:
            yield from find_lists(inner, _below(place, key), depth + 1)


def _inner_lists(
    records: Sequence[dict[str, Any]], place: str, depth: int
) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    keys = dict.fromkeys(key for one in records for key, inner in one.items() if isinstance(inner, list))
    for key in list(keys)[:MOST_KEYS]:
        inner = [
            record for one in records for record in (one.get(key) or []) if isinstance(one.get(key), list)
        ]
        yield from find_lists(inner, f"{place}[].{_written(key)}[]", depth + 2)


def _columns(records: Sequence[Mapping[str, Any]]) -> list[_Column]:
    values: dict[str, list[str]] = {}
    for record in records:
        for place, value in _scalars(record, "", 0):
            if value.strip():
                values.setdefault(place, []).append(value.strip())
    return [_Column(place, tuple(texts), len(records)) for place, texts in list(values.items())[:MOST_KEYS]]


def _scalars(record: Mapping[str, Any], place: str, depth: int) -> Iterator[tuple[str, str]]:
    for key, value in record.items():
        inner = _below(place, key)
        if isinstance(value, dict) and depth < 2:
            yield from _scalars(value, inner, depth + 1)
        elif isinstance(value, str | int | float) and not isinstance(value, bool):
            yield inner, str(value)


def _below(place: str, key: str) -> str:
    return f"{place}.{_written(key)}" if place else _written(key)


def _written(key: str) -> str:
    return key if _PLAIN_KEY.fullmatch(key) else json.dumps(key, ensure_ascii=False)


def _name_places(
    place: str,
    columns: Sequence[_Column],
    base: str,
    seen_at: datetime,
    is_code: Callable[[str], bool] | None,
) -> Places:
    def best(weigh: Callable[[_Column], float]) -> str:
        weighed = [(weigh(column), -number, column.place) for number, column in enumerate(columns)]
        points, _, found = max(weighed, default=(0.0, 0, ""))
        return found if points > 0 else ""

    return Places(
        records=place,
        code=best(lambda column: _weigh_code(column, is_code)) if is_code else "",
        address=best(lambda column: _weigh_address(column, base)),
        title=best(_weigh_title),
        time=best(lambda column: _weigh_time(column, seen_at)),
        publisher=best(_weigh_publisher),
    )


def _weigh_address(column: _Column, base: str) -> float:
    """Weigh a place as that of the article's address: another one for each record, and no picture's."""
    if column.distinct_share < 0.8 or column.filled_share < 0.5 or _OTHER_ADDRESSES.search(column.place):
        return 0.0

    def leads(value: str) -> bool:
        return bool(_ADDRESS.fullmatch(value)) and not _FILE.search(value) and bool(resolve_url(base, value))

    if column.share(leads) < 0.8:
        return 0.0
    return 1 + bool(_ADDRESS_NAMES.search(column.name)) + column.filled_share - column.place.count(".") / 10


def _weigh_time(column: _Column, seen_at: datetime) -> float:
    is_named = bool(_TIME_NAMES.search(column.name))

    def is_time(value: str) -> bool:
        looks = _DAY.search(value) or (is_named and _EPOCH.fullmatch(value))
        if not looks or len(value) > 60 or value.startswith(("http", "/")):
            return False
        return parse_moment(value, time_zone="UTC", seen_at=seen_at) is not None

    if column.share(is_time) < 0.8:
        return 0.0
    is_other = bool(_OTHER_TIMES.search(column.name))
    return 1 + is_named - 0.5 * is_other + column.filled_share - column.place.count(".") / 10


def _weigh_title(column: _Column) -> float:
    is_text = column.share(lambda value: _LETTER.search(value) and not _ADDRESS.fullmatch(value)) >= 0.8
    if not is_text or not 3 <= column.mean_length <= 250 or column.distinct_share < 0.5:
        return 0.0
    if column.share(lambda value: _DAY.search(value) and len(value) < 35) > 0.5:
        return 0.0
    has_words = column.share(lambda value: " " in value or any(sign >= "\u2e80" for sign in value)) > 0.5
    named = re.fullmatch(r"(?:title|headline)", column.name, re.IGNORECASE) is not None
    points = 3 * named + 2 * bool(_TITLE_NAMES.search(column.name)) + 2 * has_words
    points -= 2 * (column.mean_length > 120) + 2 * bool(_PUBLISHER_NAMES.fullmatch(column.name))
    points -= 2 * (column.share(_MARKUP.search) > 0.5)
    return points - 1.5 + column.filled_share - column.place.count(".") / 10


def _weigh_publisher(column: _Column) -> float:
    parts = [part.strip('"') for part in column.place.split(".")]
    is_named = _PUBLISHER_NAMES.fullmatch(parts[-1]) or (
        parts[-1] in ("name", "title") and len(parts) > 1 and _PUBLISHER_NAMES.fullmatch(parts[-2])
    )
    is_text = column.share(lambda value: _LETTER.search(value) and not _ADDRESS.fullmatch(value)) >= 0.8
    if not is_named or not is_text or not 2 <= column.mean_length <= 40:
        return 0.0
    return 1 + column.filled_share - column.place.count(".") / 10


def _weigh_code(column: _Column, is_code: Callable[[str], bool]) -> float:
    """Weigh a place as that of a share site's code: another one for each record, with a digit."""
    fits = column.share(lambda value: is_code(value) and any(map(str.isdigit, value)))
    if fits < 0.8 or column.distinct_share < 0.8 or not _CODE_NAMES.search(column.name):
        return 0.0
    return 1 + bool(re.search("code", column.name, re.IGNORECASE)) + column.filled_share
