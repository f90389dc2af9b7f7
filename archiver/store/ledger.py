"""The ledger: one line for every address ever met, written with what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, and_, func, or_, select, update

from archiver.ledger import FEW_TRIES, LISTS, UNMODIFIED, LedgerLine, State
from archiver.reasons import Reason
from archiver.records import Article, Checked, Failure, Gone, Target
from archiver.store.engine import reading, writing
from archiver.store.fitting import fit
from archiver.store.inserting import insert_or_replace, insert_or_skip
from archiver.store.known import in_parts
from archiver.store.ledger_rows import (
    Row,
    checked_row,
    failed_row,
    fetched_row,
    gone_row,
    new_row,
)
from archiver.store.schema import appearances, articles, ledger
from archiver.store.targets import read_target, target_record

_LINE = [ledger.c[field.name] for field in fields(LedgerLine)]
_NO_LIST = ledger.c.identity.not_like(f"{LISTS}%")


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFilters:
    """Which lines are asked for; ``None`` chooses all."""

    state: State | None = None
    reason: Reason | None = None
    host: str | None = None
    source: str | None = None
    given_up: bool = False
    limit: int | None = None


def expect_targets(engine: Engine, targets: Iterable[Target], at: datetime) -> None:
    """Write down what is about to be asked for; what is there already stays as it is.

    Raises:
        DatabaseError: nothing was written.
    """
    rows = [
        new_row(one.identity, one.url, one.source, at)
        | {"state": State.WAITING.value, "next_try_at": at, "target": target_record(one)}
        for one in map(fit, targets)
    ]
    if rows:
        with writing(engine) as connection:
            connection.execute(insert_or_skip(connection, ledger), rows)


def expect_list(engine: Engine, source: str, identity: str, url: str, at: datetime) -> None:
    """Write down a page of a list that is about to be asked for, whatever became of it before.

    Raises:
        DatabaseError: nothing was written.
    """
    row = new_row(identity, url, source, at) | {"state": State.WAITING.value}
    kept = [name for name in row if name not in ("identity", "state")]
    with writing(engine) as connection:
        _replace(connection, [row], keep=kept)


def find_left_lists(engine: Engine, source: str) -> list[str]:
    """Give the addresses of a source's lists that wait, or failed so far and may come the next time."""
    failed = ledger.c.state == State.FAILED.value, ledger.c.tries < FEW_TRIES
    left = or_(ledger.c.state == State.WAITING.value, and_(*failed))
    query = select(ledger.c.url).where(ledger.c.source == source, ~_NO_LIST, left).order_by(ledger.c.id)
    with reading(engine) as connection:
        return list(connection.scalars(query))


def find_lines(engine: Engine, identities: Iterable[str]) -> dict[str, LedgerLine]:
    """Give the lines of identities."""
    found: dict[str, LedgerLine] = {}
    with reading(engine) as connection:
        for part in in_parts(identities):
            rows = connection.execute(select(*_LINE).where(ledger.c.identity.in_(part))).mappings()
            found |= {row["identity"]: _read(row) for row in rows}
    return found


def find_due_targets(
    engine: Engine, source: str, now: datetime, *, at_once: bool, limit: int
) -> list[Target]:
    """Give what a source has due: what waits and what failed first, then articles to be asked for again.

    Args:
        at_once: take every article that was fetched, due or not.
    """
    had = ledger.c.state.in_([State.FETCHED.value, State.GONE.value])
    is_due = ledger.c.next_try_at <= now
    query = (
        select(ledger.c.target)
        .where(ledger.c.source == source, ledger.c.target.is_not(None), _NO_LIST)
        .where(or_(is_due, had) if at_once else is_due)
        .order_by(had, ledger.c.next_try_at, ledger.c.id)
    )
    with reading(engine) as connection:
        return [read_target(record) for record in connection.scalars(query.limit(limit))]


def list_lines(engine: Engine, filters: LineFilters) -> list[LedgerLine]:
    """Give lines, those asked last first."""
    query = _choose(select(*_LINE), filters).order_by(
        ledger.c.asked_at.is_(None), ledger.c.asked_at.desc(), ledger.c.id.desc()
    )
    with reading(engine) as connection:
        return [_read(row) for row in connection.execute(query.limit(filters.limit)).mappings()]


