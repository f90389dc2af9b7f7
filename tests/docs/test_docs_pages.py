"""Links lead somewhere, examples load, pictures are those that their scripts draw."""

from __future__ import annotations

import re
import runpy
import struct
import sys
import tomllib
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from doc_pages import DOCS, ROOT, blocks, links, pages, prose
from sqlalchemy import select

from archiver import entries, records, reports
from archiver.intake import take_in
from archiver.reasons import Reason
from archiver.records import Draft, Failure, Stage, Target
from archiver.sample.articles import load_articles
from archiver.sample.tables import sources_text
from archiver.settings import Settings, load_settings
from archiver.sources.file import load_sources
from archiver.store.engine import reading
from archiver.store.schema import metadata
from archiver.store.upgrade import open_archive


def _name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", pages(), ids=_name)
def test_every_relative_link_resolves(page: Path) -> None:
    for link in links(page):
        if link.startswith(("http://", "https://", "mailto:")):
            continue
        path, _, anchor = unquote(link).partition("#")
        place = (page.parent / path).resolve() if path else page
        assert place.exists(), f"{_name(page)}: {link}"
        assert place.is_relative_to(ROOT), f"{_name(page)}: {link}"
        if anchor:
            assert anchor in _anchors(place), f"{_name(page)}: {link}"


