"""When an address is asked again, and when it is given up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from archiver.ledger import FEW_TRIES, MOST_TRIES, State, is_given_up, next_check_at, state_of
from archiver.reasons import Reason

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
POLICY = (timedelta(hours=1), timedelta(hours=6), timedelta(days=1))


@pytest.mark.parametrize(("checks", "wait"), list(enumerate(POLICY)))
def test_a_fetched_article_is_asked_again_at_growing_intervals(checks: int, wait: timedelta) -> None:
    assert next_check_at(POLICY, checks, asked_at=NOON, published_at=NOON) == NOON + wait


def test_after_the_last_check_an_article_is_left_alone() -> None:
    assert next_check_at(POLICY, 3, asked_at=NOON, published_at=NOON) is None


def test_an_article_of_long_ago_is_never_asked_again() -> None:
    long_ago = NOON - timedelta(days=30)
    assert next_check_at(POLICY, 0, asked_at=NOON, published_at=long_ago) is None


def test_an_article_without_a_date_counts_as_recent() -> None:
    assert next_check_at(POLICY, 0, asked_at=NOON, published_at=None) == NOON + POLICY[0]


def test_no_policy_means_no_checks() -> None:
    assert next_check_at((), 0, asked_at=NOON, published_at=NOON) is None


@pytest.mark.parametrize(
    ("reason", "state"),
    [
        (Reason.ROBOTS, State.ROBOTS),
        (Reason.NOT_FOUND, State.GONE),
        (Reason.SOFT_404, State.GONE),
        (Reason.NO_ARTICLE, State.NOT_NEWS),
        (Reason.EMPTY_SHELL, State.NOT_NEWS),
        (Reason.CHALLENGE, State.BLOCKED),
        (Reason.PAYWALL, State.BLOCKED),
        (Reason.TIMEOUT, State.FAILED),
    ],
)
def test_a_reason_decides_the_state(reason: Reason, state: State) -> None:
    assert state_of(reason) is state


def test_what_may_come_back_is_tried_longer_than_what_is_not_there() -> None:
    assert not is_given_up(State.FAILED, FEW_TRIES)
    assert is_given_up(State.GONE, FEW_TRIES)
    assert is_given_up(State.FAILED, MOST_TRIES)
