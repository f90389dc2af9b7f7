"""``archiver db``: the archive's database."""

from __future__ import annotations

import json

import typer
from rich.table import Table

from archiver.cli.options import AsJson, Config, Database, Limit, console, messages, settings_of
from archiver.store.checking import find_faults
from archiver.store.engine import open_engine, shown
from archiver.store.failing import count_failures, list_failures
from archiver.store.reader import count_by, count_rows
from archiver.store.upgrade import head, open_archive
from archiver.store.upgrade import upgrade as upgrade_schema

app = typer.Typer(no_args_is_help=True)


def add_to(parent: typer.Typer) -> None:
    """Add the commands."""
    parent.add_typer(app, name="db", help="The archive's database.")


@app.command()
def upgrade(database: Database = None, config: Config = None) -> None:
    """Bring the database to this program's schema; makes a new one where there is none."""
    engine = open_engine(settings_of(database, config).database)
    before, after = upgrade_schema(engine)
    words = "was up to date" if before == after else f"upgraded from {before or 'nothing'}"
    console.print(f"{shown(engine)}: schema {after}, {words}", markup=False)


@app.command()
def check(database: Database = None, config: Config = None) -> None:
    """Check that the database is whole."""
    engine = open_archive(settings_of(database, config).database, create=False)
    faults = find_faults(engine)
    for fault in faults:
        messages.print(fault, markup=False)
    if faults:
        raise typer.Exit(1)
    console.print(f"{shown(engine)}: schema {head()}, no fault", markup=False)


@app.command()
def stats(as_json: AsJson = False, database: Database = None, config: Config = None) -> None:
    """Count what the archive holds."""
    engine = open_archive(settings_of(database, config).database, create=False)
    rows, failed, publishers = count_rows(engine), count_failures(engine), count_by(engine, "publisher")
    if as_json:
        record = {"rows": rows, "failures": dict(failed), "publishers": dict(publishers)}
        console.print(json.dumps(record, ensure_ascii=False), markup=False)
        return
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(justify="right")
    table.add_column()
    for name, count in rows.items():
        table.add_row(str(count), name)
    for publisher, count in publishers[:20]:
        table.add_row(str(count), f"  articles of {publisher or '(publisher unknown)'}")
    for name, count in failed.most_common():
        table.add_row(str(count), f"  failures: {name}")
    console.print(table, markup=False)


@app.command()
def failures(
    limit: Limit = None, as_json: AsJson = False, database: Database = None, config: Config = None
) -> None:
    """List what went wrong, latest first."""
    engine = open_archive(settings_of(database, config).database, create=False)
    for row in list_failures(engine, limit):
        if as_json:
            console.print(
                json.dumps(row, ensure_ascii=False, default=lambda at: at.isoformat()), markup=False
            )
        else:
            when = f"{row['last_at']:%Y-%m-%d %H:%M}"
            place = row["url"] or row["identity"] or row["key"]
            console.print(
                f"{when}  {row['reason']:<13} {row['tries']}x  {place}  {row['message']}", markup=False
            )
