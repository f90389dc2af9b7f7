"""What the archive already holds: asked before a fetch, and again inside the transaction that writes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, select

from archiver.records import Article, Known, Sighting
from archiver.store.engine import reading
from archiver.store.fitting import fit_key
from archiver.store.rows import moment_columns, read_moment
from archiver.store.schema import addresses, appearances, articles, authors, revisions

LARGEST_ASK = 500
"""Values in one IN list; SQLite and PostgreSQL both take far more, but plan fewer better."""

_JUDGED_BY = (
    articles.c.id,
    articles.c.identity,
    articles.c.code,
    articles.c.title,
    *(articles.c[name] for name in moment_columns(None)),
    articles.c.text_digest,
)


def find_known_identities(engine: Engine, identities: Iterable[str]) -> dict[str, int]:
    """Give the entry id of every identity that is known."""
    found: dict[str, int] = {}
    with reading(engine) as connection:
        for part in in_parts(identities):
            for table in (addresses, appearances):
                query = select(table.c.identity, table.c.article_id).where(table.c.identity.in_(part))
                found |= dict(connection.execute(query).all())
    return found


def find_known_codes(engine: Engine, identities: Iterable[str]) -> dict[str, str | None]:
    """Give the code of the article behind every known identity, ``None`` for one without a code."""
    found: dict[str, str | None] = {}
    with reading(engine) as connection:
        for part in in_parts(identities):
            for table in (addresses, appearances):
                joined = select(table.c.identity, articles.c.code).join(
                    articles, articles.c.id == table.c.article_id
                )
                found |= dict(connection.execute(joined.where(table.c.identity.in_(part))).all())
    return found


def find_same(known: Mapping[str, Known], met: Article | Sighting) -> list[Known]:
    """Find which known articles one is: by its own identity first, then by any of its addresses.

    Two codes are two articles, even where a list gives both the same address.
    """
    found = [known[met.target.identity]] if met.target.identity in known else []
    for address in met.addresses:
        entry = known.get(address.identity)
        if entry is not None and (entry.code is None or met.target.code in (None, entry.code)):
            found.append(entry)
    return found


def load_by_identity(connection: Connection, identities: Iterable[str]) -> dict[str, Known]:
    """Load what is known under each identity: an appearance's own, or an address's."""
    found: dict[str, Known] = {}
    for part in in_parts(identities):
        by_appearance = (
            select(
                *_JUDGED_BY,
                appearances.c.identity.label("asked"),
                appearances.c.text_digest.label("seen_digest"),
            )
            .join(appearances, appearances.c.article_id == articles.c.id)
            .where(appearances.c.identity.in_(part))
        )
        by_address = (
            select(
                *_JUDGED_BY,
                addresses.c.identity.label("asked"),
                articles.c.text_digest.label("seen_digest"),
            )
            .join(addresses, addresses.c.article_id == articles.c.id)
            .outerjoin(appearances, appearances.c.identity == addresses.c.identity)
            .where(addresses.c.identity.in_(part), appearances.c.id.is_(None))
        )
        rows = [*connection.execute(by_address).mappings(), *connection.execute(by_appearance).mappings()]
        found |= dict(zip((row["asked"] for row in rows), _as_known(connection, rows), strict=True))
    return found


def load_by_merge_key(connection: Connection, merge_keys: Iterable[str]) -> dict[str, Known]:
    """Load what is known under each merge key."""
    found: dict[str, Known] = {}
    for part in in_parts(merge_keys):
        query = select(*_JUDGED_BY, articles.c.merge_key, articles.c.text_digest.label("seen_digest")).where(
            articles.c.merge_key.in_(part)
        )
        rows = list(connection.execute(query).mappings())
        found |= dict(zip((row["merge_key"] for row in rows), _as_known(connection, rows), strict=True))
    return found


def in_parts(values: Iterable[Any]) -> Iterator[list[Any]]:
    """Cut distinct values, texts as they are stored, into lists that one query takes."""
    distinct = list(dict.fromkeys(fit_key(one) if isinstance(one, str) else one for one in values))
    for start in range(0, len(distinct), LARGEST_ASK):
        yield distinct[start : start + LARGEST_ASK]


def _as_known(connection: Connection, rows: Sequence[Any]) -> list[Known]:
    ids = {row["id"] for row in rows}
    names: dict[int, list[str]] = defaultdict(list)
    digests: dict[int, set[str]] = defaultdict(set)
    if ids:
        query = select(authors).where(authors.c.article_id.in_(ids)).order_by(authors.c.position)
        for author in connection.execute(query):
            names[author.article_id].append(author.name)
        earlier = select(revisions.c.article_id, revisions.c.text_digest).where(
            revisions.c.article_id.in_(ids)
        )
        for article_id, digest in connection.execute(earlier):
            digests[article_id].add(digest)
    return [
        Known(
            entry_id=row["id"],
            identity=row["identity"],
            code=row["code"],
            title=row["title"],
            published=read_moment(row),
            authors=tuple(names[row["id"]]),
            text_digest=row["text_digest"],
            appearance_digest=row["seen_digest"],
            earlier_digests=frozenset(digests[row["id"]]),
        )
        for row in rows
    ]
