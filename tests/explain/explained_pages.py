"""Pages and answers to be explained."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from archiver.explain.capture import explain_capture
from archiver.explain.records import Explanation, Piece
from archiver.records import Capture, Target
from archiver.sites.directory import Directory
from archiver.sources.file import load_sources

URL = "http://paper.example/news/1.html"
LINES = (
    "Three new ferry lines opened this morning, and half as many people wait at the pier.",
    "The first boat leaves at five, the last one at eleven; on windy days none goes at all.",
    "The harbour office will print new tickets in March; children go for half the price.",
)


def page(head: str = "", before: str = "", inside: str = "", after: str = "", lang: str = "en") -> str:
    text = "".join(f"<p>{line}</p>" for line in LINES)
    return (
        f'<html lang="{lang}"><head><title>Ferries &amp; tides</title>{head}</head><body>'
        "<nav><ul><li><a href='/'>Home</a></li><li><a href='/n'>News</a></li><li><a href='/s'>Sport</a></li>"
        "</ul></nav><main><h1>Ferries &amp; tides</h1>"
        f'{before}<div class="story" id="text">{text}{inside}</div></main>{after}</body></html>'
    )


def explain(html: str | bytes, *, url: str = URL, directory: Directory | None = None) -> Explanation:
    body = html.encode() if isinstance(html, str) else html
    at = datetime(2024, 5, 6, tzinfo=UTC)
    capture = Capture(url=url, status=200, headers=(), body=body, fetched_at=at)
    target = Target(url=url, identity="url:one", site="paper.example")
    return explain_capture(capture, target, directory or Directory(()))


def directory_of(folder: Path, tables: str) -> Directory:
    place = folder / "sources.toml"
    place.write_text(tables, "utf-8")
    return Directory.of(load_sources(place))


def find_piece(told: Explanation, text: str) -> Piece:
    found = [piece for piece in told.pieces if text in piece.text]
    assert len(found) == 1, text
    return found[0]
