"""An article is judged by what is known under its identity and under its text."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from store.builders import LONG_TEXT, OTHER_TEXT, make_article, make_moment

from archiver.dedup import judge
from archiver.records import Article, Judgement, Known, Precision


def known_of(article: Article, **changes: Any) -> Known:
    """What the archive knows after it kept an article."""
    known = Known(
        entry_id=7,
        identity=article.target.identity,
        title=article.title,
        published=article.published,
        authors=article.authors,
        text_digest=article.text_digest,
        appearance_digest=article.text_digest,
    )
    return replace(known, **changes)


OLD, NEW = make_article("A1", text=LONG_TEXT), make_article("A1", text=OTHER_TEXT)
ELSEWHERE = make_article("B2", text=LONG_TEXT)


def test_an_article_of_which_nothing_is_known_is_new() -> None:
    verdict = judge(OLD, None, None)
    assert (verdict.judgement, verdict.entry_id) == (Judgement.NEW, None)


def test_the_same_article_is_unchanged() -> None:
    verdict = judge(OLD, known_of(OLD), None)
    assert (verdict.judgement, verdict.entry_id, verdict.changed) == (Judgement.UNCHANGED, 7, ())


def test_the_same_text_under_another_identity_is_a_duplicate() -> None:
    verdict = judge(ELSEWHERE, None, known_of(OLD))
    assert (verdict.judgement, verdict.entry_id) == (Judgement.DUPLICATE, 7)


def test_an_identity_counts_more_than_a_text() -> None:
    verdict = judge(OLD, known_of(OLD), known_of(OLD, entry_id=8))
    assert verdict.entry_id == 7


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"text_digest": "other"}, "text"),
        ({"title": "别的"}, "title"),
        ({"authors": ("赵三",)}, "authors"),
        ({"published": make_moment(2026, 3, 5, 8, 0)}, "published_at"),
    ],
)
def test_what_differs_is_named(change: dict[str, Any], name: str) -> None:
    verdict = judge(replace(OLD, **change), known_of(OLD), None)
    assert (verdict.judgement, verdict.changed) == (Judgement.REVISED, (name,))


@pytest.mark.parametrize(
    "change",
    [
        {"title": None},
        {"title": "新桥　通车！"},
        {"authors": ()},
        {"published": None},
        {"published": make_moment(2026, 2, 28, precision=Precision.DAY)},
        {"published": make_moment(2026, 2, 28, 1, 30, hours=0)},
    ],
)
def test_what_is_lost_or_only_printed_otherwise_is_no_change(change: dict[str, Any]) -> None:
    assert judge(replace(OLD, **change), known_of(OLD), None).judgement is Judgement.UNCHANGED


@pytest.mark.parametrize(
    ("empty", "name"),
    [({"title": None}, "title"), ({"published": None}, "published_at"), ({"authors": ()}, "authors")],
)
def test_what_was_empty_is_filled_and_no_revision(empty: dict[str, Any], name: str) -> None:
    for verdict in (judge(OLD, known_of(OLD, **empty), None), judge(ELSEWHERE, None, known_of(OLD, **empty))):
        assert verdict.filled == (name,)
        assert verdict.changed == ()


def test_another_newspapers_headline_is_its_appearance() -> None:
    elsewhere = replace(ELSEWHERE, title="桥通了", authors=("赵三",))
    assert judge(elsewhere, known_of(OLD), None).judgement is Judgement.UNCHANGED


def test_a_second_newspaper_with_an_older_text_changes_nothing_back() -> None:
    now = known_of(NEW, appearance_digest=NEW.text_digest, earlier_digests=frozenset({OLD.text_digest}))
    assert judge(ELSEWHERE, now, None).judgement is Judgement.UNCHANGED
    assert judge(OLD, now, None).judgement is Judgement.REVISED


def test_a_newspaper_that_prints_what_it_printed_before_changes_nothing() -> None:
    now = known_of(NEW, appearance_digest=OLD.text_digest)
    assert judge(OLD, now, None).judgement is Judgement.UNCHANGED
