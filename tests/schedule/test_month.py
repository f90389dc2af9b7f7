"""A month of thirty sources: what was due was crawled, once. What is due is worked out here by hand."""

from __future__ import annotations

from bisect import bisect_left
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from schedule.builders import DAY, HOUR, MINUTE, rule
from schedule.simulated import Newsroom

# Both changes of the clock lie in these months: Berlin on 29 March and 25 October, New York on 8 March and
# 1 November.
MONTHS = [datetime(2026, 3, 3, tzinfo=UTC), datetime(2026, 10, 5, tzinfo=UTC)]
MONTH = 30 * DAY
BERLIN, NEW_YORK, SHANGHAI = "Europe/Berlin", "America/New_York", "Asia/Shanghai"
GRACE = 2 * HOUR


def days_of(start: datetime) -> list[date]:
    return [(start + number * DAY).date() for number in range(-1, 33)]


def at_local(zone: str, start: datetime, hour: int, minute: int, weekdays: str = "1234567") -> list[datetime]:
    """Give a time of day on all days: read off a clock on the wall in that zone."""
    found = []
    for day in days_of(start):
        if str(day.isoweekday()) not in weekdays:
            continue
        wall = datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(zone))
        exists = wall.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) == wall.replace(
            tzinfo=None
        )
        if exists:
            found.append(wall.astimezone(UTC))
        else:  # the hour is skipped: the moment at which the wall clock leaps from 2 to 3
            found.append(datetime(day.year, day.month, day.day, 3, 0, tzinfo=ZoneInfo(zone)).astimezone(UTC))
    return found


def every_minutes(start: datetime, minutes: int) -> list[datetime]:
    return [start + number * minutes * MINUTE for number in range(int(33 * DAY / (minutes * MINUTE)))]


def hours_of(zone: str, start: datetime, hours: range, minute: int) -> list[datetime]:
    """Give a minute of those hours of the day, each real hour once."""
    real = [start - DAY + number * HOUR + minute * MINUTE for number in range(33 * 24)]
    return [at for at in real if at.astimezone(ZoneInfo(zone)).hour in hours]


def sources_of(start: datetime) -> dict[str, tuple[object, list[datetime]]]:
    """Give every source's rule, and the due times that somebody with a calendar would write down."""
    found: dict[str, tuple[object, list[datetime]]] = {}
    for number, minutes in enumerate((5, 10, 15, 20, 30, 45, 60, 90, 360, 1440)):
        name = f"every-{minutes}"
        jitter = 2 * MINUTE if number % 2 else None
        found[name] = (
            rule(name, every=minutes * MINUTE, jitter=jitter, zone=BERLIN),
            every_minutes(start, minutes),
        )
    for zone in (BERLIN, NEW_YORK, SHANGHAI):
        place = zone.rpartition("/")[2].lower()
        for hour, minute in ((2, 30), (1, 30), (5, 0), (23, 59)):
            name = f"daily-{place}-{hour}"
            found[name] = (
                rule(name, cron=f"{minute} {hour} * * *", zone=zone),
                at_local(zone, start, hour, minute),
            )
        name = f"hourly-{place}"
        found[name] = rule(name, cron="15 * * * *", zone=zone), hours_of(zone, start, range(24), 15)
        name = f"week-{place}"
        found[name] = (
            rule(name, cron="45 6 * * 1-5", zone=zone, jitter=10 * MINUTE),
            at_local(zone, start, 6, 45, "12345"),
        )
    name = "quiet-berlin"
    hours = hours_of(BERLIN, start, range(6, 22), 20) + at_local(BERLIN, start, 6, 0)
    found[name] = rule(name, cron="20 * * * *", quiet=("22:00-06:00",), zone=BERLIN), sorted(hours)
    name = "first-of-month"
    firsts = [at for at in at_local(NEW_YORK, start, 0, 0) if at.astimezone(ZoneInfo(NEW_YORK)).day == 1]
    found[name] = rule(name, cron="0 0 1 * *", zone=NEW_YORK), firsts
    return found


def check(room: Newsroom, sources: dict[str, tuple[object, list[datetime]]], end: datetime) -> None:
    """Compare what was due with what was begun: each due time has one run, not before it and soon after."""
    for name, (one, due) in sources.items():
        expected = [at for at in due if room.began_at < at < end - GRACE]
        begun = [run for run in room.runs if run.source == name and run.ended_at]
        seen = [run.due_at for run in begun]
        late = [run.began_at - run.due_at for run in begun]
        assert len(seen) == len(set(seen)), f"{name}: a run is doubled"
        assert [at for at in seen if room.began_at < at < end - GRACE] == expected, name
        assert min(late, default=timedelta()) >= timedelta(), name
        assert max(late, default=timedelta()) <= one.jitter + 3 * MINUTE, name


@pytest.mark.parametrize("start", MONTHS, ids=["spring", "autumn"])
def test_a_month_has_no_missed_and_no_doubled_run(start: datetime) -> None:
    sources = sources_of(start)
    chance = Random(7)
    room = Newsroom(
        start,
        [one for one, _ in sources.values()],
        lasts=lambda source: timedelta(seconds=chance.uniform(1, 40)),
    )
    assert len(sources) == 30
    room.live(MONTH)
    check(room, sources, start + MONTH)
    assert room.most_at_once == 4


@pytest.mark.parametrize("start", MONTHS, ids=["spring", "autumn"])
def test_a_month_of_restarts_has_no_missed_and_no_doubled_run(start: datetime) -> None:
    """Stopped and killed again and again, for shorter than anybody's pause, in the middle of runs too."""
    sources = {name: one for name, one in sources_of(start).items() if name not in ("every-5", "every-10")}
    chance = Random(11)
    room = Newsroom(
        start,
        [one for one, _ in sources.values()],
        lasts=lambda source: timedelta(seconds=chance.uniform(1, 40)),
    )
    while room.clock() < start + MONTH:
        life = timedelta(seconds=chance.uniform(60, 20_000))
        if chance.random() < 0.5:
            room.live((timedelta(seconds=chance.uniform(0, 20)), life))
        else:
            room.kill_after(life)
    check(room, sources, room.clock())


def test_after_days_without_a_process_every_source_is_crawled_once_and_goes_on() -> None:
    start = MONTHS[0]
    sources = sources_of(start)
    del sources["quiet-berlin"]  # it is night in Berlin when the process is back
    room = Newsroom(start, [one for one, _ in sources.values()], at_once=30)
    room.live(DAY + 7 * MINUTE, (3 * DAY, HOUR))
    back = room.began_at + 4 * DAY + 7 * MINUTE
    for name, (_, due) in sources.items():
        begun = [at for at in room.begun(name) if at >= back]
        missed = [at for at in due if back - 3 * DAY < at <= back]
        soon = [at for at in begun if at < back + MINUTE]
        assert len(soon) == (1 if missed else 0), name
        later = [at for at in due if back + MINUTE < at < back + 50 * MINUTE]
        for at in later:
            index = bisect_left(begun, at)
            assert index < len(begun), name
            assert begun[index] - at < 13 * MINUTE, name
