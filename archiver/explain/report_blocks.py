"""The blocks in the report: the page as one line, and one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from archiver.explain.markup import language_of, safe
from archiver.explain.records import Explanation, Piece

LONGEST_SHOWN_RUN = 2
"""More dropped blocks in a row are folded."""
LONGEST_GLIMPSE = 60
STRIP_WIDTH = 1000


def strip(pieces: Sequence[Piece]) -> str:
    """Draw the page as one line, as long as its text: high where it was kept, low where it was dropped."""
    whole = max(1, sum(len(piece.text) for piece in pieces))
    parts, start = [], 0
    for is_kept, run in groupby(pieces, key=lambda piece: piece.is_kept):
        size = sum(len(piece.text) for piece in run)
        place, width = (f"{STRIP_WIDTH * part / whole:.1f}" for part in (start, size))
        shape = 'class="in" y="2" height="22"' if is_kept else 'class="out" y="17" height="7"'
        parts.append(f'<rect x="{place}" width="{width}" {shape}/>')
        start += size
    words = "The page from its start to its end: high where text was kept, low where it was dropped."
    return (
        f'<svg class="strip" viewBox="0 0 {STRIP_WIDTH} 26" preserveAspectRatio="none" role="img"'
        f' aria-label="{words}">{"".join(parts)}</svg>\n<p class="note">{words}</p>'
    )


def block_list(told: Explanation) -> Iterator[str]:
    """Give every block in page order, each once."""
    if not told.pieces:
        return
    yield "<h2>The page, block by block</h2>"
    yield (
        '<p class="note">Each block with its fate, the probability that it is text of the article, and the'
        " element that holds it. Dropped ones in a row are folded.</p>"
    )
    yield f'<ol class="blocks"{language_of(told)}>'
    for is_kept, run in groupby(told.pieces, key=lambda piece: piece.is_kept):
        pieces = list(run)
        if is_kept or len(pieces) <= LONGEST_SHOWN_RUN:
            yield from map(_block, pieces)
        else:
            yield from _folded(pieces)
    yield "</ol>"


def _folded(pieces: Sequence[Piece]) -> Iterator[str]:
    counted = Counter(piece.fate.value for piece in pieces)
    reasons = ", ".join(f"{count} {fate}" for fate, count in counted.most_common())
    glimpse = safe(" · ".join(piece.text for piece in pieces[:9])[:LONGEST_GLIMPSE])
    yield (
        f'<li class="run"><details><summary><b>{len(pieces)} dropped</b>'
        f"<span>{safe(reasons)} — {glimpse}…</span></summary>\n<ol>"
    )
    yield from map(_block, pieces)
    yield "</ol></details></li>"


def _block(piece: Piece) -> str:
    kind, label = ("kept", "✓ kept") if piece.is_kept else ("dropped", f"✕ {safe(piece.fate.value)}")
    bar = (
        '<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="all" width="100" height="10"/>'
        f'<rect class="part" width="{100 * piece.score:.0f}" height="10"/></svg>'
    )
    return (
        f'<li class="block {kind}"><div class="mark" lang="en"><b>{label}</b>'
        f'<span class="share">{bar}{piece.score:.2f}</span></div>'
        f'<p class="text" dir="auto">{safe(piece.text)}</p>'
        f'<code class="box" title="{safe(piece.path)}">{safe(piece.box)}</code></li>'
    )
