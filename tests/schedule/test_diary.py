"""The schedule as the archive's database keeps it, on each kind of database."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Engine

from archiver.runs import Outcome, RunRecord
from archiver.schedule.auto import Visit
from archiver.schedule.diary import ArchiveDiary, Due
from archiver.store.runs import end_run, keep_state, list_runs, start_run
from schedule.builders import HOUR, MINUTE, rule
from schedule.simulated import Newsroom, WallClock, utc

NOON = utc(2026, 5, 4, 12)


def keep_run(archive: Engine, at, outcome: Outcome, count: int = 0) -> None:
    record = RunRecord(source="rolling", started_at=at, id=start_run(archive, "rolling", at))
    if outcome is not Outcome.RUNNING:
        end_run(archive, replace(record, outcome=outcome, ended_at=at + MINUTE, new_count=count))


def test_a_due_time_comes_back_with_its_rule(archive: Engine) -> None:
    diary = ArchiveDiary(archive)
    assert diary.find_due("rolling") is None
    diary.keep_due("rolling", NOON + HOUR, "every 1h", NOON)
    assert diary.find_due("rolling") == Due(NOON + HOUR, "every 1h")


def test_where_a_back_fill_stands_and_when_its_source_is_due_do_not_touch_each_other(archive: Engine) -> None:
    diary = ArchiveDiary(archive)
    keep_state(archive, "rolling", NOON, position="page 3")
    assert diary.find_due("rolling") is None
    diary.keep_due("rolling", NOON, "every 1h", NOON)
    keep_state(archive, "rolling", NOON, position="page 4")
    assert diary.find_due("rolling") == Due(NOON, "every 1h")


def test_visits_are_the_runs_that_got_an_answer(archive: Engine) -> None:
    keep_run(archive, NOON - 3 * HOUR, Outcome.DONE, 9)
    keep_run(archive, NOON, Outcome.DONE, 4)
    keep_run(archive, NOON + HOUR, Outcome.FAILED)
    keep_run(archive, NOON + 2 * HOUR, Outcome.PARTLY, 2)
    keep_run(archive, NOON + 3 * HOUR, Outcome.RUNNING)
    visits = ArchiveDiary(archive).visits("rolling", NOON - HOUR)
    assert visits == [Visit(NOON, 4), Visit(NOON + 2 * HOUR, 2)]


def test_a_run_that_broke_off_is_kept_as_failed(archive: Engine) -> None:
    keep_run(archive, NOON, Outcome.RUNNING)
    ArchiveDiary(archive).keep_failed("rolling", NOON, NOON + MINUTE)
    [run] = list_runs(archive, "rolling")
    assert (run.outcome, run.ended_at, run.failed) == (Outcome.FAILED, NOON + MINUTE, {"unexpected": 1})


def test_a_run_that_broke_off_before_it_was_kept_is_kept_as_failed(archive: Engine) -> None:
    keep_run(archive, NOON - HOUR, Outcome.DONE)
    ArchiveDiary(archive).keep_failed("rolling", NOON, NOON + MINUTE)
    assert [run.outcome for run in list_runs(archive, "rolling")] == [Outcome.FAILED, Outcome.DONE]


class ArchiveRoom(Newsroom):
    """A newsroom whose diary and runs are in the archive's database."""

    def open(self, archive: Engine) -> ArchiveRoom:
        self.archive, self.diary = archive, ArchiveDiary(archive)
        return self

    async def crawl(self, source: str) -> RunRecord:
        record = RunRecord(
            source=source, started_at=self.clock(), id=start_run(self.archive, source, self.clock())
        )
        outcome = await self._work(source)
        self.began.append((self.clock.true(), outcome))
        record = replace(record, outcome=outcome, ended_at=self.clock())
        end_run(self.archive, record)
        return record


def test_stops_and_kills_neither_double_nor_lose_a_run_that_the_archive_keeps(archive: Engine) -> None:
    room = ArchiveRoom(NOON, [rule(every=30 * MINUTE), rule("daily", cron="0 13 * * *")]).open(archive)
    room.began = []
    assert isinstance(room.clock, WallClock)
    for seconds in (10, 20 * 60, 10 * 60 + 5, 45 * 60, 3, 29 * 60):
        room.kill_after(timedelta(seconds=seconds))
        room.live((timedelta(seconds=1), timedelta(seconds=30)))
    done = [run for run in reversed(list_runs(archive, "rolling")) if run.outcome is Outcome.DONE]
    slots = [(run.started_at - NOON) // (30 * MINUTE) for run in done]
    assert slots == list(range(len(slots)))
    assert len(slots) == (room.clock() - NOON) // (30 * MINUTE) + 1
    daily = [run for run in list_runs(archive, "daily") if run.outcome is Outcome.DONE]
    assert len(daily) == 1
