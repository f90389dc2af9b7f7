"""Learns how much each sign speaks for a date, and prints the table of ``date_weights.py``.

    python benchmarks/learn_dates.py [--pages FOLDER] [--folds 2]

A page is a choice among the days its marks name; the chance of a day grows with the sum of its weights
(a softmax, each day weighed by its best mark). Pages are split into folds; a page is measured only by
weights that never saw it. The pages are those of ``benchmarks/README.md``; needs numpy.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from pages import load_pages, pages_folder

from archiver.sites.page.dates import (
    Day,
    gather_days,
    guess_time_zone,
    is_enough,
    mark_signs,
    read_marks,
    weigh_day,
)
from archiver.sites.page.encodings import decode_page
from archiver.sites.page.page import Page, open_page
from archiver.sites.page.printed_days import month_of_address

SETS = ("htmldate-even", "wcxb-dev", "gne-even")
SEEN_AT = datetime(2026, 6, 1, tzinfo=UTC)
SHRINKAGE = 0.06
"""How strongly weights are held near zero."""
STEPS = 150
LEAST = 0.05
"""A smaller weight is left out of the table."""
Weights = dict[str, float]


@dataclass(frozen=True, slots=True)
class Sample:
    """A page's days and the right one, ``None`` where the page has none."""

    set_name: str
    days: list[Day]
    right: str | None


def make_sample(set_name: str, page: Page, expected: dict[str, Any]) -> Sample:
    """Gather the days of a page."""
    marks = read_marks(page, SEEN_AT, guess_time_zone(page))
    return Sample(set_name, gather_days(marks, month_of_address(page.url)), expected["date"])


def load_samples(folder: Path) -> list[Sample]:
    """Open every page that has a date, or is known to have none."""
    samples = []
    for set_name in SETS:
        for raw in load_pages(folder, set_name):
            html = decode_page(raw.body)
            page = open_page(html, raw.url) if html else None
            if page is not None and "date" in raw.expected:
                samples.append(make_sample(set_name, page, raw.expected))
    return samples


def learn(samples: Sequence[Sample]) -> Weights:
    """Learn from the pages on which the right day is one of several."""
    numbers: dict[str, int] = {}
    choices = []
    for sample in samples:
        days = [str(day.day) for day in sample.days]
        if sample.right in days and len(days) > 1:
            rows = [_number(day, numbers) for day in sample.days]
            choices.append((rows, days.index(sample.right or "")))
    weights, squares = np.zeros(len(numbers)), np.zeros(len(numbers))
    for _ in range(STEPS):
        slope = SHRINKAGE * weights
        for rows, right in choices:
            best = [max(marks, key=lambda mark: weights[mark].sum()) + shared for shared, marks in rows]
            sums = np.array([weights[row].sum() for row in best])
            chances = np.exp(sums - sums.max())
            chances /= chances.sum()
            chances[right] -= 1
            for chance, row in zip(chances, best, strict=True):
                np.add.at(slope, row, chance / len(choices) * 10)
        squares += slope * slope
        weights -= 0.5 * slope / np.sqrt(squares + 1e-8)
    return {name: float(weights[number]) for name, number in numbers.items()}


def _number(day: Day, numbers: dict[str, int]) -> tuple[list[int], list[list[int]]]:
    shared = [numbers.setdefault(sign, len(numbers)) for sign in day.signs]
    return shared, [
        [numbers.setdefault(sign, len(numbers)) for sign in mark_signs(mark)] for mark in day.marks
    ]


def rounded(weights: Weights) -> Weights:
    """Give the weights as they stand in the table."""
    return {name: round(weight, 1) for name, weight in weights.items() if abs(weight) >= LEAST}


def choose(sample: Sample, weights: Weights) -> str | None:
    """Give the day that the weights choose."""
    best = max(sample.days, key=lambda day: weigh_day(day, weights), default=None)
    return str(best.day) if best is not None and is_enough(best) else None


def report(samples: Sequence[Sample], chosen: Sequence[str | None]) -> None:
    """Print the share of right days, and of dates given to pages without one."""
    for set_name in SETS:
        pairs = [
            (one.right, day) for one, day in zip(samples, chosen, strict=True) if one.set_name == set_name
        ]
        for half in (0, 1):
            own = pairs[half::2]
            dated = [right == day for right, day in own if right]
            false = [day is not None for right, day in own if not right]
            share = f", false {sum(false) / len(false):.3f}" if len(false) > 9 else ""
            print(f"{set_name} half {half}: same day {sum(dated) / len(dated):.3f}{share}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pages", type=Path, default=pages_folder())
    parser.add_argument("--folds", type=int, default=2)
    options = parser.parse_args()
    learn_and_report(load_samples(options.pages), options.folds)


def learn_and_report(samples: Sequence[Sample], folds: int) -> None:
    """Measure each fold by weights of the others, then print the weights of all."""
    chosen: list[str | None] = [None] * len(samples)
    for fold in range(folds):
        weights = rounded(learn([one for place, one in enumerate(samples) if place % folds != fold]))
        for place in range(fold, len(samples), folds):
            chosen[place] = choose(samples[place], weights)
    report(samples, chosen)
    for name, weight in sorted(rounded(learn(samples)).items(), key=lambda one: -one[1]):
        print(f'    "{name}": {weight},')


if __name__ == "__main__":
    main()
