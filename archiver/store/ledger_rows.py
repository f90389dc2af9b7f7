"""The lines of the ledger as rows."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from archiver.ledger import LISTS, State, is_given_up, next_check_at, state_of
from archiver.records import Answer, Article, Checked, Failure, Gone
from archiver.store.targets import target_record

FIRST_WAIT = timedelta(minutes=5)
LONGEST_WAIT = timedelta(days=1)
LONGEST_ASKED = timedelta(days=366)
"""Longer than that no server means it, and some name a year that no calendar has."""

Row = dict[str, Any]


def new_row(identity: str, url: str, source: str | None, at: datetime) -> Row:
    """Give the line of an address that nobody has asked for."""
    return {
        "identity": identity,
        "url": url,
        "host": _host_of(url),
        "source": source,
        "reason": None,
        "message": "",
        "status": None,
        "tries": 0,
        "checks": 0,
        "met_at": at,
        "asked_at": None,
        "next_try_at": None,
        "etag": "",
        "last_modified": "",
        "target": None,
    }


def fetched_row(article: Article) -> Row:
    """Give the line of an article that came."""
    target, answer, at = article.target, article.answer, article.fetched_at
    checks = answer.checks if answer else 0
    published_at = article.published.at if article.published else None
    return new_row(target.identity, target.url, target.source, at) | {
        "state": State.FETCHED.value,
        "asked_at": at,
        "checks": checks,
        "next_try_at": next_check_at(target.recheck, checks, asked_at=at, published_at=published_at),
        "target": target_record(target),
        **_answer_columns(answer),
    }


def checked_row(checked: Checked) -> Row:
    """Give the line of what has not changed, or of a list that came."""
    answer, at = checked.answer, checked.at
    return new_row(checked.identity, checked.url, checked.source, at) | {
        "state": State.FETCHED.value,
        "asked_at": at,
        "checks": answer.checks,
        "next_try_at": next_check_at(checked.recheck, answer.checks, asked_at=at, published_at=None),
        **_answer_columns(answer),
    }


def gone_row(gone: Gone) -> Row:
    """Give the line of an article that is not there any more."""
    target = gone.target
    return new_row(target.identity, target.url, target.source, gone.at) | {
        "state": State.GONE.value,
        "reason": gone.reason.value,
        "message": gone.message,
        "asked_at": gone.at,
        "checks": gone.checks,
        "next_try_at": next_check_at(target.recheck, gone.checks, asked_at=gone.at, published_at=None),
    }


def failed_row(failure: Failure, tries: int) -> Row:
    """Give the line of what did not come, after so many tries."""
    state = state_of(failure.reason)
    identity = failure.identity or ""
    never = identity.startswith(LISTS) or is_given_up(state, tries)
    return new_row(identity, failure.url, failure.source, failure.at) | {
        "state": state.value,
        "reason": failure.reason.value,
        "message": failure.message,
        "status": failure.status,
        "tries": tries,
        "asked_at": failure.at,
        "next_try_at": None if never else next_try_at(failure, tries),
    }


def next_try_at(failure: Failure, tries: int) -> datetime:
    """Give the time of the next try: four times as long after each, or as long as the server asked for."""
    wait: timedelta = min(FIRST_WAIT * 4 ** min(tries - 1, 10), LONGEST_WAIT)
    asked = timedelta(seconds=min(failure.retry_after_seconds or 0, LONGEST_ASKED.total_seconds()))
    return failure.at + max(wait, asked)


def _answer_columns(answer: Answer | None) -> Row:
    if answer is None:
        return {}
    return {"status": answer.status, "etag": answer.etag, "last_modified": answer.last_modified}


def _host_of(url: str) -> str:
    try:
        return urlsplit(url).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""
