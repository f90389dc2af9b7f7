"""What was empty is filled by a later fetch or by a list; that is no revision, and mends a failure."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from archiver.store.failing import count_failures, list_failures
from store.builders import (
    NOON,
    PUBLISHED,
    make_article,
    make_bare,
    make_moment,
    make_sighting,
    the_entry,
    write,
)


def test_what_a_kept_article_lacks_is_noted(archive: Engine) -> None:
    write(archive, make_bare("A1"))
    assert count_failures(archive) == {"no-title": 1, "no-date": 1}


def test_a_later_fetch_fills_and_makes_no_revision(archive: Engine) -> None:
    write(archive, make_bare("A1"))
    write(archive, make_article("A1"))
    entry = the_entry(archive)
    assert (entry.title, entry.published, entry.authors) == ("新桥通车", PUBLISHED, ("王一", "李二"))
    assert entry.revision == 1
    assert entry.appearances[0].title == "新桥通车"
    assert count_failures(archive) == {}


def test_a_list_fills_title_date_and_newspaper(archive: Engine) -> None:
    write(archive, make_bare("A1", publisher=None))
    write(archive, make_sighting("A1", title="新桥通车", published=PUBLISHED, publisher="河边日报"))
    entry = the_entry(archive)
    assert (entry.title, entry.published, entry.publisher) == ("新桥通车", PUBLISHED, "河边日报")
    assert entry.revision == 1
    assert entry.appearances[0].title == "新桥通车"
    assert count_failures(archive) == {}


def test_a_list_that_names_only_the_title_leaves_the_missing_date_noted(archive: Engine) -> None:
    write(archive, make_bare("A1"))
    write(archive, make_sighting("A1", title="新桥通车"))
    assert count_failures(archive) == {"no-date": 1}


def test_a_list_never_overwrites_what_is_known(archive: Engine) -> None:
    write(archive, make_article("A1"))
    write(archive, make_sighting("A1", title="别的", published=make_moment(2020, 1, 1), publisher="别报"))
    entry = the_entry(archive)
    assert (entry.title, entry.published, entry.publisher) == ("新桥通车", PUBLISHED, "河边日报")


@pytest.mark.parametrize("together", [True, False])
def test_the_first_list_that_knows_a_title_gives_it(archive: Engine, together: bool) -> None:
    write(archive, make_bare("A1"))
    lists = make_sighting("A1", title="甲"), make_sighting("A1", title="乙", published=PUBLISHED)
    if together:
        write(archive, *lists)
    else:
        for one in lists:
            write(archive, one)
    assert (the_entry(archive).title, the_entry(archive).published) == ("甲", PUBLISHED)


def test_a_list_of_a_second_newspaper_leaves_the_first_appearance_as_it_was(archive: Engine) -> None:
    write(archive, make_bare("A1"), make_bare("B2", publisher="山边日报"))
    write(archive, make_sighting("B2", title="桥通了"))
    entry = the_entry(archive)
    assert entry.title == "桥通了"
    assert [appearance.title for appearance in entry.appearances] == [None, "桥通了"]


def test_another_newspaper_that_fills_mends_the_failure_of_the_first(archive: Engine) -> None:
    write(archive, make_bare("A1"))
    write(archive, make_article("B2"))
    assert count_failures(archive) == {}


def test_a_page_that_lacks_what_the_archive_knows_is_no_failure(archive: Engine) -> None:
    write(archive, make_bare("A1"))
    write(archive, make_sighting("A1", title="新桥通车", published=PUBLISHED))
    write(archive, make_bare("A1"))
    assert count_failures(archive) == {}


def test_a_lack_met_again_counts_its_tries(archive: Engine) -> None:
    write(archive, make_bare("A1"))
    write(archive, make_bare("A1"))
    assert [failure["tries"] for failure in list_failures(archive)] == [2, 2]


def test_a_list_notes_when_an_article_was_last_seen(archive: Engine) -> None:
    write(archive, make_article("A1"))
    write(archive, make_sighting("A1", seen_at=NOON + timedelta(hours=2)))
    write(archive, make_sighting("A1", seen_at=NOON + timedelta(hours=1)))
    entry = the_entry(archive)
    assert (entry.first_seen_at, entry.last_seen_at) == (NOON, NOON + timedelta(hours=2))


def test_a_list_adds_the_address_it_named(archive: Engine) -> None:
    write(archive, make_article("A1"))
    write(archive, make_sighting("A1", url="http://share.example/r?code=A1"))
    assert the_entry(archive).urls == ("https://share.example/read?code=A1", "http://share.example/r?code=A1")


def test_a_sighting_of_an_unknown_article_is_passed_over(archive: Engine) -> None:
    write(archive, make_article("A1"), make_sighting("B2", title="别的"))
    assert the_entry(archive).title == "新桥通车"
