"""The way of what was found into the archive: cleaned, judged, written. Without network or Scrapy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from sqlalchemy import Engine

from archiver.cleaning import Found, Kept, clean
from archiver.dedup import judge
from archiver.records import Article, Checked, Failure, Gone, Mended, Sighting
from archiver.store.writer import Batch, write_batch


@dataclass(slots=True)
class IntakeReport:
    """What became of what was taken in: judgement → count, reason of failure → count."""

    judged: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)


def make_batch(kept: Iterable[Kept]) -> Batch:
    """Sort what was kept by its kind, articles by identity.

    Of two newspapers with one text, the one written first names the entry: within a batch that is
    not left to the chance of which answer came first.
    """
    whole = list(kept)
    articles = [one for one in whole if isinstance(one, Article)]
    return Batch(
        articles=tuple(sorted(articles, key=lambda article: article.target.identity)),
        sightings=tuple(one for one in whole if isinstance(one, Sighting)),
        failures=tuple(one for one in whole if isinstance(one, Failure)),
        mended=tuple(one.key for one in whole if isinstance(one, Mended)),
        checked=tuple(one for one in whole if isinstance(one, Checked)),
        gone=tuple(one for one in whole if isinstance(one, Gone)),
    )


def take_in(engine: Engine, found: Iterable[Found], *, batch_count: int) -> IntakeReport:
    """Write all that was found, in batches.

    Raises:
        DatabaseError: the batches before the one that failed are written.
    """
    report = IntakeReport()
    for batch in _batches(map(clean, found), batch_count):
        failures = [one for one in batch if isinstance(one, Failure)]
        verdicts = write_batch(engine, make_batch(batch), judge)
        report.judged.update(verdict.judgement.value for verdict in verdicts)
        report.failed.update(failure.reason.value for failure in failures)
        report.failures.extend(failures)
    return report


def _batches(kept: Iterable[Kept], size: int) -> Iterator[list[Kept]]:
    stream = iter(kept)
    while batch := list(islice(stream, size)):
        yield batch
