"""Opens the archive's database and says in plain words why it cannot."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from sqlite3 import OperationalError as SqliteOperationalError
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from archiver.errors import DatabaseError

BUSY_SECONDS = 30
_WRITES = "archiver_writes"
_LOCK_POSTGRESQL = text(
    f"SELECT set_config('lock_timeout', '{BUSY_SECONDS}s', true), pg_advisory_xact_lock(7264911)"
)
"""The number is any, the same in every process: PostgreSQL's name for "the archive is being written"."""

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
"""Made once: ``json.dumps`` makes a new one for every value."""

_ADVICE = {
    "file is not a database": "the file is no SQLite database; name another file",
    "readonly database": "the file is not writable; check its owner and mode",
    "unable to open database file": "the file cannot be opened; check that its folder is there and writable",
    "database or disk is full": "the disk is full; free some space and run again, what was written stays",
    "disk I/O error": "the disk cannot be read or written; check its space and health",
    "database disk image is malformed": "the file is damaged; restore it from a backup",
    "database is locked": f"another program has kept it for {BUSY_SECONDS} s; run again when that is done",
    "lock timeout": f"another program has kept it for {BUSY_SECONDS} s; run again when that is done",
    "connection refused": "no server answers there; start it or correct the address",
    "could not translate host name": "there is no such host; correct the address",
    "password authentication failed": "the server refuses the user or the password",
}


def open_engine(url: str) -> Engine:
    """Give an engine for a database URL; a new SQLite file's folder is made.

    Raises:
        DatabaseError: the URL is none, or its folder or driver is missing.
    """
    try:
        parsed = make_url(url)
        is_sqlite = parsed.get_backend_name() == "sqlite"
        engine = create_engine(parsed, json_serializer=_JSON.encode, pool_pre_ping=not is_sqlite)
        if path := sqlite_path(engine):
            path.parent.mkdir(parents=True, exist_ok=True)
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise DatabaseError(f"{url!r} is no database URL: {error}") from error
    except ModuleNotFoundError as error:
        is_postgresql = parsed.get_backend_name() == "postgresql"
        advice = "pip install 'news-archiver[postgresql]'" if is_postgresql else "install that driver"
        raise DatabaseError(f"the database needs {error.name}; {advice}") from error
    except OSError as error:
        raise DatabaseError(f"{url}: its folder cannot be made ({error.strerror})") from error
    if is_sqlite:
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Give a connection to read with; all that is read in it is one state of the database.

    Raises:
        DatabaseError: in words that say what to do.
    """
    reader = engine
    if engine.dialect.name == "postgresql":
        reader = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    with translated(engine), reader.connect() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Give a connection in a transaction that is committed at the end, or undone by an error.

    One writes at a time, and the lock is taken at once: what is read in it stays true until it is
    written, and no two writers wait for each other.

    Raises:
        DatabaseError: in words that say what to do.
    """
    writer = engine.execution_options(**{_WRITES: True})
    with translated(engine), writer.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(_LOCK_POSTGRESQL)
        yield connection


@contextmanager
def translated(engine: Engine) -> Iterator[None]:
    """Turn the driver's errors into one line."""
    try:
        yield
    except DBAPIError as error:
        raise DatabaseError(f"{shown(engine)}: {_advice(str(error.orig))}") from error
    except UnicodeEncodeError as error:
        raise DatabaseError(
            f"{shown(engine)}: asked for text that is no Unicode: {error.object!r}"
        ) from error
    except SQLAlchemyError as error:
        raise DatabaseError(f"{shown(engine)}: {error}") from error


def check_answers(engine: Engine) -> None:
    """Ask the database for a sign of life.

    Raises:
        DatabaseError: it gives none; in words that say what to do.
    """
    with reading(engine) as connection:
        connection.execute(text("SELECT 1 FROM articles LIMIT 1"))


def sqlite_path(engine: Engine) -> Path | None:
    """Give the file of an SQLite database; ``None`` for one in memory, named by a URI, or on a server."""
    name = engine.url.database
    if engine.dialect.name != "sqlite" or not name or name == ":memory:" or name.startswith("file:"):
        return None
    return Path(name)


def shown(engine: Engine) -> str:
    """Give the database's address without its password."""
    return engine.url.render_as_string(hide_password=True)


def _advice(message: str) -> str:
    lowered = message.lower()
    advice = next((advice for part, advice in _ADVICE.items() if part.lower() in lowered), None)
    return advice or message.strip().splitlines()[0]


def _prepare_sqlite(connection: SqliteConnection, _record: Any) -> None:
    # The driver's own transactions start too late (at the first write); ours start with BEGIN.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    _keep_write_ahead_log(connection)
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")


def _keep_write_ahead_log(connection: SqliteConnection) -> None:
    """Turn the log on in a new file; SQLite itself does not wait for another writer with that."""
    last_try = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except SqliteOperationalError as error:
            if "locked" not in str(error) or time.monotonic() > last_try:
                raise
            time.sleep(0.02)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
