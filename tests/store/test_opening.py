"""An archive is made where there is none, and what is no archive is refused in one clear line."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import threading
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, MetaData, inspect, text

import archiver
from archiver.errors import DatabaseError, SchemaError
from archiver.store.checking import find_faults
from archiver.store.engine import open_engine, reading, writing
from archiver.store.reader import count_rows, list_revisions
from archiver.store.schema import metadata
from archiver.store.upgrade import current_version, head, open_archive, upgrade
from store.builders import identity_of, make_article, make_moment, the_entry, write

PROGRAM = Path(archiver.__file__).parent
SEEN_AT = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)
_PRINTED = {
    "published_at": datetime(2026, 2, 28, 1, 30, tzinfo=UTC),
    "published_offset_minutes": 480,
    "published_precision": "minute",
    "title": "新桥通车",
    "text_digest": "d1",
}
_AROUND = {"article_id": 1, "identity": identity_of("A1"), "url": "https://share.example/read?code=A1"}
FIRST_ROWS: dict[str, dict[str, Any]] = {
    "articles": {
        **{"id": 1, "identity": identity_of("A1"), "merge_key": "m1", "site": "paper", "code": "A1"},
        **{"url": _AROUND["url"], "published_on": date(2026, 2, 28), "raw_published": "2026-02-28 09:30"},
        **{"paragraphs": ["桥。"], "html": "<p>桥。</p>", "images": [], "mentions": [], "origin": {"a": "b"}},
        **{"revision": 2, "first_seen_at": SEEN_AT, "last_seen_at": SEEN_AT},
        **_PRINTED,
    },
    "authors": {"article_id": 1, "position": 0, "name": "王一"},
    "tags": {"article_id": 1, "position": 0, "name": "渡口"},
    "appearances": {"id": 1, **_AROUND, "publisher": "河边日报", **_PRINTED},
    "addresses": {"id": 1, **_AROUND},
    "revisions": {
        **{"article_id": 1, "number": 1, "authors": [], "paragraphs": ["旧。"], "html": "<p>旧。</p>"},
        **{"seen_at": SEEN_AT, "replaced_at": SEEN_AT},
        **_PRINTED,
    },
    "failures": {
        **{"id": 1, "key": "keep:x", "stage": "keep", "reason": "timeout", "url": "", "message": "no answer"},
        **{"tries": 1, "first_at": SEEN_AT, "last_at": SEEN_AT},
    },
}
NEXT_MIGRATION = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "0004", "0003"

def upgrade():
    with op.batch_alter_table("articles") as table:
        table.add_column(sa.Column("subtitle", sa.Text()))
"""
NEXT_RUN = """
import sys
from archiver.store.upgrade import *

try:
    open_archive(sys.argv[1])
except SchemaError as error:
    print(error)
print(upgrade(open_engine(sys.argv[1])))
print(current_version(open_archive(sys.argv[1])))
"""


def make_first_archive(url: str) -> Engine:
    """Make an archive as the first version did, with one article, and rows in every table around it."""
    engine = open_engine(url)
    with writing(engine) as connection:
        config = Config()
        config.set_main_option("script_location", str(PROGRAM / "store/migrations"))
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        tables = MetaData()
        tables.reflect(connection)
        for name, row in FIRST_ROWS.items():
            connection.execute(tables.tables[name].insert().values(row))
    return engine


def run_next_program(folder: Path, url: str) -> list[str]:
    """Open, upgrade and open an archive with a copy of the program that knows one version more."""
    shutil.copytree(PROGRAM, folder / "next/archiver", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "next/archiver/store/migrations/versions/v0003_next.py").write_text(NEXT_MIGRATION)
    words = [sys.executable, "-c", NEXT_RUN, url]
    run = subprocess.run(words, cwd=folder / "next", capture_output=True, text=True, check=True)
    return run.stdout.splitlines()


def test_a_new_database_gets_its_tables_by_itself(database_url: str) -> None:
    engine = open_archive(database_url)
    assert current_version(engine) == head()
    assert set(count_rows(engine).values()) == {0}
    engine.dispose()


