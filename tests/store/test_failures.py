"""A failure is one row a key; it waits longer at every try and goes when the article comes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from archiver.store.failing import find_failure, list_failures
from store.builders import NOON, find_waiting, identity_of, make_article, make_failure, write

PAGE = "https://paper.example/2026/bridge.html"


def test_the_same_key_again_counts_one_more_try(archive: Engine) -> None:
    later = NOON + timedelta(hours=1)
    write(archive, make_failure("A1"))
    write(archive, make_failure("A1", at=later, message="still no answer"))
    (failure,) = list_failures(archive)
    assert (failure["tries"], failure["message"]) == (2, "still no answer")
    assert (failure["first_at"], failure["last_at"]) == (NOON, later)


def test_the_wait_grows_fourfold_up_to_a_day(archive: Engine) -> None:
    waits = []
    for _ in range(7):
        write(archive, make_failure("A1"))
        waits.append(list_failures(archive)[0]["next_try_at"] - NOON)
    minutes = [wait / timedelta(minutes=1) for wait in waits]
    assert minutes == [5, 20, 80, 320, 1280, 1440, 1440]


def test_the_wait_is_at_least_what_the_server_asked_for(archive: Engine) -> None:
    write(archive, make_failure("A1", retry_after_seconds=3 * 86400))
    write(archive, make_failure("B2", retry_after_seconds=1))
    waits = {row["identity"]: row["next_try_at"] - NOON for row in list_failures(archive)}
    assert waits == {identity_of("A1"): timedelta(days=3), identity_of("B2"): timedelta(minutes=5)}


@pytest.mark.parametrize("asked", [1e15, float("inf")])
def test_a_server_that_asks_for_ages_gets_a_year(archive: Engine, asked: float) -> None:
    write(archive, make_failure("A1", retry_after_seconds=asked))
    assert list_failures(archive)[0]["next_try_at"] - NOON == timedelta(days=366)


def test_a_failure_of_no_article_has_no_next_try(archive: Engine) -> None:
    write(archive, make_failure(key="find:papers:list", identity=None))
    assert list_failures(archive)[0]["next_try_at"] is None


def test_an_article_that_comes_makes_its_failures_forgotten(archive: Engine) -> None:
    write(archive, make_failure("A1"), make_failure("B2"))
    write(archive, make_article("A1"))
    assert [row["identity"] for row in list_failures(archive)] == [identity_of("B2")]


def test_failures_of_an_articles_plain_page_are_forgotten_too(archive: Engine) -> None:
    write(archive, make_failure(key="keep:page", identity="url:paper.example/2026/bridge.html"))
    write(archive, make_article("A1", pages=[PAGE]))
    assert list_failures(archive) == []


def test_an_article_that_comes_in_the_same_batch_wins_over_its_failure(archive: Engine) -> None:
    write(archive, make_failure("A1"), make_article("A1"))
    assert list_failures(archive) == []


def test_an_article_waits_until_its_next_try(archive: Engine) -> None:
    write(archive, make_failure("A1"))
    names = [identity_of("A1"), identity_of("B2")]
    assert find_waiting(archive, names, NOON + timedelta(minutes=4)) == {identity_of("A1")}
    assert find_waiting(archive, names, NOON + timedelta(minutes=6)) == set()


def test_thousands_of_identities_are_asked_for_at_once(archive: Engine) -> None:
    write(archive, make_failure("A1"))
    names = [identity_of(f"A{number}") for number in range(2500)]
    assert find_waiting(archive, names, NOON) == {identity_of("A1")}


def test_the_latest_failure_of_an_article_is_found(archive: Engine) -> None:
    write(archive, make_failure("A1", message="first"))
    write(archive, make_failure("A1", key="read:A1", at=NOON + timedelta(hours=1), message="second"))
    failure = find_failure(archive, identity_of("A1"))
    assert failure is not None
    assert failure["message"] == "second"


def test_an_article_without_failure_has_none(archive: Engine) -> None:
    assert find_failure(archive, identity_of("A1")) is None
