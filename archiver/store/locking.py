"""Lets one process alone keep an archive's schedule; the lock is given back when its holder dies, however."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from filelock import FileLock, Timeout
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from archiver.errors import StoreError
from archiver.store.engine import shown, sqlite_path, translated

_TRY_POSTGRESQL = text("SELECT pg_try_advisory_lock(7264912)")
"""The number is any, the same in every process, and another one than that of writing."""
_FREE_POSTGRESQL = text("SELECT pg_advisory_unlock(7264912)")
SUFFIX = ".run"


@contextmanager
def only_schedule(engine: Engine) -> Iterator[None]:
    """Be the only one that keeps an archive's schedule, for as long as the context lasts.

    Raises:
        StoreError: another process is that; or the lock cannot be made.
    """
    path = sqlite_path(engine)
    if path is None:
        with _session_lock(engine):
            yield
        return
    lock = FileLock(f"{path}{SUFFIX}")
    try:
        lock.acquire(blocking=False)
    except Timeout:
        raise _taken(engine) from None
    except OSError as error:
        raise StoreError(f"{path}{SUFFIX}: cannot be locked ({error.strerror})") from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _session_lock(engine: Engine) -> Iterator[None]:
    """Hold a lock of a connection; the server gives it back when the connection ends."""
    with translated(engine), engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if not connection.execute(_TRY_POSTGRESQL).scalar_one():
            raise _taken(engine)
        try:
            yield
        finally:
            # A server hears of a closed connection a moment later, so it is told first. The connection goes
            # to no pool, with which the lock would stay where telling failed.
            with suppress(SQLAlchemyError):
                connection.execute(_FREE_POSTGRESQL)
            connection.invalidate()


def _taken(engine: Engine) -> StoreError:
    return StoreError(f"{shown(engine)}: another archiver run keeps its schedule; stop that one first")
