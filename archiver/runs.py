"""Runs as the archive keeps them: one record for every time that a source was crawled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Outcome(StrEnum):
    """How a run ended."""

    RUNNING = "running"
    """It is under way."""
    DONE = "done"
    PARTLY = "partly"
    """Some lists or articles did not come."""
    FAILED = "failed"
    """No list came, or the archive refused."""
    STOPPED = "stopped"
    """Somebody stopped it; what it had not finished waits for the next one."""
    CUT_OFF = "cut-off"
    """It never said its end: it was killed, or its machine stopped."""


class AlarmKind(StrEnum):
    """What may be noticed of a source against its own history."""

    SUDDENLY_NONE = "suddenly-none"
    """Nothing new for far longer than is usual at this time of the week."""
    DATES_MISSING = "dates-missing"
    TITLES_MISSING = "titles-missing"
    BYLINES_MISSING = "bylines-missing"
    TEXT_SHRANK = "text-shrank"
    BLOCK_PAGE = "block-page"
    """A challenge, a log-in or the like comes instead of articles, or one and the same text."""
    ALL_FAILING = "all-failing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """Something that is not as it used to be with a source.

    Attributes:
        words: what was seen and what is usual, one line.
        began_at: the start of the run that noticed it first.
    """

    kind: AlarmKind
    source: str
    words: str
    began_at: datetime

    def record(self) -> dict[str, str]:
        """Give it for machines."""
        return {
            "source": self.source,
            "kind": self.kind.value,
            "words": self.words,
            "began_at": self.began_at.isoformat(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRecord:
    """What one run of one source did.

    Attributes:
        id: the archive's number; ``None`` before it is kept.
        ended_at: ``None`` while it is under way, or when it never said its end.
        listed_count: records met in lists.
        unchanged_count: articles asked for again whose answer was the same.
        gone_count: known articles that are not there any more.
        failed: reason → count, of lists, list records and articles.
        lacking: reason → count, of what kept articles lack.
        missed_count: lists and articles asked for and not had.
        unmodified_count: lists that answered that nothing had changed.
        byte_count: bytes of the answers' bodies as they came.
        read_count: articles whose text was read in this run; the four fields after it speak of those.
        titled_count, dated_count, signed_count: how many of them have a title, a date, an author.
        median_length: signs of their texts; ``None`` when none was read.
        median_lag_seconds: time from publication to archive, of new articles with a time of day.
        alarms: what stood against the source's own history when the run ended; those that the run
            noticed first began at its start.
    """

    source: str
    started_at: datetime
    id: int | None = None
    ended_at: datetime | None = None
    outcome: Outcome = Outcome.RUNNING
    listed_count: int = 0
    known_count: int = 0
    waiting_count: int = 0
    new_count: int = 0
    revised_count: int = 0
    duplicate_count: int = 0
    unchanged_count: int = 0
    gone_count: int = 0
    missed_count: int = 0
    unmodified_count: int = 0
    request_count: int = 0
    byte_count: int = 0
    read_count: int = 0
    titled_count: int = 0
    dated_count: int = 0
    signed_count: int = 0
    median_length: int | None = None
    median_lag_seconds: float | None = None
    failed: Mapping[str, int] = field(default_factory=dict)
    lacking: Mapping[str, int] = field(default_factory=dict)
    alarms: tuple[Alarm, ...] = ()

    @property
    def new_alarms(self) -> tuple[Alarm, ...]:
        """The alarms that this run noticed first."""
        return tuple(alarm for alarm in self.alarms if alarm.began_at == self.started_at)
