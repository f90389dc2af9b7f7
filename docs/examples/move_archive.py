"""Copies an archive into another, empty database: ``python move_archive.py FROM-URL TO-URL``."""

from __future__ import annotations

import sys

from sqlalchemy import func, insert, select, text

from archiver.store.engine import reading, writing
from archiver.store.schema import metadata
from archiver.store.upgrade import open_archive

BATCH_COUNT = 500


def move(from_url: str, to_url: str) -> dict[str, int]:
    """Copy every row; give the rows copied by table. All of it is one transaction."""
    old, new = open_archive(from_url, create=False), open_archive(to_url)
    copied: dict[str, int] = {}
    with reading(old) as source, writing(new) as destination:
        for table in metadata.sorted_tables:
            if destination.scalar(select(func.count()).select_from(table)):
                raise SystemExit(f"{table.name} holds rows already; name an empty database")
            copied[table.name] = 0
            for rows in source.execute(select(table)).mappings().partitions(BATCH_COUNT):
                destination.execute(insert(table), [dict(row) for row in rows])
                copied[table.name] += len(rows)
            if new.dialect.name == "postgresql" and "id" in table.c:
                # The next number must come after the copied ones.
                sequence = f"pg_get_serial_sequence('{table.name}', 'id')"
                last = f"(SELECT max(id) FROM {table.name})"  # noqa: S608 - our own table
                destination.execute(
                    text(f"SELECT setval({sequence}, coalesce({last}, 1), {last} IS NOT NULL)")
                )
    return copied


if __name__ == "__main__":
    for name, count in move(*sys.argv[1:3]).items():
        print(count, name)
