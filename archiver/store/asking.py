"""The account of the requests that left: when each host was asked what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, delete, select

from archiver.records import Asked
from archiver.store.engine import reading, writing
from archiver.store.inserting import insert_all
from archiver.store.schema import requests

PART_COUNT = 5000


def note_requests(connection: Connection, asked: Sequence[Asked]) -> None:
    """Write down requests."""
    insert_all(connection, requests, [_row(one) for one in asked])


def stream_requests(engine: Engine, host: str | None, since: datetime) -> Iterator[dict[str, Any]]:
    """Yield the requests since a time in the order of host and time, as rows by column name."""
    query = select(requests).where(requests.c.at >= since)
    if host is not None:
        query = query.where(requests.c.host == host)
    with reading(engine) as connection:
        rows = connection.execution_options(yield_per=PART_COUNT).execute(
            query.order_by(requests.c.host, requests.c.at, requests.c.id)
        )
        for row in rows.mappings():
            yield dict(row)


def forget_requests(engine: Engine, before: datetime) -> None:
    """Take out the requests that left before a time."""
    with writing(engine) as connection:
        connection.execute(delete(requests).where(requests.c.at < before))


def _row(asked: Asked) -> dict[str, Any]:
    return {
        "host": asked.host,
        "at": asked.at,
        "url": asked.url,
        "status": asked.status,
        "byte_count": asked.byte_count,
    }
