"""Known articles met again in lists: seen once more, and filled where a list knows more than the archive."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, or_, select, update

from archiver.records import Sighting
from archiver.store.inserting import insert_or_skip
from archiver.store.known import in_parts
from archiver.store.lacking import forget_lacks
from archiver.store.rows import address_rows, moment_columns
from archiver.store.schema import addresses, appearances, articles

_FILLABLE = ("title", "published_at", "publisher")

Seen = Sequence[tuple[int, Sighting]]
"""Entry ids and where they were listed."""


def note_sightings(connection: Connection, seen: Seen) -> None:
    """Note where known articles were listed again, and fill what the archive lacks of them."""
    rows = [row for entry_id, sighting in seen for row in address_rows(sighting.addresses, entry_id)]
    if rows:
        connection.execute(insert_or_skip(connection, addresses), rows)
    _name_codes(connection, seen)
    empty = _find_empty(connection, seen)
    for entry_id, sighting in seen:
        said = {name: value for name, value in _said(sighting).items() if name in empty.get(entry_id, ())}
        if said:
            _fill(connection, entry_id, sighting, said)
            empty[entry_id] -= said.keys()
    _see(connection, {entry_id: sighting.seen_at for entry_id, sighting in seen})


def _name_codes(connection: Connection, seen: Seen) -> None:
    """Give a page its code and source once a list names them."""
    for entry_id, sighting in seen:
        target = sighting.target
        if target.code:
            nameless = articles.c.id == entry_id, articles.c.code.is_(None)
            values = {"code": target.code, "source": func.coalesce(articles.c.source, target.source)}
            connection.execute(update(articles).where(*nameless).values(**values))


def _find_empty(connection: Connection, seen: Seen) -> dict[int, set[str]]:
    """Find which of the fields that a list can fill are empty; entries without such are left out."""
    found: dict[int, set[str]] = {}
    columns = [articles.c[name] for name in _FILLABLE]
    for part in in_parts(entry_id for entry_id, _ in seen):
        lacking = or_(*(column.is_(None) for column in columns))
        query = select(articles.c.id, *columns).where(articles.c.id.in_(part), lacking)
        for row in connection.execute(query).mappings():
            found[row["id"]] = {name for name in _FILLABLE if row[name] is None}
    return found


def _said(sighting: Sighting) -> dict[str, dict[str, Any]]:
    """Give the columns of every field that a list named."""
    said: dict[str, dict[str, Any]] = {}
    if sighting.title:
        said["title"] = {"title": sighting.title}
    if sighting.published:
        said["published_at"] = moment_columns(sighting.published)
    if sighting.publisher:
        said["publisher"] = {"publisher": sighting.publisher}
    return said


def _fill(connection: Connection, entry_id: int, sighting: Sighting, said: Mapping[str, Any]) -> None:
    values = {name: value for columns in said.values() for name, value in columns.items()}
    printed = sighting.published if "published_at" in said else None
    printed_on = {"published_on": printed.at.date()} if printed else {}
    connection.execute(update(articles).where(articles.c.id == entry_id).values(**values, **printed_on))
    for name, columns in said.items():
        here = appearances.c.identity == sighting.target.identity, appearances.c[name].is_(None)
        connection.execute(update(appearances).where(*here).values(**columns))
    forget_lacks(connection, entry_id, said)


def _see(connection: Connection, seen_at: Mapping[int, datetime]) -> None:
    for part in in_parts(seen_at):
        at = max(seen_at[entry_id] for entry_id in part)
        stale = update(articles).where(articles.c.id.in_(part), articles.c.last_seen_at < at)
        connection.execute(stale.values(last_seen_at=at))
