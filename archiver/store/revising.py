"""Brings a known entry up to date: a revision, a filled field, a last sight of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Text, bindparam, case, delete, func, insert, select, update

from archiver.records import Article, Judgement, Known, Verdict
from archiver.store.inserting import insert_all
from archiver.store.lacking import forget_lacks
from archiver.store.rows import about_columns, appearance_row, content_columns, moment_columns, name_rows
from archiver.store.schema import UtcDateTime, appearances, articles, authors, revisions

_TEXT_COLUMNS = ("text_digest", "paragraphs", "html", "images", "mentions", "language")
_DATE_COLUMNS = (*moment_columns(None), "published_on", "raw_published")
_COLUMNS = {
    "text": _TEXT_COLUMNS,
    "title": ("title",),
    "published_at": _DATE_COLUMNS,
    "authors": ("byline", "editor"),
}
_KEPT = ("text_digest", "title", *moment_columns(None), "byline", "paragraphs", "html")
_ABOUT = (*moment_columns(None, "modified"), "description", "image", "section", "keywords")
_PRINTED = ("publisher", "title", *moment_columns(None), "text_digest")

_AT = bindparam("at", type_=UtcDateTime)


def _said(name: str) -> ColumnElement[Any]:
    """Take what a page says now; of another newspaper's page only what its first one never said."""
    column = articles.c[name]
    now = bindparam(f"its_{name}", type_=column.type)
    is_first = articles.c.identity == bindparam("its_identity", type_=Text)
    return case((is_first, func.coalesce(now, column)), else_=func.coalesce(column, now))


_SEE = (
    update(articles)
    .where(articles.c.id == bindparam("entry"))
    .values(
        last_seen_at=case((articles.c.last_seen_at < _AT, _AT), else_=articles.c.last_seen_at),
        code=func.coalesce(articles.c.code, bindparam("its_code", type_=Text)),
        **{name: _said(name) for name in _ABOUT},
    )
)
_SEE_PLACE = (
    update(appearances)
    .where(appearances.c.identity == bindparam("its_identity"))
    .values(
        {
            name: func.coalesce(bindparam(f"its_{name}", type_=appearances.c[name].type), appearances.c[name])
            for name in _PRINTED
        }
    )
)


def apply_verdict(connection: Connection, verdict: Verdict, twin: Known | None) -> None:
    """Write what a verdict says of a known entry; ``twin`` holds the same text elsewhere.

    Only what changed or was empty is written: what a page does not say any more keeps its old
    value, and what another newspaper prints differently stays with its appearance.
    """
    article, entry_id = verdict.article, verdict.entry_id or 0
    news = (*verdict.changed, *verdict.filled)
    values = _new_columns(article, news)
    if "text" in news:
        values["merge_key"] = None if twin and twin.entry_id != entry_id else article.merge_key
    if verdict.judgement is Judgement.REVISED:
        _keep_state(connection, entry_id, article.fetched_at)
        values["revision"] = articles.c.revision + 1
    if values:
        connection.execute(update(articles).where(articles.c.id == entry_id).values(**values))
    if "authors" in news:
        connection.execute(delete(authors).where(authors.c.article_id == entry_id))
        insert_all(connection, authors, name_rows(article.authors, entry_id))
    forget_lacks(connection, entry_id, verdict.filled)


def note_seen(connection: Connection, seen: Sequence[tuple[int, Article]]) -> None:
    """Note when known entries were read, and what is printed now at the place where they were.

    An old page taken in again was not seen just now; a page without a code takes that of another.
    Date of change, description, picture, section and keywords are those that the entry's own page
    said last: they replace the former ones, which no revision keeps, and are never emptied.
    """
    if not seen:
        return
    connection.execute(_SEE, [_seen_now(entry_id, article) for entry_id, article in seen])
    rows = [appearance_row(article, entry_id) for entry_id, article in seen]
    places = [{f"its_{name}": row[name] for name in ("identity", *_PRINTED)} for row in rows]
    connection.execute(_SEE_PLACE, places)


def _seen_now(entry_id: int, article: Article) -> dict[str, Any]:
    its = about_columns(article) | {"identity": article.target.identity, "code": article.target.code}
    return {"entry": entry_id, "at": article.fetched_at, **{f"its_{name}": its[name] for name in its}}


def _new_columns(article: Article, news: Iterable[str]) -> dict[str, Any]:
    content = content_columns(article)
    columns = {column: content[column] for name in news for column in _COLUMNS[name]}
    return {column: value for column, value in columns.items() if value is not None}


def _keep_state(connection: Connection, entry_id: int, replaced_at: datetime) -> None:
    """Keep the state of an entry that is about to be replaced."""
    before = connection.execute(select(articles).where(articles.c.id == entry_id)).mappings().one()
    names = select(authors.c.name).where(authors.c.article_id == entry_id).order_by(authors.c.position)
    earlier = select(func.max(revisions.c.replaced_at)).where(revisions.c.article_id == entry_id)
    connection.execute(
        insert(revisions).values(
            article_id=entry_id,
            number=before["revision"],
            authors=list(connection.scalars(names)),
            seen_at=connection.scalars(earlier).one() or before["first_seen_at"],
            replaced_at=replaced_at,
            **{column: before[column] for column in _KEPT},
        )
    )
