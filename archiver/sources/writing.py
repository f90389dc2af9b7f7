"""New tables ``[sources.NAME]`` written behind what stands in a sources file, which stays as it is.

Only the end of the file changes, so comments, order and form of what is there are kept. Nothing is written
unless the whole file is right afterwards.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from archiver.errors import SettingsError, SourceError
from archiver.normalise.slugs import make_slug
from archiver.sources.durations import format_duration
from archiver.sources.file import DEFAULT_SITE, load_sources

LONGEST_NAME = 40
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_NEW_FILE = f"# Every key: docs/reference/sources.md\n\n[sites.{DEFAULT_SITE}]\nany_host = true\n"


def append_sources(
    path: Path,
    tables: Mapping[str, Mapping[str, Any]],
    *,
    notes: Mapping[str, str] | None = None,
    sites: Mapping[str, Mapping[str, Any]] | None = None,
) -> None:
    """Write tables at the end of a sources file; without the file it is made, with the usual site.

    Args:
        tables: name → keys as the file has them (``from``, not ``from_on``).
        notes: name → a line that stands above the table as a comment.
        sites: likewise, the tables ``[sites.NAME]`` that they need; they stand before them.

    Raises:
        SettingsError: the file was not right, or would not be; nothing is written.
        SourceError: it cannot be written.
    """
    try:
        before = _NEW_FILE
        if path.exists():
            load_sources(path)
            before = path.read_bytes().decode("utf-8-sig")
        written = "".join("\n" + write_table("sites", name, keys) for name, keys in (sites or {}).items())
        written += "".join(
            "\n" + _comment((notes or {}).get(name, "")) + write_table("sources", name, keys)
            for name, keys in tables.items()
        )
        _replace(path, f"{before.rstrip()}\n{written}" if before.strip() else written.lstrip())
    except (OSError, UnicodeError) as error:
        words = getattr(error, "strerror", None) or "is not UTF-8 text"
        raise SourceError(f"{path}: cannot be written ({words}); nothing is added") from error


def choose_name(words: str, taken: Collection[str]) -> str:
    """Give a source a name made of a title or host, that no other one has."""
    base = make_slug(words)[:LONGEST_NAME].strip("-") or "source"
    name, number = base, 1
    while name in taken:
        number += 1
        name = f"{base}-{number}"
    return name


def _replace(path: Path, text: str) -> None:
    """Check what the file will be, then put it in the file's place in one step."""
    target = path.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            stream.write(text)
        try:
            load_sources(Path(draft))
        except SettingsError as error:
            raise SettingsError([fault.replace(draft, str(path)) for fault in error.faults]) from None
        os.chmod(draft, target.stat().st_mode & 0o7777 if target.exists() else 0o644)
        os.replace(draft, target)
    finally:
        Path(draft).unlink(missing_ok=True)


def _comment(note: str) -> str:
    line = " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", note).split())
    return f"# {line}\n" if line else ""


def write_table(family: str, name: str, keys: Mapping[str, Any]) -> str:
    """Write a table as TOML: ``sources`` or ``sites``, its name, and its keys."""
    lines = [f"{_key(key)} = {_value(value)}" for key, value in keys.items() if value is not None]
    return "\n".join([f"[{family}.{_key(name)}]", *lines]) + "\n"


def _key(name: str) -> str:
    return name if _BARE_KEY.fullmatch(name) else _value(name)


def _value(value: Any) -> str:
    """Write a value as TOML; a text in quotes has the escapes of JSON, which are among those of TOML."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, timedelta):
        return f'"{format_duration(value)}"'
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return json.dumps(value.encode("utf-8", "replace").decode(), ensure_ascii=False).replace(
            "\x7f", "\\u007f"
        )
    if isinstance(value, Sequence):
        return f"[{', '.join(map(_value, value))}]"
    raise TypeError(f"{value!r} cannot stand in a table of a source")
