"""The runs of sources, and where each source stands between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, insert, select, update

from archiver.runs import Alarm, AlarmKind, Outcome, RunRecord
from archiver.store.engine import reading, writing
from archiver.store.schema import runs, source_states


def start_run(engine: Engine, source: str, at: datetime) -> int:
    """Note that a run has begun; gives its number.

    An earlier run of the source that never said its end is over now.
    """
    with writing(engine) as connection:
        unended = runs.c.source == source, runs.c.outcome == Outcome.RUNNING.value
        connection.execute(update(runs).where(*unended).values(outcome=Outcome.CUT_OFF.value))
        row = _row(RunRecord(source=source, started_at=at))
        return int(connection.execute(insert(runs).values(**row).returning(runs.c.id)).scalar_one())


def end_run(engine: Engine, record: RunRecord) -> None:
    """Write what a run did, under its number."""
    with writing(engine) as connection:
        connection.execute(update(runs).where(runs.c.id == record.id).values(**_row(record)))


def list_runs(
    engine: Engine, source: str | None = None, *, since: datetime | None = None, limit: int | None = None
) -> list[RunRecord]:
    """Give the runs, latest first."""
    query = select(runs).order_by(runs.c.started_at.desc(), runs.c.id.desc()).limit(limit)
    if source is not None:
        query = query.where(runs.c.source == source)
    if since is not None:
        query = query.where(runs.c.started_at >= since)
    with reading(engine) as connection:
        return [read_run(row) for row in connection.execute(query).mappings()]


def list_finds(engine: Engine, source: str, since: datetime) -> list[tuple[datetime, int]]:
    """Give when the source's runs since a time began and how many new articles they found, oldest first.

    Runs that got no answer, or have not said their end, are left out: they tell nothing of the source.
    """
    query = select(runs.c.started_at, runs.c.new_count).where(
        runs.c.source == source,
        runs.c.started_at >= since,
        runs.c.outcome.in_([Outcome.DONE.value, Outcome.PARTLY.value]),
    )
    with reading(engine) as connection:
        return [(at, count) for at, count in connection.execute(query.order_by(runs.c.started_at))]


def find_state(engine: Engine, source: str) -> dict[str, Any]:
    """Give where a source stands by column name, ``position``, ``due_at`` and so on; empty if nowhere."""
    with reading(engine) as connection:
        row = connection.execute(select(source_states).where(source_states.c.source == source)).mappings()
        return dict(row.first() or {})


def keep_state(engine: Engine, source: str, at: datetime, **values: Any) -> None:
    """Keep where a source stands; columns that are not named stay as they are."""
    with writing(engine) as connection:
        here = source_states.c.source == source
        changed = connection.execute(update(source_states).where(here).values(updated_at=at, **values))
        if not changed.rowcount:
            connection.execute(insert(source_states).values(source=source, updated_at=at, **values))


def _row(record: RunRecord) -> dict[str, Any]:
    row = asdict(record)
    del row["id"]
    return row | {
        "outcome": record.outcome.value,
        "failed": dict(record.failed),
        "lacking": dict(record.lacking),
        "alarms": [_alarm_row(alarm) for alarm in record.alarms],
    }


def read_run(row: Mapping[Any, Any]) -> RunRecord:
    """Make a run of its row."""
    alarms = tuple(_read_alarm(row["source"], alarm) for alarm in row["alarms"])
    return RunRecord(**dict(row) | {"outcome": Outcome(row["outcome"]), "alarms": alarms})


def _alarm_row(alarm: Alarm) -> dict[str, str]:
    return {"kind": alarm.kind.value, "words": alarm.words, "began_at": alarm.began_at.isoformat()}


def _read_alarm(source: str, row: Mapping[str, str]) -> Alarm:
    began_at = datetime.fromisoformat(row["began_at"])
    return Alarm(kind=AlarmKind(row["kind"]), source=source, words=row["words"], began_at=began_at)
