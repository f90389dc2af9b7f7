"""Each fault is told by the first run that has something to tell it by, once, and its end is told too."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from newspapers import FIRST, NEWSPAPERS, Archive, Fault, begun, run_source, watch, watch_fault

from archiver.runs import AlarmKind, Outcome, RunRecord

DAY = 17
"""A Thursday."""


def without_dates(run: RunRecord) -> RunRecord:
    return replace(run, dated_count=0)


def without_titles(run: RunRecord) -> RunRecord:
    return replace(run, titled_count=0)


def with_teasers(run: RunRecord) -> RunRecord:
    return replace(run, median_length=70 if run.read_count else None)


def behind_a_challenge(run: RunRecord) -> RunRecord:
    count = run.read_count + run.missed_count
    return replace(
        run, read_count=0, new_count=0, duplicate_count=0, missed_count=count, median_length=None,
        titled_count=0, dated_count=0, signed_count=0, failed={"challenge": count} if count else {},
        outcome=Outcome.PARTLY if count else Outcome.DONE,
    )  # fmt: skip


def with_one_text(run: RunRecord) -> RunRecord:
    return replace(run, new_count=0, duplicate_count=run.read_count)


def down(run: RunRecord) -> RunRecord:
    return replace(behind_a_challenge(run), outcome=Outcome.FAILED, missed_count=1, failed={"connection": 1})


def silent(run: RunRecord) -> RunRecord:
    return RunRecord(source=run.source, started_at=run.started_at, outcome=Outcome.DONE, unmodified_count=1)


def articles_since(archive: Archive, count: Callable[[RunRecord], int]) -> list[RunRecord]:
    """Give the runs with the fault that have articles, up to the one that tells it."""
    (alarm, *_) = begun(archive)
    faulty = [run for run in archive.runs if FIRST + timedelta(days=DAY) <= run.started_at <= alarm.began_at]
    return [run for run in faulty if count(run)]


@pytest.mark.parametrize("name", ["newspaper", "office-hours", "asked-hourly"])
@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (without_dates, AlarmKind.DATES_MISSING),
        (without_titles, AlarmKind.TITLES_MISSING),
        (with_teasers, AlarmKind.TEXT_SHRANK),
        (with_one_text, AlarmKind.BLOCK_PAGE),
        (behind_a_challenge, AlarmKind.BLOCK_PAGE),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_a_fault_of_articles_is_told_when_a_handful_was_read(
    name: str, fault: Fault, kind: AlarmKind
) -> None:
    archive = watch_fault(name, fault, from_day=DAY, days=3)
    assert begun(archive)[0].kind is kind
    runs = articles_since(archive, lambda run: run.read_count + run.missed_count)
    before_the_last = sum(run.read_count + run.missed_count for run in runs[:-1])
    assert before_the_last <= 12


@pytest.mark.parametrize("name", ["asked-daily", "morning-edition"])
@pytest.mark.parametrize("fault", [without_dates, without_titles, with_teasers, behind_a_challenge])
def test_a_fault_is_told_by_the_first_run_that_reads_a_whole_day(name: str, fault: Fault) -> None:
    archive = watch_fault(name, fault, from_day=DAY, days=3)
    runs = articles_since(archive, lambda run: run.read_count + run.missed_count > 3)
    assert len(runs) == 1


@pytest.mark.parametrize("name", ["newspaper", "monthly", "wire"])
def test_a_source_polled_every_five_minutes_that_is_down_is_told_by_the_third_run(name: str) -> None:
    archive = watch_fault(name, down, from_day=DAY, days=1)
    (alarm,) = begun(archive)
    assert alarm.kind is AlarmKind.ALL_FAILING
    assert alarm.began_at - FIRST - timedelta(days=DAY) <= timedelta(minutes=16)


@pytest.mark.parametrize("name", ["asked-hourly", "asked-daily"])
def test_a_source_polled_seldom_that_is_down_is_told_by_the_run(name: str) -> None:
    archive = watch_fault(name, down, from_day=DAY, days=2)
    failed = [run for run in archive.runs if run.outcome is Outcome.FAILED]
    assert [alarm.kind for alarm in failed[0].alarms] == [AlarmKind.ALL_FAILING]


@pytest.mark.parametrize(
    ("name", "days"),
    [("wire", 1), ("newspaper", 2), ("office-hours", 6), ("morning-edition", 7), ("asked-hourly", 2)],
)
def test_a_source_that_falls_silent_is_told_after_three_times_its_usual_silence(
    name: str, days: float
) -> None:
    archive = watch_fault(name, silent, from_day=DAY, days=10)
    (alarm,) = begun(archive)
    assert alarm.kind is AlarmKind.SUDDENLY_NONE
    assert alarm.began_at - FIRST - timedelta(days=DAY) <= timedelta(days=days)


def test_an_alarm_is_raised_once_and_stands_until_its_cause_is_gone() -> None:
    def for_a_day(run: RunRecord) -> RunRecord:
        return without_dates(run) if run.started_at < FIRST + timedelta(days=DAY + 1) else run

    archive = watch_fault("newspaper", for_a_day, from_day=DAY, days=5, seed=3)
    assert len(begun(archive)) == 1
    standing = [run.started_at for run in archive.runs if run.alarms]
    assert len(standing) == len(
        [run for run in archive.runs if standing[0] <= run.started_at <= standing[-1]]
    )
    assert timedelta(days=DAY + 1) < standing[-1] - FIRST < timedelta(days=DAY + 2)


def test_a_fault_that_stays_is_told_once_however_long_it_lasts() -> None:
    archive = watch_fault("office-hours", without_dates, from_day=DAY, days=40)
    assert len(begun(archive)) == 1
    assert archive.runs[-1].alarms


def with_the_archive_off(runs: Iterable[RunRecord], first_day: int, last_day: int) -> Iterator[RunRecord]:
    """Leave days out; the first run after them finds what the lists show."""
    is_back = True
    for run in runs:
        if FIRST + timedelta(days=first_day) < run.started_at < FIRST + timedelta(days=last_day):
            is_back = False
        elif is_back:
            yield run
        else:
            is_back = True
            yield replace(run, new_count=run.new_count + 20)


def test_days_in_which_nobody_asked_are_no_silence_and_make_none_usual() -> None:
    newspaper = next(paper for paper in NEWSPAPERS if paper.name == "newspaper")
    runs = list(with_the_archive_off(run_source(newspaper, DAY + 3, 1), 9, 14))
    fallen_at = FIRST + timedelta(days=DAY)
    archive = watch(silent(run) if run.started_at >= fallen_at else run for run in runs)
    (alarm,) = begun(archive)
    assert alarm.kind is AlarmKind.SUDDENLY_NONE
    assert timedelta(0) < alarm.began_at - fallen_at < timedelta(days=2)


def test_in_the_first_days_nothing_is_told() -> None:
    archive = watch_fault("newspaper", silent, from_day=1, days=3)
    assert begun(archive) == []
