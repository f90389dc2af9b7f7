"""Runs and where sources stand, as they are kept."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Engine

from archiver.runs import Alarm, AlarmKind, Outcome, RunRecord
from archiver.store.runs import end_run, find_state, keep_state, list_runs, start_run
from store.builders import NOON


def test_a_run_comes_back_as_it_was_kept(archive: Engine) -> None:
    number = start_run(archive, "rolling", NOON)
    record = RunRecord(
        id=number,
        source="rolling",
        started_at=NOON,
        ended_at=NOON + timedelta(seconds=3),
        outcome=Outcome.PARTLY,
        listed_count=20,
        new_count=4,
        byte_count=2**40,
        median_length=812,
        median_lag_seconds=61.5,
        failed={"timeout": 1},
        alarms=(
            Alarm(kind=AlarmKind.DATES_MISSING, source="rolling", words="0 of 6 have one", began_at=NOON),
        ),
    )
    end_run(archive, record)
    assert list_runs(archive) == [record]


def test_a_run_that_never_said_its_end_is_cut_off_when_the_next_begins(archive: Engine) -> None:
    start_run(archive, "rolling", NOON)
    start_run(archive, "papers", NOON)
    start_run(archive, "rolling", NOON + timedelta(minutes=5))
    outcomes = [(run.source, run.outcome.value) for run in list_runs(archive)]
    assert outcomes == [("rolling", "running"), ("papers", "running"), ("rolling", "cut-off")]


def test_runs_are_given_by_source_and_time(archive: Engine) -> None:
    for minutes in (0, 5, 10):
        start_run(archive, "rolling", NOON + timedelta(minutes=minutes))
    start_run(archive, "papers", NOON)
    late = list_runs(archive, "rolling", since=NOON + timedelta(minutes=5), limit=1)
    assert [run.started_at for run in late] == [NOON + timedelta(minutes=10)]


def test_where_a_source_stands_is_kept_column_by_column(archive: Engine) -> None:
    keep_state(archive, "rolling", NOON, position="page 3")
    keep_state(archive, "rolling", NOON, due_at=NOON + timedelta(minutes=5), due_rule="5m")
    state = find_state(archive, "rolling")
    assert (state["position"], state["due_at"], state["due_rule"]) == (
        "page 3",
        NOON + timedelta(minutes=5),
        "5m",
    )


def test_a_source_that_was_never_crawled_stands_nowhere(archive: Engine) -> None:
    assert find_state(archive, "rolling") == {}