def _anchors(page: Path) -> set[str]:
    """Give the anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", pages(), ids=_name)
def test_no_page_names_a_folder_of_one_machine(page: Path) -> None:
    assert not re.search(r"/(?:work|root|home)/|/tmp/", page.read_text("utf-8"))


def _tables() -> Iterator[tuple[str, str]]:
    for page in pages():
        for number, block in enumerate(blocks(page)):
            if block.language == "toml":
                yield f"{_name(page)}-{number}", block.text
    for example in sorted((DOCS / "examples").rglob("*.toml")):
        yield _name(example), example.read_text("utf-8")


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in _tables()])
def test_every_toml_example_loads(text: str, tmp_path: Path) -> None:
    place = tmp_path / "example.toml"
    place.write_text(text, "utf-8")
    if any(isinstance(one, dict) for one in tomllib.loads(text).values()):
        sources = load_sources(place)
        assert sources.sites or sources.sources or sources.pages
    else:
        assert isinstance(load_settings(config=place, environment={}), Settings)


def test_the_sources_of_the_examples_are_those_of_the_sample_site() -> None:
    shown = tomllib.loads((DOCS / "examples" / "newsroom" / "sources.toml").read_text("utf-8"))
    assert shown == tomllib.loads(sources_text("http://127.0.0.1:8765", "http://localhost:8765"))


def test_the_decisions_are_numbered_and_listed() -> None:
    folder = DOCS / "decisions"
    numbered = sorted(place.name for place in folder.glob("[0-9]*.md"))
    assert len({name[:4] for name in numbered}) == len(numbered)
    assert links(folder / "README.md") == numbered
    for name in numbered:
        text = (folder / name).read_text("utf-8")
        assert text.startswith(f"# {name[:4]} ")
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"]


def test_every_library_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    needed = [*project["dependencies"], *project["optional-dependencies"]["postgresql"]]
    text = (DOCS / "decisions" / "0002-libraries.md").read_text("utf-8")
    for name in (re.match(r"[\w-]+", one)[0] for one in needed):
        assert re.search(rf"\b{name}\b", text), name


def test_the_way_is_drawn_as_its_script_draws_it() -> None:
    script = runpy.run_path(str(DOCS / "pictures" / "way.py"))
    drawn = script["draw"]()
    assert (DOCS / "pictures" / "way.svg").read_text("utf-8") == drawn
    ElementTree.fromstring(drawn)
    for _, record, room, _ in script["STAGES"]:
        assert any(hasattr(module, record) for module in (records, entries, reports)), record
        for part in room.split(", "):
            assert (ROOT / "archiver" / part).exists() or (ROOT / part).exists(), part


def test_the_terminal_picture_shows_articles_of_the_sample_site() -> None:
    text = "".join(ElementTree.parse(DOCS / "pictures" / "terminal.svg").getroot().itertext()).replace(
        "\xa0", ""
    )
    titles = [article.title.replace(" ", "") for article in load_articles()]
    assert sum(title in text for title in titles if title) >= 6


def test_the_picture_of_the_status_shows_what_its_script_draws() -> None:
    picture = (DOCS / "pictures" / "status.svg").read_text("utf-8")
    text = "".join(ElementTree.fromstring(picture).itertext()).replace("\xa0", " ")
    status = _run_script("status")["find_status"]()
    assert [alarm.kind.value for alarm in status.alarms] == ["dates-missing"]
    assert status.alarms[0].words in text
    assert len(picture) < 30_000


def test_the_picture_of_the_report_is_small_and_its_script_writes_a_report(tmp_path: Path) -> None:
    picture = (DOCS / "pictures" / "explain.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert len(picture) < 200_000
    script = _run_script("explain")
    assert struct.unpack(">II", picture[16:24]) == (script["WIDTH"], script["HEIGHT"])
    script["write_report"](tmp_path / "report.html")
    report = (tmp_path / "report.html").read_text("utf-8")
    assert "Night ferry returns to Port Ellison after nine years" in report
    assert "✓ kept" in report
    assert "✕ promotion" in report


def _run_script(name: str) -> dict[str, Any]:
    """Load a script of the pictures as Python does when it is started: with its folder on the path."""
    sys.path.insert(0, str(DOCS / "pictures"))
    try:
        return runpy.run_path(str(DOCS / "pictures" / f"{name}.py"))
    finally:
        sys.path.pop(0)


@pytest.mark.parametrize("kind", range(5))
def test_a_picture_keeps_its_points_when_its_colours_are_few(kind: int) -> None:
    rows = [bytes([10, 20, 30, 200, 100, 0] * 4), bytes([200, 100, 0, 10, 20, 30] * 4)]
    script = _run_script("palette")
    png = script["reduce_colours"](_true_colour(rows, kind))
    parts = script["_join_parts"](png)
    lines = zlib.decompress(parts[b"IDAT"])
    places = [lines[start + 1 : start + 9] for start in (0, 9)]
    colours = [parts[b"PLTE"][3 * place : 3 * place + 3] for line in places for place in line]
    assert b"".join(colours) == b"".join(rows)


def _true_colour(rows: list[bytes], kind: int) -> bytes:
    """Write a picture eight points wide as a browser does, every row by one kind of filter."""
    above, lines = bytes(24), b""
    for row in rows:
        left, corner = bytes(3) + row[:-3], bytes(3) + above[:-3]
        guesses = [_guess(kind, *near) for near in zip(left, above, corner, strict=True)]
        lines += bytes([kind, *((one - guess) & 255 for one, guess in zip(row, guesses, strict=True))])
        above = row
    head = struct.pack(">IIBBBBB", 8, len(rows), 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(lines)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )


def _guess(kind: int, left: int, up: int, corner: int) -> int:
    """Guess a point by the PNG specification, section 9.2."""
    if kind < 4:
        return (0, left, up, (left + up) // 2)[kind]
    guess = left + up - corner
    by_left, by_up, by_corner = abs(guess - left), abs(guess - up), abs(guess - corner)
    if by_left <= by_up and by_left <= by_corner:
        return left
    return up if by_up <= by_corner else corner


def test_pictures_ask_no_other_host() -> None:
    for picture in (DOCS / "pictures").glob("*.svg"):
        assert not re.search(r"(?:href|src|url)\s*[=(]\s*[\"']?https?:", picture.read_text("utf-8")), picture


def test_the_script_that_moves_an_archive_moves_every_row(
    tmp_path: Path, postgresql: Callable[[], str]
) -> None:
    old, new, back = f"sqlite:///{tmp_path / 'old.db'}", postgresql(), f"sqlite:///{tmp_path / 'back.db'}"
    take_in(open_archive(old), _found(), batch_count=10)
    move = runpy.run_path(str(DOCS / "examples" / "move_archive.py"))["move"]
    copied = move(old, new)
    assert copied["articles"] == 2
    assert copied["failures"] >= 1
    assert move(new, back) == copied
    assert _rows(back) == _rows(old)
    report = take_in(open_archive(new), [_draft("third")], batch_count=10)
    assert report.judged == {"new": 1}
    with pytest.raises(SystemExit, match="holds rows already"):
        move(old, new)


def _rows(url: str) -> dict[str, list[tuple[object, ...]]]:
    with reading(open_archive(url)) as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in metadata.sorted_tables
        }


def _found() -> Iterator[Draft | Failure]:
    yield _draft("one")
    yield _draft("two")
    now = _draft("one").fetched_at
    yield Failure(
        stage=Stage.FIND, reason=Reason.NO_CODE, key="find:list:1", url="http://host/", message="", at=now
    )


def _draft(name: str) -> Draft:
    url = f"http://host/{name}"
    return Draft(
        target=Target(url=url, identity=f"url:host/{name}", site="host"),
        fetched_at=datetime(2022, 2, 11, 8, 38, tzinfo=UTC),
        addresses=(url,),
        raw_title=f"Title {name}",
        raw_published="2022-02-11 08:38:02",
        raw_byline="Ann Marlow",
        body_html=f"<p>Text of article {name}.</p>",
    )
