"""A changed article makes a revision; what was known before is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from archiver.records import Precision
from archiver.store.reader import list_revisions
from store.builders import (
    LONG_TEXT,
    NOON,
    OTHER_TEXT,
    PUBLISHED,
    SHORT_TEXT,
    entries,
    get_entry,
    judgements,
    make_article,
    make_moment,
    the_entry,
    write,
)

LATER = NOON + timedelta(days=1)
THIRD_TEXT = OTHER_TEXT + "天气终于放晴。"


def test_a_changed_text_makes_a_revision_and_keeps_the_old_state(archive: Engine) -> None:
    write(archive, make_article("A1"))
    moved = make_moment(2026, 3, 1, 18, 0)
    changes = {"title": "开放日推迟", "authors": ("赵三",), "byline": "记者 赵三", "published": moved}
    verdicts = write(archive, make_article("A1", text=OTHER_TEXT, fetched_at=LATER, **changes))
    assert judgements(verdicts) == ["revised"]
    entry = the_entry(archive)
    assert (entry.revision, entry.title, entry.authors) == (2, "开放日推迟", ("赵三",))
    assert (entry.paragraphs, entry.published) == ((OTHER_TEXT,), moved)
    (old,) = list_revisions(archive, entry.id)
    assert (old.number, old.title, old.authors, old.byline) == (
        1,
        "新桥通车",
        ("王一", "李二"),
        "记者 王一 李二",
    )
    assert (old.paragraphs, old.published) == ((LONG_TEXT,), PUBLISHED)
    assert (old.seen_at, old.replaced_at) == (NOON, LATER)


def test_each_revision_begins_where_the_one_before_ended(archive: Engine) -> None:
    for day, text in enumerate((LONG_TEXT, OTHER_TEXT, THIRD_TEXT)):
        write(archive, make_article("A1", text=text, fetched_at=NOON + timedelta(days=day)))
    first, second = list_revisions(archive, the_entry(archive).id)
    assert (first.number, second.number) == (1, 2)
    assert (second.seen_at, second.replaced_at) == (LATER, NOON + timedelta(days=2))


@pytest.mark.parametrize(
    "change",
    [{"title": "别的"}, {"authors": ("赵三",)}, {"published": make_moment(2026, 3, 1, 18, 0)}],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_title_author_or_date_alone_is_a_revision(archive: Engine, change: dict[str, Any]) -> None:
    write(archive, make_article("A1"))
    assert judgements(write(archive, make_article("A1", **change))) == ["revised"]
    ((name, value),) = change.items()
    assert getattr(the_entry(archive), name) == value


def test_another_white_space_in_a_title_is_no_revision(archive: Engine) -> None:
    write(archive, make_article("A1"))
    assert judgements(write(archive, make_article("A1", title="新桥 通车"))) == ["unchanged"]


def test_the_same_time_in_another_zone_is_no_revision(archive: Engine) -> None:
    write(archive, make_article("A1"))
    there = make_moment(2026, 2, 28, 1, 30, hours=0)
    assert judgements(write(archive, make_article("A1", published=there))) == ["unchanged"]


def test_the_same_time_printed_less_finely_is_no_revision(archive: Engine) -> None:
    write(archive, make_article("A1"))
    day = make_moment(2026, 2, 28, precision=Precision.DAY)
    assert judgements(write(archive, make_article("A1", published=day))) == ["unchanged"]
    assert the_entry(archive).published == PUBLISHED


def test_a_revision_keeps_what_the_new_page_lost(archive: Engine) -> None:
    write(archive, make_article("A1"))
    poorer = make_article(
        "A1", text=OTHER_TEXT, title=None, published=None, raw_published="", authors=(), byline=None
    )
    write(archive, replace(poorer, language=None))
    entry = the_entry(archive)
    assert entry.paragraphs == (OTHER_TEXT,)
    assert (entry.title, entry.published, entry.authors) == ("新桥通车", PUBLISHED, ("王一", "李二"))
    assert (entry.byline, entry.language) == ("记者 王一 李二", "zh")


def test_a_second_newspaper_that_still_prints_the_old_text_changes_nothing(archive: Engine) -> None:
    write(archive, make_article("A1"))
    write(archive, make_article("B2"))
    write(archive, make_article("A1", text=OTHER_TEXT))
    assert judgements(write(archive, make_article("B2"))) == ["unchanged"]
    assert the_entry(archive).paragraphs == (OTHER_TEXT,)


def test_a_second_newspaper_that_goes_back_to_an_old_text_changes_nothing(archive: Engine) -> None:
    write(archive, make_article("A1"))
    write(archive, make_article("B2"))
    write(archive, make_article("A1", text=OTHER_TEXT))
    write(archive, make_article("B2", text=OTHER_TEXT))
    assert judgements(write(archive, make_article("B2"))) == ["unchanged"]


def test_the_first_newspaper_may_take_a_change_back(archive: Engine) -> None:
    for text in (LONG_TEXT, OTHER_TEXT, LONG_TEXT):
        write(archive, make_article("A1", text=text))
    entry = the_entry(archive)
    assert (entry.revision, entry.paragraphs) == (3, (LONG_TEXT,))


def test_a_second_newspaper_with_a_newer_text_leaves_headline_time_and_byline(archive: Engine) -> None:
    write(archive, make_article("A1"))
    write(archive, make_article("B2", publisher="山边日报"))
    newer = make_article(
        "B2",
        text=OTHER_TEXT,
        title="桥通了",
        published=make_moment(2026, 3, 3, 7, 0),
        authors=("赵三",),
        byline="赵三",
    )
    assert judgements(write(archive, newer)) == ["revised"]
    entry = the_entry(archive)
    assert entry.paragraphs == (OTHER_TEXT,)
    assert (entry.title, entry.published, entry.byline) == ("新桥通车", PUBLISHED, "记者 王一 李二")
    assert entry.appearances[1].title == "桥通了"


def test_a_new_headline_of_a_newspaper_behind_leaves_the_newer_text(archive: Engine) -> None:
    write(archive, make_article("A1"))
    write(archive, make_article("B2"))
    write(archive, make_article("B2", text=OTHER_TEXT))
    assert judgements(write(archive, make_article("A1", title="新桥昨日通车"))) == ["revised"]
    entry = the_entry(archive)
    assert (entry.title, entry.paragraphs) == ("新桥昨日通车", (OTHER_TEXT,))
    assert judgements(write(archive, make_article("C3", text=OTHER_TEXT))) == ["duplicate"]


def test_a_text_revised_into_that_of_another_article_leaves_both(archive: Engine) -> None:
    write(archive, make_article("A1"), make_article("B2", text=OTHER_TEXT))
    assert judgements(write(archive, make_article("A1", text=OTHER_TEXT))) == ["revised"]
    assert [entry.paragraphs for entry in entries(archive)] == [(OTHER_TEXT,)] * 2
    write(archive, make_article("C3", text=OTHER_TEXT))
    assert len(get_entry(archive, "B2").appearances) == 2


def test_two_texts_revised_into_the_same_one_in_a_batch_leave_both(archive: Engine) -> None:
    write(archive, make_article("A1"), make_article("B2", text=OTHER_TEXT))
    write(archive, make_article("A1", text=THIRD_TEXT), make_article("B2", text=THIRD_TEXT))
    assert [entry.paragraphs for entry in entries(archive)] == [(THIRD_TEXT,)] * 2


def test_a_text_given_up_by_a_revision_is_free_for_another_article(archive: Engine) -> None:
    write(archive, make_article("A1"))
    verdicts = write(archive, make_article("A1", text=OTHER_TEXT), make_article("B2"))
    assert judgements(verdicts) == ["revised", "new"]


def test_a_short_text_revised_stays_out_of_merging(archive: Engine) -> None:
    write(archive, make_article("A1"))
    write(archive, make_article("A1", text=SHORT_TEXT))
    assert judgements(write(archive, make_article("B2", text=SHORT_TEXT))) == ["new"]
