"""Reads entries back: one by its names, many by filters, in batches so that none fills the memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Select, Table, exists, func, select

from archiver.entries import Entry, Filters, Revision
from archiver.store.engine import reading
from archiver.store.known import find_known_identities
from archiver.store.rows import read_entry, read_revision
from archiver.store.schema import addresses, appearances, articles, authors, revisions, tags

BATCH_COUNT = 200
LARGEST_ID = 2**63 - 1


def find_by_identity(engine: Engine, identity: str) -> Entry | None:
    """Find the entry that an address or code stands for."""
    entry_id = find_known_identities(engine, [identity]).get(identity)
    return None if entry_id is None else find_by_id(engine, entry_id)


def find_by_id(engine: Engine, entry_id: int) -> Entry | None:
    """Find the entry with the archive's number."""
    if not 0 < entry_id <= LARGEST_ID:
        return None
    with reading(engine) as connection:
        return next(iter(_load(connection, [entry_id])), None)


def find_by_code(engine: Engine, code: str) -> list[Entry]:
    """Find the entries with a site's code; several sites may use the same."""
    query = select(articles.c.id).where(articles.c.code == code).order_by(articles.c.id)
    with reading(engine) as connection:
        return list(_load(connection, connection.scalars(query).all()))


def list_entries(engine: Engine, filters: Filters) -> list[Entry]:
    """Give the newest published entries first, those without a date last."""
    chosen = _choose(select(articles.c.id), filters)
    query = chosen.order_by(
        articles.c.published_at.is_(None), articles.c.published_at.desc(), articles.c.id.desc()
    )
    with reading(engine) as connection:
        ids = connection.scalars(query.limit(filters.limit)).all()
        return [entry for part in _parts(ids) for entry in _load(connection, part)]


def stream_entries(engine: Engine, filters: Filters) -> Iterator[Entry]:
    """Yield entries in order of id; what is added meanwhile may or may not be among them."""
    last, left = 0, filters.limit
    while left is None or left > 0:
        size = BATCH_COUNT if left is None else min(left, BATCH_COUNT)
        query = _choose(select(articles.c.id), filters).where(articles.c.id > last)
        with reading(engine) as connection:
            ids = connection.scalars(query.order_by(articles.c.id).limit(size)).all()
            entries = list(_load(connection, ids))
        yield from entries
        if len(ids) < size:
            return
        last, left = ids[-1], None if left is None else left - size


def list_revisions(engine: Engine, entry_id: int) -> tuple[Revision, ...]:
    """Give the earlier states of an entry, oldest first."""
    query = select(revisions).where(revisions.c.article_id == entry_id).order_by(revisions.c.number)
    with reading(engine) as connection:
        return tuple(read_revision(row) for row in connection.execute(query).mappings())


def count_entries(engine: Engine, filters: Filters) -> int:
    """Count the entries that filters choose, without regard to their limit."""
    with reading(engine) as connection:
        return int(connection.scalars(_choose(select(func.count(articles.c.id)), filters)).one())


def count_by(engine: Engine, column: str) -> list[tuple[str | None, int]]:
    """Count articles by a column of theirs, most first."""
    chosen = articles.c[column]
    query = select(chosen, func.count()).group_by(chosen).order_by(func.count().desc(), chosen)
    with reading(engine) as connection:
        return [(value, count) for value, count in connection.execute(query)]


def count_rows(engine: Engine) -> dict[str, int]:
    """Count the rows of each table."""
    with reading(engine) as connection:
        return {
            name: connection.scalars(select(func.count()).select_from(table)).one()
            for name, table in articles.metadata.tables.items()
        }


def _choose(query: Select[Any], filters: Filters) -> Select[Any]:
    for column in ("source", "publisher", "category"):
        if (wanted := getattr(filters, column)) is not None:
            query = query.where(articles.c[column] == wanted)
    for table, name in ((authors, filters.author), (tags, filters.tag)):
        if name is not None:
            query = query.where(exists().where(table.c.article_id == articles.c.id, table.c.name == name))
    # A day is the day that the newspaper printed; a moment is compared wherever it was.
    if filters.since is not None:
        since = filters.since
        query = query.where(
            articles.c.published_at >= since
            if isinstance(since, datetime)
            else articles.c.published_on >= since
        )
    if filters.until is not None:
        until = filters.until
        query = query.where(
            articles.c.published_at <= until
            if isinstance(until, datetime)
            else articles.c.published_on <= until
        )
    return query


def _parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), BATCH_COUNT):
        yield ids[start : start + BATCH_COUNT]


def _load(connection: Connection, ids: Sequence[int]) -> Iterator[Entry]:
    """Load whole entries in the order of the ids."""
    if not ids:
        return
    rows = {
        row["id"]: row
        for row in connection.execute(select(articles).where(articles.c.id.in_(ids))).mappings()
    }
    names = _around(connection, authors, ids, authors.c.position)
    labels = _around(connection, tags, ids, tags.c.position)
    places = _around(connection, appearances, ids, appearances.c.id)
    urls = _around(connection, addresses, ids, addresses.c.id)
    for entry_id in ids:
        if entry_id not in rows:
            continue
        yield read_entry(
            rows[entry_id],
            authors=[row["name"] for row in names[entry_id]],
            tags=[row["name"] for row in labels[entry_id]],
            urls=[row["url"] for row in urls[entry_id]],
            appearances=places[entry_id],
        )


def _around(connection: Connection, table: Table, ids: Iterable[int], order: Any) -> dict[int, list[Any]]:
    """Load the rows of a table that belong to articles, by article."""
    found: dict[int, list[Any]] = defaultdict(list)
    query = select(table).where(table.c.article_id.in_(list(ids))).order_by(order)
    for row in connection.execute(query).mappings():
        found[row["article_id"]].append(row)
    return found
