"""Going along a range: it ends after misses in the range's own order, whatever answers first."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from archiver.crawl.id_walk import IdWalk
from archiver.records import Target


def numbers(after: str | None) -> Iterator[Target]:
    for number in count(int(after or 0) + 1):
        yield Target(url=f"http://h/{number}", identity=f"url:{number}", site="h", position=str(number))


def days(after: str | None) -> Iterator[Target]:
    begin = int(after.partition("/")[0]) + ("/" not in after) if after else 1
    for day in range(begin, 4):
        for number in count(1):
            place = f"{day}/{number}"
            yield Target(url=f"http://h/{place}", identity=f"url:{place}", site="h", position=place)


def go(walk: IdWalk, there: set[str], order: list[int], at_once: int = 4) -> list[str]:
    """Go to the end; of those under way the one that answers next is chosen by ``order``."""
    asked: list[str] = []
    under_way: list[Target] = []
    choices = iter(order + [0] * 10_000)
    while True:
        while walk.open_count < at_once and (target := walk.next_target()):
            asked.append(target.position)
            under_way.append(target)
        if not under_way:
            return asked
        answered = under_way.pop(next(choices) % len(under_way))
        walk.settle(answered.identity, is_hit=answered.position in there)


@given(
    there=st.sets(st.integers(1, 30)),
    order=st.lists(st.integers(0, 3), max_size=60),
    most_misses=st.integers(1, 5),
)
def test_a_walk_ends_after_so_many_misses_in_a_row_and_a_few_more(
    there: set[int], order: list[int], most_misses: int
) -> None:
    walk = IdWalk(numbers, start_after=None, most_misses=most_misses)
    asked = go(walk, set(map(str, there)), order)
    run, end = 0, 0
    while run < most_misses:
        end += 1
        run = 0 if end in there else run + 1
    assert [int(one) for one in asked] == list(range(1, len(asked) + 1))
    assert end <= len(asked) <= end + 3


@given(order=st.lists(st.integers(0, 3), max_size=60))
def test_the_position_is_the_last_hit_before_the_misses(order: list[int]) -> None:
    walk = IdWalk(numbers, start_after="10", most_misses=3)
    go(walk, {"11", "13"}, order)
    assert walk.position == "13"


def test_without_a_hit_the_position_stays() -> None:
    walk = IdWalk(numbers, start_after="10", most_misses=3)
    go(walk, set(), [])
    assert walk.position == "10"


def test_where_days_are_counted_misses_end_the_day_only() -> None:
    walk = IdWalk(days, start_after=None, most_misses=2)
    asked = go(walk, {"1/1", "2/1", "2/2", "3/1"}, [], at_once=1)
    assert asked == ["1/1", "1/2", "1/3", "2/1", "2/2", "2/3", "2/4", "3/1", "3/2", "3/3"]
    assert walk.position == "3/1"
