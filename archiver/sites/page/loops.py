"""The loops over a page's elements, blocks and trees: compiled ones where a C compiler was found, else plain.

Both do the same (docs/decisions/0019-compiled-loops.md); the plain ones are the ones to read.
"""

try:
    from archiver.sites.page.compiled import (
        cut_blocks,
        find_dated,
        find_marked,
        first_rows,
        pick_elements,
        score_rows,
        second_rows,
    )
except (ImportError, TypeError, ValueError):  # none, or made for another lxml
    from archiver.sites.page.author_marks import find_marked
    from archiver.sites.page.blocks import cut_blocks
    from archiver.sites.page.context import second_rows
    from archiver.sites.page.date_marks import find_dated
    from archiver.sites.page.features import first_rows
    from archiver.sites.page.head import pick_elements
    from archiver.sites.page.trees import score_rows

__all__ = [
    "cut_blocks",
    "find_dated",
    "find_marked",
    "first_rows",
    "pick_elements",
    "score_rows",
    "second_rows",
]
