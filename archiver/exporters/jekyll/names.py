"""Names of an exported site's files: ASCII, short, unique, and the code where that is safe."""

from __future__ import annotations

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from archiver.entries import Entry
from archiver.importers.jekyll import NAME_KEY
from archiver.importers.post_names import split_name

# Jekyll takes signs at either end off an address, so a name begins and ends with a letter or digit.
_SAFE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,98}[A-Za-z0-9])?", re.ASCII)
_POST_SUFFIX = re.compile(r"(.+)\.(?:md|markdown)")


class PostNames:
    """Gives out file names for posts; a name's part behind the day is unique whatever its case."""

    def __init__(self, time_zone: ZoneInfo) -> None:
        self._time_zone = time_zone
        self._taken: set[str] = set()

    def give(self, entry: Entry) -> str:
        """Give the name an entry was imported with, or its day and code, or its day and number."""
        name = entry.origin.get(NAME_KEY, "")
        if (stem := _sound_stem(name)) and self._take(split_name(stem)[1]):
            return name
        code = entry.code or ""
        is_free = bool(_SAFE.fullmatch(code)) and not _is_number_name(code) and self._take(code)
        return f"{_day(entry, self._time_zone)}-{code if is_free else self._numbered(entry.id)}.md"

    def _numbered(self, entry_id: int) -> str:
        name = f"entry-{entry_id}"
        self._take(name)
        return name

    def _take(self, name: str) -> bool:
        folded = name.lower()
        if folded in self._taken:
            return False
        self._taken.add(folded)
        return True


def _is_number_name(name: str) -> bool:
    return name.lower().startswith("entry-")


def _sound_stem(name: str) -> str:
    """Give the stem of a name that Jekyll takes for a post's and that is safe; ``""`` otherwise."""
    match = _POST_SUFFIX.fullmatch(name)
    if match is None:
        return ""
    day, rest = split_name(match[1])
    if not day or not _SAFE.fullmatch(rest) or _is_number_name(rest) or not _is_day(day):
        return ""
    return match[1]


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _day(entry: Entry, time_zone: ZoneInfo) -> str:
    """Give the day as printed, or the day it was first seen when none was."""
    at: datetime = entry.published.at if entry.published else entry.first_seen_at.astimezone(time_zone)
    return at.date().isoformat()
