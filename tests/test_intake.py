"""What was found is cleaned, judged and written in batches; one fault costs one article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine
from store.builders import LONG_TEXT, NOON, entries, make_article, make_failure, make_target, the_entry

from archiver.cleaning import Found, clean
from archiver.intake import make_batch, take_in
from archiver.reasons import Reason
from archiver.records import Article, Draft, Failure, Listing, Sighting, Stage
from archiver.store.failing import count_failures


def make_draft(code: str = "A1", **changes: Any) -> Draft:
    """A draft with a body of its own."""
    target = make_target(code)
    draft = Draft(
        target=target,
        fetched_at=NOON,
        addresses=(target.url,),
        raw_title="新桥通车",
        raw_published="2026-02-28 09:30",
        body_html=f"<p>{LONG_TEXT}{code}</p>",
        time_zone="Asia/Shanghai",
    )
    return replace(draft, **changes)


def test_a_draft_becomes_an_article() -> None:
    assert isinstance(clean(make_draft()), Article)


def test_a_known_target_becomes_a_sighting() -> None:
    sighting = clean(make_target(listing=Listing(raw_title="新桥通车")))
    assert isinstance(sighting, Sighting)
    assert sighting.title == "新桥通车"


def test_a_failure_passes_on() -> None:
    failure = make_failure()
    assert clean(failure) is failure


def test_a_draft_without_text_becomes_a_failure_of_its_article() -> None:
    failure = clean(make_draft(body_html="<p> </p>"))
    assert isinstance(failure, Failure)
    assert (failure.stage, failure.reason) == (Stage.CLEAN, Reason.EMPTY_TEXT)
    assert (failure.identity, failure.at) == (make_target().identity, NOON)


@pytest.mark.parametrize(
    "found",
    [
        make_draft(addresses=("http://[no-host",)),
        replace(make_target(), alternatives=("http://[no-host",)),
    ],
    ids=["draft", "target"],
)
def test_a_fault_nobody_thought_of_becomes_a_failure(found: Found) -> None:
    failure = clean(found)
    assert isinstance(failure, Failure)
    assert failure.reason is Reason.UNEXPECTED
    assert failure.identity == make_target().identity


def test_a_batch_sorts_what_was_kept() -> None:
    kept = [clean(make_draft()), clean(make_target()), make_failure()]
    batch = make_batch(kept)
    assert [batch.articles, batch.sightings, batch.failures] == [(one,) for one in kept]


def test_a_batch_does_not_depend_on_which_answer_came_first() -> None:
    kept = [clean(make_draft("B2")), clean(make_draft("A1")), clean(make_draft("C3"))]
    assert make_batch(kept) == make_batch(kept[::-1])


@pytest.mark.parametrize("batch_count", [1, 2, 100])
def test_all_that_was_found_is_written_and_counted(archive: Engine, batch_count: int) -> None:
    found = [
        make_draft("A1"),
        make_failure("X9"),
        make_draft("B2"),
        make_draft("A1"),
        make_draft("C3", body_html=""),
    ]
    report = take_in(archive, found, batch_count=batch_count)
    assert report.judged == {"new": 2, "unchanged": 1}
    assert report.failed == {"timeout": 1, "empty-text": 1}
    assert [failure.reason for failure in report.failures] == [Reason.TIMEOUT, Reason.EMPTY_TEXT]
    assert [entry.code for entry in entries(archive)] == ["A1", "B2"]
    assert count_failures(archive) == {"timeout": 1, "empty-text": 1}


def test_batches_before_an_error_stay(archive: Engine) -> None:
    def find() -> Iterator[Found]:
        yield from (make_draft("A1"), make_draft("B2"))
        raise RuntimeError("the folder is gone")

    with pytest.raises(RuntimeError):
        take_in(archive, find(), batch_count=1)
    assert len(entries(archive)) == 2


def test_an_article_taken_in_again_is_one_row(archive: Engine) -> None:
    for _ in range(2):
        take_in(archive, [make_draft("A1")], batch_count=10)
    assert the_entry(archive).revision == 1
    assert the_entry(archive).title == make_article().title
