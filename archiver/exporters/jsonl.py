"""JSON Lines: one record a line, UTF-8."""

from __future__ import annotations

from archiver.exporters.files import open_destination
from archiver.exporters.record import entry_record, record_line
from archiver.plugins import ExportOptions, Selection
from archiver.reports import ExportReport


def write_jsonl(selection: Selection, destination: str, options: ExportOptions) -> ExportReport:  # noqa: ARG001
    """Write the selection's records to a file, or to standard output for ``-``.

    Raises:
        ExportError: the destination cannot be written.
    """
    written_count = 0
    with open_destination(destination) as stream:
        for entry in selection.entries():
            stream.write(record_line(entry_record(entry)).encode("utf-8") + b"\n")
            written_count += 1
    return ExportReport(destination=destination, written_count=written_count)
