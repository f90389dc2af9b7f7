"""A full disk is told in plain words; what was written before stays."""

from __future__ import annotations

from pathlib import Path
from sqlite3 import Connection

import pytest
from sqlalchemy import event

from archiver.errors import DatabaseError
from archiver.store.checking import find_faults
from archiver.store.upgrade import open_archive
from store.builders import entries, make_article, write


def test_a_full_disk_is_told_and_earlier_batches_stay(tmp_path: Path) -> None:
    """SQLite is told that the disk holds 60 pages: it then fails as it does on a disk without room."""

    def shrink(connection: Connection, _record: object) -> None:
        connection.execute("PRAGMA max_page_count = 60")

    engine = open_archive(f"sqlite:///{tmp_path / 'archive.db'}")
    event.listen(engine, "connect", shrink)
    engine.dispose()
    write(engine, make_article("A1"))
    with pytest.raises(DatabaseError, match="disk is full; free some space and run again"):
        write(engine, *(make_article(f"B{number}", text=f"{number}" * 2000) for number in range(100)))
    assert [entry.code for entry in entries(engine)] == ["A1"]
    assert find_faults(engine) == []
    event.remove(engine, "connect", shrink)
    engine.dispose()
    write(engine, make_article("B2", text="there is room again"))
    assert len(entries(engine)) == 2
