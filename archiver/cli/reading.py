"""``archiver list`` and ``archiver show``: what reads the archive."""

from __future__ import annotations

from typing import Annotated

import typer
from sqlalchemy import Engine

from archiver.cli.options import (
    AsJson,
    Author,
    Category,
    Config,
    Database,
    Limit,
    Publisher,
    Since,
    SourceName,
    Tag,
    Until,
    console,
    filters_of,
    messages,
    settings_of,
    sources_of,
)
from archiver.cli.rendering import FORMATS, entry_table, render_entry, revision_table
from archiver.entries import Entry
from archiver.errors import AddressError, UsageError
from archiver.sites.directory import Directory
from archiver.store.reader import (
    count_entries,
    find_by_code,
    find_by_id,
    find_by_identity,
    list_entries,
    list_revisions,
)
from archiver.store.upgrade import open_archive

LARGEST_ID_DIGITS = 9
SHOWN_COUNT = 50


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("list")(list_articles)
    app.command()(show)


def list_articles(
    source: SourceName = None,
    publisher: Publisher = None,
    author: Author = None,
    category: Category = None,
    tag: Tag = None,
    since: Since = None,
    until: Until = None,
    limit: Limit = None,
    as_json: AsJson = False,
    database: Database = None,
    config: Config = None,
) -> None:
    """List articles, newest first: a table, or with --json the whole records."""
    engine = open_archive(settings_of(database, config).database, create=False)
    filters = filters_of(source, publisher, author, category, tag, since, until, limit or SHOWN_COUNT)
    entries = list_entries(engine, filters)
    if as_json:
        for entry in entries:
            console.print(render_entry(entry, "json"), markup=False)
    else:
        console.print(entry_table(entries, console.width))
    total = count_entries(engine, filters)
    more = "; --limit shows more" if total > len(entries) else ""
    if more or not as_json:
        messages.print(f"{len(entries)} of {total} articles{more}")


def show(
    name: Annotated[
        str, typer.Argument(metavar="ID|URL|CODE", help="The archive's number, any address, or a code.")
    ],
    form: Annotated[str, typer.Option("--format", help="text, json or markdown.")] = "text",
    history: Annotated[bool, typer.Option("--history", help="Show the earlier states, too.")] = False,
    database: Database = None,
    config: Config = None,
) -> None:
    """Show an article whole."""
    if form not in FORMATS:
        raise UsageError(f"--format {form!r} is unknown; take one of: {', '.join(FORMATS)}")
    settings = settings_of(database, config)
    engine = open_archive(settings.database, create=False)
    entries = _find(engine, name, Directory.of(sources_of(settings)))
    if not entries:
        messages.print(f"{name}: is not in the archive; archiver fetch gets it", markup=False)
        raise typer.Exit(1)
    for entry in entries:
        console.print(render_entry(entry, form), markup=False)
        if history and form != "json":
            console.print(revision_table(list_revisions(engine, entry.id)))


def _find(engine: Engine, name: str, directory: Directory) -> list[Entry]:
    """Find what a name stands for: a short number is an id, else a code or an address."""
    if name.isascii() and name.isdigit() and len(name) <= LARGEST_ID_DIGITS:
        by_id = find_by_id(engine, int(name))
        if by_id:
            return [by_id]
    if by_code := find_by_code(engine, name):
        return by_code
    try:
        entry = find_by_identity(engine, directory.target(name).identity)
    except AddressError:
        return []
    return [entry] if entry else []
