"""``archiver sources import`` and ``export-opml``: feeds from and for feed readers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from archiver.cli.options import Config, console, messages, settings_of
from archiver.errors import EXIT_PARTLY, ImportingError
from archiver.normalise.urls import url_identity
from archiver.opml import Outline, read_opml, write_opml
from archiver.sources.file import Sources, load_sources
from archiver.sources.writing import append_sources, choose_name

File = Annotated[Path, typer.Argument(metavar="FILE", help="The OPML file of a feed reader.")]


def import_opml(file: File, config: Config = None) -> None:
    """Add the feeds of an OPML file as sources."""
    path = Path(settings_of(None, config).sources)
    try:
        found = read_opml(file.read_bytes())
    except OSError as error:
        raise ImportingError(f"{file}: cannot be read ({error.strerror}); check the path") from error
    except ImportingError as error:
        raise ImportingError(f"{file}: {error}") from None
    there = load_sources(path)
    known = {url_identity(url) for source in there.sources.values() for url in source.addresses}
    new = [outline for outline in found.outlines if url_identity(outline.url) not in known]
    if new:
        _add(path, there, new)
    for fault in found.faults:
        messages.print(f"{file}: {fault}; left out", markup=False)
    known_count = len(found.outlines) - len(new)
    console.print(
        f"{len(new)} sources added to {path} · {known_count} known · {found.repeated_count} repeated · "
        f"{len(found.faults)} faulty",
        markup=False,
    )
    if found.faults:
        raise typer.Exit(EXIT_PARTLY)


def export_opml(config: Config = None) -> None:
    """Print the sources that are feeds as OPML."""
    print(write_opml(load_sources(Path(settings_of(None, config).sources)).sources), end="")


def _add(path: Path, there: Sources, outlines: list[Outline]) -> None:
    taken = set(there.sources)
    tables, notes = {}, {}
    for outline in outlines:
        name = choose_name(outline.words, taken)
        taken.add(name)
        tables[name] = outline.table
        notes[name] = " ".join(filter(None, (outline.title, outline.home)))
    append_sources(path, tables, notes=notes)
