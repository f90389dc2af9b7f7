"""Where what was read is not what is expected: record by record, field by field."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from archiver.samples.readings import REFUSED, Reading


@dataclass(frozen=True, slots=True)
class Difference:
    """A value that is not the expected one.

    Attributes:
        field: ``title``, ``paragraphs[2]``, ``targets[ADDRESS].title``.
        expected, found: plain JSON; ``None`` where there is nothing.
        rule: that found what was found; ``""`` where none did.
    """

    field: str
    expected: Any
    found: Any
    rule: str = ""


def find_differences(expected: Mapping[str, Any], reading: Reading) -> Iterator[Difference]:
    """Compare a record with the expected one; only what the latter has is compared."""
    found = reading.record
    if (REFUSED in expected) != (REFUSED in found):
        yield Difference(
            "article" if "targets" not in {*expected, *found} else "list",
            expected.get(REFUSED, "there"),
            found.get(REFUSED, "there"),
            reading.rules.get(REFUSED, ""),
        )
        return
    for key, value in expected.items():
        for place, one, other in _compare(key, value, found.get(key)):
            last = place.rpartition(".")[2]
            yield Difference(place, one, other, reading.rules.get(last) or reading.rules.get(key, ""))


def _compare(place: str, expected: Any, found: Any) -> Iterator[tuple[str, Any, Any]]:
    if expected == found:
        return
    if isinstance(expected, Mapping) and isinstance(found, Mapping):
        for key, value in expected.items():
            yield from _compare(f"{place}.{key}", value, found.get(key))
    elif isinstance(expected, list) and isinstance(found, list):
        compare = _compare_named if _are_named(expected) and _are_named(found) else _compare_rows
        yield from compare(place, expected, found)
    else:
        yield place, expected, found


def _are_named(rows: Sequence[Any]) -> bool:
    """Whether rows are records with addresses, each another one."""
    urls = [row.get("url") for row in rows if isinstance(row, Mapping)]
    return len(urls) == len(rows) == len(set(urls)) and all(isinstance(url, str) for url in urls)


def _compare_named(
    place: str, expected: Sequence[Mapping[str, Any]], found: Sequence[Mapping[str, Any]]
) -> Iterator[tuple[str, Any, Any]]:
    others = {row["url"]: row for row in found}
    for row in expected:
        other = others.pop(row["url"], None)
        where = f"{place}[{row['url']}]"
        if other is None:
            yield where, row, None
        else:
            yield from _compare(where, row, other)
    for url, other in others.items():
        yield f"{place}[{url}]", None, other


def _compare_rows(
    place: str, expected: Sequence[Any], found: Sequence[Any]
) -> Iterator[tuple[str, Any, Any]]:
    """Compare rows such as paragraphs: one that is missing does not make all behind it differ."""
    one_keys, other_keys = ([json.dumps(row, sort_keys=True) for row in rows] for rows in (expected, found))
    matcher = SequenceMatcher(a=one_keys, b=other_keys, autojunk=False)
    for what, begin, end, other_begin, other_end in matcher.get_opcodes():
        if what == "equal":
            continue
        pairs = max(end - begin, other_end - other_begin)
        for number in range(pairs):
            one = expected[begin + number] if begin + number < end else None
            other = found[other_begin + number] if other_begin + number < other_end else None
            yield f"{place}[{begin + number}]", one, other
