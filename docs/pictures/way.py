"""Draws ``way.svg``: the way of an article through the rooms. Standard library only.

Run it after a change of stages or rooms: ``python docs/pictures/way.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

# Stage, the record it makes, the room that makes it, what the record says.
STAGES = (
    ("find", "Target", "spiders, sites/", "which article, where"),
    ("keep", "Capture", "crawl/", "the answer, as given"),
    ("read", "Draft", "sites/", "raw text, field by field"),
    ("clean", "Article", "normalise/", "title, time, authors …"),
    ("judge", "Verdict", "dedup.py", "new, revised, duplicate"),
    ("store", "Entry", "store/", "with its whole history"),
    ("give", "ExportReport", "exporters/", "what was written where"),
)
BOX, GAP, TOP, HEIGHT = 132, 22, 64, 96
WIDTH = len(STAGES) * (BOX + GAP) - GAP + 40
BOTTOM = TOP + HEIGHT + 64

_HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
    'font-family="Helvetica, Arial, sans-serif" font-size="13" text-anchor="middle">\n'
    "<title>The way of an article: find, keep, read, clean, judge, store, give; "
    "failures leave it at any stage and are rows of their own</title>\n"
    '<rect width="{width}" height="{height}" rx="8" fill="#fbfaf7"/>'
)


def draw() -> str:
    """Give the picture as SVG."""
    height = BOTTOM + 62
    return "\n".join((_HEAD.format(width=WIDTH, height=height), *_parts(), "</svg>", ""))


def _parts() -> Iterator[str]:
    for place, (stage, record, room, says) in enumerate(STAGES):
        left = 20 + place * (BOX + GAP)
        middle = left + BOX / 2
        yield _text(middle, TOP - 14, stage, colour="#6b6b6b", size=14)
        yield _box(left, TOP, BOX, HEIGHT, "#ffffff", "#2f5d8a")
        yield _text(middle, TOP + 28, record, weight="bold", size=15)
        yield _text(middle, TOP + 52, room, colour="#2f5d8a", family="monospace")
        yield _text(middle, TOP + 76, says, colour="#444444", size=10.5)
        if place < len(STAGES) - 1:
            yield _arrow(left + BOX, TOP + HEIGHT / 2, left + BOX + GAP, TOP + HEIGHT / 2)
            yield _arrow(middle, TOP + HEIGHT, middle, BOTTOM, colour="#b0563b", dashed=True)
    yield _box(20, BOTTOM, WIDTH - 40 - BOX - GAP, 42, "#fdf1ec", "#b0563b")
    yield _text(
        20 + (WIDTH - 40 - BOX - GAP) / 2,
        BOTTOM + 26,
        "Failure: stage, reason, address, tries, next try – stored, never just logged",
        colour="#7a3320",
    )
    yield _text(20 + BOX / 2, 24, "list, address or code", colour="#6b6b6b", size=12)
    read = 20 + 2 * (BOX + GAP) + BOX / 2
    yield _text(read, 24, "imports and extract enter here", colour="#6b6b6b", size=12)


def _text(
    x: float,
    y: float,
    words: str,
    *,
    colour: str = "#222222",
    size: float = 13,
    weight: str = "normal",
    family: str = "",
) -> str:
    font = f' font-family="{family}"' if family else ""
    return (
        f'<text x="{x:g}" y="{y:g}" fill="{colour}" font-size="{size:g}" font-weight="{weight}"{font}>'
        f"{escape(words)}</text>"
    )


def _box(x: float, y: float, width: float, height: float, fill: str, stroke: str) -> str:
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="6" '
        f'fill="{fill}" stroke="{stroke}" stroke-width="1.5"/>'
    )


def _arrow(
    x1: float, y1: float, x2: float, y2: float, *, colour: str = "#2f5d8a", dashed: bool = False
) -> str:
    style = ' stroke-dasharray="3 4"' if dashed else ""
    dx, dy = (6, 0) if y1 == y2 else (0, 6)
    wing_x, wing_y = dy * 0.7, dx * 0.7
    points = ((x2, y2), (x2 - dx - wing_x, y2 - dy - wing_y), (x2 - dx + wing_x, y2 - dy + wing_y))
    head = " ".join(f"{x:g},{y:g}" for x, y in points)
    return (
        f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2 - dx:g}" y2="{y2 - dy:g}" stroke="{colour}" '
        f'stroke-width="1.5"{style}/><polygon points="{head}" fill="{colour}"/>'
    )


if __name__ == "__main__":
    Path(__file__).with_suffix(".svg").write_text(draw(), encoding="utf-8")
