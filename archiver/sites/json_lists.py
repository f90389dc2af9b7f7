"""Lists: the JSON endpoints that name articles with code or address, title, time and newspaper."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from archiver.errors import ReadError
from archiver.reasons import Reason
from archiver.records import Failure, Listing, Target
from archiver.sites.answers import read_json, search, text_at
from archiver.sites.list_pages import ListPage, More, Reading, file_target, resolve_url
from archiver.sites.share import Share
from archiver.sources.kinds import ListSource
from archiver.sources.placeholders import Template, Value

_DIGEST_TITLE = re.compile(r"\s*【([^【】]{4,120})】")
_ONE_DAY = timedelta(days=1)


def read_json_list(reading: Reading, source: ListSource) -> ListPage:
    """Read a list's answer.

    Raises:
        ReadError: it is no JSON, or holds no list at the source's place.
    """
    answer = read_json(reading.capture)
    records = search(answer, source.records)
    if not isinstance(records, list):
        raise ReadError(Reason.NOT_A_LIST, f"the answer holds no list at {source.records!r}")
    targets: list[Target] = []
    failures: list[Failure] = []
    for record in records:
        try:
            targets.append(_read_record(record, reading, source))
        except ReadError as error:
            shown = json.dumps(record, ensure_ascii=False, sort_keys=True)
            failures.append(reading.fail(error, shown))
    more = _following_pages(answer, records, reading, source)
    return reading.page(targets, failures, listed_count=len(records), more=more)


def first_values(source: ListSource, today: date) -> dict[str, Value]:
    """Give what the places of a list's address are filled with first."""
    cursor = source.first_cursor
    begin = {"count": source.count, "page": source.first_page, "offset": 0}
    return {**begin, "cursor": cursor, "id": cursor, "date": today}


def _following_pages(answer: Any, records: list[Any], reading: Reading, source: ListSource) -> Iterator[More]:
    """Yield what to ask after this page; what it was filled with stands in its own address."""
    template, filled = _own_template(reading.capture.url, source)
    found = text_at(answer, source.next)
    if source.next and not template.names & {"cursor", "id"}:
        url = resolve_url(reading.capture.url, found)
        if url:
            yield More(url, is_next=True)
        return
    following = _next_values(filled, template.names, found, records, source) if filled is not None else None
    if following is not None:
        # A day without news says nothing of the days before it.
        is_part = not records and source.since is not None and "date" in template.names
        yield More(template.fill({**(filled or {}), **following}), is_next=not is_part)


def _own_template(url: str, source: ListSource) -> tuple[Template, Mapping[str, Value] | None]:
    """Find the address of the table that was asked, and what it was filled with."""
    for address in source.addresses:
        filled = Template(address).match(url)
        if filled is not None:
            return Template(address), filled
    return Template(source.addresses[0]), None


def _next_values(
    filled: Mapping[str, Value], names: frozenset[str], found: str, records: list[Any], source: ListSource
) -> dict[str, Value] | None:
    """Give what changes in the address of the following page; ``None`` where there is none."""
    if records and "cursor" in names:
        return {"cursor": found} if found and found != filled["cursor"] else None
    if records and "id" in names:
        last = found or text_at(records[-1], source.code or source.address)
        return {"id": last} if last and last != filled["id"] else None
    if records and "page" in names:
        return {"page": int(str(filled["page"])) + 1}
    if records and "offset" in names:
        return {"offset": int(str(filled["offset"])) + len(records)}
    day = filled.get("date")
    if not isinstance(day, date) or (source.since and day <= source.since):
        return None
    begin = first_values(source, day - _ONE_DAY)
    return {name: value for name, value in begin.items() if name in names}


def _read_record(record: Any, reading: Reading, source: ListSource) -> Target:
    if not isinstance(record, dict):
        raise ReadError(Reason.NO_CODE, "a record of the list is no object")
    share = reading.directory.share(source.site) if source.site else None
    listing = _read_listing(record, reading, source, share)
    code = text_at(record, source.code).strip()
    address = resolve_url(reading.capture.url, text_at(record, source.address))
    if share and share.is_code(code):
        base = share.target(code)
        is_plain = bool(address) and reading.directory.page_target(address).code is None
        base = replace(base, alternatives=(address,) if is_plain else ())
    elif address:
        base = reading.directory.page_target(address)
    else:
        raise ReadError(
            Reason.NO_CODE, f"a record of the list has neither a usable code ({code!r}) nor an address"
        )
    if share:
        table = share.table
        base = replace(base, category=table.category, tags=tuple(table.tags), slugs=table.slugs)
    return file_target(base, reading.name, source, listing)


def _read_listing(record: Any, reading: Reading, source: ListSource, share: Share | None) -> Listing:
    digest = _DIGEST_TITLE.match(text_at(record, source.digest))
    time_zone = source.time_zone or (share.table.time_zone if share else "UTC")
    raw_time = text_at(record, source.time).strip()
    return Listing(
        raw_title=text_at(record, source.title).strip() or (digest.group(1) if digest else ""),
        raw_time=raw_time,
        raw_publisher=text_at(record, source.publisher).strip(),
        time_zone=time_zone,
        listed_at=reading.find_moment(raw_time, time_zone),
    )
