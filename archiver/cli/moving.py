"""``archiver export`` and ``archiver import``: the archive in other forms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import track
from sqlalchemy import Engine

from archiver.cli.options import (
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
from archiver.entries import Entry, Filters, Revision
from archiver.errors import EXIT_FAILED, EXIT_PARTLY, UsageError
from archiver.intake import take_in
from archiver.plugins import ExportOptions, find_exporters, find_importers
from archiver.sites.directory import Directory
from archiver.store.reader import count_entries, list_revisions, stream_entries
from archiver.store.upgrade import open_archive


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("export")(export)
    app.command("import")(import_)


@dataclass(frozen=True, slots=True)
class StoredSelection:
    """The entries of an archive that filters choose, with a progress bar on a terminal."""

    engine: Engine
    filters: Filters
    seen: list[int] = field(default_factory=list)

    def entries(self) -> Iterator[Entry]:
        """Yield the entries in order of id."""
        total = count_entries(self.engine, self.filters)
        total = min(total, self.filters.limit or total)
        yield from track(
            stream_entries(self.engine, self.filters),
            total=total,
            description="exporting",
            console=messages,
            transient=True,
            disable=not messages.is_terminal,
        )

    def revisions(self, entry_id: int) -> tuple[Revision, ...]:
        """Give an entry's earlier states."""
        return list_revisions(self.engine, entry_id)


def export(
    form: Annotated[str, typer.Argument(metavar="FORMAT", help="jsonl, csv, database or jekyll.")],
    destination: Annotated[
        str,
        typer.Argument(help="A file, a folder (jekyll), a database URL (database); - is standard output."),
    ],
    excel: Annotated[bool, typer.Option("--excel", help="csv: mark the file for spreadsheets.")] = False,
    home_url: Annotated[str, typer.Option("--home-url", help="jekyll: where the site will stand.")] = "",
    title: Annotated[str, typer.Option("--title", help="jekyll: the site's name.")] = "News archive",
    source: SourceName = None,
    publisher: Publisher = None,
    author: Author = None,
    category: Category = None,
    tag: Tag = None,
    since: Since = None,
    until: Until = None,
    limit: Limit = None,
    database: Database = None,
    config: Config = None,
) -> None:
    """Export articles."""
    exporters = find_exporters()
    if form not in exporters:
        raise UsageError(f"no format is called {form!r}; there are: {', '.join(sorted(exporters))}")
    engine = open_archive(settings_of(database, config).database, create=False)
    filters = filters_of(source, publisher, author, category, tag, since, until, limit)
    options = ExportOptions(excel=excel, home_url=home_url, title=title)
    report = exporters[form](StoredSelection(engine, filters), destination, options)
    left_out = ", ".join(f"{count} {reason}" for reason, count in report.left_out.items() if count)
    note = f"; left out: {left_out}" if left_out else ""
    messages.print(f"{report.written_count} articles written to {report.destination}{note}", markup=False)


def import_(
    form: Annotated[str, typer.Argument(metavar="FORMAT", help="jekyll.")],
    path: Annotated[Path, typer.Argument(help="A folder of posts, or one post.")],
    database: Database = None,
    config: Config = None,
) -> None:
    """Import an archive made by another tool."""
    importers = find_importers()
    if form not in importers:
        raise UsageError(f"no format is called {form!r}; there are: {', '.join(sorted(importers))}")
    settings = settings_of(database, config)
    directory = Directory.of(sources_of(settings))
    engine = open_archive(settings.database)
    found = importers[form](path, directory.resolve, datetime.now(UTC))
    report = take_in(engine, found, batch_count=settings.batch_count)
    for failure in report.failures:
        messages.print(f"{failure.message} [{failure.reason}]", markup=False)
    shown = {"new": "new", "revised": "revised", "duplicate": "duplicates", "unchanged": "unchanged"}
    judged = " · ".join(f"{report.judged[name]} {word}" for name, word in shown.items())
    console.print(f"{judged} · {report.failed.total()} faults", markup=False)
    if report.failures:
        raise typer.Exit(EXIT_PARTLY if report.judged.total() else EXIT_FAILED)
