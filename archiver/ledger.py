"""The ledger's records: every address ever met, what became of it, and when it is asked again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from archiver.reasons import Reason


class State(StrEnum):
    """What became of an address."""

    WAITING = "waiting"
    """It was met and is still to be asked for."""
    FETCHED = "fetched"
    FAILED = "failed"
    GONE = "gone"
    """It answers no more; what the archive has of it stays."""
    ROBOTS = "robots"
    """robots.txt forbids it."""
    NOT_NEWS = "not-news"
    """It holds no article."""
    BLOCKED = "blocked"
    """A challenge, a log-in, a paywall or the like stands before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """A line of the ledger.

    Attributes:
        identity: the article's, or ``list:SOURCE:ADDRESS`` for an address that lists articles.
        status: of the last answer; ``None`` where none came.
        tries: times in a row that it failed.
        checks: times that it was asked again after it was fetched.
        asked_at: when it was asked last; ``None`` if never.
        next_try_at: when it is due; ``None`` for never by itself.
    """

    identity: str
    url: str
    host: str
    source: str | None
    state: State
    reason: Reason | None
    message: str
    status: int | None
    tries: int
    checks: int
    met_at: datetime
    asked_at: datetime | None
    next_try_at: datetime | None
    etag: str
    last_modified: str


LISTS = "list:"
"""How identities of addresses begin that list articles."""
UNMODIFIED = 304
"""The status of an answer that says only "as before". Source: RFC 9110, section 15.4.5."""
MOST_TRIES = 10
"""After so many failures in a row an address is given up; ``archiver retry`` takes it up again."""
FEW_TRIES = 4
"""Likewise for what is hardly ever there the next time."""

_STATES = {
    Reason.ROBOTS: State.ROBOTS,
    Reason.NOT_FOUND: State.GONE,
    Reason.SOFT_404: State.GONE,
    Reason.NOT_HTML: State.NOT_NEWS,
    Reason.NO_ARTICLE: State.NOT_NEWS,
    Reason.NOT_AN_ARTICLE: State.NOT_NEWS,
    Reason.EMPTY_SHELL: State.NOT_NEWS,
    Reason.CHALLENGE: State.BLOCKED,
    Reason.CONSENT: State.BLOCKED,
    Reason.PAYWALL: State.BLOCKED,
    Reason.LOGIN: State.BLOCKED,
}


def list_identity(source: str, url: str) -> str:
    """Name an address of a source that lists articles."""
    return f"{LISTS}{source}:{url}"


def state_of(reason: Reason) -> State:
    """Give the state of an address that failed for a reason."""
    return _STATES.get(reason, State.FAILED)


def is_given_up(state: State, tries: int) -> bool:
    """Whether an address has failed too often to be tried again by itself."""
    return tries >= (MOST_TRIES if state is State.FAILED else FEW_TRIES)


def next_check_at(
    policy: Sequence[timedelta], checks: int, *, asked_at: datetime, published_at: datetime | None
) -> datetime | None:
    """Give the time at which a fetched article is asked again; ``None`` for no more.

    Args:
        policy: the waits after the first fetch and after each check.
        checks: checks made so far.
        published_at: an article published longer before than all the waits together is left alone.
    """
    if checks >= len(policy):
        return None
    if published_at is not None and asked_at - published_at > sum(policy, timedelta()) + timedelta(days=1):
        return None
    return asked_at + policy[checks]
