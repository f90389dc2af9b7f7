"""Addresses that somebody wrote down: one a line, blank lines and comments between."""

from __future__ import annotations

from datetime import datetime

from archiver.errors import AddressError, ReadError
from archiver.reasons import Reason
from archiver.records import NOTHING_LISTED, Capture, Failure, Target
from archiver.sites.directory import Directory
from archiver.sites.list_pages import ListPage, Reading, file_target
from archiver.sources.kinds import UrlsSource


def read_addresses(
    text: str, *, name: str, source: UrlsSource, directory: Directory, now: datetime
) -> ListPage:
    """Read the addresses of a file, and those of the table before them; codes of known sites do, too.

    A line that begins with ``#`` is a comment, and so is what follows a blank and ``#``.

    Args:
        now: aware, the time of the failures.
    """
    origin = Capture(url=source.file, status=200, headers=(), body=b"", fetched_at=now)
    reading = Reading(origin, name, source, directory)
    targets: list[Target] = []
    failures: list[Failure] = []
    written = map(_address, (*source.addresses, *text.removeprefix("\ufeff").splitlines()))
    lines = dict.fromkeys(filter(None, written))
    for line in lines:
        try:
            target = directory.target(line)
        except AddressError as error:
            failures.append(reading.fail(ReadError(Reason.BAD_ADDRESS, str(error)), line))
        else:
            targets.append(file_target(target, name, source, NOTHING_LISTED))
    return reading.page(targets, failures, listed_count=len(lines))


def _address(line: str) -> str:
    line = line.strip()
    return "" if line.startswith("#") else line.partition(" #")[0].strip()
