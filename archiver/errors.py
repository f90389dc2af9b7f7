"""The error tree: everything the program raises on purpose.

    ArchiverError                 exit code 1, one line for the user
    ├── UsageError                exit code 2: the call or a file given with it is wrong
    │   ├── SettingsError         archiver.toml, sources.toml, ARCHIVER_* or a flag
    │   ├── AddressError          an address that is none, or that no site can read
    │   └── SourceError           a source that is not there or cannot be used
    ├── ReadError                 a capture that holds no readable article
    ├── InterruptedRun            somebody stopped a run (exit code 130)
    ├── StoreError                the archive's database
    │   ├── DatabaseError         cannot be opened, read or written
    │   └── SchemaError           made by another version of the program
    ├── ExportError               a destination that cannot be written
    └── ImportingError            a folder or file that cannot be imported

A message says what is wrong, where, and what to do. Expected absence is ``None``, never an error.
"""

from __future__ import annotations

from collections.abc import Sequence

from archiver.reasons import Reason

EXIT_DONE = 0
EXIT_FAILED = 1
EXIT_USAGE = 2
EXIT_PARTLY = 3
EXIT_INTERRUPTED = 130


class ArchiverError(Exception):
    """Base of every error of the program; ``str(error)`` is the line a user reads."""

    exit_code = EXIT_FAILED


class UsageError(ArchiverError):
    """The command line, or a file that it names, asks for something impossible."""

    exit_code = EXIT_USAGE


class SettingsError(UsageError):
    """One or more faults in the settings; all of them are reported at once.

    Attributes:
        faults: one line each, with file, line and key.
    """

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


class AddressError(UsageError):
    """An address that is not an absolute http(s) URL, or that no site knows."""


class SourceError(UsageError):
    """A source that is not in the table, or that cannot be crawled."""


class ReadError(ArchiverError):
    """A capture that holds no readable article.

    Attributes:
        reason: the class of failure, as it is stored and counted.
    """

    def __init__(self, reason: Reason, message: str) -> None:
        self.reason = reason
        super().__init__(message)


class InterruptedRun(ArchiverError):  # noqa: N818 - it is no error of anybody
    """Somebody stopped a run; what was written stays."""

    exit_code = EXIT_INTERRUPTED


class StoreError(ArchiverError):
    """The archive's database refused."""


class DatabaseError(StoreError):
    """The database cannot be opened, read or written."""


class SchemaError(StoreError):
    """The database was made by a newer program, or is no archive."""


class ExportError(ArchiverError):
    """An export that could not be written; nothing half-done is left at its destination."""


class ImportingError(ArchiverError):
    """A folder or file that cannot be imported at all (single faulty posts are failures)."""
