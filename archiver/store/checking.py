"""Looks whether a database is whole."""

from __future__ import annotations

from sqlalchemy import Engine, func, select

from archiver.store.engine import reading
from archiver.store.schema import appearances, articles


def find_faults(engine: Engine) -> list[str]:
    """Give a line for every fault found; none for a whole database."""
    faults: list[str] = []
    with reading(engine) as connection:
        if engine.dialect.name == "sqlite":
            for row in connection.exec_driver_sql("PRAGMA integrity_check"):
                if row[0] != "ok":
                    faults.append(f"damaged: {row[0]}; restore the file from a backup")
            for row in connection.exec_driver_sql("PRAGMA foreign_key_check"):
                faults.append(f"table {row[0]}, row {row[1]}: belongs to a row of {row[2]} that is not there")
        without = select(func.count(articles.c.id)).where(
            ~select(appearances.c.id).where(appearances.c.article_id == articles.c.id).exists()
        )
        if count := connection.scalars(without).one():
            faults.append(f"{count} articles have no appearance; fetch them again with --refetch")
    return faults
