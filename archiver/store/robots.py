"""The robots.txt files that hosts gave, kept so that a new process need not ask for them within a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, select

from archiver.store.engine import reading, writing
from archiver.store.inserting import insert_or_replace
from archiver.store.schema import robots_files


@dataclass(frozen=True, slots=True)
class RobotsFile:
    """A file as it was given; ``text`` is empty where the host has none."""

    text: str
    asked_at: datetime


def find_robots_file(engine: Engine, url: str) -> RobotsFile | None:
    """Find the file last given at an address."""
    query = select(robots_files.c.text, robots_files.c.asked_at).where(robots_files.c.url == url)
    with reading(engine) as connection:
        row = connection.execute(query).first()
        return RobotsFile(row.text, row.asked_at) if row else None


def keep_robots_file(engine: Engine, url: str, file: RobotsFile) -> None:
    """Keep the file that was given at an address, in place of the one before."""
    row = {"url": url, "text": file.text, "asked_at": file.asked_at}
    with writing(engine) as connection:
        connection.execute(insert_or_replace(connection, robots_files, "url", keep=()), row)
