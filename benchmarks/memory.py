"""Does a process that goes on grow? Its memory after the first round of runs and after the last of a day.

    python benchmarks/memory.py [--rounds 288] [--json]

The schedule of ``archiver run`` crawls the sample site's five sources in this process, every five minutes of
a clock that leaps as soon as a round is done: 288 rounds are a day. The first round fills the archive, so it
is the one with the most work; what is compared is the resident memory after it and after the last.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from archiver.crawl.living import live
from archiver.crawl.runner import CrawlRoom
from archiver.runs import RunRecord
from archiver.sample.process import Site, running
from archiver.sample.tables import write_settings
from archiver.schedule.diary import ArchiveDiary
from archiver.schedule.loop import Schedule
from archiver.schedule.tables import rules_of
from archiver.settings import Settings, load_settings
from archiver.sources.file import load_sources
from archiver.store.upgrade import open_archive

DAY_ROUNDS = 288
PAUSE = timedelta(minutes=5)
MEGABYTE = 1024 * 1024


def main() -> None:
    arguments = _parse_arguments()
    with tempfile.TemporaryDirectory(prefix="archiver-bench-") as name, running() as site:
        settings = _make_settings(Path(name), site)
        figures = live(lambda: _measure(settings, arguments.rounds), settings, log_level="ERROR")
    growth = figures[-1] / figures[0] - 1
    if arguments.json:
        print(json.dumps({"megabytes": [round(one, 1) for one in figures], "growth": round(growth, 4)}))
    else:
        print(f"after the first round {figures[0]:.1f} MB, after round {len(figures)} {figures[-1]:.1f} MB")
        print(f"growth {growth:+.1%}, highest {max(figures):.1f} MB")


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measures whether a process that goes on grows.")
    parser.add_argument("--rounds", type=int, default=DAY_ROUNDS, help="rounds of five sources")
    parser.add_argument("--json", action="store_true", help="print JSON for machines")
    return parser.parse_args()


def _make_settings(folder: Path, site: Site) -> Settings:
    config = write_settings(folder, site.url, site.other_url, database="sqlite:///archive.db")
    # What this process holds is asked; reading in processes beside it would hide a part.
    return load_settings(config=config, environment={}, flags={"every": "5m", "readers": 0})


async def _measure(settings: Settings, rounds: int) -> list[float]:
    """Give the resident megabytes after every round."""
    room, engine = CrawlRoom(settings, log_level="ERROR"), open_archive(settings.database)
    clock = [datetime.now(UTC)]
    runs: list[RunRecord] = []
    figures: list[float] = []
    rules = rules_of(load_sources(Path(settings.sources)), settings)
    schedule = Schedule(
        room.crawl,
        room.stop,
        ArchiveDiary(engine),
        now=lambda: clock[0],
        at_once=settings.runs_at_once,
        tell=runs.append,
    )
    await schedule.use(rules)
    gc.freeze()
    for number in range(1, rounds + 1):
        await schedule.run(once=True)
        clock[0] += PAUSE
        figures.append(_resident_megabytes())
        if len(runs) != number * len(rules):
            raise RuntimeError(f"round {number}: {len(runs)} runs in place of {number * len(rules)}")
    await room.close()
    engine.dispose()
    return figures


def _resident_megabytes() -> float:
    """Give what this process holds now (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / MEGABYTE


if __name__ == "__main__":
    main()
