"""Printed times: the rows of ``dates.toml`` as a specification, and what holds of any text."""

import os
import time
import tomllib
import warnings
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.normalise.dates import parse_moment
from archiver.normalise.named_days import read_named_day
from archiver.records import Precision

ROWS = tomllib.loads((Path(__file__).parent / "dates.toml").read_text(encoding="utf-8"))
SEEN_AT = datetime(2022, 2, 12, 12, 0, tzinfo=timezone(timedelta(hours=8)))
SEEN_IN_AMERICA = datetime(2022, 2, 12, 4, 0, tzinfo=timezone.utc)  # noqa: UP017 - still the 11th there
PRECISIONS = {"S": Precision.SECOND, "M": Precision.MINUTE, "D": Precision.DAY}


def read(raw, zone="Asia/Shanghai", seen_at=SEEN_AT):
    return parse_moment(raw, time_zone=zone, seen_at=seen_at)


def check(moment, at, precision):
    assert moment is not None
    assert moment.at.isoformat() == at
    assert moment.precision is PRECISIONS[precision]


@pytest.mark.parametrize(("raw", "at", "precision"), ROWS["asia"])
def test_a_time_printed_in_china(raw, at, precision):
    check(read(raw), at, precision)


@pytest.mark.parametrize(("raw", "at", "precision"), ROWS["world"])
def test_a_time_printed_anywhere(raw, at, precision):
    check(read(raw, "UTC"), at, precision)


@pytest.mark.parametrize(("raw", "at", "precision"), ROWS["america"])
def test_a_time_printed_in_america(raw, at, precision):
    check(read(raw, "America/New_York", SEEN_IN_AMERICA), at, precision)


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "UTC", "America/New_York"])
@pytest.mark.parametrize("raw", ROWS["none"])
def test_no_moment_where_no_possible_day_is_printed(raw, zone):
    assert read(raw, zone) is None


@pytest.mark.parametrize("raw", ROWS["none_in_the_world"])
def test_no_moment_where_the_order_of_the_numbers_is_open(raw):
    assert read(raw, "UTC") is None
    assert read(raw, "Europe/Berlin") is None


@pytest.mark.parametrize("zone", ["", "Nowhere/Atlantis", "../../etc/passwd", "\x00", "Asia", "x" * 300])
def test_an_unknown_zone_counts_as_utc(zone):
    check(read("2022-02-11 08:38", zone), "2022-02-11T08:38:00+00:00", "M")


def test_a_misprinted_future_is_no_moment_and_the_coming_day_is_one():
    assert read("2022-02-13 12:00") is not None
    assert read("2022-02-13 12:01") is None


def test_relative_times_are_counted_in_the_zone_of_the_page():
    late = datetime(2022, 2, 11, 17, 30, tzinfo=timezone.utc)  # noqa: UP017 - half past one on the 12th in China
    assert read("昨天 08:38", seen_at=late).at.isoformat() == "2022-02-11T08:38:00+08:00"
    assert read("昨天 08:38", "UTC", late).at.isoformat() == "2022-02-10T08:38:00+00:00"


def test_a_bare_day_never_takes_its_clock_from_today():
    moments = {read("Feb 11, 2022", seen_at=SEEN_AT + timedelta(hours=hours)).at for hours in range(24)}
    assert len(moments) == 1


def test_reading_warns_of_nothing():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for raw, _, _ in ROWS["world"]:
            read(raw, "UTC")


@pytest.mark.parametrize("local", ["America/New_York", "Asia/Shanghai", "Pacific/Kiritimati"])
def test_the_machines_own_zone_changes_nothing(local, monkeypatch):
    rows = [
        (raw, zone)
        for zone, name in (("Asia/Shanghai", "asia"), ("UTC", "world"))
        for raw, _, _ in ROWS[name]
    ]
    before = [read(raw, zone) for raw, zone in rows]
    try:
        monkeypatch.setenv("TZ", local)
        time.tzset()
        assert os.environ["TZ"] == local
        assert [read(raw, zone) for raw, zone in rows] == before
    finally:
        monkeypatch.undo()
        time.tzset()


MOMENTS = st.datetimes(
    datetime(1800, 1, 3),
    datetime(2022, 2, 10),
    timezones=st.timezones() | st.just(timezone(timedelta(hours=8))),
)


@given(MOMENTS.map(lambda at: at.replace(microsecond=0)))
@settings(deadline=None)
def test_an_iso_time_is_read_as_the_instant_it_names(at):
    assert read(at.isoformat()).at.timestamp() == at.timestamp()


@given(st.dates(datetime(1800, 1, 1).date(), datetime(2022, 2, 12).date()))
@settings(deadline=None)
def test_every_day_is_read_in_every_spelling(day):
    spellings = [
        f"{day.year}年{day.month}月{day.day}日",
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day.year}/{day.month}/{day.day}",
    ]
    spellings += [
        f"{day:%B} {day.day}, {day.year}",
        f"{day.day} {day:%b} {day.year}",
        f"{day.day}.{day.month}.{day.year}",
    ]
    assert {read(spelling).at.date() for spelling in spellings} == {day}


PIECES = st.sampled_from(
    [
        "2022",
        "02",
        "11",
        "30",
        "-",
        "/",
        ".",
        ":",
        " ",
        "年",
        "月",
        "日",
        "时",
        "分",
        "前",
        "小时",
        "昨天",
        "Feb",
        "May",
        "am",
        "pm",
        "ET",
        "CST",
        "+08:00",
        "-25:10",
        "T",
        "Z",
        "二",
        "十",
        "〇",
        "发布时间：",
        "Updated",
        "下午",
        "of",
        ",",
        "(",
        ")",
        "1644539882",
    ]
)


@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=12).map("".join)))
@settings(max_examples=500, deadline=None)
def test_no_text_is_too_strange_and_a_moment_read_again_is_the_same(raw):
    for zone in ("Asia/Shanghai", "America/New_York", "UTC"):
        moment = read(raw, zone)
        if moment is not None:
            assert moment.at.utcoffset() is not None
            assert moment.at - SEEN_AT <= timedelta(days=1)
            assert moment.at.year >= 1800
            assert read(moment.at.isoformat(), zone).at == moment.at  # both with fixed offsets


@given(st.text(alphabet="abcdefghijklmnoprstuvyz 年月日时分的了在会议记者", max_size=60))
@settings(deadline=None)
def test_text_without_a_number_names_a_day_only_by_counting_from_now(raw):
    moment = read(raw)
    assert moment is None or SEEN_AT - moment.at <= timedelta(days=4)


@pytest.mark.parametrize(
    "piece", ["1", "1:", "2022-", "二", "Feb ", "(", " ", "昨天", "发布", "9年", "1月", "am", "+", "0 "]
)
def test_a_hostile_text_is_read_in_no_time(piece):
    start = time.perf_counter()
    for length in (150, 300, 100_000):
        read((piece * length)[:length])
    assert time.perf_counter() - start < 1


@given(
    st.integers(0, 99),
    st.sampled_from("jan feb mar apr may jun jul aug sep oct nov dec".split()),
    st.integers(1000, 2999),
)
def test_a_plainly_named_day_is_the_one_that_dateutil_reads(day, month, year):
    plain = [read_named_day(said) for said in (f"{day} {month} {year}", f"{month} {day}, {year}")]
    assert plain == [read_named_day(f"{day}-{month}-{year}")] * 2


def test_a_named_day_that_no_month_has_is_none():
    assert read_named_day("29 feb 2020") == (date(2020, 2, 29), True)
    assert read_named_day("29 feb 2021") == (None, False)
