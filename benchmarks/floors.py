"""The floors under our quality: written from a measurement, and held against another one."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from scores import LESS_IS_BETTER

FLOORS = Path(__file__).with_name("floors.toml")
MARGIN = 0.015
"""How much worse is not yet a fault, where a single page is not more than that; better never is one."""
HEAD = """\
# What reading a sample of the pages must reach: {margin}, or one page, below what was measured by
#   python benchmarks/extraction.py --system archiver --every {every} --floors benchmarks/floors.toml
# [SET.least] holds floors, [SET.most] those metrics of which less is better.
every = {every}
"""
Quality = Mapping[str, Mapping[str, Mapping[str, float]]]
"""Set → system → metric → mean."""


def write_floors(path: Path, every: int, counts: Mapping[str, Mapping[str, int]], quality: Quality) -> None:
    """Write floors and ceilings a margin beside what was measured.

    Args:
        counts: set → metric → pages on which it was measured.
    """
    lines = [HEAD.format(margin=MARGIN, every=every)]
    for set_name, results in quality.items():
        means = results["archiver"]
        for side, sign in (("least", -1), ("most", 1)):
            lines.append(f"[{set_name}.{side}]")
            for metric in sorted(means):
                if (metric in LESS_IS_BETTER) == (side == "most"):
                    count = counts[set_name].get(metric)
                    margin = max(MARGIN, 1 / count) if count else MARGIN
                    bound = means[metric] + (0.0 if metric == "errors" else sign * margin)
                    if bound < 1:  # a share of a page or two has a ceiling that nothing passes
                        lines.append(f"{metric} = {max(0.0, bound):.3f}")
            lines.append("")
    path.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")


def load_floors(path: Path = FLOORS) -> dict[str, Any]:
    """Load the floors: ``every`` and set → ``least`` and ``most`` → metric → number."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def find_faults(floors: Mapping[str, Any], quality: Quality) -> Iterator[str]:
    """Name every metric that is worse than its floor or ceiling, or was not measured at all."""
    for set_name, sides in floors.items():
        if set_name == "every":
            continue
        means = quality.get(set_name, {}).get("archiver", {})
        for side, metrics in sides.items():
            for metric, bound in metrics.items():
                value = means.get(metric)
                if value is None:
                    yield f"{set_name} {metric} was not measured"
                elif value < bound if side == "least" else value > bound:
                    yield f"{set_name} {metric} is {value:.3f}, at {side} {bound:.3f} is wanted"
