"""Simulated newspapers: when they publish, and what it costs to look at them by a rule."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from statistics import fmean, median

from schedule.builders import DAY, HOUR, MINUTE, rule
from schedule.simulated import Newsroom, utc


def in_bursts(start: datetime, days: int) -> list[datetime]:
    """Forty articles between 5 and 5:40 every morning, one at noon."""
    chance = Random(1)
    found = []
    for number in range(days):
        morning = start + number * DAY + 5 * HOUR
        found += [morning + chance.uniform(0, 40) * MINUTE for _ in range(40)]
        found.append(start + number * DAY + 12 * HOUR + chance.uniform(0, 60) * MINUTE)
    return sorted(found)


def every_ten_minutes(start: datetime, days: int) -> list[datetime]:
    """One every ten minutes, day and night, at any moment of them."""
    chance = Random(2)
    return [start + (number + chance.random()) * 10 * MINUTE for number in range(days * 144)]


def monthly(start: datetime, days: int) -> list[datetime]:
    """Twenty articles at once on every 15th day."""
    return [
        start + number * DAY + 9 * HOUR + copy * timedelta(seconds=1)
        for number in range(14, days, 15)
        for copy in range(20)
    ]


NEWSPAPERS = {"bursts": in_bursts, "ten-minutes": every_ten_minutes, "monthly": monthly}


@dataclass(frozen=True)
class Cost:
    """What looking by a rule costs.

    Attributes:
        looks: a day.
        lag: from an article's publication to the look that finds it.
    """

    looks: float
    mean_lag: timedelta
    median_lag: timedelta


def measure(paper, one, start: datetime, *, days: int = 35, learning: int = 14) -> Cost:
    """Look at a newspaper by a rule; what happens in the first days does not count."""
    published = paper(start, days)
    looked: list[datetime] = []

    def brings(source: str, at: datetime) -> int:
        before = bisect_right(published, looked[-1]) if looked else 0
        looked.append(at)
        return bisect_right(published, at) - before

    Newsroom(start, [one], brings=brings, lasts=lambda source: timedelta(seconds=5)).live(days * DAY)
    learned = start + learning * DAY
    lags = []
    for at in published:
        index = bisect_right(looked, at)
        if learned <= at and index < len(looked):
            lags.append((looked[index] - at).total_seconds())
    looks = sum(at >= learned for at in looked) / (days - learning)
    return Cost(looks, timedelta(seconds=fmean(lags)), timedelta(seconds=median(lags)))


def main() -> None:
    """Print a table."""
    for name, paper in NEWSPAPERS.items():
        for words, one in (
            ("every 5m", rule(every=5 * MINUTE)),
            ("every 1h", rule(every=HOUR)),
            ("auto", rule(every="auto")),
        ):
            cost = measure(paper, one, utc(2026, 5, 1))
            lags = f"lag {cost.mean_lag / MINUTE:6.1f} min, median {cost.median_lag / MINUTE:6.1f} min"
            print(f"{name:<12} {words:<9} {cost.looks:6.1f} looks a day, {lags}")


if __name__ == "__main__":
    main()