def count_lines(engine: Engine, filters: LineFilters) -> Counter[str]:
    """Count lines by state."""
    query = _choose(select(ledger.c.state, func.count()), filters).group_by(ledger.c.state)
    with reading(engine) as connection:
        return Counter(dict(connection.execute(query).all()))


def retry_lines(engine: Engine, filters: LineFilters, at: datetime) -> int:
    """Make lines due now, as if they had never failed; gives how many.

    Fetched ones and lists stay as they are.
    """
    with writing(engine) as connection:
        query = _choose(update(ledger).where(ledger.c.state != State.FETCHED.value, _NO_LIST), filters)
        return connection.execute(query.values(next_try_at=at, tries=0)).rowcount


def forget_validators(engine: Engine, source: str) -> None:
    """Let the lists of a source be read anew, whether they have changed or not."""
    its_lists = ledger.c.source == source, ledger.c.identity.startswith(LISTS, autoescape=True)
    with writing(engine) as connection:
        connection.execute(update(ledger).where(*its_lists).values(etag="", last_modified=""))


def note_fetched(connection: Connection, fetched: Sequence[Article]) -> None:
    """Write that articles came."""
    rows = {article.target.identity: article for article in fetched}
    planned = [fetched_row(article) for article in rows.values() if article.target.source]
    unplanned = [fetched_row(article) for article in rows.values() if not article.target.source]
    _replace(connection, planned, keep=("met_at", "source"))
    # What was asked for by hand keeps the plan that its source has for it.
    _replace(connection, unplanned, keep=("met_at", "source", "next_try_at"))
    for part in in_parts(article.target.identity for article in rows.values() if article.answer):
        its_own = select(appearances.c.article_id).where(appearances.c.identity.in_(part))
        here = articles.c.id.in_(its_own), articles.c.gone_at.is_not(None)
        connection.execute(update(articles).where(*here).values(gone_at=None))


def note_failed(connection: Connection, failed: Iterable[Failure]) -> None:
    """Write that articles did not come; one that failed before counts one more try and waits longer."""
    latest = {one.identity: one for one in failed if one.identity}
    tries: dict[str, int] = {}
    for part in in_parts(latest):
        query = select(ledger.c.identity, ledger.c.tries).where(ledger.c.identity.in_(part))
        tries |= dict(connection.execute(query).all())
    rows = [failed_row(one, tries.get(identity, 0) + 1) for identity, one in latest.items()]
    _replace(connection, rows, keep=("met_at", "source", "target", "checks", "etag", "last_modified"))


def note_checked(connection: Connection, checked: Iterable[Checked]) -> None:
    """Write that nothing has changed, or that a list came."""
    lines = list(checked)
    same = [checked_row(one) for one in lines if one.answer.status == UNMODIFIED]
    fresh = [checked_row(one) for one in lines if one.answer.status != UNMODIFIED]
    # An answer that says only "as before" need not name its state again.
    _replace(connection, same, keep=("met_at", "source", "target", "etag", "last_modified"))
    _replace(connection, fresh, keep=("met_at", "source", "target"))


def note_gone(connection: Connection, gone: Sequence[Gone]) -> None:
    """Write that known articles are not there any more, with the time when that was seen first."""
    rows = [gone_row(one) for one in gone]
    _replace(connection, rows, keep=("met_at", "source", "target", "etag", "last_modified"))
    for one in gone:
        its_own = select(appearances.c.article_id).where(appearances.c.identity == one.target.identity)
        here = articles.c.id.in_(its_own), articles.c.gone_at.is_(None)
        connection.execute(update(articles).where(*here).values(gone_at=one.at))


def _choose(query: Any, filters: LineFilters) -> Any:
    for name in ("state", "reason", "host", "source"):
        if (wanted := getattr(filters, name)) is not None:
            query = query.where(ledger.c[name] == getattr(wanted, "value", wanted))
    if filters.given_up:
        query = query.where(ledger.c.next_try_at.is_(None), ledger.c.tries > 0)
    return query


def _read(row: Mapping[Any, Any]) -> LedgerLine:
    values = dict(row)
    reason = values["reason"]
    return LedgerLine(
        **values | {"state": State(values["state"]), "reason": None if reason is None else Reason(reason)}
    )


def _replace(connection: Connection, rows: Sequence[Row], *, keep: Sequence[str]) -> None:
    """Write lines over those of the same identity; columns to keep are only filled where they are null."""
    if rows:
        connection.execute(insert_or_replace(connection, ledger, "identity", keep=keep), rows)
