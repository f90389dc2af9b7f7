"""An article is one row, under whatever identity, address or newspaper it comes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from archiver.dedup import judge
from archiver.records import Article, Known, Verdict
from archiver.store.checking import find_faults
from archiver.store.reader import find_by_code, find_by_identity
from archiver.store.writer import Batch, write_batch
from store.builders import (
    LONG_TEXT,
    NOON,
    OTHER_TEXT,
    SHORT_TEXT,
    entries,
    get_entry,
    identity_of,
    judgements,
    make_article,
    make_moment,
    the_entry,
    write,
)

PAGE = "https://paper.example/2026/bridge.html"


def test_a_new_article_comes_back_as_it_was_written(archive: Engine) -> None:
    article = make_article("A1", pages=[PAGE], category="hebian", tags=("新闻", "桥"), editor="赵三")
    write(archive, article)
    entry = the_entry(archive)
    assert entry.identity == identity_of("A1")
    assert (entry.title, entry.published, entry.authors) == ("新桥通车", article.published, ("王一", "李二"))
    assert (entry.paragraphs, entry.html) == (article.paragraphs, article.html)
    assert (entry.category, entry.tags, entry.editor) == ("hebian", ("新闻", "桥"), "赵三")
    assert entry.urls == (article.addresses[0].url, PAGE)
    assert (entry.revision, entry.first_seen_at, entry.last_seen_at) == (1, NOON, NOON)


def test_the_same_code_again_is_unchanged_and_seen_later(archive: Engine) -> None:
    write(archive, make_article("A1"))
    later = NOON + timedelta(hours=1)
    assert judgements(write(archive, make_article("A1", fetched_at=later))) == ["unchanged"]
    assert the_entry(archive).last_seen_at == later


def test_an_older_page_taken_in_again_was_not_seen_just_now(archive: Engine) -> None:
    write(archive, make_article("A1"))
    write(archive, make_article("A1", fetched_at=NOON - timedelta(days=9)))
    assert the_entry(archive).last_seen_at == NOON


def test_another_address_of_the_same_code_is_added_to_it(archive: Engine) -> None:
    write(archive, make_article("A1", url="https://share.example/read?code=A1"))
    write(archive, make_article("A1", url="http://share.example/READ?code=A1&from=app"))
    assert the_entry(archive).urls == (
        "https://share.example/read?code=A1",
        "http://share.example/READ?code=A1&from=app",
    )


def test_a_page_known_as_an_address_of_a_coded_article_is_that_article(archive: Engine) -> None:
    write(archive, make_article("A1", pages=[PAGE], text=SHORT_TEXT))
    verdicts = write(archive, make_article(None, url=PAGE + "?utm_source=mail", text=SHORT_TEXT))
    assert judgements(verdicts) == ["unchanged"]
    assert len(the_entry(archive).appearances) == 2


def test_a_coded_article_with_a_known_page_as_address_is_that_page(archive: Engine) -> None:
    write(archive, make_article(None, url=PAGE, text=SHORT_TEXT))
    assert judgements(write(archive, make_article("A1", pages=[PAGE], text=SHORT_TEXT))) == ["unchanged"]
    assert find_by_identity(archive, identity_of("A1")) == the_entry(archive)


def test_a_page_that_turns_out_to_have_a_code_is_found_by_it(archive: Engine) -> None:
    write(archive, make_article(None, url=PAGE))
    write(archive, make_article("A1", pages=[PAGE]))
    assert find_by_code(archive, "A1") == entries(archive)


def test_the_same_text_under_another_identity_is_a_further_appearance(archive: Engine) -> None:
    write(archive, make_article("A1"))
    elsewhere = make_article(
        "B2", title="桥通了", publisher="山边日报", published=make_moment(2026, 3, 1, 7, 0)
    )
    assert judgements(write(archive, elsewhere)) == ["duplicate"]
    entry = the_entry(archive)
    assert (entry.title, entry.publisher) == ("新桥通车", "河边日报")
    first, second = entry.appearances
    assert first.publisher == "河边日报"
    assert second.url == "https://share.example/read?code=B2"
    assert (second.publisher, second.title) == ("山边日报", "桥通了")
    assert second.published == elsewhere.published
    assert find_by_identity(archive, identity_of("B2")) == entry


def test_a_duplicate_fills_what_the_first_newspaper_left_empty(archive: Engine) -> None:
    write(archive, make_article("A1", title=None, authors=(), byline=None))
    write(archive, make_article("B2", title="桥通了"))
    entry = the_entry(archive)
    assert (entry.title, entry.authors, entry.byline) == ("桥通了", ("王一", "李二"), "记者 王一 李二")
    assert entry.revision == 1


def test_short_texts_never_merge_by_text_alone(archive: Engine) -> None:
    verdicts = write(archive, make_article("A1", text=SHORT_TEXT), make_article("B2", text=SHORT_TEXT))
    assert judgements(verdicts) == ["new", "new"]


def test_white_space_and_full_width_digits_do_not_tell_texts_apart(archive: Engine) -> None:
    write(archive, make_article("A1", text=LONG_TEXT + "共 12 人"))
    assert judgements(write(archive, make_article("B2", text=LONG_TEXT + "共１２人"))) == ["duplicate"]


@pytest.mark.parametrize("apart", [False, True])
def test_two_codes_that_a_list_gives_the_same_page_are_two_articles(archive: Engine, apart: bool) -> None:
    batch = [make_article("A1", pages=[PAGE]), make_article("B2", pages=[PAGE], text=OTHER_TEXT)]
    for part in [[one] for one in batch] if apart else [batch]:
        write(archive, *part)
    assert [(entry.code, entry.revision) for entry in entries(archive)] == [("A1", 1), ("B2", 1)]


@pytest.mark.parametrize("turned", [False, True])
def test_duplicates_inside_one_batch_are_one_row(archive: Engine, turned: bool) -> None:
    batch = [
        make_article("A1"),
        make_article("A1"),
        make_article("B2"),
        make_article(None, url=PAGE),
    ]
    verdicts = write(archive, *(reversed(batch) if turned else batch))
    assert len(verdicts) == 4
    assert len(entries(archive)) == 1
    assert find_faults(archive) == []


def test_the_first_of_a_batch_names_the_entry(archive: Engine) -> None:
    verdicts = write(archive, make_article("Z9"), make_article("A1"))
    assert judgements(verdicts) == ["new", "duplicate"]
    assert the_entry(archive).identity == identity_of("Z9")


def test_verdicts_come_in_the_order_of_the_articles(archive: Engine) -> None:
    codes = ["C3", "A1", "C3", "B2"]
    verdicts = write(archive, *(make_article(code, text=LONG_TEXT + code) for code in codes))
    assert [verdict.article.target.code for verdict in verdicts] == codes
    assert {get_entry(archive, code).id for code in codes} == {verdict.entry_id for verdict in verdicts}


def test_two_names_of_one_entry_in_a_batch_make_one_revision(archive: Engine) -> None:
    write(archive, make_article("A1", pages=[PAGE]))
    revised = make_article("A1", text=SHORT_TEXT), make_article(None, url=PAGE, text=SHORT_TEXT)
    assert judgements(write(archive, *revised)) == ["revised", "unchanged"]
    assert the_entry(archive).revision == 2


def test_a_batch_with_an_error_writes_nothing(archive: Engine) -> None:
    def refuse_last(article: Article, same: Known | None, twin: Known | None) -> Verdict:
        if article.target.code == "B2":
            raise RuntimeError("no judgement")
        return judge(article, same, twin)

    write(archive, make_article("A1"))
    batch = Batch(articles=(make_article("A1", text=OTHER_TEXT), make_article("B2", text=SHORT_TEXT)))
    with pytest.raises(RuntimeError):
        write_batch(archive, batch, refuse_last)
    assert the_entry(archive).revision == 1


def test_an_empty_batch_is_no_error(archive: Engine) -> None:
    assert write(archive) == ()
