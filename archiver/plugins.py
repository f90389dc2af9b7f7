"""The contracts that formats and sites keep, and the registry that finds them.

Built-ins are named in this project's own entry points, like anybody else's package.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import entry_points
from pathlib import Path
from typing import Protocol

from archiver.entries import Entry, Revision
from archiver.records import Draft, Failure, Target
from archiver.reports import ExportReport


class Selection(Protocol):
    """The entries that an export asked for, streamed in order of id, and their history."""

    def entries(self) -> Iterator[Entry]:
        """Yield the selected entries; may be called once."""
        ...

    def revisions(self, entry_id: int) -> tuple[Revision, ...]:
        """Give the earlier states of an entry, oldest first."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOptions:
    """What the command line may ask of any exporter; each takes what concerns it.

    Attributes:
        excel: write a byte-order mark so that spreadsheets read UTF-8.
        home_url: where an exported site will stand, without a closing slash; ``""`` for its root.
        title: an exported site's name.
        time_zone: IANA name used to name days where a moment is unknown.
    """

    excel: bool = False
    home_url: str = ""
    title: str = "News archive"
    time_zone: str = "UTC"


Exporter = Callable[[Selection, str, ExportOptions], ExportReport]
"""Writes a selection to a destination (``-`` is standard output where the format is one file)."""

Resolve = Callable[[str, str | None], Target]
"""Names the article at an address (``""`` when unknown) with a code (``None`` when unknown)."""

Importer = Callable[[Path, Resolve, datetime], Iterator[Draft | Failure]]
"""Reads a folder or file of another archive, now: a draft for every article, a failure for every fault."""


def find_exporters() -> dict[str, Exporter]:
    """Give the installed exporters by name."""
    return {point.name: point.load() for point in entry_points(group="archiver.exporters")}


def find_importers() -> dict[str, Importer]:
    """Give the installed importers by name."""
    return {point.name: point.load() for point in entry_points(group="archiver.importers")}
