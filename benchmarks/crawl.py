"""How fast is a crawl? Articles archived a second, against bare Scrapy downloading the same answers.

    python benchmarks/crawl.py [--count 2000] [--rounds 5] [--json] [--pages]

Each round crawls the sample site into an empty archive by the real command line, then lets bare
Scrapy (``bare.py``) download the very addresses of the texts that the crawl asked for: once with
the crawl's own settings, which is the bound, and once with Scrapy's as they come. All are processes
of their own, started anew in every round; the site is one more process beside them on the same
cores. With ``--pages`` it is a crawl of news pages of about 80 kB each (``page_crawl.py``), read in
the crawl's own process, in one and in two beside it. Rates of a shared machine swing, so only what was
measured side by side is compared: a ratio is the median of the rounds' ratios.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from statistics import median
from typing import Any

from archiver.crawl.options import scrapy_options
from archiver.sample.generated import generate_articles
from archiver.sample.process import Site, running
from archiver.sample.tables import write_settings
from archiver.settings import load_settings

BARE = Path(__file__).with_name("bare.py")
SCRAPY_ITEMS = 100
"""Scrapy's own default of CONCURRENT_ITEMS."""


@dataclass(frozen=True, slots=True)
class Run:
    """Answers a second of one process: with its start-up, and of the crawl alone."""

    with_startup: float
    without_startup: float


Round = Mapping[str, Run]
"""``archiver``, ``bare`` (the bound) and ``stock`` (Scrapy as it comes); of pages ``0``, ``1``, ``2`` and
``bare``."""
PAGE_CRAWL = Path(__file__).with_name("page_crawl.py")
READERS = (0, 1, 2)


def main() -> None:
    arguments = _parse_arguments()
    with tempfile.TemporaryDirectory(prefix="archiver-bench-") as name, running(arguments.count) as site:
        measure = _measure_pages if arguments.pages else _measure
        rounds = measure(site, Path(name), arguments.count, arguments.rounds)
    summarise = _summarise_pages if arguments.pages else _summarise
    summary = {field.name: summarise(rounds, field.name) for field in fields(Run)}
    render = _render_pages if arguments.pages else _render
    print(json.dumps(summary) if arguments.json else render(summary))


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measures the crawl against bare Scrapy.")
    parser.add_argument("--count", type=int, default=2000, help="articles of the sample site")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true", help="print JSON for machines")
    parser.add_argument("--pages", action="store_true", help="crawl news pages instead of share articles")
    return parser.parse_args()


