"""Counts runs for Prometheus; names by https://prometheus.io/docs/practices/naming/."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from archiver.runs import AlarmKind, Outcome, RunRecord

_SECONDS = (1, 5, 15, 60, 300, 900, 3600, 14400)
_COUNTS: dict[str, tuple[str, Callable[[RunRecord], int]]] = {
    "listed": ("Records met in lists.", lambda run: run.listed_count),
    "new": ("New articles.", lambda run: run.new_count),
    "revised": ("Articles whose text or facts changed.", lambda run: run.revised_count),
    "unchanged": ("Articles asked for again that had not changed.", lambda run: run.unchanged_count),
    "duplicates": ("Articles whose text was there already.", lambda run: run.duplicate_count),
    "gone": ("Known articles that are not there any more.", lambda run: run.gone_count),
    "requests": ("Requests.", lambda run: run.request_count),
    "bytes": ("Bytes of the answers' bodies.", lambda run: run.byte_count),
}


class RunMetrics:
    """What the runs of this process did, by source; what stood when it started comes from the archive."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._counters = {
            name: self._counter(name, words, ["source"]) for name, (words, _) in _COUNTS.items()
        }
        self._runs = self._counter("runs", "Runs by how they ended.", ["source", "outcome"])
        self._failures = self._counter("failures", "Failures by reason.", ["source", "reason"])
        self._seconds = Histogram(
            "archiver_run_seconds", "How long runs took.", ["source"],
            buckets=_SECONDS, registry=self.registry,
        )  # fmt: skip
        self._succeeded = self._gauge(
            "last_success_timestamp_seconds", "Start of the last run of which a list came.", ["source"]
        )
        self._lag = self._gauge(
            "lag_seconds", "Median time from publication to archive in the last run that knew it.", ["source"]
        )
        self._alarms = self._gauge("alarms", "1 for an alarm that stands, 0 for none.", ["source", "kind"])

    def begin(self, ended: Iterable[RunRecord], succeeded: Iterable[RunRecord]) -> None:
        """Take over how sources stand.

        Args:
            ended: the last run of each source.
            succeeded: the last run of each of which a list came.
        """
        for run in succeeded:
            self._succeeded.labels(run.source).set(run.started_at.timestamp())
        for run in ended:
            self._take_state(run)

    def take(self, run: RunRecord) -> None:
        """Count a run that has ended."""
        for name, (_, count_of) in _COUNTS.items():
            self._counters[name].labels(run.source).inc(count_of(run))
        self._runs.labels(run.source, run.outcome.value).inc()
        for reason, count in run.failed.items():
            self._failures.labels(run.source, reason).inc(count)
        if run.ended_at is not None:
            # A clock that was set back makes no run shorter than nothing.
            self._seconds.labels(run.source).observe(max((run.ended_at - run.started_at).total_seconds(), 0))
        if run.outcome in (Outcome.DONE, Outcome.PARTLY):
            self._succeeded.labels(run.source).set(run.started_at.timestamp())
        self._take_state(run)

    def _take_state(self, run: RunRecord) -> None:
        if run.median_lag_seconds is not None:
            self._lag.labels(run.source).set(run.median_lag_seconds)
        standing = {alarm.kind for alarm in run.alarms}
        for kind in AlarmKind:
            self._alarms.labels(run.source, kind.value).set(kind in standing)

    def _counter(self, name: str, words: str, labels: list[str]) -> Counter:
        return Counter(f"archiver_{name}", words, labels, registry=self.registry)

    def _gauge(self, name: str, words: str, labels: list[str]) -> Gauge:
        return Gauge(f"archiver_{name}", words, labels, registry=self.registry)
