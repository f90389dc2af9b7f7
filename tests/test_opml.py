"""OPML files of feed readers, as sources and back."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.errors import ImportingError, SettingsError, SourceError
from archiver.opml import Outline, read_opml, write_opml
from archiver.sources.file import load_sources
from archiver.sources.writing import append_sources, choose_name

OPML = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0"><head><title>mine</title></head><body>
<outline text="Harbours &nbsp; & ports" title="Harbours &amp; ports">
  <outline type="rss" text="The Tide" xmlUrl="https://tide.example/feed.xml" htmlUrl="https://tide.example/"/>
  <outline text="Deep"><outline type="rss" text="Quay" xmlurl="https://quay.example/rss"/></outline>
</outline>
<outline type="rss" text="The Tide again" xmlUrl="http://tide.example/feed.xml#top"/>
<outline type="atom" title="石桥早报" xmlUrl="feed://shiqiao.example/atom" category="/news/local,/x"/>
<outline type="rss" text="Broken" xmlUrl="ftp://broken.example/"/>
<outline type="link" text="A page" url="https://page.example/"/>
<outline text="A folder without anything"/>
</body></opml>"""


def test_feeds_are_found_in_folders_with_titles_homes_and_categories() -> None:
    assert read_opml(OPML.encode()).outlines == (
        Outline("https://tide.example/feed.xml", "The Tide", "https://tide.example/", "Harbours & ports"),
        Outline("https://quay.example/rss", "Quay", "", "Deep"),
        Outline("http://shiqiao.example/atom", "石桥早报", "", "news/local"),
    )


def test_a_feed_named_twice_is_one_and_a_faulty_one_is_told() -> None:
    found = read_opml(OPML.encode())
    assert (found.repeated_count, found.faults) == (1, ("Broken: has no usable address",))


def test_the_encoding_of_a_file_is_told_from_its_bytes() -> None:
    body = OPML.replace("UTF-8", "gb2312").encode("gb18030")
    assert read_opml(body).outlines[2].title == "石桥早报"


@pytest.mark.parametrize("content", [b"", b"hello", b"<html/>", b"<rss/>", b"\x00" * 2000, b"{}"])
def test_what_is_no_opml_is_told(content: bytes) -> None:
    with pytest.raises(ImportingError, match="the file is"):
        read_opml(content)


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: f"<opml>{text}</opml>".encode()))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with contextlib.suppress(ImportingError):
        read_opml(content)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    outlines = read_opml(OPML.encode()).outlines
    append_sources(path, {choose_name(one.words, ()): one.table for one in outlines})
    written = write_opml(load_sources(path).sources)
    again = read_opml(written.encode()).outlines
    assert [(one.url, one.category) for one in again] == [(one.url, one.category) for one in outlines]


HAND_WRITTEN = (
    '# mine\r\n[sources.tide]   # the first\r\nkind = "feed"\r\nurl = "https://tide.example/feed.xml"\r\n'
)


def test_what_stands_in_the_file_is_kept_to_the_letter(tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    path.write_bytes(HAND_WRITTEN.encode())
    path.chmod(0o600)
    append_sources(
        path, {"quay": {"kind": "feed", "url": "https://quay.example/"}}, notes={"quay": "The\nQuay"}
    )
    assert path.read_bytes().decode().startswith(HAND_WRITTEN.rstrip())
    assert "# The Quay\n[sources.quay]\n" in path.read_text("utf-8")
    assert list(load_sources(path).sources) == ["tide", "quay"]
    assert path.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["sources.toml"]


def test_a_new_file_keeps_the_usual_share_page(tmp_path: Path) -> None:
    path = tmp_path / "new" / "sources.toml"
    append_sources(path, {"quay": {"kind": "feed", "url": "https://quay.example/"}})
    assert load_sources(path).sites["newsshare"].any_host


@pytest.mark.parametrize(
    ("before", "tables"),
    [
        ("[sources", {"quay": {"kind": "feed", "url": "https://quay.example/"}}),
        (HAND_WRITTEN, {"tide": {"kind": "feed", "url": "https://quay.example/"}}),
        (HAND_WRITTEN, {"quay": {"kind": "feed", "url": "quay"}}),
        ("sources = {}\n", {"quay": {"kind": "feed", "url": "https://quay.example/"}}),
    ],
)
def test_nothing_is_written_where_the_file_would_be_faulty(
    tmp_path: Path, before: str, tables: dict[str, dict[str, str]]
) -> None:
    path = tmp_path / "sources.toml"
    path.write_bytes(before.encode())
    with pytest.raises(SettingsError) as caught:
        append_sources(path, tables)
    assert str(caught.value).startswith(f"{path}:")
    assert path.read_bytes() == before.encode()
    assert [one.name for one in tmp_path.iterdir()] == ["sources.toml"]


def test_a_folder_in_the_file_s_place_is_told(tmp_path: Path) -> None:
    with pytest.raises((SourceError, SettingsError), match="cannot be"):
        append_sources(tmp_path, {"quay": {"kind": "feed", "url": "https://quay.example/"}})


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(TEXTS, st.lists(TEXTS, max_size=3), st.booleans(), st.integers(1, 10**9))
def test_any_value_is_read_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, category: str, tags: list[str], enabled: bool, limit: int
) -> None:
    path = tmp_path_factory.mktemp("any") / "sources.toml"
    keys = {"kind": "feed", "url": "https://h.example/", "category": category, "tags": tags}
    append_sources(path, {"any": keys | {"enabled": enabled, "limit": limit}}, notes={"any": category})
    source = load_sources(path).sources["any"]
    assert (source.category, source.tags, source.enabled, source.limit) == (category, tags, enabled, limit)


@pytest.mark.parametrize(
    ("words", "name"),
    [("The Tide", "the-tide-2"), ("石桥早报", "shiqiaozaobao"), ("»", "source"), ("x" * 90, "x" * 40)],
)
def test_a_name_is_made_of_words_and_is_new(words: str, name: str) -> None:
    assert choose_name(words, {"the-tide"}) == name