def _measure(site: Site, folder: Path, count: int, rounds: int) -> list[Round]:
    """Let the crawl and bare Scrapy take turns."""
    environment = dict(os.environ)
    if environment.pop("PYTHONDONTWRITEBYTECODE", None):
        # Compiled modules are to be at hand, as after any installation.
        environment["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
    # The first crawl is not measured: it compiles the modules and tells the addresses.
    _archive(site, folder / "first", count, environment)
    addresses = folder / "addresses"
    texts = [request.path for request in site.log() if "GetNewsText" in request.path]
    addresses.write_text("\n".join(site.url + path for path in texts), encoding="utf-8")
    settings = load_settings(config=folder / "first" / "archiver.toml")
    at_once, items = settings.concurrency, scrapy_options(settings)["CONCURRENT_ITEMS"]
    measured: list[Round] = []
    for number in range(rounds):
        measured.append(
            {
                "archiver": _archive(site, folder / str(number), count, environment),
                "bare": _download(addresses, at_once, items, environment),
                "stock": _download(addresses, at_once, SCRAPY_ITEMS, environment),
            }
        )
        print(f"round {number + 1} of {rounds}", file=sys.stderr)
    return measured


def _archive(site: Site, folder: Path, count: int, environment: Mapping[str, str]) -> Run:
    """Crawl the site into an empty archive."""
    config = write_settings(folder, site.url, site.other_url, database="sqlite:///archive.db", count=count)
    command = [sys.executable, "-m", "archiver", "crawl", "--json", "--config", str(config)]
    report, seconds = _time(command, environment)
    archived = report["new"] + report["duplicates"]
    return Run(archived / seconds, archived / report["seconds"])


def _download(addresses: Path, at_once: int, items: int, environment: Mapping[str, str]) -> Run:
    """Download the same texts with bare Scrapy."""
    command = [sys.executable, str(BARE), str(addresses), str(at_once), str(items)]
    report, seconds = _time(command, environment)
    return Run(report["answers"] / seconds, report["answers"] / report["seconds"])


def _measure_pages(site: Site, folder: Path, count: int, rounds: int) -> list[Round]:
    """Let crawls of news pages with more and more reading processes, and bare Scrapy, take turns."""
    addresses = folder / "addresses"
    codes = [article.code for article in generate_articles(count)]
    addresses.write_text("\n".join(f"{site.url}/large/{code}.html" for code in codes), encoding="utf-8")
    environment = dict(os.environ)
    _archive_pages(site, folder / "first", addresses, 0, environment)
    settings = load_settings(config=folder / "first" / "archiver.toml")
    at_once, items = settings.concurrency, scrapy_options(settings)["CONCURRENT_ITEMS"]
    measured: list[Round] = []
    for number in range(rounds):
        crawls = {
            str(readers): _archive_pages(
                site, folder / f"{number}-{readers}", addresses, readers, environment
            )
            for readers in READERS
        }
        measured.append(crawls | {"bare": _download(addresses, at_once, items, environment)})
        print(f"round {number + 1} of {rounds}", file=sys.stderr)
    return measured


def _archive_pages(
    site: Site, folder: Path, addresses: Path, readers: int, environment: Mapping[str, str]
) -> Run:
    """Crawl the pages into an empty archive."""
    config = write_settings(folder, site.url, site.other_url, database="sqlite:///archive.db")
    command = [sys.executable, str(PAGE_CRAWL), str(addresses), str(config)]
    report, seconds = _time(command, {**environment, "ARCHIVER_READERS": str(readers)})
    archived = report["new_count"] + report["duplicate_count"]
    return Run(archived / seconds, archived / report["seconds"])


def _time(command: Sequence[str], environment: Mapping[str, str]) -> tuple[dict[str, Any], float]:
    """Run a command; gives the JSON it prints, and the seconds from its start to its end."""
    started = time.monotonic()
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, env=environment)
    return json.loads(done.stdout), time.monotonic() - started


def _summarise(rounds: Sequence[Round], figure: str) -> dict[str, Any]:
    """Give the median rate of every side, and the ratios to both forms of bare Scrapy."""
    rates = {side: [float(getattr(one[side], figure)) for one in rounds] for side in rounds[0]}
    return {
        "rates": {side: median(values) for side, values in rates.items()},
        "ratios": {
            side: [mine / its for mine, its in zip(rates["archiver"], rates[side], strict=True)]
            for side in ("bare", "stock")
        },
    }


def _summarise_pages(rounds: Sequence[Round], figure: str) -> dict[str, Any]:
    """Give the median rate of every side, and the ratios of each number of processes to bare Scrapy."""
    rates = {side: [float(getattr(one[side], figure)) for one in rounds] for side in rounds[0]}
    return {
        "rates": {side: median(values) for side, values in rates.items()},
        "ratios": {
            str(readers): [mine / its for mine, its in zip(rates[str(readers)], rates["bare"], strict=True)]
            for readers in READERS
        },
    }


def _render_pages(summary: Mapping[str, Any]) -> str:
    lines = ["pages a second      readers   archiver      bare   ratio (lowest–highest)"]
    for figure, one in summary.items():
        for readers, ratios in one["ratios"].items():
            rates, spread = one["rates"], f"({min(ratios):.2f}–{max(ratios):.2f})"
            mine = f"{figure.replace('_', ' '):<18}{readers:>9}{rates[readers]:>11.0f}"
            lines.append(f"{mine}{rates['bare']:>10.0f}{median(ratios):>8.2f} {spread}")
    return "\n".join(lines)


def _render(summary: Mapping[str, Any]) -> str:
    lines = ["articles a second   archiver      bare   ratio (lowest–highest)     stock   ratio"]
    for figure, one in summary.items():
        rates, bare, stock = one["rates"], one["ratios"]["bare"], one["ratios"]["stock"]
        spread = f"({min(bare):.2f}–{max(bare):.2f})"
        mine = f"{figure.replace('_', ' '):<18}{rates['archiver']:>10.0f}"
        bound = f"{rates['bare']:>10.0f}{median(bare):>8.2f} {spread:<18}"
        lines.append(f"{mine}{bound}{rates['stock']:>10.0f}{median(stock):>8.2f}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
