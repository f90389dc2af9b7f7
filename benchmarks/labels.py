"""Which blocks of a page are its article: by its expected text, or by what other extractors agree on."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from itertools import combinations

from metrics import bag_scores, signs

from archiver.sites.page.boxes import Block

GRAM = 4
MOST_OF_IT = 0.5
"""Share of a block's words in the expected text from which it is article text."""
SHORTEST_TEXT = 400
"""Characters of a text that an extractor must give to be asked."""
ALIKE = 0.75
"""How alike two extractors' texts of a page must be for the page to be used, as F1 of words."""


def label_blocks(blocks: Sequence[Block], gold: str) -> list[float]:
    """Give the share of each block's words that stand in the expected text, in sequence."""
    expected = signs(gold)
    joined = f" {' '.join(expected)} "
    grams = set(zip(*(expected[start:] for start in range(GRAM)), strict=False))
    lines = {" ".join(signs(line)) for line in re.split(r"[\n\t|]|  +", gold)}
    return [_label(signs(block.text), joined, grams, lines) for block in blocks]


def _label(found: list[str], joined: str, grams: set[tuple[str, ...]], lines: set[str]) -> float:
    text = " ".join(found)
    if not found:
        return 0.0
    if len(found) <= GRAM:
        return 1.0 if text in lines else 0.6 if len(found) == GRAM - 1 and f" {text} " in joined else 0.0
    if f" {text} " in joined:
        return 1.0
    hits = {
        place + step
        for place in range(len(found))
        if tuple(found[place : place + GRAM]) in grams
        for step in range(GRAM)
    }
    return len(hits) / len(found)


def vote(blocks: Sequence[Block], texts: Sequence[str]) -> list[float] | None:
    """Give 1 for the blocks that most extractors take as the article, 0 for those that none takes.

    Blocks that only one of them takes are ``nan``: nobody knows. ``None`` where no two texts are alike.
    """
    said = [signs(text) for text in texts if len(text) >= SHORTEST_TEXT]
    if not any(bag_scores(one, other)[0] >= ALIKE for one, other in combinations(said, 2)):
        return None
    taken = zip(*(label_blocks(blocks, text) for text in texts), strict=True)
    votes = [sum(label >= MOST_OF_IT for label in its) for its in taken]
    return [math.nan if count == 1 else float(count > 1) for count in votes]
