"""Addresses made of numbers, days or codes, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from itertools import count, takewhile
from zoneinfo import ZoneInfo

from archiver.errors import AddressError, SourceError
from archiver.normalise.urls import check_url
from archiver.records import NOTHING_LISTED, Target
from archiver.sites.directory import Directory
from archiver.sites.list_pages import file_target
from archiver.sources.kinds import IdsSource, read_range
from archiver.sources.placeholders import Template, Value

_BETWEEN = "/"

Axis = tuple[str, Callable[[str, bool], Iterator[Value]]]
"""A place, and what gives its values: from one (``""`` for the first) on, which is among them or not."""


def enumerate_targets(
    source: IdsSource, *, name: str, directory: Directory, start_after: str | None, now: datetime
) -> Iterator[Target]:
    """Yield the targets of a range, for ever where it has no end.

    The ``position`` of each is what its address was made of: ``1207``, ``2024-05-01``, a code, or several
    with a stroke between: ``2024-05-01/7``. Numbers run within a day, days within a code.

    Args:
        start_after: the position to go on after; only its first parts skip all that begins with them.
        now: aware; without an end the days end with its day.

    Raises:
        SourceError: ``start_after`` is no position of this source, or what is made is no address.
    """
    today = now.astimezone(ZoneInfo(source.time_zone or "UTC")).date()
    after = start_after.split(_BETWEEN) if start_after else []
    try:
        for position, values in _walk(_axes(source, today), after):
            for target in _targets(source, values, directory):
                yield replace(file_target(target, name, source, NOTHING_LISTED), position=position)
    except ValueError as error:
        raise SourceError(f"{start_after!r} is no place to go on from in {name}: {error}") from None


def after_misses(position: str) -> str | None:
    """Give the position to go on after after too many misses in a row; ``None`` for the end."""
    outer, _, _ = position.rpartition(_BETWEEN)
    return outer or None


def _axes(source: IdsSource, today: date) -> list[Axis]:
    axes: list[Axis] = []
    if source.codes:
        axes.append(("code", partial(_codes, source.codes)))
    if source.from_on:
        axes.append(("date", partial(_days, source.from_on, min(source.to_on or today, today))))
    if span := read_range(source.numbers):
        axes.append(("number", partial(_numbers, *span)))
    return axes


def _walk(axes: Sequence[Axis], after: Sequence[str]) -> Iterator[tuple[str, dict[str, Value]]]:
    (name, values), *inner = axes
    for value in values(after[0] if after else "", len(after) > 1):
        text = str(value)
        if not inner:
            yield text, {name: value}
            continue
        rest = after[1:] if after and text == after[0] else []
        for position, others in _walk(inner, rest):
            yield f"{text}{_BETWEEN}{position}", {name: value, **others}


def _numbers(first: int, last: int | None, start: str, included: bool) -> Iterator[int]:
    begin = max(first, int(start) + (not included)) if start else first
    return takewhile(lambda number: last is None or number <= last, count(begin))


def _days(first: date, last: date, start: str, included: bool) -> Iterator[date]:
    begin = max(first, date.fromisoformat(start) + timedelta(days=not included)) if start else first
    return (begin + timedelta(days=number) for number in range((last - begin).days + 1))


def _codes(codes: Sequence[str], start: str, included: bool) -> Iterator[str]:
    begin = codes.index(start) + (not included) if start else 0
    return iter(codes[begin:])


def _targets(source: IdsSource, values: Mapping[str, Value], directory: Directory) -> Iterator[Target]:
    if not source.addresses:
        yield directory.share(source.site).target(str(values["code"]))
    for address in source.addresses:
        try:
            yield directory.page_target(check_url(Template(address).fill(values)))
        except AddressError as error:
            raise SourceError(f"{address!r} makes no address: {error}") from None
