"""How likely each block of a page is text of its article, by the learned tables.

Needs numpy and the tables, which take longer to load than a page to read: the first page loads them.
"""

from __future__ import annotations

from collections.abc import Sequence

from archiver.sites.page import trees
from archiver.sites.page.boxes import Block, Box
from archiver.sites.page.head import Declared
from archiver.sites.page.loops import first_rows, score_rows, second_rows


def score_blocks(blocks: Sequence[Block], boxes: Sequence[Box], declared: Declared) -> list[float]:
    """Give for each block the probability that it is text of the article."""
    if not blocks:
        return []
    model = trees.load_model()
    rows = first_rows(blocks, boxes, declared=declared, weights=model.weights)
    scores = score_rows(model.first, rows)
    return score_rows(model.second, second_rows(blocks, boxes, scores))


def load_tables() -> None:
    """Load the tables now, not with the first page."""
    trees.load_model()
