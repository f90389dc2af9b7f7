"""However a sequence of articles is cut into batches, the archive holds the same."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete

from archiver.entries import Entry
from archiver.records import Article
from archiver.store import schema as tables
from archiver.store.checking import find_faults
from archiver.store.engine import writing
from archiver.store.reader import list_revisions
from archiver.store.upgrade import open_archive
from store.builders import LONG_TEXT, OTHER_TEXT, entries, make_article, write

PAGES = [f"https://paper.example/{number}" for number in range(3)]

articles = st.builds(
    make_article,
    st.sampled_from(["A1", "B2", "C3"]),
    text=st.sampled_from([LONG_TEXT, OTHER_TEXT, LONG_TEXT + OTHER_TEXT, "短一", "短二"]),
    pages=st.lists(st.sampled_from(PAGES), max_size=2, unique=True),
    title=st.sampled_from([None, "甲", "乙"]),
    authors=st.sampled_from([(), ("王一",), ("李二", "王一")]),
) | st.builds(
    make_article,
    st.none(),
    url=st.sampled_from(PAGES),
    text=st.sampled_from([LONG_TEXT, OTHER_TEXT, "短一"]),
    title=st.sampled_from([None, "甲"]),
)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = open_archive(f"sqlite:///{tmp_path_factory.mktemp('shelf') / 'archive.db'}")
    yield engine
    engine.dispose()


@given(st.lists(articles, min_size=2, max_size=6), st.data())
@settings(max_examples=60, deadline=None)
def test_every_cut_into_batches_gives_the_same_archive(
    shelf: Engine, found: list[Article], data: st.DataObject
) -> None:
    cuts = data.draw(st.sets(st.integers(1, len(found) - 1)))
    one_by_one = hold(shelf, found, range(1, len(found)))
    assert hold(shelf, found, sorted(cuts)) == one_by_one


def hold(engine: Engine, found: Sequence[Article], cuts: Sequence[int]) -> set[object]:
    """Write articles in batches; gives what the archive then holds, without its numbers, and empties it."""
    for start, end in itertools.pairwise([0, *cuts, len(found)]):
        write(engine, *found[start:end])
    held = {describe(engine, entry) for entry in entries(engine)}
    assert find_faults(engine) == []
    with writing(engine) as connection:
        connection.execute(delete(tables.articles))
    return held


def describe(engine: Engine, entry: Entry) -> object:
    old = tuple(
        (one.number, one.title, one.authors, one.paragraphs) for one in list_revisions(engine, entry.id)
    )
    return (
        (entry.identity, entry.code, entry.title, entry.authors, entry.paragraphs, entry.revision),
        frozenset(entry.urls),
        frozenset(entry.appearances),
        old,
    )
