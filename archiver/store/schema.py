"""The tables of the archive, the same on SQLite and PostgreSQL.

    articles ─┬─< authors        names in order
              ├─< tags
              ├─< appearances    one for every identity: an address, a newspaper, a title, a time
              ├─< addresses      every address ever met, and the identity it stands for
              └─< revisions      earlier states
    failures                     what went wrong, one row a key
    ledger                       every address ever met: its state, its last answer, its next try
    runs                         what each run of each source did
    source_states                where a source's back-fill stands, and when it is due
    requests                     when each host was asked what
    robots_files                 what hosts allow, for a day


``articles.identity``, ``articles.merge_key``, ``appearances.identity`` and ``addresses.url`` are
unique: that, not a look-up, keeps two processes from storing an article twice.
"""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    SmallInteger,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

from archiver.runs import RunRecord

_NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=_NAMES)

RUN_COUNTS = tuple(
    field.name
    for field in fields(RunRecord)
    if field.name.endswith("_count") and field.name != "byte_count"  # too large for the others' type
)

_Key = BigInteger().with_variant(Integer(), "sqlite")


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC; SQLite has no zones, so it holds the UTC clock time."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware datetime into UTC."""
        if value is None:
            return None
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give an aware UTC datetime."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _moment_columns(name: str = "published") -> list[Column[Any]]:
    return [
        Column(f"{name}_at", UtcDateTime),
        Column(f"{name}_offset_minutes", SmallInteger),
        Column(f"{name}_precision", String(8)),
    ]


def _article_key(**options: Any) -> Column[Any]:
    return Column(
        "article_id", _Key, ForeignKey("articles.id", ondelete="CASCADE"), nullable=False, **options
    )


articles = Table(
    "articles",
    metadata,
    Column("id", _Key, primary_key=True),
    Column("identity", Text, nullable=False),
    Column("merge_key", String(64)),
    Column("text_digest", String(64), nullable=False),
    Column("site", Text, nullable=False, index=True),
    Column("source", Text, index=True),
    Column("code", Text, index=True),
    Column("url", Text, nullable=False),
    Column("title", Text),
    *_moment_columns(),
    Column("published_on", Date),
    Column("raw_published", Text, nullable=False),
    *_moment_columns("modified"),
    Column("description", Text),
    Column("byline", Text),
    Column("publisher", Text, index=True),
    Column("editor", Text),
    Column("language", String(8)),
    Column("category", Text, index=True),
    Column("section", Text),
    Column("keywords", JSON(none_as_null=True)),
    Column("paragraphs", JSON, nullable=False),
    Column("html", Text, nullable=False),
    Column("image", Text),
    Column("images", JSON, nullable=False),
    Column("mentions", JSON, nullable=False),
    Column("origin", JSON, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("gone_at", UtcDateTime),
    Column("first_seen_at", UtcDateTime, nullable=False),
    Column("last_seen_at", UtcDateTime, nullable=False),
    UniqueConstraint("identity"),
    UniqueConstraint("merge_key"),
    Index("ix_articles_published_at", "published_at"),
    Index("ix_articles_published_on", "published_on"),
)

authors = Table(
    "authors",
    metadata,
    _article_key(),
    Column("position", SmallInteger, nullable=False),
    Column("name", Text, nullable=False, index=True),
    PrimaryKeyConstraint("article_id", "position"),
)

tags = Table(
    "tags",
    metadata,
    _article_key(),
    Column("position", SmallInteger, nullable=False),
    Column("name", Text, nullable=False, index=True),
    PrimaryKeyConstraint("article_id", "position"),
)

appearances = Table(
    "appearances",
    metadata,
    Column("id", _Key, primary_key=True),
    _article_key(index=True),
    Column("identity", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("publisher", Text),
    Column("title", Text),
    *_moment_columns(),
    Column("text_digest", String(64), nullable=False),
    UniqueConstraint("identity"),
)

addresses = Table(
    "addresses",
    metadata,
    Column("id", _Key, primary_key=True),
    _article_key(index=True),
    Column("url", Text, nullable=False),
    Column("identity", Text, nullable=False, index=True),
    UniqueConstraint("url"),
)

revisions = Table(
    "revisions",
    metadata,
    _article_key(),
    Column("number", Integer, nullable=False),
    Column("text_digest", String(64), nullable=False),
    Column("title", Text),
    *_moment_columns(),
    Column("byline", Text),
    Column("authors", JSON, nullable=False),
    Column("paragraphs", JSON, nullable=False),
    Column("html", Text, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
    Column("replaced_at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("article_id", "number"),
)

failures = Table(
    "failures",
    metadata,
    Column("id", _Key, primary_key=True),
    Column("key", Text, nullable=False),
    Column("identity", Text, index=True),
    Column("stage", String(16), nullable=False),
    Column("reason", String(32), nullable=False, index=True),
    Column("url", Text, nullable=False),
    Column("source", Text),
    Column("message", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("first_at", UtcDateTime, nullable=False),
    Column("last_at", UtcDateTime, nullable=False),
    Column("next_try_at", UtcDateTime),
    UniqueConstraint("key"),
)

ledger = Table(
    "ledger",
    metadata,
    Column("id", _Key, primary_key=True),
    Column("identity", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("host", Text, nullable=False, index=True),
    Column("source", Text),
    Column("state", String(16), nullable=False),
    Column("reason", String(32)),
    Column("message", Text, nullable=False),
    Column("status", SmallInteger),
    Column("tries", Integer, nullable=False),
    Column("checks", Integer, nullable=False),
    Column("met_at", UtcDateTime, nullable=False),
    Column("asked_at", UtcDateTime),
    Column("next_try_at", UtcDateTime),
    Column("etag", Text, nullable=False),
    Column("last_modified", Text, nullable=False),
    Column("target", JSON(none_as_null=True)),
    UniqueConstraint("identity"),
    Index("ix_ledger_state", "state", "source"),
    Index("ix_ledger_next_try_at", "next_try_at"),
)

runs = Table(
    "runs",
    metadata,
    Column("id", _Key, primary_key=True),
    Column("source", Text, nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    Column("outcome", String(16), nullable=False),
    *(Column(name, Integer, nullable=False) for name in RUN_COUNTS),
    Column("byte_count", BigInteger, nullable=False),
    Column("median_length", Integer),
    Column("median_lag_seconds", Float),
    Column("failed", JSON, nullable=False),
    Column("lacking", JSON, nullable=False),
    Column("alarms", JSON, nullable=False),
    Index("ix_runs_source", "source", "started_at"),
)

source_states = Table(
    "source_states",
    metadata,
    Column("source", Text, primary_key=True),
    Column("position", Text),
    Column("due_at", UtcDateTime),
    Column("due_rule", Text),
    Column("table_digest", String(64)),
    Column("updated_at", UtcDateTime, nullable=False),
)

requests = Table(
    "requests",
    metadata,
    Column("id", _Key, primary_key=True),
    Column("host", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("url", Text, nullable=False),
    Column("status", SmallInteger),
    Column("byte_count", BigInteger, nullable=False),
    Index("ix_requests_host", "host", "at"),
    Index("ix_requests_at", "at"),
)

robots_files = Table(
    "robots_files",
    metadata,
    Column("url", Text, primary_key=True),
    Column("text", Text, nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
)
