"""How fast each system reads pages, and how much memory it takes, side by side.

Every system has a process of its own on the same one core and the same pages in memory. They take
turns every few pages, so a machine that slows down slows all of them; a ratio is the median of those of
the rounds.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

from pages import SETS, Page, load_pages
from workers import FIELDS, System, Worker

BOUND = "trafilatura"
PAGES_A_TURN = 25
"""Some tenths of a second to a few seconds: a machine that others use, too, is seldom as quick for longer.
After fewer pages, a system finds its code and data driven from the processor's memory by the others.
"""


@dataclass(frozen=True, slots=True)
class Speed:
    """What a system did in all rounds.

    Attributes:
        ratios: its pages a second by those of ``BOUND`` in the same round; none where that is not installed.
    """

    system: str
    version: str
    python: str
    fields: str
    pages_per_second: float
    ratios: list[float]
    peak_mb: float


def choose_pages(folder: Path, count: int) -> list[Page]:
    """Take as many pages from each set, evenly over it, always the same ones."""
    share = max(1, count // len(SETS))
    chosen: list[Page] = []
    for name in SETS:
        pages = load_pages(folder, name)
        chosen += [pages[number * len(pages) // share] for number in range(min(share, len(pages)))]
    return chosen


def measure_speed(
    systems: Mapping[str, System], pages: list[Page], rounds: int, model: Path | None
) -> list[Speed]:
    """Let all systems take turns; the first round is not measured."""
    core = max(os.sched_getaffinity(0))
    with ExitStack() as stack:
        workers: dict[str, Worker] = {}
        for name, system in systems.items():
            own_model = model if name == "archiver" else None
            workers[name] = stack.enter_context(Worker(system, core=core, model=own_model))
            workers[name].load(pages)
        times = [_measure_round(workers, len(pages)) for _ in range(rounds + 1)][1:]
    speeds = [_summarise(system, times, len(pages)) for system in systems.values()]
    return sorted(speeds, key=lambda speed: -speed.pages_per_second)


def _measure_round(workers: Mapping[str, Worker], count: int) -> dict[str, tuple[float, float]]:
    """Let each system read all pages once; gives its seconds, and the MB that it had at most until now."""
    seconds = dict.fromkeys(workers, 0.0)
    peaks: dict[str, float] = {}
    for first in range(0, count, PAGES_A_TURN):
        for name, worker in workers.items():
            taken, peaks[name] = worker.time(first, first + PAGES_A_TURN)
            seconds[name] += taken
    return {name: (seconds[name], peaks[name]) for name in workers}


def _summarise(system: System, times: list[dict[str, tuple[float, float]]], count: int) -> Speed:
    seconds = [turn[system.name][0] for turn in times]
    ratios = [turn[BOUND][0] / turn[system.name][0] for turn in times if BOUND in turn]
    peak = max(turn[system.name][1] for turn in times)
    return Speed(
        system=system.name,
        version=system.version,
        python=system.python_version,
        fields=FIELDS[system.name].removesuffix(" clock"),
        pages_per_second=count / median(seconds),
        ratios=ratios,
        peak_mb=peak,
    )


def speed_table(speeds: Iterable[Speed]) -> list[list[str]]:
    """Give the table, header first."""
    rows = [["system", "version", "Python", "reads", "pages/s", "ratio", "lowest–highest", "peak MB"]]
    for one in speeds:
        ratio = f"{median(one.ratios):.2f}" if one.ratios else "-"
        spread = f"{min(one.ratios):.2f}–{max(one.ratios):.2f}" if one.ratios else "-"
        reads = "all" if one.fields == FIELDS[BOUND] else one.fields
        rate = f"{one.pages_per_second:.1f}"
        rows.append([one.system, one.version, one.python, reads, rate, ratio, spread, f"{one.peak_mb:.0f}"])
    return rows


def speed_record(speeds: Iterable[Speed]) -> list[dict[str, Any]]:
    """Give the speeds for machines."""
    return [asdict(one) for one in speeds]
