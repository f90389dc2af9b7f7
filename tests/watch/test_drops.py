"""A share that dropped is told, one that wavers is not."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from archiver.watch.drops import Tally, find_drop, has_recovered

ALWAYS = [Tally(1, 1)] * 60
NEVER = [Tally(0, 1)] * 60
tallies = st.integers(0, 20).flatmap(lambda of: st.builds(Tally, st.integers(0, of), st.just(of)))


def test_five_without_are_told_where_sixty_had_it() -> None:
    drop = find_drop([Tally(0, 1)] * 5 + ALWAYS, [])
    assert drop is not None
    assert drop.seen == Tally(0, 5)
    assert drop.usual == Tally(60, 60)


def test_four_without_are_too_few() -> None:
    assert find_drop([Tally(0, 1)] * 4 + ALWAYS, []) is None


def test_one_run_may_be_enough() -> None:
    drop = find_drop([Tally(0, 8), *ALWAYS], [])
    assert drop is not None
    assert drop.seen == Tally(0, 8)


def test_a_short_history_proves_little() -> None:
    assert find_drop([Tally(0, 5), *ALWAYS[:10]], []) is None


def test_what_never_was_cannot_be_missing() -> None:
    assert find_drop([Tally(0, 9), *NEVER], []) is None


def test_what_was_seen_before_is_the_sources_way() -> None:
    series = [Tally(0, 1)] * 5
    assert find_drop(series + ALWAYS + series + ALWAYS, []) is None


def test_a_run_without_articles_tells_nothing() -> None:
    assert find_drop([Tally(0, 0), *[Tally(0, 1)] * 9, *ALWAYS], []) is None


def test_no_more_is_pooled_than_may_be() -> None:
    assert find_drop([Tally(0, 1)], [Tally(0, 1)] * 9 + ALWAYS) is None


@given(st.lists(tallies, max_size=40))
def test_a_run_in_which_all_have_it_is_never_told_alone(before: list[Tally]) -> None:
    assert find_drop([Tally(8, 8)], before) is None


@given(st.integers(1, 19), st.integers(0, 2**32))
def test_a_share_that_stays_as_it_was_is_hardly_ever_told(tenths: int, seed: int) -> None:
    dice = random.Random(seed)
    row = [Tally(int(dice.random() < tenths / 20), 1) for _ in range(300)]
    assert find_drop(row, []) is None


def test_recovery_wants_a_handful() -> None:
    usual = Tally(60, 60)
    assert not has_recovered([Tally(1, 1)] * 4, usual)
    assert has_recovered([Tally(1, 1)] * 5, usual)
    assert not has_recovered([Tally(1, 1)] * 3 + [Tally(0, 1)] * 2, usual)
