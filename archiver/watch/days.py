"""Sums up the runs of a source by days. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from statistics import median
from typing import Any

from archiver.reasons import Reason
from archiver.runs import Alarm, RunRecord

TEXTLESS = (
    Reason.EMPTY_TEXT, Reason.NO_ARTICLE, Reason.EMPTY_SHELL,
    Reason.CHALLENGE, Reason.CONSENT, Reason.LOGIN, Reason.PAYWALL,
)  # fmt: skip
"""Articles that came and had no text that could be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What a source brought on a day.

    Attributes:
        titled, dated, signed: share of the articles read that have a title, a date, an author; ``None`` when
            none was read.
        with_text: share of the articles that came of which a text could be read.
        length: median signs of the texts.
        lag_seconds: median time from publication to archive.
        failed: reason → count.
    """

    day: date
    article_count: int
    read_count: int
    titled: float | None
    dated: float | None
    signed: float | None
    with_text: float | None
    length: float | None
    lag_seconds: float | None
    failed: Mapping[str, int]

    def record(self) -> dict[str, Any]:
        """Give it for machines."""
        return {
            "day": self.day.isoformat(),
            "articles": self.article_count,
            "read": self.read_count,
            "with_title": self.titled,
            "with_date": self.dated,
            "with_byline": self.signed,
            "with_text": self.with_text,
            "median_length": self.length,
            "median_lag_seconds": self.lag_seconds,
            "failed": dict(self.failed),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Where a source stands.

    Attributes:
        last_success_at: start of the last run of which a list came; ``None`` if never.
        days: without a gap, oldest first, the last of them today.
    """

    source: str
    last_success_at: datetime | None
    alarms: Sequence[Alarm]
    days: Sequence[Day]

    def record(self) -> dict[str, Any]:
        """Give it for machines."""
        return {
            "source": self.source,
            "last_success": self.last_success_at.isoformat() if self.last_success_at else None,
            "alarms": [alarm.record() for alarm in self.alarms],
            "days": [day.record() for day in self.days],
        }


def sum_up_days(
    runs: Iterable[RunRecord], *, today: date, count: int, zone: tzinfo | None = None
) -> list[Day]:
    """Give the last days, oldest first.

    Args:
        runs: of one source, in any order.
        zone: where days begin; this machine's zone if ``None``.
    """
    by_day: dict[date, list[RunRecord]] = {}
    for run in runs:
        by_day.setdefault(run.started_at.astimezone(zone).date(), []).append(run)
    first = today - timedelta(days=count - 1)
    return [_sum_up(day, by_day.get(day, [])) for day in (first + timedelta(days=i) for i in range(count))]


def _sum_up(day: date, runs: Sequence[RunRecord]) -> Day:
    read_count = sum(run.read_count for run in runs)
    failed: Counter[str] = Counter()
    for run in runs:
        failed.update(run.failed)
    return Day(
        day=day,
        article_count=sum(run.new_count for run in runs),
        read_count=read_count,
        titled=_share(sum(run.titled_count for run in runs), read_count),
        dated=_share(sum(run.dated_count for run in runs), read_count),
        signed=_share(sum(run.signed_count for run in runs), read_count),
        with_text=_share(read_count, read_count + sum(failed[reason] for reason in TEXTLESS)),
        length=_middle(runs, lambda run: run.median_length, lambda run: run.read_count),
        lag_seconds=_middle(runs, lambda run: run.median_lag_seconds, lambda run: run.new_count),
        failed=dict(failed.most_common()),
    )


def _share(count: int, of: int) -> float | None:
    return count / of if of else None


def _middle(
    runs: Sequence[RunRecord],
    value_of: Callable[[RunRecord], float | None],
    weight_of: Callable[[RunRecord], int],
) -> float | None:
    """Give the median of the runs' medians, each counted as often as it has articles."""
    values = [value for run in runs if (value := value_of(run)) is not None for _ in range(weight_of(run))]
    return median(values) if values else None
