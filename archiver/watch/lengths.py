"""Tells texts that shrank from short ones that come now and then. Pure.

A run keeps of its texts the median length alone. So runs are pooled until they hold a handful of articles,
and the mean of their medians' logarithms is set against all earlier stretches of as many articles: how far
those wavered below the usual is what the source may do.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from archiver.runs import RunRecord

FEWEST = 5
HALF = math.log(2)
"""Texts more than half as long as usual never count as shrunk."""
FARTHER = 1.3
"""How many times as far below the usual as any stretch before."""
DEVIATIONS = 6.0
"""How many standard deviations of the stretches before below the usual."""
FEWEST_BEFORE = 10
"""Stretches before; with fewer nothing is told."""
AGAIN = math.log(1 / 0.6)
_MOST_POOLED = 60


@dataclass(frozen=True, slots=True)
class Shrinking:
    """What was seen of so many last articles, in signs, and what is usual."""

    length: int
    usual: int
    count: int


@dataclass(frozen=True, slots=True)
class _Stretch:
    level: float
    count: int


def find_shrinking(recent: Sequence[RunRecord]) -> Shrinking | None:
    """Give by how much the texts of the latest run, and of as few before it as tell it, are too short.

    Args:
        recent: latest first, the run itself the first of them.
    """
    lengths = [run.median_length for run in recent if run.median_length]
    if not recent[0].median_length or 2 * recent[0].median_length > median(lengths):
        return None
    medians = [stretch for run in recent if (stretch := _stretch_of(run))]
    usual = median(stretch.level for stretch in medians)
    for count in range(1, len(medians)):
        seen = _join(medians[:count])
        if seen.count > _MOST_POOLED and count > 1:
            return None
        if seen.count >= FEWEST and _is_shrunk(seen, usual, medians[count:]):
            return Shrinking(round(math.exp(seen.level)), round(math.exp(usual)), seen.count)
    return None


def has_grown(since: Sequence[RunRecord], before: Sequence[RunRecord]) -> bool:
    """Whether the latest texts are about as long again as they were before they shrank.

    Args:
        since: the runs since then, latest first.
    """
    latest = next(_stretches([one for run in since if (one := _stretch_of(run))], FEWEST), None)
    usual = [one.level for run in before if (one := _stretch_of(run))]
    return latest is not None and (not usual or latest.level >= median(usual) - AGAIN)


def _is_shrunk(seen: _Stretch, usual: float, before: Sequence[_Stretch]) -> bool:
    below = usual - seen.level
    if below < HALF:
        return False
    levels = [stretch.level for stretch in _stretches(before, seen.count)]
    if len(levels) < FEWEST_BEFORE:
        return False
    deviation = math.sqrt(fmean((level - usual) ** 2 for level in levels))
    return below > DEVIATIONS * deviation and below > FARTHER * (usual - min(levels))


def _stretches(medians: Sequence[_Stretch], count: int) -> Iterator[_Stretch]:
    """Give stretches of at least so many articles, one beside the other."""
    start = total = 0
    for place, stretch in enumerate(medians):
        total += stretch.count
        if total >= count:
            yield _join(medians[start : place + 1])
            start, total = place + 1, 0


def _join(medians: Sequence[_Stretch]) -> _Stretch:
    count = sum(stretch.count for stretch in medians)
    return _Stretch(sum(stretch.level * stretch.count for stretch in medians) / count, count)


def _stretch_of(run: RunRecord) -> _Stretch | None:
    if not run.read_count or not run.median_length:
        return None
    return _Stretch(math.log(run.median_length), run.read_count)
