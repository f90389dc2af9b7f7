"""Entries are read back by filters, in order, complete and exact."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine

from archiver.entries import Filters
from archiver.records import Article, Precision
from archiver.store.reader import (
    BATCH_COUNT,
    count_by,
    count_entries,
    count_rows,
    find_by_code,
    find_by_id,
    list_entries,
    stream_entries,
)
from archiver.store.upgrade import open_archive
from store.builders import make_article, make_moment, the_entry, write

# Midnight in China is 16:00 of the day before in Greenwich: B2 and C3 tell printed days from UTC days.
SHELF = (
    make_article("A1", text="a", source="one", publisher="河边日报", authors=("王一",), tags=("新闻",)),
    make_article("B2", text="b", source="one", publisher="山边日报", authors=("王一", "李二"), category="x"),
    make_article("C3", text="c", source="two", publisher="河边日报", authors=("李二",), tags=("新闻", "桥")),
    make_article("D4", text="d", source="two", publisher="河边日报", authors=("王",), category="x"),
)
TIMES = {
    "A1": make_moment(2026, 3, 1, precision=Precision.DAY),
    "B2": make_moment(2026, 3, 2, 0, 30),
    "C3": make_moment(2026, 3, 2, 23, 59, 59, precision=Precision.SECOND),
    "D4": None,
}


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = open_archive(f"sqlite:///{tmp_path_factory.mktemp('shelf') / 'archive.db'}")
    fill(engine)
    yield engine
    engine.dispose()


def fill(engine: Engine) -> None:
    write(engine, *(replace(article, published=TIMES[str(article.target.code)]) for article in SHELF))


FILTERS = [
    (Filters(), "A1 B2 C3 D4"),
    (Filters(source="one"), "A1 B2"),
    (Filters(publisher="河边日报"), "A1 C3 D4"),
    (Filters(author="王一"), "A1 B2"),
    (Filters(author="王"), "D4"),
    (Filters(category="x"), "B2 D4"),
    (Filters(tag="新闻"), "A1 C3"),
    (Filters(since=date(2026, 3, 2)), "B2 C3"),
    (Filters(until=date(2026, 3, 1)), "A1"),
    (Filters(until=date(2026, 3, 2)), "A1 B2 C3"),
    (Filters(since=date(2026, 3, 1), until=date(2026, 3, 1)), "A1"),
    (Filters(since=datetime(2026, 3, 1, 16, 30, tzinfo=UTC)), "B2 C3"),
    (Filters(since=datetime(2026, 3, 1, 16, 31, tzinfo=UTC)), "C3"),
    (Filters(until=datetime(2026, 3, 1, 16, 30, tzinfo=UTC)), "A1 B2"),
    (Filters(limit=2), "A1 B2"),
    (Filters(limit=0), ""),
    (Filters(source="two", publisher="河边日报", tag="桥", author="李二"), "C3"),
    (Filters(source="one", category="x", author="李二", since=date(2026, 3, 2), limit=1), "B2"),
    (Filters(source="one", tag="桥"), ""),
    (Filters(publisher="' OR 1=1 --"), ""),
]


@pytest.mark.parametrize(("filters", "codes"), FILTERS)
def test_filters_choose_alone_and_together(shelf: Engine, filters: Filters, codes: str) -> None:
    assert [entry.code for entry in stream_entries(shelf, filters)] == codes.split()
    assert len(list_entries(shelf, filters)) == len(codes.split())


@pytest.mark.parametrize(("filters", "codes"), FILTERS)
def test_a_count_is_that_of_the_entries_without_limit(shelf: Engine, filters: Filters, codes: str) -> None:
    unlimited = replace(filters, limit=None)
    assert count_entries(shelf, filters) == len(list(stream_entries(shelf, unlimited)))


def test_filters_choose_the_same_on_every_database(archive: Engine) -> None:
    fill(archive)
    for filters, codes in FILTERS:
        assert [entry.code for entry in stream_entries(archive, filters)] == codes.split()


def test_a_list_has_the_newest_first_and_undated_last(archive: Engine) -> None:
    fill(archive)
    assert [entry.code for entry in list_entries(archive, Filters())] == ["C3", "B2", "A1", "D4"]
    assert [entry.code for entry in list_entries(archive, Filters(limit=1))] == ["C3"]


def test_a_stream_is_complete_and_in_order_over_more_than_one_batch(archive: Engine) -> None:
    size = 2 * BATCH_COUNT + 1
    write(archive, *(make_article(f"N{number}", text=f"{number}") for number in range(size)))
    streamed = [entry.id for entry in stream_entries(archive, Filters())]
    assert len(streamed) == size
    assert streamed == sorted(set(streamed))
    limited = [entry.id for entry in stream_entries(archive, Filters(limit=BATCH_COUNT + 1))]
    assert limited == streamed[: BATCH_COUNT + 1]
    assert len(list_entries(archive, Filters())) == size


def test_a_stream_goes_on_while_articles_are_written(archive: Engine) -> None:
    write(archive, *(make_article(f"N{number}", text=f"{number}") for number in range(BATCH_COUNT + 5)))
    stream = stream_entries(archive, Filters())
    first = next(stream)
    write(archive, make_article("late", text="late"))
    assert len({first.id, *(entry.id for entry in stream)}) >= BATCH_COUNT + 5


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Shanghai", "Pacific/Kiritimati"])
def test_a_time_comes_back_with_its_offset_and_precision_in_any_zone(
    archive: Engine, monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    moments = {
        "A1": make_moment(2026, 3, 1, precision=Precision.DAY),
        "B2": make_moment(2026, 7, 2, 23, 59, 59, precision=Precision.SECOND, hours=-9.5),
        "C3": make_moment(1949, 10, 1, 15, 0, hours=5.75),
    }
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        write(archive, *(make_article(code, text=code, published=when) for code, when in moments.items()))
        for entry in stream_entries(archive, Filters()):
            assert entry.published is not None
            assert entry.published == moments[str(entry.code)]
            assert entry.published.at.isoformat() == moments[str(entry.code)].at.isoformat()
            assert entry.first_seen_at.utcoffset() == timedelta(0)
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize(
    "text",
    ["😀👨‍👩‍👧 family", "𠮷野家", "“引号”　全角", "a\tb\nc\u2028d", "مرحبا", '"\\u0000" as letters'],
    ids=repr,
)
def test_text_comes_back_letter_by_letter(archive: Engine, text: str) -> None:
    article = make_article("A1", text=text, title=text, authors=(text,), tags=(text,), origin={text: text})
    write(archive, article)
    entry = the_entry(archive)
    assert (entry.title, entry.authors, entry.tags) == (text, (text,), (text,))
    assert (entry.paragraphs, dict(entry.origin)) == ((text,), {text: text})


def test_a_code_that_two_sites_use_finds_both(archive: Engine) -> None:
    one = make_article("A1", text="a")
    other = replace(one, target=replace(one.target, identity="share:other:A1"), text_digest="b", addresses=())
    write(archive, one, other)
    assert len(find_by_code(archive, "A1")) == 2
    assert find_by_code(archive, "B2") == []


def test_an_id_that_is_not_there_finds_nothing(archive: Engine) -> None:
    assert find_by_id(archive, 7) is None
    assert find_by_id(archive, 2**70) is None


def test_counts_tell_what_the_archive_holds(archive: Engine) -> None:
    articles: tuple[Article, ...] = SHELF
    write(archive, *articles)
    assert count_rows(archive)["articles"] == 4
    assert count_by(archive, "publisher") == [("河边日报", 3), ("山边日报", 1)]
