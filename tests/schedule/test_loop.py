"""The loop: one run a source, so many at once, faults, changed rules, and a clock that somebody sets."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from itertools import pairwise

import pytest

from archiver.errors import StoreError
from archiver.runs import Outcome
from schedule.builders import DAY, HOUR, MINUTE, rule
from schedule.simulated import Newsroom, utc

NOON = utc(2026, 5, 4, 12)
SECOND = timedelta(seconds=1)


def minutes(room: Newsroom, source: str = "rolling") -> list[float]:
    """Give when the runs of a source began, in minutes since the beginning."""
    return [round((at - room.began_at) / MINUTE, 1) for at in room.begun(source)]


def test_a_run_that_takes_longer_than_its_pause_is_followed_at_the_next_due_time() -> None:
    room = Newsroom(NOON, [rule(every=5 * MINUTE)], lasts=lambda source: 12 * MINUTE).live(HOUR)
    assert minutes(room) == [0, 15, 30, 45]


def test_set_times_that_pass_during_a_run_are_made_up_for_by_one_run_after_it() -> None:
    room = Newsroom(NOON, [rule(cron="0,10,20 * * * *")], lasts=lambda source: 25 * MINUTE).live(2 * HOUR)
    assert minutes(room) == [10, 35, 60, 85]


def test_at_most_so_many_sources_are_crawled_at_once_and_the_longest_overdue_goes_first() -> None:
    rules = [rule(f"s{number}", every=HOUR) for number in range(7)]
    room = Newsroom(NOON, rules, at_once=3, lasts=lambda source: MINUTE).live(30 * MINUTE)
    assert room.most_at_once == 3
    assert [minutes(room, f"s{number}") for number in range(7)] == [[0], [0], [0], [1], [1], [1], [2]]


def test_a_run_that_breaks_is_kept_as_failed_and_the_next_one_comes(caplog: pytest.LogCaptureFixture) -> None:
    def break_first(source: str) -> None:
        if source == "rolling" and len(room.runs) == 1:
            raise ValueError("a fault of the program")

    room = Newsroom(NOON, [rule(every=5 * MINUTE), rule("papers", every=5 * MINUTE)], breaks=break_first)
    room.live(12 * MINUTE)
    assert minutes(room) == minutes(room, "papers") == [0, 5, 10]
    assert [run.outcome for run in room.diary.runs["rolling"]] == [Outcome.FAILED, Outcome.DONE, Outcome.DONE]
    assert "rolling: the run broke off" in caplog.text


def test_a_full_disk_is_told_and_tried_again_at_every_due_time(caplog: pytest.LogCaptureFixture) -> None:
    def refuse(source: str) -> None:
        if room.diary.is_full:
            raise StoreError("the disk is full")

    room = Newsroom(NOON, [rule(every=5 * MINUTE)], breaks=refuse)
    room.loop.call_later(60, setattr, room.diary, "is_full", True)
    room.loop.call_later(14 * 60, setattr, room.diary, "is_full", False)
    room.live(22 * MINUTE)
    assert minutes(room) == [0, 5, 10, 15, 20]
    lines = [record.getMessage() for record in caplog.records]
    assert lines.count("rolling: not crawled: the disk is full") == 2
    assert not any("Traceback" in line for line in lines)


def test_every_run_that_ended_is_told() -> None:
    room = Newsroom(NOON, [rule(every=5 * MINUTE)]).live(11 * MINUTE)
    assert [record.outcome for record in room.told] == [Outcome.DONE] * 3


def test_a_fault_of_whoever_listens_ends_the_schedule() -> None:
    room = Newsroom(NOON, [rule(every=5 * MINUTE)])

    async def life() -> None:
        schedule = room.make_schedule()
        schedule._tell = refuse
        await schedule.use(room.rules)
        await schedule.run()

    def refuse(record: object) -> None:
        raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        room.loop.run_until_complete(life())


def test_once_runs_what_is_due_and_ends() -> None:
    rules = [rule(every=HOUR), rule("papers", every=HOUR), rule("evening", cron="0 18 * * *")]
    room = Newsroom(NOON, rules, at_once=1)

    async def life() -> None:
        schedule = room.make_schedule()
        await schedule.use(rules)
        await schedule.run(once=True)

    room.loop.run_until_complete(life())
    assert [run.source for run in room.runs] == ["rolling", "papers"]
    assert room.clock() - NOON < MINUTE
    room.loop.run_until_complete(life())
    assert len(room.runs) == 2


def test_what_is_missed_while_all_is_quiet_is_crawled_when_the_quiet_ends() -> None:
    room = Newsroom(NOON, [rule(every=HOUR, quiet=("22:00-06:00",))])
    room.live(30 * MINUTE, (10 * HOUR, 10 * HOUR))
    assert minutes(room) == [0, 18 * 60, 19 * 60, 20 * 60]


def test_a_source_that_should_have_been_crawled_long_ago_is_overdue() -> None:
    room = Newsroom(NOON, [rule(every=5 * MINUTE), rule("night", every=5 * MINUTE, quiet=("12:00-20:00",))])
    schedule = room.make_schedule()
    room.loop.run_until_complete(schedule.use(room.rules))
    assert schedule.find_overdue(NOON + 9 * MINUTE, 2.0) == []
    assert schedule.find_overdue(NOON + 11 * MINUTE, 2.0) == ["rolling"]


# Changed rules


def change_rules(room: Newsroom, after: timedelta, rules: list[object], length: timedelta) -> None:
    async def life() -> None:
        schedule = room.make_schedule()
        await schedule.use(room.rules)
        room.loop.call_later(length.total_seconds(), schedule.stop)
        running = asyncio.ensure_future(schedule.run())
        await asyncio.sleep(after.total_seconds())
        await schedule.use(rules)
        await running

    room.loop.run_until_complete(life())


def test_a_changed_rule_is_counted_from_the_last_run() -> None:
    room = Newsroom(NOON, [rule(every=30 * MINUTE)])
    change_rules(room, 12 * MINUTE, [rule(every=5 * MINUTE)], 24 * MINUTE)
    assert minutes(room) == [0, 12, 17, 22]


def test_a_rule_that_stays_is_not_counted_anew_when_others_change() -> None:
    room = Newsroom(NOON, [rule(every=30 * MINUTE)])
    change_rules(room, 12 * MINUTE, [rule(every=30 * MINUTE), rule("papers", every=HOUR)], HOUR - MINUTE)
    assert minutes(room) == [0, 30]
    assert minutes(room, "papers") == [12]


def test_a_source_that_is_taken_out_ends_its_run_and_is_not_crawled_again() -> None:
    room = Newsroom(NOON, [rule(every=5 * MINUTE)], lasts=lambda source: 2 * MINUTE)
    change_rules(room, MINUTE, [rule("papers", every=5 * MINUTE)], 12 * MINUTE)
    assert minutes(room) == [0]
    assert room.runs[0].ended_at == NOON + 2 * MINUTE
    assert minutes(room, "papers") == [1, 6, 11]


def test_a_rule_that_changes_during_a_run_does_not_double_the_run() -> None:
    room = Newsroom(NOON, [rule(every=HOUR)], lasts=lambda source: 10 * MINUTE)
    change_rules(room, 3 * MINUTE, [rule(every=30 * MINUTE)], 50 * MINUTE)
    assert minutes(room) == [0, 30]


# Ends


def test_a_stopped_run_is_finished_by_the_next_process() -> None:
    room = Newsroom(NOON, [rule(cron="0 13 * * *")], lasts=lambda source: 10 * MINUTE)
    room.live(65 * MINUTE, (MINUTE, HOUR))
    assert minutes(room) == [60, 66]
    assert [run.outcome for run in room.diary.runs["rolling"]] == [Outcome.STOPPED, Outcome.DONE]


def test_a_killed_run_is_made_once_more() -> None:
    room = Newsroom(NOON, [rule(cron="0 13 * * *")], lasts=lambda source: 10 * MINUTE)
    room.kill_after(65 * MINUTE).live((MINUTE, HOUR))
    assert minutes(room) == [60, 66]


def test_a_run_that_kills_its_process_every_time_is_left_until_its_next_due_time() -> None:
    room = Newsroom(NOON, [rule(cron="0 13 * * *")], lasts=lambda source: 10 * MINUTE)
    for _ in range(5):
        room.kill_after(61 * MINUTE)
    assert minutes(room) == [60, 61]


def test_a_kill_between_a_run_and_its_entry_in_the_diary_does_not_double_it() -> None:
    room = Newsroom(NOON, [rule(cron="0 13 * * *")])
    really_keep = room.diary.keep_due
    room.diary.keep_due = lambda *arguments: None if room.told or room.runs else really_keep(*arguments)
    room.kill_after(65 * MINUTE)
    room.diary.keep_due = really_keep
    room.live(2 * HOUR)
    assert minutes(room) == [60]


def test_a_run_that_does_not_end_is_left_after_eight_seconds() -> None:
    room = Newsroom(NOON, [rule(every=HOUR)], lasts=lambda source: HOUR)

    async def ignore() -> None:
        pass

    room.stop_crawls = ignore
    room.live(MINUTE)
    assert room.clock() - NOON <= MINUTE + 8 * SECOND


# A clock that is set


@pytest.mark.parametrize("by", [-HOUR, -3 * DAY, -40 * DAY, HOUR, 3 * DAY, -20 * SECOND])
def test_a_clock_that_is_set_neither_stops_nor_floods_a_source(by: timedelta) -> None:
    room = Newsroom(NOON, [rule(every=5 * MINUTE), rule("often", cron="*/5 * * * *")])
    room.set_clock(HOUR + 2 * MINUTE, by)
    room.live(3 * HOUR)
    for source in ("rolling", "often"):
        begun = room.begun(source)
        pauses = [after - before for before, after in pairwise(begun)]
        assert max(pauses) <= 10 * MINUTE, source
        assert sum(pause < 4 * MINUTE for pause in pauses) <= 2, source
        assert len(begun) in range(34, 39), source


def test_a_clock_set_back_an_hour_does_not_double_the_run_of_a_day() -> None:
    room = Newsroom(NOON, [rule(cron="0 18 * * *")])
    room.set_clock(6 * HOUR + 30 * MINUTE, -HOUR)
    room.live(3 * DAY)
    days = [(at - NOON) // DAY for at in room.begun("rolling")]
    assert days == [0, 1, 2]


def test_a_clock_set_back_three_days_does_not_stop_the_run_of_a_day() -> None:
    room = Newsroom(NOON, [rule(cron="0 18 * * *")])
    room.set_clock(6 * HOUR + 30 * MINUTE, -3 * DAY)
    room.live(3 * DAY)
    assert len(room.begun("rolling")) == 3


def test_a_clock_set_back_while_no_process_was_there_does_not_stop_a_source() -> None:
    room = Newsroom(NOON, [rule(every=5 * MINUTE), rule("daily", cron="0 18 * * *")])
    room.live(7 * HOUR)
    room.clock.set_by = -10 * DAY
    room.live((MINUTE, DAY))
    later = [at for at in room.begun("rolling") if at > NOON + 7 * HOUR]
    assert later[0] - NOON - 7 * HOUR <= 10 * MINUTE
    assert len(later) in range(285, 290)
    assert len(room.begun("daily")) == 2


def test_a_clock_set_forward_over_many_due_times_gives_one_run() -> None:
    room = Newsroom(NOON, [rule(cron="*/10 * * * *")])
    room.set_clock(5 * MINUTE, 2 * DAY)
    room.live(9 * MINUTE)
    assert len(room.runs) == 1
