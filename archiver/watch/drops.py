"""Tells a share that dropped from one that wavers: fewer of the last articles have something than ever.

One run reads many articles or one or none, so runs are pooled, latest first, until their articles tell
something. Pure.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

CHANCE = 1e-7
"""A drop is told when a source that goes on as it did would show it so seldom."""
DROPPED = 0.6
"""A share counts as dropped below this part of the usual one."""
RECOVERED = 0.8
FEWEST = 5
"""With fewer articles than these nothing is told."""
FEWEST_BEFORE = 10
_MOST_POOLED = 60


@dataclass(frozen=True, slots=True)
class Tally:
    """Of so many articles of a run so many have something."""

    have: int
    of: int


@dataclass(frozen=True, slots=True)
class Drop:
    """What was seen of the last articles, and what is usual."""

    seen: Tally
    usual: Tally


def find_drop(
    recent: Sequence[Tally], before: Sequence[Tally], *, fewest: int = FEWEST, chance: float = CHANCE
) -> Drop | None:
    """Give the drop that the latest run shows together with as few runs before it as tell it.

    Args:
        recent: latest first, the run itself the first of them; any number of them may be pooled.
        before: the runs before those, latest first.
        fewest: articles to pool at least.
    """
    if not recent or not recent[0].of:
        return None
    tallies = [*recent, *before]
    have = list(accumulate((tally.have for tally in tallies), initial=0))
    of = list(accumulate((tally.of for tally in tallies), initial=0))
    for count in range(1, len(recent) + 1):
        seen = Tally(have[count], of[count])
        usual = Tally(have[-1] - have[count], of[-1] - of[count])
        if (seen.of > _MOST_POOLED and count > 1) or usual.of < FEWEST_BEFORE:
            return None
        if seen.of >= fewest and _is_drop(seen, usual, chance) and not _was_there(seen, tallies[count:]):
            return Drop(seen, usual)
    return None


def has_recovered(since: Sequence[Tally], usual: Tally) -> bool:
    """Whether the latest articles have again what is usual.

    Args:
        since: the runs since the drop, latest first.
    """
    seen = Tally(0, 0)
    for tally in since:
        seen = Tally(seen.have + tally.have, seen.of + tally.of)
        if seen.of >= FEWEST:
            return _share(seen) >= RECOVERED * _share(usual)
    return False


def pool(tallies: Sequence[Tally]) -> Tally:
    """Add tallies up."""
    return Tally(sum(tally.have for tally in tallies), sum(tally.of for tally in tallies))


def _share(tally: Tally) -> float:
    return tally.have / tally.of if tally.of else 0.0


def _is_drop(seen: Tally, usual: Tally, chance: float) -> bool:
    return _share(seen) <= DROPPED * _share(usual) and _chance(seen, usual) < chance


def _chance(seen: Tally, usual: Tally) -> float:
    """Give how likely so few or fewer would be if nothing had changed.

    The beta-binomial distribution with Jeffreys' prior: that few articles before are no proof of a share
    is part of it.
    """
    a, b = usual.have + 0.5, usual.of - usual.have + 0.5
    n = seen.of
    whole = _log_beta(a, b)
    return sum(
        math.exp(math.log(math.comb(n, k)) + _log_beta(a + k, b + n - k) - whole)
        for k in range(seen.have + 1)
    )


def _log_beta(a: float, b: float) -> float:
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)


def _was_there(seen: Tally, before: Sequence[Tally]) -> bool:
    """Whether as many articles in a row had as few of it once before: then it is the source's way."""
    start = 0
    have = of = 0
    for tally in before:
        have, of = have + tally.have, of + tally.of
        while of - before[start].of >= seen.of:
            have, of = have - before[start].have, of - before[start].of
            start += 1
        if of >= seen.of and have / of <= _share(seen):
            return True
    return False
