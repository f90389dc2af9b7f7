"""Rows of numbers as lines of text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archiver.watch.sparklines import ASCII_BARS, BARS, draw_sparkline

values = st.lists(st.none() | st.floats(0, 1e9), max_size=60)


@given(values)
def test_there_is_a_sign_for_each_value(row: list[float | None]) -> None:
    assert len(draw_sparkline(row)) == len(row)


@given(values, st.integers(1, 30))
def test_a_line_is_never_wider_than_it_may_be(row: list[float | None], width: int) -> None:
    assert len(draw_sparkline(row, width=width)) == min(len(row), width)


@given(st.lists(st.floats(0, 1e9), min_size=2, max_size=20))
def test_a_higher_value_has_no_lower_bar(row: list[float]) -> None:
    places = [BARS.index(sign) for sign in draw_sparkline(sorted(row))]
    assert places == sorted(places)


def test_the_lowest_bar_is_nothing_and_the_highest_the_largest() -> None:
    assert draw_sparkline([0, 7, 14]) == "▁▅█"


def test_what_is_missing_is_blank_and_not_nothing() -> None:
    assert draw_sparkline([1, None, 0]) == "█ ▁"


def test_shares_are_drawn_against_the_whole() -> None:
    assert draw_sparkline([0.5, 0.5], highest=1.0) == "▅▅"


def test_nothing_but_zeros_is_low() -> None:
    assert draw_sparkline([0, 0]) == "▁▁"


def test_neighbours_are_put_together_where_there_is_no_room() -> None:
    assert draw_sparkline([0, 0, 4, 4, None, None], width=3) == "▁█ "


def test_a_terminal_without_bars_gets_ascii() -> None:
    assert draw_sparkline([0, 7, None], bars=ASCII_BARS).isascii()
