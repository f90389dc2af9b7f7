"""Brings a database to the schema this program knows, and refuses one it does not know."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect

from archiver.errors import DatabaseError, SchemaError
from archiver.store.engine import open_engine, reading, shown, sqlite_path, writing

_MIGRATIONS = Path(__file__).parent / "migrations"


def open_archive(url: str, *, create: bool = True) -> Engine:
    """Open an archive that is ready to use; a new database gets its tables.

    Raises:
        DatabaseError: it cannot be opened or written, or (with ``create`` off) is not there.
        SchemaError: it is no archive, is newer than the program, or waits for an upgrade.
    """
    engine = open_engine(url)
    if engine.dialect.name == "sqlite" and engine.url.database in (None, "", ":memory:"):
        raise DatabaseError(
            f"{url}: an archive in memory is gone at the end; name a file: sqlite:///archive.db"
        )
    path = sqlite_path(engine)
    if not create and path and not path.exists():
        raise _no_archive(engine)
    with reading(engine) as connection:
        current = _current(connection)
        is_new = current is None and not inspect(connection).get_table_names()
    if is_new and not create:
        raise _no_archive(engine)
    if is_new:
        upgrade(engine)
        return engine
    _refuse_unknown(engine, current)
    if current != head():
        raise SchemaError(f"{shown(engine)}: was made by an older version; run: archiver db upgrade")
    return engine


def upgrade(engine: Engine) -> tuple[str | None, str]:
    """Run the migrations that are missing; gives the version before and after.

    Raises:
        DatabaseError, SchemaError: as ``open_archive``.
    """
    with writing(engine) as connection:
        before = _current(connection)
        if before is not None or inspect(connection).get_table_names():
            _refuse_unknown(engine, before)
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return before, head()


def current_version(engine: Engine) -> str | None:
    """Give the database's schema version; ``None`` for a database without one."""
    with reading(engine) as connection:
        return _current(connection)


def head() -> str:
    """Give the schema version that this program knows."""
    version = ScriptDirectory.from_config(_config()).get_current_head()
    if version is None:
        raise SchemaError("the program's migrations are missing; install it again")
    return version


def _no_archive(engine: Engine) -> SchemaError:
    where = sqlite_path(engine) or shown(engine)
    return SchemaError(f"{where}: there is no archive yet; archiver crawl or archiver fetch makes one")


def _refuse_unknown(engine: Engine, current: str | None) -> None:
    if current is None:
        raise SchemaError(f"{shown(engine)}: holds other tables and is no archive; name another database")
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    if current not in known:
        raise SchemaError(
            f"{shown(engine)}: has schema {current}, newer than this program knows ({head()}); "
            "install the newer version of archiver"
        )


def _current(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return config
