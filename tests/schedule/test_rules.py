"""When a source is due: lengths of time, cron across changes of the clock, quiet hours, jitter."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedule.builders import DAY, HOUR, MINUTE, rule
from schedule.simulated import utc

MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))
ZONES = st.sampled_from(
    ["Europe/Berlin", "America/New_York", "Asia/Shanghai", "Australia/Lord_Howe", "Asia/Kolkata"]
)
CRONS = st.sampled_from(
    ["30 2 * * *", "*/7 * * * *", "0 1,2,3 * * *", "15 */2 * * *", "0 0 1 * *", "59 1 * * 0", "0 12 * * 1-5"]
)
SPANS = st.sampled_from(
    [(), ("23:00-06:00",), ("01:30-02:30",), ("02:30-01:30",), ("01:00-02:00", "02:00-03:00")]
)
RULES = st.one_of(
    st.builds(
        lambda c, q, z, j: rule(cron=c, quiet=q, zone=z, jitter=j), CRONS, SPANS, ZONES, st.just(4 * MINUTE)
    ),
    st.builds(
        lambda e, q, z, j: rule(every=e, quiet=q, zone=z, jitter=j),
        st.sampled_from([5 * MINUTE, 7 * HOUR, 3 * DAY]),
        SPANS,
        ZONES,
        st.sampled_from([None, MINUTE, 10 * DAY]),
    ),
    st.builds(lambda q, z: rule(every="auto", quiet=q, zone=z), SPANS, ZONES),
)


def due_times(one, start: datetime, count: int) -> list[datetime]:
    found = [one.next_after(start, start)]
    while len(found) < count:
        found.append(one.next_after(found[-1], found[-1]))
    return found


def local(zone: str, *times: tuple[int, ...], fold: int = 0) -> list[datetime]:
    return [datetime(*parts, tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC) for parts in times]


def test_a_length_of_time_is_counted_from_the_last_due_time_and_not_from_the_end_of_its_run() -> None:
    every = rule(every=5 * MINUTE)
    assert every.next_after(utc(2026, 5, 1, 12), utc(2026, 5, 1, 12, 3)) == utc(2026, 5, 1, 12, 5)


def test_what_passed_is_one_due_time_and_not_many() -> None:
    every = rule(every=5 * MINUTE)
    assert every.next_after(utc(2026, 5, 1, 12), utc(2026, 5, 1, 15, 2)) == utc(2026, 5, 1, 15, 5)


def test_a_length_of_time_is_true_when_the_clock_changes() -> None:
    every = rule(every=6 * HOUR, zone="Europe/Berlin")
    assert every.next_after(utc(2026, 3, 28, 23), utc(2026, 3, 28, 23)) == utc(2026, 3, 29, 5)


def test_a_time_of_day_is_that_of_its_zone_in_summer_and_winter() -> None:
    daily = rule(cron="0 5 * * *", zone="Europe/Berlin")
    assert due_times(daily, utc(2026, 3, 27, 12), 3) == [
        utc(2026, 3, 28, 4),
        utc(2026, 3, 29, 3),
        utc(2026, 3, 30, 3),
    ]


@pytest.mark.parametrize(
    ("zone", "day", "hour"),
    [
        ("Europe/Berlin", (2026, 3, 29), utc(2026, 3, 29, 1)),
        ("America/New_York", (2026, 3, 8), utc(2026, 3, 8, 7)),
    ],
)
def test_a_time_in_the_skipped_hour_comes_when_it_is_skipped(
    zone: str, day: tuple[int, ...], hour: datetime
) -> None:
    before, after = hour - DAY + 30 * MINUTE, hour + DAY - 30 * MINUTE
    assert due_times(rule(cron="30 2 * * *", zone=zone), before - MINUTE, 3) == [before, hour, after]


@pytest.mark.parametrize(
    ("zone", "cron", "day"),
    [
        ("Europe/Berlin", "30 2 * * *", (2026, 10, 25, 2, 30)),
        ("America/New_York", "30 1 * * *", (2026, 11, 1, 1, 30)),
    ],
)
def test_a_time_in_the_repeated_hour_comes_once(zone: str, cron: str, day: tuple[int, ...]) -> None:
    [first] = local(zone, day)
    assert due_times(rule(cron=cron, zone=zone), first - MINUTE, 2) == [first, first + 25 * HOUR]


def test_a_time_in_the_repeated_hour_does_not_come_back_when_a_process_starts_in_its_second_passage() -> None:
    daily = rule(cron="30 2 * * *", zone="Europe/Berlin")
    started = utc(2026, 10, 25, 1, 10)
    assert daily.next_after(started, started) == utc(2026, 10, 26, 1, 30)


def test_what_comes_every_half_hour_comes_in_both_passages_of_the_repeated_hour() -> None:
    often = rule(cron="*/30 * * * *", zone="Europe/Berlin")
    assert due_times(often, utc(2026, 10, 24, 23, 45), 5) == [
        utc(2026, 10, 25, 0) + number * 30 * MINUTE for number in range(5)
    ]


def test_a_run_due_in_the_quiet_hours_comes_at_their_end_once() -> None:
    hourly = rule(cron="20 * * * *", quiet=("23:00-06:00",), zone="Europe/Berlin")
    assert due_times(hourly, utc(2026, 5, 1, 20, 0), 3) == [
        utc(2026, 5, 1, 20, 20),  # 22:20 in Berlin
        utc(2026, 5, 2, 4, 0),
        utc(2026, 5, 2, 4, 20),
    ]


def test_quiet_spans_that_touch_are_one() -> None:
    two = rule(every=HOUR, quiet=("22:00-02:00", "02:00-06:00"))
    assert two.next_after(utc(2026, 5, 1, 21, 30), utc(2026, 5, 1, 21, 30)) == utc(2026, 5, 2, 6)


def test_quiet_spans_that_leave_no_time_are_refused() -> None:
    with pytest.raises(ValueError, match="leaves no time of the day"):
        rule(every=HOUR, quiet=("00:00-12:00", "12:00-00:00"))


@given(RULES, MOMENTS)
def test_due_times_go_forward_and_are_never_quiet(one, start: datetime) -> None:
    times = due_times(one, start, 8)
    assert all(before < after for before, after in zip([start, *times], times, strict=False))
    assert not any(one.is_quiet(at) for at in times)


@given(RULES, MOMENTS)
def test_a_run_starts_in_the_first_half_of_its_pause_and_never_in_quiet_hours(one, start: datetime) -> None:
    for due in due_times(one, start, 4):
        begin = one.starts_at(due)
        assert due <= begin <= due + one.pause_after(due) / 2
        assert begin - due <= one.jitter
        assert not one.is_quiet(begin)


def test_jitter_is_the_same_after_a_restart_and_differs_by_source_and_time() -> None:
    due = utc(2026, 5, 1, 12)
    one, again, other = (rule(name, every=HOUR, jitter=10 * MINUTE) for name in ("a", "a", "b"))
    assert one.starts_at(due) == again.starts_at(due)
    assert one.starts_at(due) != other.starts_at(due)
    assert one.starts_at(due) - due != one.starts_at(due + HOUR) - due - HOUR


def test_jitter_spreads_over_its_whole_length() -> None:
    late = [
        rule(str(number), every=HOUR, jitter=10 * MINUTE).starts_at(utc(2026, 5, 1)) for number in range(400)
    ]
    minutes = [(at - utc(2026, 5, 1)) / MINUTE for at in late]
    assert min(minutes) < 0.5
    assert max(minutes) > 9.5
    assert 4.5 < sum(minutes) / len(minutes) < 5.5


def test_a_source_that_was_never_crawled_is_due_at_once_unless_it_names_its_times() -> None:
    now = utc(2026, 5, 1, 12)
    assert rule(every=HOUR).first_after(None, now) == now
    assert rule(every="auto").first_after(None, now) == now
    assert rule(cron="0 18 * * *").first_after(None, now) == utc(2026, 5, 1, 18)


def test_a_source_crawled_before_waits_for_the_rest_of_its_pause() -> None:
    now = utc(2026, 5, 1, 12)
    assert rule(every=HOUR).first_after(now - 20 * MINUTE, now) == now + 40 * MINUTE
    assert rule(every=HOUR).first_after(now - 3 * DAY, now) == now


def test_a_table_without_a_rhythm_has_the_default() -> None:
    assert rule().pause_after(utc(2026, 5, 1)) == 15 * MINUTE


def test_rules_that_differ_have_different_names() -> None:
    rules = [
        rule(every=HOUR),
        rule(every=2 * HOUR),
        rule(every="auto"),
        rule(every=HOUR, quiet=("22:00-06:00",)),
        rule(every=HOUR, quiet=("22:00-06:00",), zone="Asia/Shanghai"),
        rule(every=HOUR, jitter=MINUTE),
        rule(cron="0 5 * * *"),
        rule(cron="0 5 * * *", zone="Asia/Shanghai"),
    ]
    assert len({one.text for one in rules}) == len(rules)
