"""Lengths of time as a table writes them: ``30s``, ``5m``, ``2h``, ``1d``, ``2w``, ``1h30m``."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated, Any

from pydantic import PlainSerializer, PlainValidator

AUTO = "auto"
"""Stands where a length of time may, for one that is learned."""
_UNIT_SECONDS = {"w": 604_800, "d": 86_400, "h": 3600, "m": 60, "s": 1}
_WHOLE = re.compile(r"(?:\d{1,6}[wdhms])+", re.ASCII)
_PART = re.compile(r"(\d+)([wdhms])", re.ASCII)


def parse_duration(text: str) -> timedelta:
    """Read a length of time.

    Raises:
        ValueError: it is none; the message says what to write.
    """
    written = text.strip().replace(" ", "")
    parts = _PART.findall(written) if _WHOLE.fullmatch(written) else []
    units = [unit for _, unit in parts]
    if not parts or sorted(set(units), key="wdhms".index) != units:
        raise ValueError(f"{text[:40]!r} is no length of time; write one such as 30s, 5m, 2h, 1d or 1h30m")
    return timedelta(seconds=sum(int(count) * _UNIT_SECONDS[unit] for count, unit in parts))


def format_duration(length: timedelta) -> str:
    """Write a length of time so that ``parse_duration`` reads it again; whole seconds."""
    rest = int(length.total_seconds())
    written = ""
    for unit, seconds in _UNIT_SECONDS.items():
        if unit == "w":
            continue  # seven days are read more easily than a week among days
        count, rest = divmod(rest, seconds)
        written += f"{count}{unit}" if count else ""
    return written or "0s"


def _read(value: Any) -> timedelta:
    if isinstance(value, timedelta):
        return value
    return parse_duration(value if isinstance(value, str) else repr(value))


Duration = Annotated[timedelta, PlainValidator(_read), PlainSerializer(format_duration, when_used="json")]
"""A key of a table that holds a length of time."""
