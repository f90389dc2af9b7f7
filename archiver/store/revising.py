"""Brings a known entry up to date: a revision, a filled field, a last sight of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from archiver.reasons import Reason
from archiver.records import Article, Judgement, Known, Sighting, Verdict
from archiver.store.inserting import insert_all, insert_or_skip
from archiver.store.known import in_parts
from archiver.store.rows import content_columns, moment_columns, name_rows
from archiver.store.schema import addresses, appearances, articles, authors, failures, revisions

_DATE_COLUMNS = (*moment_columns(None), "published_on", "raw_published")
_FILLS = {"title": ("title",), "published_at": _DATE_COLUMNS, "authors": ("byline",)}
_COPIED = ("text_digest", "title", *moment_columns(None), "byline", "paragraphs", "html")


def apply_verdict(connection: Connection, verdict: Verdict, twin: Known | None) -> None:
    """Write what a verdict says of a known entry; ``twin`` holds the same text elsewhere."""
    article, entry_id = verdict.article, verdict.entry_id or 0
    values: dict[str, Any] = {"last_seen_at": article.fetched_at}
    if verdict.judgement is Judgement.REVISED:
        values |= _revise(connection, article, entry_id)
        values["merge_key"] = None if twin and twin.entry_id != entry_id else article.merge_key
    else:
        content = content_columns(article)
        values |= {column: content[column] for name in verdict.filled for column in _FILLS[name]}
    if "authors" in (*verdict.filled, *verdict.changed):
        connection.execute(delete(authors).where(authors.c.article_id == entry_id))
        insert_all(connection, authors, name_rows(article.authors, entry_id))
    _update_article(connection, entry_id, values)
    read_now = update(appearances).where(appearances.c.identity == article.target.identity)
    connection.execute(read_now.values(text_digest=article.text_digest))


def note_sightings(connection: Connection, seen: Sequence[tuple[Known, Sighting]]) -> None:
    """Note where known articles were listed again, and fill what the archive lacks of them."""
    rows = [
        {"article_id": known.entry_id, "url": address.url, "identity": address.identity}
        for known, sighting in seen
        for address in sighting.addresses
    ]
    if rows:
        connection.execute(insert_or_skip(connection, addresses), rows)
    for known, sighting in seen:
        if (sighting.title and not known.title) or (sighting.published and not known.published):
            _fill_from_list(connection, known, sighting)
    _see(connection, {known.entry_id: sighting.seen_at for known, sighting in seen})


def _see(connection: Connection, seen_at: Mapping[int, datetime]) -> None:
    for part in in_parts(seen_at):
        at = max(seen_at[entry_id] for entry_id in part)
        stale = update(articles).where(articles.c.id.in_(part), articles.c.last_seen_at < at)
        connection.execute(stale.values(last_seen_at=at))


def _update_article(connection: Connection, entry_id: int, values: dict[str, Any]) -> None:
    statement = update(articles).where(articles.c.id == entry_id)
    try:
        with connection.begin_nested():
            connection.execute(statement.values(**values))
    except IntegrityError:
        # Another process just stored this text as an article of its own: both stay.
        connection.execute(statement.values(**values | {"merge_key": None}))


def _revise(connection: Connection, article: Article, entry_id: int) -> dict[str, Any]:
    """Keep the state that is replaced; gives the columns of the new one.

    What a page does not say any more keeps its old value, except the text and its pictures.
    """
    before = connection.execute(select(articles).where(articles.c.id == entry_id)).mappings().one()
    names = select(authors.c.name).where(authors.c.article_id == entry_id).order_by(authors.c.position)
    earlier = select(revisions.c.replaced_at).where(revisions.c.article_id == entry_id)
    last = connection.scalars(earlier.order_by(revisions.c.number.desc()).limit(1)).first()
    connection.execute(
        insert(revisions).values(
            article_id=entry_id,
            number=before["revision"],
            authors=list(connection.scalars(names)),
            seen_at=last or before["first_seen_at"],
            replaced_at=article.fetched_at,
            **{column: before[column] for column in _COPIED},
        )
    )
    now = content_columns(article)
    if article.published is None:
        now = {column: value for column, value in now.items() if column not in _DATE_COLUMNS}
    said = {column: value for column, value in now.items() if value is not None}
    return {**said, "revision": before["revision"] + 1}


def _fill_from_list(connection: Connection, known: Known, sighting: Sighting) -> None:
    values: dict[str, Any] = {}
    mended: list[Reason] = []
    if sighting.title and not known.title:
        values["title"] = sighting.title
        mended.append(Reason.NO_TITLE)
    printed_on: dict[str, Any] = {}
    if sighting.published and not known.published:
        values |= moment_columns(sighting.published)
        printed_on["published_on"] = sighting.published.at.date()
        mended += [Reason.NO_DATE, Reason.BAD_DATE]
    this_article = update(articles).where(articles.c.id == known.entry_id)
    connection.execute(this_article.values(**values, **printed_on))
    connection.execute(update(appearances).where(appearances.c.identity == known.identity).values(**values))
    is_mended = failures.c.identity == known.identity, failures.c.reason.in_(mended)
    connection.execute(delete(failures).where(*is_mended))
