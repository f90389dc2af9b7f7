"""The ledger of addresses, the runs of sources, where these stand, the requests made, robots.txt files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TIME = sa.DateTime(timezone=True)
_COUNTS = (
    "listed_count",
    "known_count",
    "waiting_count",
    "new_count",
    "revised_count",
    "duplicate_count",
    "unchanged_count",
    "gone_count",
    "missed_count",
    "unmodified_count",
    "request_count",
    "read_count",
    "titled_count",
    "dated_count",
    "signed_count",
)
_PART = 500


def upgrade() -> None:
    """Make the tables; articles and failures that are there get their lines in the ledger."""
    op.add_column("articles", sa.Column("gone_at", _TIME, nullable=True))
    ledger = op.create_table(
        "ledger",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=True),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("checks", sa.Integer(), nullable=False),
        sa.Column("met_at", _TIME, nullable=False),
        sa.Column("asked_at", _TIME, nullable=True),
        sa.Column("next_try_at", _TIME, nullable=True),
        sa.Column("etag", sa.Text(), nullable=False),
        sa.Column("last_modified", sa.Text(), nullable=False),
        sa.Column("target", sa.JSON(none_as_null=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger")),
        sa.UniqueConstraint("identity", name=op.f("uq_ledger_identity")),
    )
    op.create_index(op.f("ix_ledger_host"), "ledger", ["host"])
    op.create_index("ix_ledger_state", "ledger", ["state", "source"])
    op.create_index("ix_ledger_next_try_at", "ledger", ["next_try_at"])
    op.create_table(
        "runs",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("started_at", _TIME, nullable=False),
        sa.Column("ended_at", _TIME, nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in _COUNTS),
        sa.Column("byte_count", sa.BigInteger(), nullable=False),
        sa.Column("median_length", sa.Integer(), nullable=True),
        sa.Column("median_lag_seconds", sa.Float(), nullable=True),
        sa.Column("failed", sa.JSON(), nullable=False),
        sa.Column("lacking", sa.JSON(), nullable=False),
        sa.Column("alarms", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runs")),
    )
    op.create_index("ix_runs_source", "runs", ["source", "started_at"])
    op.create_table(
        "source_states",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("position", sa.Text(), nullable=True),
        sa.Column("due_at", _TIME, nullable=True),
        sa.Column("due_rule", sa.Text(), nullable=True),
        sa.Column("table_digest", sa.String(length=64), nullable=True),
        sa.Column("updated_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("source", name=op.f("pk_source_states")),
    )
    op.create_table(
        "requests",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=True),
        sa.Column("byte_count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requests")),
    )
    op.create_index("ix_requests_host", "requests", ["host", "at"])
    op.create_index("ix_requests_at", "requests", ["at"])
    op.create_table(
        "robots_files",
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asked_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("url", name=op.f("pk_robots_files")),
    )
    _fill(op.get_bind(), ledger)


def _fill(connection: sa.Connection, ledger: sa.Table) -> None:
    """Write a line for every appearance of an article, and for every article that failed."""
    taken: set[str] = set()
    for rows in _parts(connection, _APPEARED):
        _insert(connection, ledger, taken, [_line(row, "fetched", None) for row in rows])
    for rows in _parts(connection, _FAILED):
        _insert(connection, ledger, taken, [_line(row, _state_of(row), row["reason"]) for row in rows])


_APPEARED = """
    SELECT p.id, p.identity, p.url, a.source, a.first_seen_at AS met_at, a.last_seen_at AS asked_at,
           NULL AS next_try_at, 0 AS tries, '' AS message
    FROM appearances p JOIN articles a ON a.id = p.article_id
    WHERE p.id > :last ORDER BY p.id LIMIT :count
"""
_FAILED = """
    SELECT id, identity, url, source, first_at AS met_at, last_at AS asked_at, next_try_at, tries, message,
           reason
    FROM failures WHERE identity IS NOT NULL AND stage IN ('keep', 'read', 'clean') AND id > :last
    ORDER BY id LIMIT :count
"""
_COLUMNS = {"met_at": _TIME, "asked_at": _TIME, "next_try_at": _TIME}
_STATES = {"robots": "robots", "not-found": "gone", "not-html": "not-news", "no-article": "not-news"}


def _parts(connection: sa.Connection, query: str) -> Iterator[list[Any]]:
    last = 0
    typed = sa.text(query).columns(**_COLUMNS)
    while rows := list(connection.execute(typed, {"last": last, "count": _PART}).mappings()):
        yield rows
        last = rows[-1]["id"]


def _insert(
    connection: sa.Connection, ledger: sa.Table, taken: set[str], lines: list[dict[str, Any]]
) -> None:
    new = {line["identity"]: line for line in lines if line["identity"] not in taken}
    taken.update(new)
    if new:
        connection.execute(sa.insert(ledger), list(new.values()))


def _line(row: Any, state: str, reason: str | None) -> dict[str, Any]:
    return {
        **{name: row[name] for name in ("identity", "url", "source", "met_at", "asked_at", "tries")},
        "next_try_at": row["next_try_at"],
        "message": row["message"],
        "host": _host_of(row["url"]),
        "state": state,
        "reason": reason,
        "status": None,
        "checks": 0,
        "etag": "",
        "last_modified": "",
        "target": None,
    }


def _state_of(row: Any) -> str:
    return _STATES.get(row["reason"], "failed")


def _host_of(url: str) -> str:
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return ""


def downgrade() -> None:
    """What the tables hold has no other place."""
    raise NotImplementedError("an archive cannot go back to an earlier version; restore its backup")
