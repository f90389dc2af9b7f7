"""The ledger: every address has a line, and the line says what became of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from archiver.dedup import judge
from archiver.ledger import FEW_TRIES, LedgerLine, State
from archiver.reasons import Reason
from archiver.records import Answer, Checked, Gone, Listing, Stage, Target
from archiver.store.failing import list_failures
from archiver.store.ledger import (
    LineFilters,
    count_lines,
    expect_targets,
    find_due_targets,
    find_lines,
    list_lines,
    retry_lines,
)
from archiver.store.writer import Batch, write_batch
from store.builders import NOON, get_entry, identity_of, make_article, make_failure, make_target, write

HOUR = timedelta(hours=1)
POLICY = (HOUR, 6 * HOUR)


def plan(code: str = "A1", **changes: object) -> Target:
    return make_target(code, source="rolling", recheck=POLICY, **changes)


def line_of(archive: Engine, code: str = "A1") -> LedgerLine:
    return find_lines(archive, [identity_of(code)])[identity_of(code)]


def due(archive: Engine, at=NOON, *, at_once: bool = False) -> list[str | None]:
    return [one.code for one in find_due_targets(archive, "rolling", at, at_once=at_once, limit=100)]


def fetch(archive: Engine, code: str = "A1", *, at=NOON, **answer: object) -> None:
    article = replace(
        make_article(code, text=f"{code} 的文章。" * 30),
        target=plan(code),
        fetched_at=at,
        published=None,
        answer=Answer(status=200, **answer),
    )
    write(archive, article)


def test_what_is_about_to_be_asked_for_waits_in_the_ledger(archive: Engine) -> None:
    expect_targets(archive, [plan("A1"), plan("A2")], NOON)
    assert count_lines(archive, LineFilters()) == {"waiting": 2}
    assert due(archive) == ["A1", "A2"]


def test_a_waiting_target_comes_back_with_all_that_its_list_said(archive: Engine) -> None:
    target = plan(
        listing=Listing(raw_title="新桥", raw_time="2026-02-28 09:30", time_zone="Asia/Shanghai"),
        alternatives=("https://paper.example/1.html",),
        category="{slug}",
        tags=("桥",),
    )
    expect_targets(archive, [target], NOON)
    assert find_due_targets(archive, "rolling", NOON, at_once=False, limit=9) == [target]


def test_a_fetched_article_waits_no_more_and_is_due_by_the_plan_of_its_source(archive: Engine) -> None:
    expect_targets(archive, [plan()], NOON)
    fetch(archive)
    assert line_of(archive).state is State.FETCHED
    assert due(archive, NOON + HOUR - timedelta(seconds=1)) == []
    assert due(archive, NOON + HOUR) == ["A1"]


def test_what_waits_is_due_before_what_is_asked_again(archive: Engine) -> None:
    fetch(archive, "A1", at=NOON - 2 * HOUR)
    expect_targets(archive, [plan("A2")], NOON)
    assert due(archive) == ["A2", "A1"]


def test_an_unchanged_answer_changes_only_the_line(archive: Engine) -> None:
    fetch(archive, etag='"one"')
    before = get_entry(archive, "A1")
    checked = Checked(
        identity=identity_of("A1"),
        url="",
        source="rolling",
        at=NOON + HOUR,
        answer=Answer(status=304, checks=1, etag='"one"'),
        recheck=POLICY,
    )
    write_batch(archive, Batch(checked=(checked,)), judge)
    assert get_entry(archive, "A1") == before
    line = line_of(archive)
    assert (line.checks, line.status, line.etag) == (1, 304, '"one"')
    assert line.next_try_at == NOON + 7 * HOUR


def test_a_known_article_that_did_not_come_once_is_no_failure_after_its_next_answer(archive: Engine) -> None:
    for code in ("A1", "B2"):
        fetch(archive, code, etag='"one"')
        write(archive, make_failure(code), make_failure(code, stage=Stage.CLEAN, key=f"clean:{code}"))
    unchanged = Checked(
        identity=identity_of("A1"),
        url="",
        source="rolling",
        at=NOON + HOUR,
        answer=Answer(status=304, checks=1),
        recheck=POLICY,
    )
    gone = Gone(target=plan("B2"), reason=Reason.NOT_FOUND, message="404", at=NOON + HOUR, checks=1)
    write_batch(archive, Batch(checked=(unchanged,), gone=(gone,)), judge)
    assert sorted(row["key"] for row in list_failures(archive)) == ["clean:A1", "clean:B2"]
    assert (line_of(archive).state, line_of(archive).tries) == (State.FETCHED, 0)


def test_after_the_last_check_nothing_is_due(archive: Engine) -> None:
    fetch(archive, checks=2)
    assert line_of(archive).next_try_at is None
    assert due(archive, NOON + timedelta(days=100)) == []


def test_all_that_was_fetched_can_be_asked_for_at_once(archive: Engine) -> None:
    fetch(archive, "A1", checks=2)
    fetch(archive, "A2")
    assert sorted(due(archive, at_once=True)) == ["A1", "A2"]


def test_a_failed_address_waits_longer_after_each_try(archive: Engine) -> None:
    expect_targets(archive, [plan()], NOON)
    waits = []
    for _ in range(4):
        write(archive, make_failure("A1"))
        waits.append((line_of(archive).next_try_at - NOON) // timedelta(minutes=1))
    assert waits == [5, 20, 80, 320]


def test_a_failed_address_keeps_what_its_list_said(archive: Engine) -> None:
    expect_targets(archive, [plan()], NOON)
    write(archive, make_failure("A1"))
    assert find_due_targets(archive, "rolling", NOON + HOUR, at_once=False, limit=9) == [plan()]


def test_what_is_never_there_is_given_up_and_can_be_taken_up_again(archive: Engine) -> None:
    expect_targets(archive, [plan()], NOON)
    for _ in range(FEW_TRIES):
        write(archive, make_failure("A1", reason=Reason.NOT_FOUND))
    assert due(archive, NOON + timedelta(days=100)) == []
    assert [line.identity for line in list_lines(archive, LineFilters(given_up=True))] == [identity_of("A1")]
    assert retry_lines(archive, LineFilters(state=State.GONE), NOON) == 1
    assert due(archive) == ["A1"]


def test_a_retry_leaves_fetched_articles_alone(archive: Engine) -> None:
    fetch(archive)
    assert retry_lines(archive, LineFilters(), NOON) == 0


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (LineFilters(state=State.ROBOTS), ["A2"]),
        (LineFilters(reason=Reason.TIMEOUT), ["A1"]),
        (LineFilters(host="share.example"), ["A1", "A2"]),
        (LineFilters(host="other.example"), []),
        (LineFilters(limit=1), ["A2"]),
    ],
)
def test_lines_are_chosen_by_state_reason_and_host(
    archive: Engine, filters: LineFilters, found: list[str]
) -> None:
    write(archive, make_failure("A1"), make_failure("A2", reason=Reason.ROBOTS))
    assert sorted(line.identity for line in list_lines(archive, filters)) == [identity_of(c) for c in found]


def test_a_gone_article_keeps_its_text_and_the_time_when_that_was_seen_first(archive: Engine) -> None:
    fetch(archive)
    before = get_entry(archive, "A1")
    for hours in (1, 7):
        at = NOON + hours * HOUR
        gone = Gone(target=plan(), reason=Reason.NOT_FOUND, message="404", at=at, checks=1)
        write_batch(archive, Batch(gone=(gone,)), judge)
    entry = get_entry(archive, "A1")
    assert (entry.paragraphs, entry.gone_at) == (before.paragraphs, NOON + HOUR)
    assert line_of(archive).state is State.GONE


def test_a_gone_article_that_is_there_again_is_not_gone(archive: Engine) -> None:
    fetch(archive)
    gone = Gone(target=plan(), reason=Reason.NOT_FOUND, message="404", at=NOON, checks=1)
    write_batch(archive, Batch(gone=(gone,)), judge)
    fetch(archive, at=NOON + HOUR)
    assert get_entry(archive, "A1").gone_at is None
    assert line_of(archive).state is State.FETCHED


def test_an_article_fetched_by_hand_keeps_its_place_in_the_plan_of_its_source(archive: Engine) -> None:
    fetch(archive)
    by_hand = replace(make_article("A1"), fetched_at=NOON + timedelta(minutes=1), answer=Answer(status=200))
    write(archive, by_hand)
    line = line_of(archive)
    assert (line.source, line.next_try_at) == ("rolling", NOON + HOUR)
