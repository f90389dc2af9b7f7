"""What a page says about its article: kept as it was said last, and never a revision."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine

from archiver.reasons import Reason
from archiver.records import Failure, Precision, Stage
from archiver.store.failing import count_failures, list_failures
from archiver.store.reader import list_revisions
from store.builders import (
    OTHER_TEXT,
    identity_of,
    judgements,
    make_article,
    make_failure,
    make_moment,
    make_sighting,
    the_entry,
    write,
)

SAID: dict[str, Any] = {
    "modified": make_moment(2026, 3, 1, 10, 15, hours=5.5),
    "description": "桥上可以步行。",
    "image": "https://paper.example/bridge.jpg",
    "section": "城市",
    "keywords": ("新桥", "步行"),
}
SAID_LATER: dict[str, Any] = {
    "modified": make_moment(2026, 3, 2, precision=Precision.DAY),
    "description": "桥上可以骑车。",
    "image": "https://paper.example/cycling.jpg",
    "section": "交通",
    "keywords": ("骑车",),
}


def said(engine: Engine) -> dict[str, Any]:
    entry = the_entry(engine)
    return {name: getattr(entry, name) for name in SAID}


def make_encoding_failure() -> Failure:
    key = f"clean:{Reason.BAD_ENCODING}:{identity_of('A1')}"
    return make_failure("A1", stage=Stage.CLEAN, reason=Reason.BAD_ENCODING, key=key)


def test_what_a_page_says_about_its_article_comes_back(archive: Engine) -> None:
    write(archive, make_article("A1", **SAID))
    assert said(archive) == SAID
    assert the_entry(archive).modified.at.isoformat() == "2026-03-01T10:15:00+05:30"


def test_what_a_page_does_not_say_is_none_or_empty(archive: Engine) -> None:
    write(archive, make_article("A1"))
    assert said(archive) == dict.fromkeys(SAID) | {"keywords": ()}


@pytest.mark.parametrize("name", SAID)
def test_what_was_empty_is_filled_and_no_revision(archive: Engine, name: str) -> None:
    write(archive, make_article("A1"))
    assert judgements(write(archive, make_article("A1", **{name: SAID[name]}))) == ["unchanged"]
    assert said(archive)[name] == SAID[name]
    assert the_entry(archive).revision == 1


@pytest.mark.parametrize("name", SAID)
def test_what_is_said_otherwise_replaces_the_former_and_is_no_revision(archive: Engine, name: str) -> None:
    write(archive, make_article("A1", **SAID))
    assert judgements(write(archive, make_article("A1", **{name: SAID_LATER[name]}))) == ["unchanged"]
    assert said(archive) == SAID | {name: SAID_LATER[name]}
    assert list_revisions(archive, the_entry(archive).id) == ()


def test_what_a_page_does_not_say_any_more_stays(archive: Engine) -> None:
    write(archive, make_article("A1", **SAID))
    write(archive, make_article("A1"))
    assert said(archive) == SAID


def test_a_revision_brings_what_its_page_says(archive: Engine) -> None:
    write(archive, make_article("A1", **SAID))
    assert judgements(write(archive, make_article("A1", text=OTHER_TEXT, **SAID_LATER))) == ["revised"]
    assert said(archive) == SAID_LATER


def test_another_newspaper_fills_only_what_is_empty(archive: Engine) -> None:
    write(archive, make_article("A1", description=SAID["description"]))
    assert judgements(write(archive, make_article("B2", **SAID_LATER))) == ["duplicate"]
    assert said(archive) == SAID_LATER | {"description": SAID["description"]}


def test_a_list_leaves_what_a_page_said(archive: Engine) -> None:
    write(archive, make_article("A1", **SAID))
    write(archive, make_sighting("A1", title="别的"))
    assert said(archive) == SAID


def test_signs_that_could_not_be_decoded_are_noted_until_they_can(archive: Engine) -> None:
    broken = make_article("A1", lacks=(make_encoding_failure(),))
    write(archive, broken)
    assert count_failures(archive) == {"bad-encoding": 1}
    write(archive, broken)
    assert [failure["tries"] for failure in list_failures(archive)] == [2]
    write(archive, make_article("A1"))
    assert count_failures(archive) == {}
