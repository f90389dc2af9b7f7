"""An explanation as people read it in a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from archiver.explain.records import Explanation, Field, count_line, one_line

LONGEST_VALUE, LONGEST_OTHER = 200, 80
"""Characters of a value, and of what another rule says, on a terminal; elsewhere nothing is cut."""
MOST_OTHERS = 4
NARROWEST_RULE = 12


def print_explanation(told: Explanation, console: Console, messages: Console) -> None:
    """Print the fields as a table and the counts of blocks; what is lacking goes to ``messages``."""
    console.print(explanation_table(told, width=console.width if console.is_terminal else None))
    if told.pieces:
        console.print(f"\nblocks: {count_line(told.counts)}", markup=False)
    for lack in told.lacks:
        messages.print(f"{one_line(lack.message)} [{lack.reason}]", markup=False)
    if told.code is not None:
        messages.print(
            "only the answer of the text endpoint is told; fetch also looks for title and time in lists",
            markup=False,
        )


def explanation_table(told: Explanation, *, width: int | None) -> Table:
    """Give a table of fields: value, rule, and what other rules said.

    Args:
        width: of the terminal, which a line must fit; ``None`` for a file, where nothing is cut.
    """
    cut = width is not None
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column("field", no_wrap=True)
    table.add_column("value", overflow="fold", ratio=5 if cut else None)
    table.add_column("rule", overflow="fold", max_width=max(width // 4, NARROWEST_RULE) if width else None)
    table.add_column("other rules", overflow="fold", ratio=4 if cut else None)
    table.expand = cut
    for field in told.rows:
        table.add_row(field.name, _value(field, cut=cut), Text(one_line(field.rule)), _others(field, cut=cut))
    return table


def _value(field: Field, *, cut: bool) -> Text:
    value = Text(_cut(field.shown or "-", LONGEST_VALUE if cut else None))
    if field.raw_shown:
        value.append(_cut(f"\nas received: {field.raw_shown}", LONGEST_VALUE if cut else None), style="dim")
    return value


def _others(field: Field, *, cut: bool) -> Text:
    lines = [f"the same: {', '.join(map(one_line, field.agreeing))}"] if field.agreeing else []
    differing = [f"{one_line(one.rule)}: {one_line(one.value)}" for one in field.differing]
    if cut and len(differing) > MOST_OTHERS:
        differing[MOST_OTHERS - 1 :] = [f"and {len(differing) - MOST_OTHERS + 1} more; --json has all"]
    lines += [_cut(line, LONGEST_OTHER if cut else None) for line in differing]
    return Text("\n".join(lines))


def _cut(text: str, longest: int | None) -> str:
    return text if longest is None or len(text) <= longest else text[: longest - 1] + "…"