def test_the_migrations_make_exactly_the_tables_of_the_schema(archive: Engine) -> None:
    with archive.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def test_the_migrations_make_the_same_constraints_and_indexes(archive: Engine) -> None:
    fresh = inspect(archive)
    for table in metadata.tables.values():
        unique = {one["name"] for one in fresh.get_unique_constraints(table.name)}
        indexes = {one["name"] for one in fresh.get_indexes(table.name)} - unique
        assert indexes == {index.name for index in table.indexes}
        assert unique == {one.name for one in table.constraints if type(one).__name__ == "UniqueConstraint"}
        assert fresh.get_pk_constraint(table.name)["name"] == table.primary_key.name


def test_an_archive_opens_again_with_what_it_holds(database_url: str) -> None:
    first = open_archive(database_url)
    write(first, make_article("A1"))
    first.dispose()
    again = open_archive(database_url, create=False)
    assert the_entry(again).code == "A1"
    again.dispose()


def test_the_folder_of_a_new_file_is_made(tmp_path: Path) -> None:
    open_archive(f"sqlite:///{tmp_path / 'one' / 'two' / 'archive.db'}").dispose()
    assert (tmp_path / "one" / "two" / "archive.db").is_file()


def test_sqlite_keeps_a_write_ahead_log_and_holds_foreign_keys(tmp_path: Path) -> None:
    engine = open_archive(f"sqlite:///{tmp_path / 'archive.db'}")
    with reading(engine) as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "foreign_keys", "busy_timeout")
        }
    assert pragmas == {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 30_000}


def test_a_new_file_that_another_program_writes_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    ending = threading.Timer(0.3, lambda: other.execute("COMMIT"))
    ending.start()
    engine = open_archive(f"sqlite:///{path}")
    ending.join()
    assert find_faults(engine) == []
    engine.dispose()


def test_a_missing_archive_is_told_and_not_made(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with pytest.raises(SchemaError, match="there is no archive yet"):
        open_archive(f"sqlite:///{path}", create=False)
    assert not path.exists()


def test_an_empty_database_is_no_archive_where_none_may_be_made(database_url: str) -> None:
    if database_url.startswith("sqlite"):
        Path(database_url.removeprefix("sqlite:///")).touch()
    with pytest.raises(SchemaError, match="there is no archive yet"):
        open_archive(database_url, create=False)


def test_a_newer_schema_is_refused(archive: Engine, database_url: str) -> None:
    with writing(archive) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for open_it in (lambda: open_archive(database_url), lambda: upgrade(archive)):
        with pytest.raises(SchemaError, match=r"schema 9999, newer than this program knows"):
            open_it()


def test_an_older_schema_asks_for_an_upgrade_and_keeps_its_articles(
    archive: Engine, database_url: str, tmp_path: Path
) -> None:
    write(archive, make_article("A1"))
    told = run_next_program(tmp_path, database_url)
    assert told[0].endswith("was made by an older version; run: archiver db upgrade")
    assert told[1:] == ["('0003', '0004')", "0004"]
    assert the_entry(archive).code == "A1"
    with pytest.raises(SchemaError, match="newer than this program knows"):
        open_archive(database_url)


def test_an_archive_of_the_first_version_is_upgraded_without_loss(database_url: str) -> None:
    engine = make_first_archive(database_url)
    assert upgrade(engine) == ("0001", head())
    rows = count_rows(engine)
    assert {name: rows[name] for name in FIRST_ROWS} == dict.fromkeys(FIRST_ROWS, 1)
    entry = the_entry(engine)
    assert (entry.code, entry.title, entry.paragraphs) == ("A1", "新桥通车", ("桥。",))
    assert (entry.authors, entry.tags, entry.origin) == (("王一",), ("渡口",), {"a": "b"})
    assert entry.published == make_moment(2026, 2, 28, 9, 30)
    assert [one.paragraphs for one in list_revisions(engine, 1)] == [("旧。",)]
    assert find_faults(engine) == []
    engine.dispose()


def test_what_the_first_version_had_fetched_stands_in_the_ledger_as_fetched(database_url: str) -> None:
    engine = make_first_archive(database_url)
    upgrade(engine)
    with engine.connect() as connection:
        lines = connection.execute(text("SELECT identity, state, next_try_at FROM ledger")).all()
    assert lines == [(the_entry(engine).identity, "fetched", None)]
    engine.dispose()


def test_what_the_first_version_did_not_keep_is_filled_when_the_article_is_read_again(
    database_url: str,
) -> None:
    engine = make_first_archive(database_url)
    upgrade(engine)
    entry = the_entry(engine)
    assert (entry.modified, entry.description, entry.image, entry.section) == (None,) * 4
    assert entry.keywords == ()
    write(engine, make_article("A1", description="桥上可以步行。", keywords=("桥",)))
    assert (the_entry(engine).description, the_entry(engine).keywords) == ("桥上可以步行。", ("桥",))
    engine.dispose()


def test_an_upgraded_archive_has_exactly_the_tables_of_the_schema(database_url: str) -> None:
    engine = make_first_archive(database_url)
    upgrade(engine)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_upgrading_an_archive_that_is_up_to_date_changes_nothing(archive: Engine) -> None:
    write(archive, make_article("A1"))
    assert upgrade(archive) == (head(), head())
    assert the_entry(archive).code == "A1"


def test_a_database_with_other_tables_is_refused_and_left_alone(database_url: str) -> None:
    engine = open_engine(database_url)
    with writing(engine) as connection:
        connection.execute(text("CREATE TABLE customers (id INTEGER)"))
    for open_it in (lambda: open_archive(database_url), lambda: upgrade(engine)):
        with pytest.raises(SchemaError, match="holds other tables and is no archive"):
            open_it()
    assert inspect(engine).get_table_names() == ["customers"]
    engine.dispose()


def test_a_text_file_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("no database " * 1000)
    with pytest.raises(DatabaseError, match="no SQLite database; name another file"):
        open_archive(f"sqlite:///{path}")
    assert path.read_text() == "no database " * 1000


def test_a_directory_in_place_of_a_file_is_refused(tmp_path: Path) -> None:
    # Root may write where modes forbid it; that a directory cannot be opened holds for everyone.
    with pytest.raises(DatabaseError, match="cannot be opened"):
        open_archive(f"sqlite:///{tmp_path}")


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "folder").touch()
    with pytest.raises(DatabaseError, match="its folder cannot be made"):
        open_archive(f"sqlite:///{tmp_path / 'folder' / 'archive.db'}")


