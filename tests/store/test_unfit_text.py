"""Text that a database refuses costs a character or a name, never the batch."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from archiver.entries import Filters
from archiver.errors import DatabaseError
from archiver.records import Address, Image
from archiver.store.failing import list_failures
from archiver.store.fitting import fit
from archiver.store.known import find_known_identities
from archiver.store.reader import find_by_code, find_by_identity, list_entries
from store.builders import (
    entries,
    find_waiting,
    identity_of,
    judgements,
    make_article,
    make_failure,
    make_sighting,
    make_target,
    the_entry,
    write,
)

BAD = "a\x00b\ud800c"


def noise(length: int) -> str:
    """Text that no index can compress."""
    return "".join(chr(0x4E00 + number * 7919 % 20000) for number in range(length))


def test_nul_and_lone_surrogates_are_taken_out_of_every_field(archive: Engine) -> None:
    bad = make_article(
        "A1",
        title=BAD,
        authors=(BAD,),
        byline=BAD,
        publisher=BAD,
        editor=BAD,
        category=BAD,
        tags=(BAD,),
        paragraphs=(BAD,),
        html=f"<p>{BAD}</p>",
        raw_published=BAD,
        images=(Image(url=BAD, caption=BAD),),
        origin={BAD: BAD},
        description=BAD,
        image=BAD,
        section=BAD,
        keywords=(BAD,),
    )
    write(archive, bad, make_article("B2", text="another"))
    entry = next(entry for entry in entries(archive) if entry.code == "A1")
    assert (entry.title, entry.authors, entry.tags, entry.category) == ("abc", ("abc",), ("abc",), "abc")
    assert (entry.description, entry.image, entry.section, entry.keywords) == ("abc", "abc", "abc", ("abc",))
    assert (entry.paragraphs, entry.html, entry.images) == (
        ("abc",),
        "<p>abc</p>",
        (Image(url="abc", caption="abc"),),
    )
    assert dict(entry.origin) == {"abc": "abc"}


def test_an_identity_with_such_characters_is_stored_once(archive: Engine) -> None:
    bad = make_article("A1\x00\ud800", text="short")
    assert judgements(write(archive, bad, bad)) == ["new", "unchanged"]
    assert judgements(write(archive, make_article("A1", text="short"))) == ["unchanged"]


def test_failures_and_sightings_may_hold_such_characters(archive: Engine) -> None:
    write(archive, make_article("A1", title=None))
    write(archive, make_failure("B2", message=BAD, key=BAD, url=BAD), make_sighting("A1", title=BAD))
    assert list_failures(archive)[0]["message"] == "abc"
    assert the_entry(archive).title == "abc"


def test_asking_for_such_identities_is_no_error(archive: Engine) -> None:
    write(archive, make_article("A1"))
    assert set(find_known_identities(archive, [BAD, identity_of("A1")])) == {identity_of("A1")}
    assert find_waiting(archive, [BAD], make_failure().at) == set()
    assert find_by_identity(archive, BAD) is None


def test_a_filter_that_is_no_unicode_is_told_in_one_line(archive: Engine) -> None:
    with pytest.raises(DatabaseError, match="no Unicode"):
        list_entries(archive, Filters(author="\udcff"))
    with pytest.raises(DatabaseError, match="no Unicode"):
        find_by_code(archive, "\udcff")


def test_very_long_titles_and_texts_are_kept_whole(archive: Engine) -> None:
    article = make_article("A1", text=noise(100_000), title=noise(5_000), byline=noise(5_000))
    write(archive, article)
    entry = the_entry(archive)
    assert (entry.title, entry.byline, entry.text) == (article.title, article.byline, article.text)


def test_names_and_labels_too_long_for_an_index_are_cut(archive: Engine) -> None:
    long = noise(3_000)
    write(archive, make_article("A1", authors=(long,), tags=(long,), publisher=long, category=long))
    entry = the_entry(archive)
    assert entry.authors == (long[:500],)
    assert entry.tags == (long[:500],)
    assert (entry.publisher, entry.category) == (long[:500], long[:500])


def test_the_longest_address_that_is_let_in_is_kept_and_known(archive: Engine) -> None:
    url = "https://paper.example/" + "".join(f"{number % 7919:x}" for number in range(3000))[:1978]
    article = make_article(None, url=url)
    write(archive, article)
    assert the_entry(archive).urls == (url,)
    assert article.target.identity in find_known_identities(archive, [article.target.identity])


def test_an_address_too_long_for_an_index_is_still_one_article(archive: Engine) -> None:
    url = f"https://paper.example/{noise(3_000)}"
    target = replace(make_target("A1"), url=url, identity=f"url:{url}")
    article = replace(make_article("A1"), target=target, addresses=(Address(url, target.identity),))
    assert judgements(write(archive, article, article)) == ["new", "unchanged"]
    assert the_entry(archive).url == url
    other = replace(
        article, target=replace(target, identity=f"url:{url}x"), addresses=(), text_digest="x", merge_key=None
    )
    assert judgements(write(archive, other)) == ["new"]
    write(archive, make_failure("B2", key=url, identity=target.identity))
    assert find_waiting(archive, [target.identity], make_failure().at)


def test_a_record_that_fits_is_left_as_it_is() -> None:
    article = make_article("A1", origin={"layout": "post"}, tags=("新闻",))
    assert fit(article) is article
