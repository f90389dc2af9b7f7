"""Destinations on disk: whole files and folders or nothing, and one plain line when that fails."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from archiver.errors import ExportError

STANDARD_OUTPUT = "-"

_ADVICE = {
    errno.EACCES: "check its permissions or choose another place",
    errno.EPERM: "check its permissions or choose another place",
    errno.EROFS: "choose a place that is not read-only",
    errno.ENOSPC: "free some space and export again",
    errno.EDQUOT: "free some space and export again",
    errno.ENOTDIR: "a part of the path is a file; choose another place",
    errno.EEXIST: "a part of the path is a file; choose another place",
    errno.EISDIR: "give the name of a file in it",
    errno.ENAMETOOLONG: "choose a shorter name",
}


@contextmanager
def open_destination(destination: str) -> Iterator[BinaryIO]:
    """Open a file to be written whole, or standard output for ``-``.

    A file is written beside its place and renamed once it is on disk; after an error the place is as
    it was. Devices and pipes, which cannot be renamed into, are written as they are.

    Raises:
        ExportError: it cannot be written.
        BrokenPipeError: the reader of standard output has gone.
    """
    if destination == STANDARD_OUTPUT:
        with _explained("standard output"):
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
        return
    place = Path(os.path.realpath(destination))
    with _explained(destination):
        if place.is_dir():
            raise IsADirectoryError(errno.EISDIR, "it is a folder")
        if place.exists() and not place.is_file():
            with place.open("wb") as stream:
                yield stream
            return
        with _replacing_file(place) as stream:
            yield stream


@contextmanager
def replace_folder(
    destination: str, is_ours: Callable[[Path], bool], written_names: Collection[str]
) -> Iterator[Path]:
    """Give a fresh folder that takes its place when all is written; after an error nothing changed.

    Args:
        destination: absent, empty, or an earlier export.
        is_ours: whether a folder is an earlier export, which may be replaced.
        written_names: what an export holds at its top; anything else there, such as ``.git``, was
            added by hand and is carried over.

    Raises:
        ExportError: the place holds something else, or cannot be written.
    """
    if destination == STANDARD_OUTPUT:
        raise ExportError("a site is a folder and cannot be written to standard output; name a folder")
    place = Path(os.path.realpath(destination))
    with _explained(destination):
        _check_replaceable(place, destination, is_ours)
        place.parent.mkdir(parents=True, exist_ok=True)
        fresh = _beside(place)
        fresh.mkdir()
        try:
            yield fresh
            _swap(fresh, place, written_names)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)


@contextmanager
def _replacing_file(place: Path) -> Iterator[BinaryIO]:
    place.parent.mkdir(parents=True, exist_ok=True)
    fresh = _beside(place)
    try:
        with fresh.open("xb") as stream:
            if place.exists():
                shutil.copymode(place, fresh)
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(place)
    finally:
        fresh.unlink(missing_ok=True)


@contextmanager
def _explained(destination: str) -> Iterator[None]:
    """Turn an operating system's error into a line that says what to do."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        advice = _ADVICE.get(error.errno or 0, "choose another place")
        raise ExportError(f"cannot write {destination}: {error.strerror or error}; {advice}") from error


def _check_replaceable(place: Path, destination: str, is_ours: Callable[[Path], bool]) -> None:
    if not place.exists() or (place.is_dir() and (is_ours(place) or not any(place.iterdir()))):
        return
    if not place.is_dir():
        raise ExportError(f"cannot write {destination}: it is a file; name a folder")
    raise ExportError(
        f"cannot write {destination}: the folder holds something other than an earlier export; "
        "name a new or empty folder"
    )


def _swap(fresh: Path, place: Path, written_names: Collection[str]) -> None:
    """Put a fresh folder into its place; the old one goes last, once nothing can fail any more."""
    if not place.exists():
        fresh.rename(place)
        return
    former = _beside(place)
    place.rename(former)
    try:
        fresh.rename(place)
    except OSError:
        former.rename(place)
        raise
    for kept in list(former.iterdir()):
        if kept.name not in written_names:
            kept.rename(place / kept.name)
    shutil.rmtree(former, ignore_errors=True)


def _beside(place: Path) -> Path:
    # Short and hidden: the name must fit wherever the place's own name fits.
    return place.with_name(f".export-{secrets.token_hex(6)}.part")