def test_an_archive_that_may_only_be_read_is_told_when_written(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    open_archive(f"sqlite:///{path}").dispose()
    # Opened by a URI that forbids writing: root ignores the mode of a file.
    engine = open_archive(f"sqlite:///file:{path}?mode=ro&uri=true", create=False)
    with pytest.raises(DatabaseError, match="not writable; check its owner and mode"):
        write(engine, make_article("A1"))


def test_a_damaged_file_is_told_and_its_faults_found(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    engine = open_archive(f"sqlite:///{path}")
    write(engine, *(make_article(f"A{number}", text=f"{number}" * 500) for number in range(50)))
    engine.dispose()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    whole = path.read_bytes()
    path.write_bytes(whole[: 40 * 4096] + b"\xff" * (len(whole) - 40 * 4096))
    with pytest.raises(DatabaseError, match="restore it from a backup"):
        write(open_archive(f"sqlite:///{path}"), *(make_article(f"B{n}", text=f"{n}") for n in range(50)))


def test_a_server_that_does_not_answer_is_told_without_the_password() -> None:
    with pytest.raises(DatabaseError, match="no server answers there") as caught:
        open_archive("postgresql+psycopg://user:secret@127.0.0.1:1/archive")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("url", ["", "archive.db", "nosuch://x/y"])
def test_what_is_no_database_address_is_told(url: str) -> None:
    with pytest.raises(DatabaseError, match="is no database URL"):
        open_archive(url)


def test_a_whole_archive_has_no_faults(archive: Engine) -> None:
    write(archive, make_article("A1"))
    assert find_faults(archive) == []


def test_rows_without_their_article_are_found(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    engine = open_archive(f"sqlite:///{path}")
    write(engine, make_article("A1", text="a"), make_article("B2", text="b"))
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM articles WHERE code = 'A1'")
        connection.execute("DELETE FROM appearances WHERE identity LIKE '%B2'")
    faults = "\n".join(find_faults(engine))
    assert "belongs to a row of articles that is not there" in faults
    assert "1 articles have no appearance" in faults
