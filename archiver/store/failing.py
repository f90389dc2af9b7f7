"""Failures as rows: one a key, with its tries and when to try again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, delete, func, select, update

from archiver.records import Failure, Stage
from archiver.store.engine import reading
from archiver.store.inserting import insert_or_skip
from archiver.store.known import in_parts
from archiver.store.ledger_rows import next_try_at
from archiver.store.rows import failure_row
from archiver.store.schema import failures


def write_failures(connection: Connection, met: Sequence[Failure]) -> None:
    """Add failures; one met before counts one more try and waits four times as long."""
    latest = {failure.key: failure for failure in met}
    tries: dict[str, int] = {}
    for part in in_parts(latest):
        rows = connection.execute(select(failures.c.key, failures.c.tries).where(failures.c.key.in_(part)))
        tries |= dict(rows.all())
    new = [_row(failure, 1) for key, failure in latest.items() if key not in tries]
    if new:
        connection.execute(insert_or_skip(connection, failures), new)
    for key, count in tries.items():
        row = _row(latest[key], count + 1)
        changes = {name: value for name, value in row.items() if name not in ("key", "first_at")}
        connection.execute(update(failures).where(failures.c.key == key).values(**changes))


def forget_failures(connection: Connection, identities: Iterable[str], *, but: Collection[str] = ()) -> None:
    """Take out the failures of articles that are in the archive now, but for some keys."""
    for part in in_parts(identities):
        its = failures.c.identity.in_(part)
        connection.execute(delete(failures).where(its, failures.c.key.not_in(list(but))))


def mend_failures(connection: Connection, keys: Iterable[str]) -> None:
    """Take out the failures with these keys."""
    for part in in_parts(keys):
        connection.execute(delete(failures).where(failures.c.key.in_(part)))


def list_failures(engine: Engine, limit: int | None = None) -> list[dict[str, Any]]:
    """Give the failures, latest first, as rows by column name."""
    query = select(failures).order_by(failures.c.last_at.desc(), failures.c.id.desc()).limit(limit)
    with reading(engine) as connection:
        return [dict(row) for row in connection.execute(query).mappings()]


def find_failure(engine: Engine, identity: str) -> dict[str, Any] | None:
    """Find the latest failure of an article, as a row by column name."""
    query = (
        select(failures).where(failures.c.identity == identity).order_by(failures.c.last_at.desc()).limit(1)
    )
    with reading(engine) as connection:
        row = connection.execute(query).mappings().first()
        return dict(row) if row else None


def count_failures(engine: Engine) -> Counter[str]:
    """Count the failures by reason."""
    query = select(failures.c.reason, func.count()).group_by(failures.c.reason)
    with reading(engine) as connection:
        return Counter(dict(connection.execute(query).all()))


def _row(failure: Failure, tries: int) -> dict[str, Any]:
    row = failure_row(failure) | {"tries": tries}
    if failure.identity and failure.stage is not Stage.FIND:
        row["next_try_at"] = next_try_at(failure, tries)
    return row
