"""Where one source stands in the schedule."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from archiver.runs import Outcome, RunRecord
from archiver.schedule.diary import Due
from archiver.schedule.rules import Rule

MOST_PAUSES = 2
"""A due time that lies more of its own pauses ahead can only come from a clock that has been set back."""
MOST_CUT_OFF = 2
"""A run that was cut off so often, by what it does itself maybe, is not made once more."""
_UNENDED = (Outcome.RUNNING, Outcome.CUT_OFF)


class Line:
    """A source's rule, when it is due, and when that run starts.

    Attributes:
        due_at: without jitter, which is what is kept.
        starts_at: with jitter.
        learned_at: when its rhythm was learned.
    """

    def __init__(self, rule: Rule, due_at: datetime, now: datetime) -> None:
        self.rule, self.learned_at = rule, now
        self.move(due_at)

    def move(self, due_at: datetime) -> None:
        """Be due at another time."""
        self.due_at, self.starts_at = due_at, self.rule.starts_at(due_at)


def first_due(rule: Rule, kept: Due | None, runs: Sequence[RunRecord], now: datetime) -> datetime:
    """Give the due time of a source as a process finds it.

    Args:
        kept: what the last process kept; ``None`` if nothing.
        runs: the latest runs, latest first.
    """
    if kept is None or kept.rule != rule.text:
        return rule.first_after(runs[0].started_at if runs else None, now)
    if _was_made(kept.due_at, runs):
        return not_too_far(rule, rule.next_after(kept.due_at, runs[0].started_at), now)
    return not_too_far(rule, kept.due_at, now)


def not_too_far(rule: Rule, due_at: datetime, now: datetime) -> datetime:
    """Give a due time, or the next one as counted from now where the clock has been set back too far for it.

    Where it was set back by less than the source's own pause, the source waits, so that no due time of a day
    comes twice.
    """
    if due_at - now > MOST_PAUSES * rule.pause_after(due_at):
        return rule.next_after(now, now)
    return due_at


def _was_made(due_at: datetime, runs: Sequence[RunRecord]) -> bool:
    """Whether the run of a due time was made, or has been tried often enough."""
    since = [run for run in runs if run.started_at >= due_at]
    ended = bool(since) and since[0].outcome not in (*_UNENDED, Outcome.STOPPED)
    return ended or sum(run.outcome in _UNENDED for run in since) >= MOST_CUT_OFF
