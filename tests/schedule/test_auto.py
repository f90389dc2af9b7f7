"""The rhythm that is learned from what runs found."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.schedule.auto import LONGEST, SHORTEST, Visit, learn_rhythm, unknown_rhythm
from schedule.builders import DAY, HOUR, MINUTE, rule
from schedule.newspapers import Cost, every_ten_minutes, in_bursts, measure, monthly
from schedule.simulated import utc

START = utc(2026, 5, 1)
UTC_ZONE = ZoneInfo("UTC")
VISITS = st.lists(
    st.builds(
        Visit, st.datetimes(START.replace(tzinfo=None), timezones=st.just(UTC_ZONE)), st.integers(0, 10**6)
    ),
    max_size=40,
)


def cost_of(paper, *, days: int = 24, learning: int = 14) -> Cost:
    return measure(paper, rule(every="auto"), START, days=days, learning=learning)


def test_a_newspaper_that_comes_in_bursts_is_looked_at_less_and_found_sooner_than_every_five_minutes() -> (
    None
):
    cost = cost_of(in_bursts)
    assert cost.looks < 80
    assert cost.mean_lag < 2 * MINUTE


def test_a_newspaper_with_an_article_every_ten_minutes_is_looked_at_every_five() -> None:
    cost = cost_of(every_ten_minutes, days=8, learning=3)
    assert 250 < cost.looks < 310
    assert cost.mean_lag < 3 * MINUTE


def test_a_monthly_costs_less_than_a_look_an_hour() -> None:
    cost = cost_of(monthly)
    assert cost.looks < 24
    assert cost.mean_lag < LONGEST


def test_a_source_nobody_knows_is_looked_at_every_quarter_of_an_hour_or_so() -> None:
    pause = unknown_rhythm(UTC_ZONE).after(START, START) - START
    assert 10 * MINUTE < pause < 15 * MINUTE


def test_a_long_pause_at_night_does_not_sleep_through_the_morning() -> None:
    nights = [
        Visit(START + day * DAY + hour * HOUR, 60 if hour == 6 else 0)
        for day in range(14)
        for hour in range(24)
    ]
    rhythm = learn_rhythm(nights, START + 14 * DAY, UTC_ZONE)
    night = START + 14 * DAY + 4 * HOUR
    looks = [night]
    while looks[-1] < night + 2 * HOUR:
        looks.append(rhythm.after(looks[-1], looks[-1]))
    assert sum(at < night + HOUR for at in looks) <= 3
    assert sum(at >= night + HOUR for at in looks) > 25


def test_the_hours_are_those_of_the_sources_zone() -> None:
    shanghai = ZoneInfo("Asia/Shanghai")
    visits = [Visit(START + number * HOUR, 30 if number % 24 == 22 else 0) for number in range(14 * 24)]
    rhythm = learn_rhythm(visits, START + 14 * DAY, shanghai)
    assert rhythm.pauses.index(min(rhythm.pauses)) == 5  # 21 to 22 o'clock UTC


def test_what_a_run_found_is_spread_over_the_time_since_the_run_before() -> None:
    rhythm = learn_rhythm([Visit(START, 0), Visit(START + 4 * HOUR, 40)], START + 5 * HOUR, UTC_ZONE)
    assert rhythm.pauses[0] == rhythm.pauses[3] < rhythm.pauses[4]


def test_the_first_run_tells_nothing_because_nobody_knows_since_when_its_articles_lay_there() -> None:
    known = learn_rhythm([Visit(START, 5000)], START + DAY, UTC_ZONE)
    assert known == unknown_rhythm(UTC_ZONE)


@given(VISITS, st.sampled_from(["UTC", "Asia/Kolkata", "Europe/Berlin"]))
def test_no_history_makes_a_pause_too_short_or_too_long(visits: list[Visit], zone: str) -> None:
    now = START + 20 * DAY
    rhythm = learn_rhythm(visits, now, ZoneInfo(zone))
    assert all(SHORTEST <= pause <= LONGEST for pause in rhythm.pauses)
    following = rhythm.after(now, now) - now
    assert SHORTEST - timedelta(seconds=1) <= following <= LONGEST + timedelta(seconds=1)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York"])
def test_a_rhythm_goes_on_through_a_change_of_the_clock(zone: str) -> None:
    rhythm = unknown_rhythm(ZoneInfo(zone))
    for day in (utc(2026, 3, 8), utc(2026, 3, 29), utc(2026, 10, 25), utc(2026, 11, 1)):
        at = day
        while at < day + DAY:
            following = rhythm.after(at, at)
            assert SHORTEST <= following - at <= 15 * MINUTE
            at = following
