"""The table of fields: as wide as the terminal, and whole in a file."""

from __future__ import annotations

import io

import pytest
from explained_pages import explain, page
from rich.cells import cell_len
from rich.console import Console

from archiver.cli.explanations import LONGEST_OTHER, LONGEST_VALUE, explanation_table

LONG = "A long word of the ferries. " * 30
HEAD = f'<meta name="description" content="{LONG}">' + "".join(
    f'<meta property="og:title" content="Title {number} {LONG}">'
    f'<meta property="twitter:title" content="Tides at {number}">'
    f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Headline {number}"}}</script>'
    for number in range(3)
)


def printed(width: int | None) -> str:
    stream = io.StringIO()
    console = Console(file=stream, width=width or 3000, soft_wrap=True, highlight=False)
    console.print(explanation_table(explain(page(HEAD)), width=width))
    return stream.getvalue()


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    lines = printed(width).splitlines()
    assert max(map(cell_len, lines)) <= width
    assert lines[0].startswith("field ")


def test_a_terminal_shows_the_start_of_long_values_and_says_that_more_is_there() -> None:
    text = printed(2000)
    assert LONG[: LONGEST_VALUE - 1] + "…" in text
    assert LONG[: LONGEST_VALUE + 1] not in text
    assert f"meta:og:title: Title 0 {LONG}"[: LONGEST_OTHER - 1] + "…" in text
    assert "and 2 more; --json has all" in text


def test_a_file_has_all_of_it() -> None:
    text = printed(None)
    assert LONG.strip() in text
    assert "…" not in text
    assert all(f"json-ld:headline: Headline {number}" in text for number in range(3))


def test_a_field_for_which_nothing_is_found_is_told() -> None:
    line = next(line for line in printed(None).splitlines() if line.startswith("editor "))
    assert line.split() == ["editor", "-"]
