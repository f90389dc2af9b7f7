"""CSV: one row an article, RFC 4180, UTF-8.

Columns are the record's, flattened: lists are joined by ``; ``, pictures and further appearances are
their addresses, mentions ``name (code)``; ``text`` keeps its blank lines; ``paragraphs`` and ``html``
are left out.

A spreadsheet runs a cell that starts with ``=``, ``+``, ``-`` or ``@`` as a formula, so a title could
make it fetch addresses or start programs. With ``excel`` such cells get a leading apostrophe, which
spreadsheets hide. Without it cells are exact, for programs.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import BinaryIO

from archiver.entries import Entry
from archiver.exporters.files import open_destination
from archiver.exporters.record import entry_record
from archiver.plugins import ExportOptions, Selection
from archiver.reports import ExportReport

COLUMNS = (
    *("id", "url", "urls", "code", "site", "source", "title", "published_at", "published_precision"),
    *("modified_at", "modified_precision", "description", "authors", "byline", "publisher", "editor"),
    *("language", "category", "tags", "section", "keywords", "text", "image"),
    *("images", "mentions", "appearances", "revision", "first_seen_at", "last_seen_at", "gone_at"),
)
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write_csv(selection: Selection, destination: str, options: ExportOptions) -> ExportReport:
    """Write the selection's rows below a row of names to a file, or to standard output for ``-``.

    Raises:
        ExportError: the destination cannot be written.
    """
    written_count = 0
    with open_destination(destination) as stream:
        if options.excel:
            stream.write(BYTE_ORDER_MARK)
        writer = csv.writer(_Encoded(stream))
        writer.writerow(COLUMNS)
        for entry in selection.entries():
            writer.writerow(entry_row(entry, excel=options.excel))
            written_count += 1
    return ExportReport(destination=destination, written_count=written_count)


def entry_row(entry: Entry, *, excel: bool) -> list[str]:
    """Give an entry's cells in the order of ``COLUMNS``; absent values are empty."""
    record = entry_record(entry) | {
        "images": [image.url for image in entry.images],
        "mentions": [f"{mention.name} ({mention.code})" for mention in entry.mentions],
        "appearances": [appearance.url for appearance in entry.appearances],
    }
    cells = [_cell(record[column]) for column in COLUMNS]
    return [f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell for cell in cells] if excel else cells


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Iterable) and not isinstance(value, str):
        return "; ".join(map(str, value))
    return str(value)


class _Encoded:
    """Takes text for a binary stream; wrapping standard output otherwise would close it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        return self._stream.write(text.encode("utf-8", errors="replace"))
