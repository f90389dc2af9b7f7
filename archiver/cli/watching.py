"""``archiver runs`` and ``archiver sources status``: what runs did, and whether sources are as usual."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table
from sqlalchemy import Engine

from archiver.cli.options import AsJson, Config, Database, Limit, console, messages, moment_of, settings_of
from archiver.cli.status import can_draw_bars, status_lines
from archiver.errors import EXIT_PARTLY, UsageError
from archiver.runs import Outcome, RunRecord
from archiver.settings import Settings
from archiver.sources.file import load_sources
from archiver.store.runs import list_runs
from archiver.store.upgrade import open_archive
from archiver.store.watching import list_busy_runs, list_last_runs
from archiver.watch.days import Status, sum_up_days

SHOWN_COUNT = 20
WIDTH_OF_A_FILE = 120
_CAME = (Outcome.DONE, Outcome.PARTLY)
_COUNTS = ("listed", "new", "revised", "unchanged", "gone", "duplicates", "requests")


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("runs")(show_runs)


def show_runs(
    source: Annotated[str | None, typer.Option("--source", help="Only of this source.")] = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="DATE", help="Begun on this day (or at this time) or later."),
    ] = None,
    limit: Limit = None,
    as_json: AsJson = False,
    database: Database = None,
    config: Config = None,
) -> None:
    """List the runs of sources, latest first."""
    engine = open_archive(settings_of(database, config).database, create=False)
    found = list_runs(engine, source, since=moment_of("--since", since), limit=limit or SHOWN_COUNT)
    if as_json:
        for run in found:
            console.print(json.dumps(run_record(run), ensure_ascii=False), markup=False)
    elif found:
        console.print(_run_table(found))
    else:
        messages.print(f"no run{f' of {source!r}' if source else ''} is kept", markup=False)


def show_status(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[SOURCE...]", help="All enabled ones if none.")
    ] = None,
    days: Annotated[int, typer.Option("--days", min=1, max=400, help="How many days are shown.")] = 14,
    as_json: AsJson = False,
    database: Database = None,
    config: Config = None,
) -> None:
    """Show what each source brought day by day, and the alarms that stand."""
    settings = settings_of(database, config)
    engine = open_archive(settings.database, create=False)
    found = find_statuses(engine, settings, names or [], days=days, now=datetime.now().astimezone())
    width = console.width if sys.stdout.isatty() else WIDTH_OF_A_FILE
    for place, status in enumerate(found):
        if as_json:
            console.print(json.dumps(status.record(), ensure_ascii=False), markup=False)
            continue
        if place:
            console.print()
        for line in status_lines(status, width=width, with_bars=can_draw_bars()):
            console.print(line)
    if any(status.alarms for status in found):
        raise typer.Exit(EXIT_PARTLY)


def find_statuses(
    engine: Engine, settings: Settings, names: Sequence[str], *, days: int, now: datetime
) -> list[Status]:
    """Give where sources stand, in the order of their table.

    Raises:
        UsageError: a name that neither the table nor the archive knows.
    """
    table = load_sources(Path(settings.sources))
    succeeded, ended = list_last_runs(engine, _CAME), list_last_runs(engine, (*_CAME, Outcome.FAILED))
    for name in names:
        if name not in table.sources and name not in ended:
            raise UsageError(
                f"{name!r} is no source, and the archive has no run of it; see archiver sources list"
            )
    first_day = (now - timedelta(days=days - 1)).replace(hour=0, minute=0, second=0, microsecond=0)
    by_source: dict[str, list[RunRecord]] = {}
    for run in list_busy_runs(engine, first_day):
        by_source.setdefault(run.source, []).append(run)
    return [
        Status(
            source=name,
            last_success_at=succeeded[name].started_at if name in succeeded else None,
            alarms=ended[name].alarms if name in ended else (),
            days=sum_up_days(by_source.get(name, []), today=now.date(), count=days),
        )
        for name in names or table.enabled
    ]


def run_record(run: RunRecord) -> dict[str, Any]:
    """Give a run for machines, with the columns of its table."""
    return asdict(run) | {
        "started_at": run.started_at.astimezone().isoformat(),
        "ended_at": run.ended_at and run.ended_at.astimezone().isoformat(),
        "outcome": run.outcome.value,
        "failed": dict(run.failed),
        "lacking": dict(run.lacking),
        "alarms": [alarm.record() for alarm in run.alarms],
    }


def _run_table(found: Sequence[RunRecord]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("started", "source", "outcome"):
        table.add_column(name, no_wrap=True)
    for name in ("seconds", *_COUNTS, "bytes"):
        table.add_column(name, no_wrap=True, justify="right")
    table.add_column("failed", overflow="fold")
    table.add_column("alarms", overflow="fold")
    for run in found:
        lasted = f"{(run.ended_at - run.started_at).total_seconds():.1f}" if run.ended_at else ""
        counts = (
            run.listed_count, run.new_count, run.revised_count, run.unchanged_count, run.gone_count,
            run.duplicate_count, run.request_count, run.byte_count,
        )  # fmt: skip
        table.add_row(
            run.started_at.astimezone().isoformat(" ", "seconds"),
            run.source.replace("[", r"\["),
            run.outcome.value,
            lasted,
            *map(str, counts),
            ", ".join(f"{count} {reason}" for reason, count in run.failed.items()),
            ", ".join(alarm.kind.value for alarm in run.alarms),
        )
    return table
