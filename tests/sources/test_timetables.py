"""Cron expressions and quiet spans as tables write them."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.sources.timetables import Quiet, check_cron


@pytest.mark.parametrize(
    "text", ["30 5 * * 1-5", "*/5 * * * *", "0 0 29 2 *", "0 6,18 1-7 * MON", "0 0 * * 7"]
)
def test_an_expression_of_five_fields_is_taken(text: str) -> None:
    assert check_cron(text) == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "write minute, hour, day, month and weekday"),
        ("5 * * *", "write minute, hour, day, month and weekday"),
        ("0 */5 * * * *", "write minute, hour, day, month and weekday"),
        ("@daily", "write minute, hour, day, month and weekday"),
        ("61 * * * *", "bad minute"),
        ("0 24 * * *", "bad hour"),
        ("0 0 * * Monday", "bad day-of-week"),
        ("0 0 31 2 *", "bad day-of-month"),
        ("*/0 * * * *", "bad minute"),
        ("٣ * * * *", "bad minute"),
    ],
)
def test_what_is_no_expression_is_told_in_words(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        check_cron(text)


@given(st.text(max_size=30))
def test_any_text_is_an_expression_or_a_fault(text: str) -> None:
    with suppress(ValueError):
        assert check_cron(text) == text


@pytest.mark.parametrize(
    "text", ["23:00", "23:00-24:00", "6:00-7:00", "06:00-06:00", "23:00–06:00", "", "06:00-07:00 "]
)
def test_what_is_no_span_is_told_in_words(text: str) -> None:
    with pytest.raises(ValueError, match="write one such as 23:00-06:00"):
        Quiet.parse(text)
