"""The history that is read for a run is all that it can be told by."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from archiver.runs import Alarm, AlarmKind, Outcome, RunRecord
from archiver.store.runs import end_run, start_run
from archiver.store.watching import list_history
from store.builders import NOON


def keep(engine: Engine, run: RunRecord) -> RunRecord:
    kept = replace(run, id=start_run(engine, run.source, run.started_at))
    end_run(engine, kept)
    return kept


def make_run(minutes: float, **changes: object) -> RunRecord:
    run = RunRecord(source="rolling", started_at=NOON + timedelta(minutes=minutes), outcome=Outcome.DONE)
    return replace(run, **changes)  # type: ignore[arg-type]


def minutes_of(runs: list[RunRecord]) -> list[float]:
    return [(run.started_at - NOON) / timedelta(minutes=1) for run in runs]


def test_a_run_that_read_nothing_is_told_by_the_last_three(archive: Engine) -> None:
    for minutes in range(0, 50, 10):
        keep(archive, make_run(minutes, read_count=3, new_count=3))
    assert minutes_of(list_history(archive, make_run(50))) == [20, 30, 40]


def test_a_run_that_read_something_is_told_by_all_that_did_or_missed_something(archive: Engine) -> None:
    for minutes in range(0, 100, 10):
        keep(archive, make_run(minutes, read_count=minutes == 20, missed_count=minutes == 40))
    assert minutes_of(list_history(archive, make_run(100, read_count=1))) == [20, 40, 70, 80, 90]


def test_runs_of_other_sources_and_later_ones_and_unended_ones_tell_nothing(archive: Engine) -> None:
    keep(archive, make_run(0, read_count=1))
    keep(archive, make_run(10, read_count=1, source="papers"))
    keep(archive, make_run(20, read_count=1, outcome=Outcome.STOPPED))
    keep(archive, make_run(40, read_count=1))
    assert minutes_of(list_history(archive, make_run(30, read_count=1))) == [0]


def test_a_long_silence_is_told_by_the_runs_that_begin_and_end_silences(archive: Engine) -> None:
    news = {0, 30, 40}
    for minutes in range(0, 600, 10):
        keep(archive, make_run(minutes, new_count=minutes in news))
    found = minutes_of(list_history(archive, make_run(600)))
    assert found == [0, 20, 30, 40, 570, 580, 590]


def test_what_was_usual_before_a_standing_alarm_is_there_however_long_it_stands(
    archive: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archiver.store.watching.MOST_RUNS", 4)
    began_at = NOON + timedelta(minutes=100)
    alarm = Alarm(kind=AlarmKind.DATES_MISSING, source="rolling", words="", began_at=began_at)
    for minutes in range(0, 200, 10):
        alarms = (alarm,) if minutes >= 100 else ()
        keep(archive, make_run(minutes, read_count=1, alarms=alarms))
    found = minutes_of(list_history(archive, make_run(200, read_count=1)))
    assert found == [60, 70, 80, 90, 160, 170, 180, 190]


def test_a_month_of_polls_every_five_minutes_gives_what_a_silence_needs_and_no_more(archive: Engine) -> None:
    dice = random.Random(7)
    kept: list[datetime] = []
    for place in range(600):
        run = keep(archive, make_run(place * 60, new_count=int(dice.random() < 0.1)))
        kept += [run.started_at] * run.new_count
    for hour in range(8):
        keep(archive, make_run((600 + hour) * 60))
    found = list_history(archive, make_run(608 * 60))
    assert [run.started_at for run in found if run.new_count] == kept
    assert len(found) < 2 * len(kept) + 5
