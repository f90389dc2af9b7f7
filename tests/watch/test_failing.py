"""Lists that come without their articles."""

from __future__ import annotations

from datetime import timedelta

from newspapers import FIRST, NEWSPAPERS, begun, run_source, watch

from archiver.runs import AlarmKind, Outcome, RunRecord
from archiver.watch.alarms import find_alarms


def make_run(minutes: int, *, read: int = 0, missed: int = 0) -> RunRecord:
    return RunRecord(
        source="rolling",
        started_at=FIRST + timedelta(minutes=minutes),
        outcome=Outcome.PARTLY if missed else Outcome.DONE,
        read_count=read,
        new_count=read,
        titled_count=read,
        dated_count=read,
        signed_count=read,
        median_length=900 if read else None,
        missed_count=missed,
        failed={"server-error": missed} if missed else {},
    )


GOOD = [make_run(5 * place, read=2) for place in range(50)]


def kinds(run: RunRecord, *history: RunRecord) -> list[AlarmKind]:
    return [alarm.kind for alarm in find_alarms(run, history)]


def test_a_dozen_articles_that_do_not_come_though_the_list_does_are_told() -> None:
    misses = [make_run(250 + 5 * place, missed=3) for place in range(3)]
    assert kinds(make_run(265, missed=3), *GOOD, *misses) == [AlarmKind.ALL_FAILING]


def test_fewer_are_not() -> None:
    assert kinds(make_run(260, missed=3), *GOOD, make_run(255, missed=3)) == []


def test_dead_addresses_that_are_asked_again_through_the_first_nights_are_not() -> None:
    slows_down = next(paper for paper in NEWSPAPERS if paper.name == "slows-down")
    assert begun(watch(run_source(slows_down, 8, 20))) == []
