"""Inserts in bulk, the same on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table, func, insert
from sqlalchemy.dialects import postgresql, sqlite


def insert_all(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows, if there are any."""
    if rows:
        connection.execute(insert(table), rows)


def insert_or_skip(connection: Connection, table: Table) -> postgresql.Insert | sqlite.Insert:
    """Give an insert that leaves rows which are already there as they are."""
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table).on_conflict_do_nothing()
    return sqlite.insert(table).on_conflict_do_nothing()


def insert_or_replace(
    connection: Connection, table: Table, unique: str, *, keep: Sequence[str]
) -> postgresql.Insert | sqlite.Insert:
    """Give an insert that writes over the row with the same ``unique`` column.

    Args:
        keep: columns that are only written where they are null.
    """
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = make(table)
    changes = {
        column.name: func.coalesce(column, statement.excluded[column.name])
        if column.name in keep
        else statement.excluded[column.name]
        for column in table.columns
        if column.name not in ("id", unique)
    }
    return statement.on_conflict_do_update(index_elements=[unique], set_=changes)
