"""Gives as much of a source's history as its latest run can be told by, and no more: a poll every five
minutes makes a hundred thousand runs a year."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Select, func, select

from archiver.runs import Outcome, RunRecord
from archiver.store.engine import reading
from archiver.store.runs import read_run
from archiver.store.schema import runs

LAST_RUNS = 3
"""So many last runs are given in any case."""
MOST_RUNS = 1000
"""Runs that read articles, by which the next one is judged."""
NIGHT = timedelta(hours=6)
MONTH = timedelta(days=28)
_CAME = (Outcome.DONE.value, Outcome.PARTLY.value)
_ENDED = (*_CAME, Outcome.FAILED.value)
_NEWS = runs.c.new_count + runs.c.duplicate_count > 0
_TOLD = (runs.c.read_count > 0) | (runs.c.missed_count > 0)


def list_history(engine: Engine, run: RunRecord) -> list[RunRecord]:
    """Give the earlier runs that tell whether a run is as usual, oldest first.

    These are: the last three runs; if this one read or missed something, the last ones that did, and as many
    from before the alarms that stand; if it brought nothing new after hours without, the runs of a month that
    brought something, and the last one before each of them that brought nothing.
    """
    with reading(engine) as connection:
        earlier = (
            select(runs)
            .where(runs.c.source == run.source, runs.c.started_at < run.started_at)
            .where(runs.c.outcome.in_(_ENDED))
            .order_by(runs.c.started_at.desc())
        )
        found = _read(connection, earlier.limit(LAST_RUNS))
        if run.read_count or run.missed_count:
            found += _list_telling(connection, earlier, found[:1])
        if not run.new_count + run.duplicate_count:
            found += _list_silences(connection, earlier, run)
    return sorted({one.id: one for one in found}.values(), key=lambda one: one.started_at)


def _list_telling(connection: Connection, earlier: Select[Any], before: list[RunRecord]) -> list[RunRecord]:
    telling = earlier.where(_TOLD)
    found = _read(connection, telling.limit(MOST_RUNS))
    began = min((alarm.began_at for one in before for alarm in one.alarms), default=None)
    if began is not None:
        found += _read(connection, telling.where(runs.c.started_at < began).limit(MOST_RUNS))
    return found


def _list_silences(connection: Connection, earlier: Select[Any], run: RunRecord) -> list[RunRecord]:
    last = _read(connection, earlier.where(_NEWS).limit(1))
    if not last or run.started_at - last[0].started_at < NIGHT:
        return []
    since: datetime = last[0].started_at - MONTH
    came = (
        earlier.where(runs.c.started_at >= since, runs.c.outcome.in_(_CAME))
        .add_columns(_NEWS.label("has_news"))
        .order_by(None)
    )
    # In a first step which runs come next to which, in a second only those that begin or end a silence.
    inner = came.add_columns(
        func.lead(_NEWS).over(order_by=runs.c.started_at).label("news_follow")
    ).subquery()
    wanted = select(inner).where(inner.c.has_news | inner.c.news_follow).order_by(inner.c.started_at)
    rows = connection.execute(wanted).mappings()
    return [read_run({column.name: row[column.name] for column in runs.c}) for row in rows]


def _read(connection: Connection, query: Select[Any]) -> list[RunRecord]:
    return [read_run(row) for row in connection.execute(query).mappings()]


def list_busy_runs(engine: Engine, since: datetime) -> list[RunRecord]:
    """Give the runs of all sources since a time that read, brought or missed something, oldest first."""
    query = select(runs).where(runs.c.started_at >= since, _TOLD | _NEWS).order_by(runs.c.started_at)
    with reading(engine) as connection:
        return _read(connection, query)


def list_last_runs(engine: Engine, outcomes: Iterable[Outcome]) -> dict[str, RunRecord]:
    """Give the last run of each source that ended in one of some ways."""
    of_outcome = runs.c.outcome.in_([outcome.value for outcome in outcomes])
    last = (
        select(runs.c.source, func.max(runs.c.started_at).label("at"))
        .where(of_outcome)
        .group_by(runs.c.source)
        .subquery()
    )
    query = (
        select(runs)
        .join(last, (runs.c.source == last.c.source) & (runs.c.started_at == last.c.at))
        .where(of_outcome)
    )
    with reading(engine) as connection:
        return {run.source: run for run in _read(connection, query)}
