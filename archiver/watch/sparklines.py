"""Draws a row of numbers as a line of text as high as they are: ▁▃█. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

BARS = "▁▂▃▄▅▆▇█"
ASCII_BARS = "_.-~=+*#"
"""For a terminal that knows no others; as with the others, more ink is more."""
MISSING = " "


def draw_sparkline(
    values: Sequence[float | None],
    *,
    highest: float | None = None,
    width: int | None = None,
    bars: str = BARS,
) -> str:
    """Give a line with a sign for each value; ``None`` is a blank.

    Args:
        highest: what the highest bar stands for; the largest value unless given. The lowest stands for 0.
        width: more values than these are put together, as the mean of neighbours.
    """
    shown = _fit(values, width) if width is not None and len(values) > width else list(values)
    top = highest if highest is not None else max((value for value in shown if value is not None), default=0)
    return "".join(MISSING if value is None else _bar(value, top, bars) for value in shown)


def _bar(value: float, top: float, bars: str) -> str:
    if top <= 0:
        return bars[0]
    place = round(value / top * (len(bars) - 1))
    return bars[min(max(place, 0), len(bars) - 1)]


def _fit(values: Sequence[float | None], width: int) -> list[float | None]:
    groups = [values[len(values) * i // width : len(values) * (i + 1) // width] for i in range(width)]
    return [
        fmean(known) if (known := [value for value in group if value is not None]) else None
        for group in groups
    ]
