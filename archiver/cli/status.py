"""Where a source stands, as people read it: a line for each figure with a sparkline of its days."""

from __future__ import annotations

import locale
import os
from collections.abc import Callable, Iterator, Sequence
from statistics import median

from rich.text import Text

from archiver.watch.days import Day, Status
from archiver.watch.sparklines import ASCII_BARS, BARS, draw_sparkline

_NAME_WIDTH = 15
_FIGURES_WIDTH = 44
_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def can_draw_bars() -> bool:
    """Whether the terminal shows more than ASCII."""
    encoding = locale.getencoding().lower().replace("-", "")
    return encoding == "utf8" and os.environ.get("TERM") != "dumb"


def status_lines(status: Status, *, width: int, with_bars: bool) -> Iterator[Text]:
    """Give the lines of a source.

    Args:
        width: columns of the terminal; more days than there is room for are put together.
        with_bars: draw with signs that are no ASCII.
    """
    bars = BARS if with_bars else ASCII_BARS
    yield Text.assemble((status.source, "bold"), f"  {_last(status)}")
    for alarm in status.alarms:
        since = alarm.began_at.astimezone().isoformat(" ", "minutes")
        yield Text(f"  alarm: {alarm.kind}: {alarm.words}, since {since}", style="bold red")
    if status.last_success_at is None and not any(day.failed for day in status.days):
        return
    room = max(width - _NAME_WIDTH - _FIGURES_WIDTH - 4, 7)
    for name, value_of, highest, write in _FIGURES:
        values = [value_of(day) for day in status.days]
        line = draw_sparkline(values, highest=highest, width=room, bars=bars)
        yield Text.assemble(
            f"  {name:<{_NAME_WIDTH}}", (line, "cyan"), f"  {_compared(values, write)}", style=""
        )
    counts = [float(sum(day.failed.values())) for day in status.days]
    line = draw_sparkline(counts, width=room, bars=bars)
    yield Text.assemble(f"  {'failed':<{_NAME_WIDTH}}", (line, "red"), f"  {_mix(status.days)}")


def _last(status: Status) -> str:
    if status.last_success_at is None:
        return "never crawled with success"
    return f"last success {status.last_success_at.astimezone().isoformat(' ', 'seconds')}"


def _compared(values: Sequence[float | None], write: Callable[[float], str]) -> str:
    """Give the last day's figure and the usual one of the days before."""
    known = [value for value in values if value is not None]
    if not known:
        return "–"
    last = write(known[-1]) if values[-1] is not None else "–"
    before = known[:-1] if values[-1] is not None else known
    return f"{last:<8}" + (f" usually {write(median(before))}" if before else "")


def _mix(days: Sequence[Day]) -> str:
    totals: dict[str, int] = {}
    for day in days:
        for reason, count in day.failed.items():
            totals[reason] = totals.get(reason, 0) + count
    ranked = sorted(totals.items(), key=lambda one: -one[1])
    return ", ".join(f"{count} {reason}" for reason, count in ranked) or "none"


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _count(value: float) -> str:
    return f"{value:.0f}"


def _span(seconds: float) -> str:
    if abs(seconds) < _MINUTE:
        return f"{seconds:.0f} s"
    if abs(seconds) < _HOUR:
        return f"{seconds / _MINUTE:.0f} min"
    return f"{seconds / _HOUR:.1f} h" if abs(seconds) < 2 * _DAY else f"{seconds / _DAY:.0f} days"


_Figure = tuple[str, Callable[[Day], float | None], float | None, Callable[[float], str]]
_FIGURES: tuple[_Figure, ...] = (
    ("articles a day", lambda day: float(day.article_count), None, _count),
    ("with title", lambda day: day.titled, 1.0, _percent),
    ("with date", lambda day: day.dated, 1.0, _percent),
    ("with byline", lambda day: day.signed, 1.0, _percent),
    ("with text", lambda day: day.with_text, 1.0, _percent),
    ("length", lambda day: day.length, None, _count),
    ("lag", lambda day: day.lag_seconds, None, _span),
)
"""Name, value, what the highest bar stands for, and how a value is written."""
