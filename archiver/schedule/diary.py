"""What the schedule keeps between two lives of the process, and the archive as its keeper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from sqlalchemy import Engine

from archiver.reasons import Reason
from archiver.runs import Outcome, RunRecord
from archiver.schedule.auto import Visit
from archiver.store.runs import end_run, find_state, keep_state, list_finds, list_runs, start_run

FEW_RUNS = 3


@dataclass(frozen=True, slots=True)
class Due:
    """A due time that was kept, and the name of the rule that it came from."""

    due_at: datetime
    rule: str


class Diary(Protocol):
    """Keeps the schedule between two lives of the process; every call may raise ``StoreError``."""

    def find_due(self, source: str) -> Due | None:
        """Give the due time that was kept for a source."""

    def keep_due(self, source: str, due_at: datetime, rule: str, now: datetime) -> None:
        """Keep when a source is due."""

    def last_runs(self, source: str) -> Sequence[RunRecord]:
        """Give a few of the source's runs, latest first."""

    def visits(self, source: str, since: datetime) -> Sequence[Visit]:
        """Give the source's runs since a time, as far as they got an answer."""

    def keep_failed(self, source: str, started_at: datetime, now: datetime) -> None:
        """Keep that a run broke off."""


class ArchiveDiary:
    """Keeps the schedule in the archive's database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def find_due(self, source: str) -> Due | None:
        """Give the due time that was kept for a source."""
        state = find_state(self._engine, source)
        due_at, rule = state.get("due_at"), state.get("due_rule")
        return None if due_at is None or rule is None else Due(due_at, rule)

    def keep_due(self, source: str, due_at: datetime, rule: str, now: datetime) -> None:
        """Keep when a source is due."""
        keep_state(self._engine, source, now, due_at=due_at, due_rule=rule)

    def last_runs(self, source: str) -> Sequence[RunRecord]:
        """Give a few of the source's runs, latest first."""
        return list_runs(self._engine, source, limit=FEW_RUNS)

    def visits(self, source: str, since: datetime) -> Sequence[Visit]:
        """Give the source's runs since a time, as far as they got an answer."""
        return [Visit(at, count) for at, count in list_finds(self._engine, source, since)]

    def keep_failed(self, source: str, started_at: datetime, now: datetime) -> None:
        """Keep that a run broke off: the one it had begun, or one of its own."""
        last = next(iter(list_runs(self._engine, source, limit=1)), None)
        if last is None or last.outcome is not Outcome.RUNNING:
            number = start_run(self._engine, source, started_at)
            last = RunRecord(id=number, source=source, started_at=started_at)
        failed = {**last.failed, Reason.UNEXPECTED.value: 1}
        end_run(self._engine, replace(last, ended_at=now, outcome=Outcome.FAILED, failed=failed))
