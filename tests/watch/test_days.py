"""Days of a source, summed up from its runs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

from archiver.runs import RunRecord
from archiver.watch.days import Day, sum_up_days

TODAY = date(2026, 3, 5)


def make_run(hour: float, **values: object) -> RunRecord:
    run = RunRecord(source="rolling", started_at=datetime(2026, 3, 5, tzinfo=UTC) + timedelta(hours=hour))
    return replace(run, **values)  # type: ignore[arg-type]


def today(*runs: RunRecord) -> Day:
    return sum_up_days(runs, today=TODAY, count=1, zone=UTC)[0]


def test_days_have_no_gap_and_end_today() -> None:
    days = sum_up_days([make_run(-60, new_count=2)], today=TODAY, count=4, zone=UTC)
    assert [day.day.day for day in days] == [2, 3, 4, 5]
    assert [day.article_count for day in days] == [2, 0, 0, 0]


def test_a_day_begins_where_its_zone_says() -> None:
    runs = [make_run(20, new_count=1)]
    (day,) = sum_up_days(runs, today=date(2026, 3, 6), count=1, zone=timezone(timedelta(hours=8)))
    assert day.article_count == 1


def test_shares_are_of_all_articles_of_the_day_and_not_the_mean_of_runs() -> None:
    day = today(make_run(1, read_count=9, dated_count=9), make_run(2, read_count=1, dated_count=0))
    assert day.dated == 0.9


def test_a_day_without_articles_has_no_shares() -> None:
    day = today(make_run(1))
    assert (day.titled, day.dated, day.signed, day.with_text, day.length, day.lag_seconds) == (None,) * 6


def test_a_run_counts_in_the_median_as_often_as_it_has_articles() -> None:
    day = today(make_run(1, read_count=1, median_length=90), make_run(2, read_count=3, median_length=800))
    assert day.length == 800


def test_articles_without_a_text_lower_the_share_with_text_and_other_failures_do_not() -> None:
    day = today(make_run(1, read_count=3, failed={"empty-text": 1, "timeout": 5}))
    assert day.with_text == 0.75


def test_failures_are_added_up_by_reason() -> None:
    day = today(make_run(1, failed={"timeout": 1}), make_run(2, failed={"timeout": 2, "no-code": 1}))
    assert day.failed == {"timeout": 3, "no-code": 1}
