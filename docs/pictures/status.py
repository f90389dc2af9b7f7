"""Draws ``status.svg``: what ``archiver sources status`` shows of a newspaper on the day of its redesign.

The runs are made up, the alarm is found in them and drawn by the program. Run it after a change of either:
``python docs/pictures/status.py``.
"""

from __future__ import annotations

import io
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rich.console import Console

from archiver.cli.status import status_lines
from archiver.runs import Outcome, RunRecord
from archiver.watch.alarms import find_alarms
from archiver.watch.days import Status, sum_up_days

COLUMNS = 100
DAYS = 28
FIRST = datetime(2026, 3, 2, tzinfo=UTC)
REDESIGNED_AT = FIRST + timedelta(days=DAYS - 1, hours=9)
# The picture must ask no other host for a font, nor name one.
_FOREIGN = re.compile(r"@font-face \{.*?\}\s*|<!--.*?-->\s*", re.DOTALL)


def make_runs() -> Iterator[RunRecord]:
    """Give a run for each hour of the days; from the redesign on no article has a date."""
    dice = random.Random(5)  # noqa: S311 - a picture is no secret
    for hour in range(24 * DAYS - 8):
        at = FIRST + timedelta(hours=hour)
        rate = (3 if 6 <= at.hour < 22 else 0) * (0.4 if at.weekday() >= 5 else 1)
        count = sum(dice.random() < rate / 10 for _ in range(10))
        lost = dice.random() < 0.02
        yield RunRecord(
            source="harbour-news",
            started_at=at,
            ended_at=at + timedelta(seconds=4),
            outcome=Outcome.PARTLY if lost else Outcome.DONE,
            new_count=count,
            read_count=count,
            titled_count=count,
            dated_count=count if at < REDESIGNED_AT else 0,
            signed_count=sum(dice.random() < 0.8 for _ in range(count)),
            median_length=round(900 * dice.lognormvariate(0, 0.3)) if count else None,
            median_lag_seconds=dice.uniform(300, 2400) if count else None,
            missed_count=lost,
            failed={"timeout": 1} if lost else {},
        )


def find_status() -> Status:
    """Give where the newspaper stands after the last run."""
    runs: list[RunRecord] = []
    for run in make_runs():
        runs.append(replace(run, alarms=find_alarms(run, runs)))
    last = runs[-1]
    days = sum_up_days(runs, today=last.started_at.date(), count=DAYS, zone=UTC)
    return Status(source=last.source, last_success_at=last.started_at, alarms=last.alarms, days=days)


def draw() -> str:
    """Give the picture as SVG."""
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True)
    console.print("[bold green]$[/] archiver sources status harbour-news --days 28", highlight=False)
    for line in status_lines(find_status(), width=COLUMNS, with_bars=True):
        console.print(line)
    return _FOREIGN.sub("", console.export_svg(title="archiver", unique_id="archiver"))


if __name__ == "__main__":
    Path(__file__).with_suffix(".svg").write_text(draw(), encoding="utf-8")
