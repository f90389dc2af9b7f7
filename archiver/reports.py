"""What a run did, told when it ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from archiver.runs import RunRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlReport:
    """What a run did.

    Attributes:
        list_count: lists that came.
        listed_count: records met in them.
        known_count: articles listed that the archive has; they were not asked for.
        waiting_count: articles that failed before and are not tried again yet.
        asked_count: articles asked for.
        gone_count: known articles that are not there any more.
        unmodified_count: lists that answered that nothing had changed.
        failed: reason → count, of lists, list records and articles.
        lacking: reason → count, of articles kept without a title or date, with broken signs, or read without
            rules that found nothing.
        missed_count: lists and articles asked for and not had; the run is then done in part.
        stopped_by: why the run could not go on; ``None`` when it could.
        interrupted: somebody stopped it; what was written stays.
        runs: the same for each source that was crawled.
    """

    list_count: int = 0
    listed_count: int = 0
    known_count: int = 0
    waiting_count: int = 0
    asked_count: int = 0
    new_count: int = 0
    revised_count: int = 0
    duplicate_count: int = 0
    unchanged_count: int = 0
    gone_count: int = 0
    unmodified_count: int = 0
    failed: Mapping[str, int] = field(default_factory=dict)
    lacking: Mapping[str, int] = field(default_factory=dict)
    missed_count: int = 0
    request_count: int = 0
    seconds: float = 0.0
    stopped_by: str | None = None
    interrupted: bool = False
    runs: tuple[RunRecord, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportReport:
    """What an export wrote.

    Attributes:
        written_count: articles written (for a database: added or changed).
        left_out: reason → count of what was not written.
    """

    destination: str
    written_count: int
    left_out: Mapping[str, int] = field(default_factory=dict)
