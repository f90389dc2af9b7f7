"""The tables of ``extraction.py``, for a terminal and for the README, and the README's own tables renewed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from workers import System

COLUMNS = {
    "wcxb-dev": "word_F1 word_P word_R with without title_exact title_F1 author_F1 author_exact author_false "
    "date_acc date_P date_R date_F date_false errors",
    "fundus-even": "par_F1 par_P par_R rouge_F1 rouge_P rouge_R errors",
    "gne-even": "par_F1 par_P par_R char_F1 char_P char_R title_exact title_F1 author_F1 author_exact "
    "author_false date_acc date_P date_R date_F time_acc errors",
    "htmldate-even": "date_acc date_P date_R date_F date_false errors",
}
"""Set → every metric that it has gold for; a table is sorted by the first one that stands in it."""
LEFT_OUT = {
    "wcxb-dev": "word_P word_R author_exact date_R date_F",
    "gne-even": "par_P par_R char_P char_R author_exact date_P date_R date_F",
}
"""Set → what its table leaves out unless all is asked for, to fit a terminal."""
Means = Mapping[str, float]


def quality_table(
    set_name: str, results: Mapping[str, Means], systems: Mapping[str, System], *, all_columns: bool
) -> list[list[str]]:
    """Give the table of a set, header first: our rows, then the others from best to worst."""
    hidden = set() if all_columns else set(LEFT_OUT.get(set_name, "").split())
    columns = [column for column in COLUMNS[set_name].split() if column not in hidden]
    rank = [name for name in ("archiver", UNSEEN) if name in results]
    others = sorted(
        (name for name, means in results.items() if means and name not in rank),
        key=lambda name: [-results[name].get(column, 0.0) for column in columns],
    )
    rows = [["system", "version", *columns]]
    for name in [*rank, *others]:
        version = systems[name].version if name in systems else ""
        rows.append([name, version, *(_number(results[name], column) for column in columns)])
    return rows


UNSEEN = "archiver, unseen sites"
"""The row of ``--split``: each page read by tables that never saw its site."""


def _number(means: Means, column: str) -> str:
    if column not in means:
        return "-"
    return f"{means[column]:.0f}" if column == "errors" else f"{means[column]:.3f}"


def as_text(title: str, rows: Sequence[Sequence[str]]) -> str:
    """Lay a table out for a terminal: the first two columns to the left, numbers to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        " ".join(
            cell.ljust(width) if place < 2 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    return "\n".join([title, *lines, ""])


def as_markdown(title: str, rows: Sequence[Sequence[str]]) -> str:
    """Write a table as the README has it."""
    header, *others = rows
    ruler = ["---"] * len(header)
    lines = [f"| {' | '.join(row)} |" for row in [header, ruler, *others]]
    return "\n".join([f"**{title}**", "", *lines, ""])


def renew(path: Path, name: str, text: str) -> None:
    """Put text between the comments ``<!-- NAME -->`` and ``<!-- /NAME -->`` of a document."""
    start, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
    old = path.read_text(encoding="utf-8")
    new, count = re.subn(
        f"(?s){re.escape(start)}.*?{re.escape(end)}", lambda _: f"{start}\n{text}\n{end}", old
    )
    if count != 1:
        raise ValueError(
            f"{path} has no place {start.strip()} … {end}; put the two comments where it belongs"
        )
    path.write_text(new, encoding="utf-8")
