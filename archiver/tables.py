"""TOML files read into checked models: all faults at once, each with its file, line and key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator
from pydantic_core import ErrorDetails

from archiver.errors import SettingsError

Model = TypeVar("Model", bound=BaseModel)

UNION_MARK = "kind="
"""Begins the part of a fault's place that names a member of a union; no file holds it."""
UNKNOWN_KIND = "unknown_kind"
"""The type of the fault that no member of a union has the table's ``kind``."""

_TABLE = re.compile(r"\s*\[+\s*([^\]]+?)\s*\]")
_KEY = re.compile(r"""\s*("[^"]*"|'[^']*'|[\w.-]+)\s*=""")


class Table(BaseModel):
    """A table of a file: no unknown key, and a ``time_zone`` is one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @field_validator("time_zone", check_fields=False)
    @classmethod
    def _is_a_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(f"{value!r} is no IANA time zone; write one such as Asia/Shanghai") from error
        return value


def read_toml(path: Path) -> tuple[dict[str, Any], str]:
    """Give a file's tables and its text (to find lines in).

    Raises:
        SettingsError: it cannot be read, is not UTF-8 or not TOML.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        return tomllib.loads(text), text
    except OSError as error:
        raise SettingsError([f"{path}: cannot be read ({error.strerror}); check the path"]) from error
    except UnicodeDecodeError as error:
        raise SettingsError([f"{path}: is not UTF-8 text; save it as UTF-8"]) from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError([f"{path}: is not TOML: {error}"]) from error


def check_table(model: type[Model], table: Mapping[str, Any], *, path: Path, text: str) -> Model:
    """Make a model of a table, strictly: no unknown key, no converted type.

    Raises:
        SettingsError: with a line for every fault.
    """
    try:
        return model.model_validate(table, strict=True)
    except ValidationError as error:
        faults = [
            f"{path}:{_find_fault(text, place, value)}: {_key_name(place)}: {describe(kind, message)}"
            for place, kind, message, value in (
                (_as_written(table, _place_of(f)), f["type"], f["msg"], f["input"]) for f in error.errors()
            )
        ]
        raise SettingsError(faults) from error


def _place_of(fault: ErrorDetails) -> tuple[int | str, ...]:
    return (*fault["loc"], "kind") if fault["type"] == UNKNOWN_KIND else fault["loc"]


def _as_written(table: Any, place: Sequence[int | str]) -> tuple[int | str, ...]:
    """Give a fault's place as the file has it.

    Without the number that a single value has only once it is read as a list, and without the name of a
    union's member.
    """
    written: list[int | str] = []
    for part in place:
        if isinstance(part, str) and part.startswith(UNION_MARK):
            continue
        if isinstance(part, int) and not isinstance(table, list):
            break
        written.append(part)
        if isinstance(table, Mapping):
            table = table.get(part)
        elif isinstance(table, list) and isinstance(part, int) and part < len(table):
            table = table[part]
    return tuple(written)


def _find_fault(text: str, place: Sequence[int | str], value: object) -> int:
    """Find the line of a faulty value: in a list of several lines its own, else that of the key."""
    line = find_line(text, place)
    if place and isinstance(place[-1], int) and isinstance(value, str):
        for number, words in enumerate(text.splitlines()[line - 1 :], start=line):
            if number > line and (_TABLE.match(words) or _KEY.match(words)):
                break
            if f'"{value}"' in words or f"'{value}'" in words:
                return number
    return line


def describe(kind: str, message: str) -> str:
    """Say a fault in the words of the file's author."""
    if kind == "extra_forbidden":
        return "unknown key; remove it or check its spelling"
    if kind == "missing":
        return "is missing; add it"
    return message.removeprefix("Value error, ")


def find_line(text: str, place: Sequence[int | str]) -> int:
    """Find the line (from 1) where a key stands, or the nearest table above it."""
    wanted = [str(part) for part in place]
    table: list[str] = []
    best, best_depth = 1, 0
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _TABLE.match(line):
            table = _split_key(header.group(1))
            path = table
        elif key := _KEY.match(line):
            path = [*table, *_split_key(key.group(1))]
        else:
            continue
        shared = path[: len(wanted)]
        if len(shared) > best_depth and shared == wanted[: len(shared)]:
            best, best_depth = number, len(shared)
    return best


def _split_key(dotted: str) -> list[str]:
    return [part.strip().strip("\"'") for part in re.findall(r"\"[^\"]*\"|'[^']*'|[^.]+", dotted)]


def _key_name(place: Sequence[int | str]) -> str:
    return ".".join(str(part) for part in place) or "the file"
