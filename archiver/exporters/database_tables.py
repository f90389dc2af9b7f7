"""The tables of a database export: flat, joined by ``article_id``, positions counted from 1."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Integer, MetaData, String, Table, Text
from sqlalchemy.schema import SchemaItem

metadata = MetaData()

articles = Table(
    "articles",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("identity", String, nullable=False, unique=True),
    Column("archive_id", Integer, nullable=False),
    Column("url", Text),
    Column("code", Text),
    Column("site", Text, nullable=False),
    Column("source", Text),
    Column("title", Text),
    Column("published_at", Text),
    Column("published_on", Date, index=True),
    Column("published_precision", Text),
    Column("modified_at", Text),
    Column("modified_precision", Text),
    Column("description", Text),
    Column("authors", Text, nullable=False),
    Column("byline", Text),
    Column("publisher", Text),
    Column("editor", Text),
    Column("language", Text),
    Column("category", Text),
    Column("tags", Text, nullable=False),
    Column("section", Text),
    Column("keywords", Text),
    Column("image", Text),
    Column("text", Text, nullable=False),
    Column("html", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("first_seen_at", Text, nullable=False),
    Column("last_seen_at", Text, nullable=False),
    Column("gone_at", Text),
)

ADDED_COLUMNS = frozenset(
    {"modified_at", "modified_precision", "description", "section", "keywords", "image"}
)
"""Columns of ``articles`` that exports made before do not have; an export adds them."""


def _part(name: str, position: str, *columns: SchemaItem) -> Table:
    """Define a table of an article's parts, in order."""
    return Table(
        name,
        metadata,
        Column("article_id", Integer, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
        Column(position, Integer, primary_key=True, autoincrement=False),
        *columns,
    )


paragraphs = _part("paragraphs", "position", Column("text", Text, nullable=False))
authors = _part("authors", "position", Column("name", Text, nullable=False))
addresses = _part("addresses", "position", Column("url", Text, nullable=False))
revisions = _part(
    "revisions",
    "number",
    Column("title", Text),
    Column("published_at", Text),
    Column("authors", Text, nullable=False),
    Column("byline", Text),
    Column("text", Text, nullable=False),
    Column("html", Text, nullable=False),
    Column("seen_at", Text, nullable=False),
    Column("replaced_at", Text, nullable=False),
)
