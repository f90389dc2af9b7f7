"""TOML files read into checked models: all faults at once, each with its file, line and key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from archiver.errors import SettingsError

Model = TypeVar("Model", bound=BaseModel)

_TABLE = re.compile(r"\s*\[+\s*([^\]]+?)\s*\]")
_KEY = re.compile(r"""\s*("[^"]*"|'[^']*'|[\w.-]+)\s*=""")


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
            f"{path}:{find_line(text, place)}: {_key_name(place)}: {describe(kind, message)}"
            for place, kind, message in ((f["loc"], f["type"], f["msg"]) for f in error.errors())
        ]
        raise SettingsError(faults) from error


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
        depth = len(path)
        if depth > best_depth and path == wanted[:depth]:
            best, best_depth = number, depth
    return best


def _split_key(dotted: str) -> list[str]:
    return [part.strip().strip("\"'") for part in re.findall(r"\"[^\"]*\"|'[^']*'|[^.]+", dotted)]


def _key_name(place: Sequence[int | str]) -> str:
    return ".".join(str(part) for part in place) or "the file"
