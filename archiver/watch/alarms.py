"""Finds what is not as it used to be with a source: its latest run against the runs before. Pure.

An alarm stands in the record of every run from the one that noticed it to the last one before its end; so
the record of the run before says what stands already, and nothing else has to be remembered.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from archiver.reasons import Reason
from archiver.runs import Alarm, AlarmKind, Outcome, RunRecord
from archiver.watch.drops import CHANCE, FEWEST, Drop, Tally, find_drop, has_recovered, pool
from archiver.watch.failing import comes_again, count_failing_articles, fails_for_good
from archiver.watch.lengths import find_shrinking, has_grown
from archiver.watch.silence import find_silence, has_news

BLOCKING = (Reason.CHALLENGE, Reason.CONSENT, Reason.LOGIN, Reason.PAYWALL)
"""Reasons that mean: something stands before the articles."""
_FEWEST_BLOCKED = 3
_CHANCE_OF_BLOCKS = 1e-6
_ENDED = (Outcome.DONE, Outcome.PARTLY, Outcome.FAILED)

Past = Sequence[RunRecord]


@dataclass(frozen=True, slots=True)
class Watch:
    """How one kind of alarm begins and ends.

    Attributes:
        notice: words for what a run shows against the earlier runs, oldest first; ``None`` if all is well.
        is_over: whether a run shows that a standing alarm's cause is gone.
    """

    notice: Callable[[RunRecord, Past], str | None]
    is_over: Callable[[RunRecord, Past, datetime], bool]


def find_alarms(run: RunRecord, history: Past) -> tuple[Alarm, ...]:
    """Give the alarms that stand when a run has ended; new ones began at its start.

    Args:
        history: earlier runs of the source in any order; ``archiver.store.watching`` gives as many as tell
            something.
    """
    past = _ended_before(run, history)
    standing = {alarm.kind: alarm for alarm in past[-1].alarms} if past else {}
    alarms = []
    for kind, watch in WATCHES.items():
        if kind in standing:
            if not watch.is_over(run, past, standing[kind].began_at):
                alarms.append(standing[kind])
        elif words := watch.notice(run, past):
            alarms.append(Alarm(kind=kind, source=run.source, words=words, began_at=run.started_at))
    return tuple(alarms)


def standing_alarms(run: RunRecord, history: Past) -> tuple[Alarm, ...]:
    """Give the alarms that stood when a run began."""
    past = _ended_before(run, history)
    return past[-1].alarms if past else ()


def _ended_before(run: RunRecord, history: Past) -> list[RunRecord]:
    """Give the runs that came to an end of their own before a run, oldest first."""
    ended = (one for one in history if one.outcome in _ENDED and one.started_at < run.started_at)
    return sorted(ended, key=lambda one: one.started_at)


def _drop_of(
    kind: AlarmKind,
    count: Callable[[RunRecord], Tally],
    run: RunRecord,
    past: Past,
    *,
    fewest: int = FEWEST,
    chance: float = CHANCE,
) -> Drop | None:
    """Give a drop among the runs in which the alarm did not stand; those since it ended may be pooled."""
    now = count(run)
    if now.have == now.of:
        return None
    calm = _calm(kind, past)
    last = max((one.started_at for one in past if one.alarms and _stands(kind, one)), default=None)
    after = [one for one in calm if last is None or one.started_at > last]
    before = calm[: len(calm) - len(after)]
    recent = [now, *(count(one) for one in reversed(after))]
    return find_drop(recent, [count(one) for one in reversed(before)], fewest=fewest, chance=chance)


def _calm(kind: AlarmKind, past: Past) -> list[RunRecord]:
    """Give the runs in which an alarm did not stand."""
    return [one for one in past if not (one.alarms and _stands(kind, one))]


def _stands(kind: AlarmKind, run: RunRecord) -> bool:
    return any(alarm.kind is kind for alarm in run.alarms)


def _watch_field(kind: AlarmKind, name: str, field: str) -> Watch:
    """Watch the share of articles read that have a field."""

    def count(run: RunRecord) -> Tally:
        return Tally(getattr(run, field), run.read_count)

    def notice(run: RunRecord, past: Past) -> str | None:
        drop = _drop_of(kind, count, run, past)
        if drop is None:
            return None
        seen = f"{drop.seen.have} of the last {drop.seen.of} articles have a {name}"
        return f"{seen}, usually {_percent(drop.usual)}"

    return Watch(notice, lambda run, past, began_at: _is_usual_again(count, run, past, began_at))


def _is_usual_again(
    count: Callable[[RunRecord], Tally], run: RunRecord, past: Past, began_at: datetime
) -> bool:
    if not count(run).of:
        return False
    usual = pool([count(one) for one in past if one.started_at < began_at])
    since = [run, *(one for one in reversed(past) if one.started_at >= began_at)]
    return has_recovered([count(one) for one in since], usual)


def _notice_shrunk(run: RunRecord, past: Past) -> str | None:
    if not run.read_count:
        return None
    shrinking = find_shrinking([run, *reversed(_calm(AlarmKind.TEXT_SHRANK, past))])
    if shrinking is None:
        return None
    seen = f"the last {shrinking.count} articles have about {shrinking.length} signs"
    return f"{seen}, usually {shrinking.usual}"


def _has_grown(run: RunRecord, past: Past, began_at: datetime) -> bool:
    before = [one for one in past if one.started_at < began_at]
    since = [run, *reversed(past[len(before) :])]
    return run.read_count > 0 and has_grown(since, before)


def _blocked_count(run: RunRecord) -> int:
    return sum(run.failed.get(reason, 0) for reason in BLOCKING)


def _count_open(run: RunRecord) -> Tally:
    return Tally(run.read_count, run.read_count + _blocked_count(run))


def _count_original(run: RunRecord) -> Tally:
    return Tally(max(run.read_count - run.duplicate_count, 0), run.read_count)


def _notice_blocked(run: RunRecord, past: Past) -> str | None:
    kind = AlarmKind.BLOCK_PAGE
    if drop := _drop_of(kind, _count_open, run, past, fewest=_FEWEST_BLOCKED, chance=_CHANCE_OF_BLOCKS):
        reasons = ", ".join(f"{run.failed[reason]} {reason}" for reason in BLOCKING if reason in run.failed)
        return f"{drop.seen.of - drop.seen.have} of the last {drop.seen.of} addresses are blocked ({reasons})"
    if _is_wholly_blocked(run) and fails_for_good(run, past):
        return "nothing but block pages came"
    if drop := _drop_of(kind, _count_original, run, past):
        same = drop.seen.of - drop.seen.have
        return f"{same} of the last {drop.seen.of} articles have a text that was there before"
    return None


def _is_open_again(run: RunRecord, past: Past, began_at: datetime) -> bool:
    return _is_usual_again(_count_open, run, past, began_at) and _is_usual_again(
        _count_original, run, past, began_at
    )


def _is_wholly_blocked(run: RunRecord) -> bool:
    return 0 < _blocked_count(run) == sum(run.failed.values())


def _notice_failing(run: RunRecord, past: Past) -> str | None:
    if _is_wholly_blocked(run):
        return None
    if fails_for_good(run, past):
        return f"nothing came ({_reasons(run)})"
    count = count_failing_articles(run, past)
    return f"not one of the last {count} articles came ({_reasons(run)})" if count else None


def _reasons(run: RunRecord) -> str:
    return ", ".join(f"{count} {reason}" for reason, count in sorted(run.failed.items())) or "no reason told"


def _notice_silence(run: RunRecord, past: Past) -> str | None:
    silence = find_silence(run, past)
    if silence is None:
        return None
    seen = f"nothing new since {silence.since.isoformat(timespec='minutes')}, for {_span(silence.lasted)}"
    return f"{seen}; at this time of the week usually {_span(silence.usual)} at most"


def _span(span: timedelta) -> str:
    hours = span.total_seconds() / 3600
    return f"{hours / 24:.1f} days" if hours >= 72 else f"{hours:.1f} hours"


def _percent(tally: Tally) -> str:
    return f"{100 * tally.have / tally.of:.0f} of 100"


WATCHES = {
    AlarmKind.ALL_FAILING: Watch(_notice_failing, lambda run, *_: comes_again(run)),
    AlarmKind.BLOCK_PAGE: Watch(_notice_blocked, _is_open_again),
    AlarmKind.SUDDENLY_NONE: Watch(_notice_silence, lambda run, *_: has_news(run)),
    AlarmKind.DATES_MISSING: _watch_field(AlarmKind.DATES_MISSING, "date", "dated_count"),
    AlarmKind.TITLES_MISSING: _watch_field(AlarmKind.TITLES_MISSING, "title", "titled_count"),
    AlarmKind.BYLINES_MISSING: _watch_field(AlarmKind.BYLINES_MISSING, "byline", "signed_count"),
    AlarmKind.TEXT_SHRANK: Watch(_notice_shrunk, _has_grown),
}
