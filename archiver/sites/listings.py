"""Lists: the JSON endpoints that name new articles with title, time and newspaper."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from archiver.errors import AddressError, ReadError, SourceError
from archiver.normalise.urls import check_url
from archiver.reasons import Reason
from archiver.records import Capture, Failure, Listing, Stage, Target
from archiver.sites.answers import read_json, search, text_at
from archiver.sites.directory import Directory
from archiver.sources import Source, Sources

_DIGEST_TITLE = re.compile(r"\s*【([^【】]{4,120})】")


@dataclass(frozen=True, slots=True)
class ListPage:
    """What one list said: targets in list order without repeats, and the records that were broken."""

    targets: tuple[Target, ...]
    failures: tuple[Failure, ...]
    listed_count: int


def read_list(capture: Capture, *, name: str, source: Source, directory: Directory) -> ListPage:
    """Read a list's answer.

    Raises:
        ReadError: it is no JSON, or holds no list at the source's place.
    """
    records = search(read_json(capture), source.records)
    if not isinstance(records, list):
        raise ReadError(Reason.NOT_A_LIST, f"the answer holds no list at {source.records!r}")
    targets: dict[str, Target] = {}
    failures: dict[str, Failure] = {}
    for record in records:
        try:
            target = _read_record(record, name, source, directory)
        except ReadError as error:
            failure = _broken(record, error, name, capture)
            failures[failure.key] = failure
        else:
            # A list may repeat an article; the fuller record of it is the one to keep.
            if target.identity not in targets or not targets[target.identity].listing.raw_title:
                targets[target.identity] = target
    return ListPage(tuple(targets.values()), tuple(failures.values()), len(records))


def find_source(address: str, sources: Sources) -> tuple[str, Source]:
    """Find the source whose list stands at an address, on whatever host: same path, same kind of list.

    Raises:
        SourceError: no source has such a list, so nobody knows where its fields stand.
    """
    wanted = urlsplit(check_url(address))
    alike = [
        (len(_shared_parameters(wanted.query, urlsplit(source.list_url).query)), name, source)
        for name, source in sources.sources.items()
        if urlsplit(source.list_url).path == wanted.path
    ]
    if not alike:
        raise SourceError(f"{address!r}: no source has a list like this; add one to the sources file")
    _, name, source = max(alike, key=lambda one: (one[0], one[2].enabled))
    return name, source


def _shared_parameters(one: str, other: str) -> set[tuple[str, str]]:
    return set(parse_qsl(one)) & set(parse_qsl(other))


def _read_record(record: Any, name: str, source: Source, directory: Directory) -> Target:
    if not isinstance(record, dict):
        raise ReadError(Reason.NO_CODE, "a record of the list is no object")
    code = text_at(record, source.code).strip()
    share = directory.share(source.site)
    address = _address(text_at(record, source.address))
    if share.is_code(code):
        base = share.target(code)
        alternatives = (address,) if address and directory.page_target(address).code is None else ()
    elif address:
        base, alternatives = directory.page_target(address), ()
    else:
        raise ReadError(
            Reason.NO_CODE, f"a record of the list has neither a usable code ({code!r}) nor an address"
        )
    digest = _DIGEST_TITLE.match(text_at(record, source.digest))
    return replace(
        base,
        source=name,
        alternatives=alternatives,
        listing=Listing(
            raw_title=text_at(record, source.title).strip() or (digest.group(1) if digest else ""),
            raw_time=text_at(record, source.time).strip(),
            raw_publisher=text_at(record, source.publisher).strip(),
            time_zone=share.table.time_zone,
        ),
        category=share.table.category if source.category is None else source.category,
        tags=tuple(share.table.tags if source.tags is None else source.tags),
        slugs=share.table.slugs,
    )


def _address(raw: str) -> str:
    try:
        return check_url(raw) if raw.strip() else ""
    except AddressError:
        return ""


def _broken(record: Any, error: ReadError, name: str, capture: Capture) -> Failure:
    shown = json.dumps(record, ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(shown.encode("utf-8", "replace")).hexdigest()[:16]
    return Failure(
        stage=Stage.FIND,
        reason=error.reason,
        key=f"find:{name}:{digest}",
        url=capture.url,
        message=f"{error}: {shown[:300]}",
        at=capture.fetched_at,
        source=name,
    )
