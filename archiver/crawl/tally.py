"""Counts what the run of one source does, for the record that the archive keeps of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields
from datetime import datetime
from statistics import median
from typing import Any

from archiver.records import Article, Failure, Judgement, Precision, Verdict
from archiver.runs import Outcome, RunRecord

_JUDGED = {
    Judgement.NEW: "new",
    Judgement.REVISED: "revised",
    Judgement.DUPLICATE: "duplicate",
    Judgement.UNCHANGED: "unchanged",
}


class Tally:
    """The counts of a run under way."""

    def __init__(self, source: str, run_id: int, started_at: datetime) -> None:
        self.source = source
        self._run_id = run_id
        self._started_at = started_at
        self.counts: Counter[str] = Counter()
        self._failed: Counter[str] = Counter()
        self._lacking: Counter[str] = Counter()
        self._lengths: list[int] = []
        self._lags: list[float] = []

    def take_verdict(self, verdict: Verdict) -> None:
        """Count an article that was read and written."""
        article = verdict.article
        self.counts[_JUDGED[verdict.judgement]] += 1
        self.counts["read"] += 1
        self.counts["titled"] += article.title is not None
        self.counts["dated"] += article.published is not None
        self.counts["signed"] += bool(article.authors)
        self._lengths.append(sum(map(len, article.paragraphs)))
        self._lacking.update(lack.reason.value for lack in article.lacks)
        if verdict.judgement is Judgement.NEW:
            self._take_lag(article)

    def take_failure(self, failure: Failure) -> None:
        """Count a failure by its reason."""
        self._failed[failure.reason.value] += 1

    def record(self, ended_at: datetime, outcome: Outcome) -> RunRecord:
        """Give what the run did."""
        counts: dict[str, Any] = {
            field.name: self.counts[field.name.removesuffix("_count")]
            for field in fields(RunRecord)
            if field.name.endswith("_count")
        }
        return RunRecord(
            id=self._run_id,
            source=self.source,
            started_at=self._started_at,
            ended_at=ended_at,
            outcome=outcome,
            median_length=round(median(self._lengths)) if self._lengths else None,
            median_lag_seconds=median(self._lags) if self._lags else None,
            failed=dict(self._failed),
            lacking=dict(self._lacking),
            **counts,
        )

    def _take_lag(self, article: Article) -> None:
        published = article.published
        if published is not None and published.precision is not Precision.DAY:
            self._lags.append((article.fetched_at - published.at).total_seconds())
