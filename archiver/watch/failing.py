"""Tells a source of which nothing comes from one that failed in passing. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import takewhile

from archiver.runs import Outcome, RunRecord
from archiver.watch.drops import Tally, find_drop

SOON = timedelta(minutes=15)
"""A failed run that comes so soon after a good one is no alarm yet: the next ones will tell."""
IN_A_ROW = 3
MANY_MISSED = 5
"""A run that missed so many addresses and got none is an alarm at once."""
WHILE = timedelta(hours=6)
"""How far back the articles that did not come are pooled."""
FEWEST_ARTICLES = 12

Past = Sequence[RunRecord]


def fails_for_good(run: RunRecord, past: Past) -> bool:
    """Whether a run got nothing, and not just in passing.

    Args:
        past: earlier runs, oldest first.
    """
    if run.outcome is not Outcome.FAILED or not past:
        return False
    # The last runs are all there, so these are really in a row.
    before = past[-IN_A_ROW + 1 :]
    spell = list(takewhile(lambda one: one.outcome is Outcome.FAILED, reversed(before)))
    first = before[max(len(before) - len(spell) - 1, 0)]
    return (
        run.missed_count >= MANY_MISSED
        or len(spell) + 1 >= IN_A_ROW
        or run.started_at - first.started_at >= SOON
    )


def count_failing_articles(run: RunRecord, past: Past) -> int:
    """Give how many articles in a row did not come though the lists did; 0 unless that is unheard of.

    Addresses that are dead are asked for again and again, also at night when nothing new is there; that
    happened before, and only twice as many misses in a row as ever are told.
    """
    if _count_had(run).have or not run.missed_count:
        return 0
    tallies = [_count_had(one) for one in reversed(past) if run.started_at - one.started_at < WHILE]
    spell = [_count_had(run), *takewhile(lambda tally: not tally.have, tallies)]
    before = [_count_had(one) for one in reversed(past)][len(spell) - 1 :]
    drop = find_drop(spell, before, fewest=FEWEST_ARTICLES)
    if drop is None or drop.seen.of <= 2 * _longest_spell(before):
        return 0
    return drop.seen.of


def comes_again(run: RunRecord) -> bool:
    """Whether articles came, or the lists came and nothing that was asked for failed."""
    had = _count_had(run).have
    return run.outcome is Outcome.DONE or (run.outcome is Outcome.PARTLY and had > 0)


def _count_had(run: RunRecord) -> Tally:
    had = max(run.read_count, run.unchanged_count)
    return Tally(had, had + run.missed_count)


def _longest_spell(tallies: Sequence[Tally]) -> int:
    longest = missed = 0
    for tally in tallies:
        missed = 0 if tally.have else missed + tally.of
        longest = max(longest, missed)
    return longest
