"""Quality and speed of reading a news page, ours and each installed peer's, on pages with expected values.

    python benchmarks/extraction.py [--python PATH]… [--set NAME]… [--system NAME]… [--all]
    python benchmarks/extraction.py --speed [--python PATH]…

The pages are not part of the project; ``benchmarks/README.md`` says where they come from, and what each
number means. Without them the script says so and ends.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any

from floors import write_floors
from pages import SETS, Page, load_pages, pages_folder, site_part
from peers import SYSTEMS
from result_tables import UNSEEN, Means, as_markdown, as_text, quality_table, renew
from scores import gold_counts, summarise
from speed import choose_pages, measure_speed, speed_record, speed_table
from workers import FIELDS, System, Worker, find_systems

README = Path(__file__).with_name("README.md")
Quality = dict[str, dict[str, Means]]
"""Set → system → metric → mean."""


def main() -> None:
    """Print a table for each set, or the table of speeds."""
    arguments = _read_arguments()
    if not arguments.pages.is_dir():
        print(f"nothing is measured: the pages are not at {arguments.pages}; name their folder with --pages")
        return
    names = arguments.system or list(SYSTEMS)
    systems = find_systems(names, arguments.python)
    for name in names:
        if name not in systems:
            print(f"{name} is not installed and left out", file=sys.stderr)
    if arguments.speed:
        _show_speed(arguments, systems)
    else:
        _show_quality(arguments, systems)


def _show_speed(arguments: argparse.Namespace, systems: dict[str, System]) -> None:
    pages = choose_pages(arguments.pages, arguments.count)
    speeds = measure_speed(systems, pages, arguments.rounds, arguments.model)
    title = f"{len(pages)} pages, one core, {arguments.rounds} rounds"
    if arguments.json:
        print(json.dumps(speed_record(speeds)))
    else:
        _print_tables(arguments, "speed", [(title, speed_table(speeds))])


def _show_quality(arguments: argparse.Namespace, systems: dict[str, System]) -> None:
    quality: Quality = {}
    counts: dict[str, int] = {}
    golds: dict[str, Mapping[str, int]] = {}
    if arguments.add:
        before = json.loads(arguments.add.read_text(encoding="utf-8"))
        quality, counts = before["quality"], before["pages"]
        systems = {name: System(**one) for name, one in before["systems"].items()} | systems
    for set_name in arguments.set or SETS:
        pages = load_pages(arguments.pages, set_name, arguments.every)
        if counts.setdefault(set_name, len(pages)) != len(pages):
            sys.exit(f"{arguments.add} was measured on other pages of {set_name}; use the same --every")
        golds[set_name] = gold_counts(pages, FIELDS["archiver"])
        asked = [name for name in arguments.system or SYSTEMS if name in systems]
        measured = _measure(arguments, pages, [systems[name] for name in asked])
        quality[set_name] = {**quality.get(set_name, {}), **measured}
    if arguments.floors:
        write_floors(arguments.floors, arguments.every, golds, quality)
    elif arguments.json:
        known = {name: asdict(system) for name, system in systems.items()}
        print(json.dumps({"systems": known, "pages": counts, "quality": quality}))
    else:
        tables = [
            (
                f"{name}, {counts[name]} pages",
                quality_table(name, results, systems, all_columns=arguments.all),
            )
            for name, results in quality.items()
        ]
        _print_tables(arguments, "quality", tables)


def _measure(arguments: argparse.Namespace, pages: Sequence[Page], systems: list[System]) -> dict[str, Means]:
    """Let each system read the pages, two at a time."""
    tasks: dict[str, tuple[System, list[tuple[Path | None, list[int]]]]] = {}
    everything = list(range(len(pages)))
    for system in systems:
        tasks[system.name] = system, [(arguments.model if system.name == "archiver" else None, everything)]
        if arguments.split and system.name == "archiver":
            tasks[UNSEEN] = system, _split(arguments.split, pages)

    def measure(name: str) -> Means:
        system, parts = tasks[name]
        readings: list[Any] = [None] * len(pages)
        try:
            for model, numbers in parts:
                with Worker(system, model=model) as worker:
                    worker.load([pages[number] for number in numbers])
                    for number, reading in zip(numbers, worker.read(), strict=True):
                        readings[number] = reading
        except ChildProcessError as error:
            print(f"{error} and is left out", file=sys.stderr)
            return {}
        return summarise(pages, readings, FIELDS[system.name])

    with ThreadPoolExecutor(arguments.jobs) as pool:
        return {name: means for name, means in zip(tasks, pool.map(measure, tasks), strict=True) if means}


def _split(folder: Path, pages: Sequence[Page]) -> list[tuple[Path | None, list[int]]]:
    """Give each table that did not see some sites, with the pages of those sites."""
    models = sorted(folder.glob("without-*.json"))
    if not models:
        sys.exit(f"{folder} holds no without-0.json; learn_blocks.py --parts 2 --into {folder} makes it")
    parts = [site_part(page.site, len(models)) for page in pages]
    return [
        (folder / f"without-{part}.json", [number for number, its in enumerate(parts) if its == part])
        for part in range(len(models))
    ]


def _print_tables(
    arguments: argparse.Namespace, place: str, tables: list[tuple[str, list[list[str]]]]
) -> None:
    markdown = "\n".join(as_markdown(title, rows) for title, rows in tables)
    if arguments.readme:
        renew(README, place, markdown)
    elif arguments.markdown:
        print(markdown)
    else:
        print("\n".join(as_text(title, rows) for title, rows in tables))


def _read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=Path, default=pages_folder(), help="folder of the pages")
    parser.add_argument("--set", action="append", choices=SETS)
    parser.add_argument("--system", action="append", choices=list(SYSTEMS))
    parser.add_argument("--python", action="append", default=[], help="interpreter with further peers")
    parser.add_argument("--every", type=int, default=1, help="of large sets take each N-th page only")
    parser.add_argument("--jobs", type=int, default=2, help="systems that read at the same time")
    parser.add_argument("--model", type=Path, help="learned tables, instead of the program's own")
    parser.add_argument("--split", type=Path, help="folder of tables that did not see some sites")
    parser.add_argument("--add", type=Path, help="an earlier --json, for what is not measured now")
    parser.add_argument("--all", action="store_true", help="every column, however wide")
    parser.add_argument("--json", action="store_true", help="print JSON for machines")
    parser.add_argument("--markdown", action="store_true", help="print the tables of the README")
    parser.add_argument("--readme", action="store_true", help="put the tables into the README")
    parser.add_argument("--floors", type=Path, help="write the floors that the tests hold")
    parser.add_argument("--speed", action="store_true", help="measure speed and memory, not quality")
    parser.add_argument("--count", type=int, default=100, help="pages of --speed")
    parser.add_argument("--rounds", type=int, default=5, help="turns of each system in --speed")
    return parser.parse_args()


if __name__ == "__main__":
    main()
