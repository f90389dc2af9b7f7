"""A researcher's database: flat tables on any SQLAlchemy URL, brought up to date by each export.

The tables are no archive: times are ISO 8601 text beside a plain date, tags are one text. An article
is known by its identity, so several archives can be exported into one database.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Column, Connection, Engine, create_engine, delete, insert, inspect, select, update
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import SQLAlchemyError

from archiver.entries import Entry
from archiver.errors import ExportError
from archiver.exporters.database_rows import Row, article_row, entry_urls, revision_row, storable
from archiver.exporters.database_tables import (
    ADDED_COLUMNS,
    addresses,
    articles,
    authors,
    metadata,
    paragraphs,
    revisions,
)
from archiver.plugins import ExportOptions, Selection
from archiver.reports import ExportReport

BATCH_SIZE = 500
CONNECT_SECONDS = 10

Pair = tuple[Entry, Row]


def write_database(selection: Selection, destination: str, options: ExportOptions) -> ExportReport:  # noqa: ARG001
    """Add the selection's new articles and bring changed ones up to date.

    Every 500 articles are one transaction: after an error the database holds whole articles only,
    and the next export goes on from there.

    Raises:
        ExportError: no database URL, or a database that cannot be reached or written.
    """
    url = _parse_url(destination)
    shown = _show_url(url)
    counts: dict[str, int] = {}
    with _explained(shown):
        engine = _open(url)
        try:
            _prepare(engine, shown)
            entries = selection.entries()
            while batch := list(islice(entries, BATCH_SIZE)):
                with engine.begin() as connection:
                    for outcome, count in _write_batch(connection, selection, batch).items():
                        counts[outcome] = counts.get(outcome, 0) + count
        finally:
            engine.dispose()
    written_count = counts.pop("written", 0)
    left_out = {reason: count for reason, count in counts.items() if count}
    return ExportReport(destination=shown, written_count=written_count, left_out=left_out)


def _write_batch(connection: Connection, selection: Selection, batch: Sequence[Entry]) -> dict[str, int]:
    wanted = {str(row["identity"]): (entry, row) for entry in batch for row in [article_row(entry)]}
    known = _known_rows(connection, list(wanted))
    fresh = [pair for identity, pair in wanted.items() if identity not in known]
    changed, older_count = _find_changed(connection, wanted, known)
    ids = _insert_articles(connection, [row for _, row in fresh])
    _update_articles(connection, changed)
    entries = {ids[str(row["identity"])]: entry for entry, row in fresh}
    entries |= {article_id: entry for article_id, (entry, _) in changed.items()}
    _insert_parts(connection, selection, entries)
    return {
        "written": len(entries),
        "older than the database's": older_count,
        "unchanged": len(wanted) - len(entries) - older_count,
    }


def _find_changed(
    connection: Connection, wanted: Mapping[str, Pair], known: Mapping[str, Mapping[str, object]]
) -> tuple[dict[int, Pair], int]:
    """Find the known articles that differ by their number, and count those the database has newer."""
    numbers = {identity: int(str(stored["id"])) for identity, stored in known.items()}
    known_urls = _known_urls(connection, list(numbers.values()))
    changed: dict[int, Pair] = {}
    older_count = 0
    for identity, stored in known.items():
        entry, row = wanted[identity]
        number = numbers[identity]
        if int(str(stored["revision"])) > entry.revision:
            older_count += 1  # an older archive must not undo what a newer one wrote
        elif _differs(row, stored) or known_urls.get(number, []) != entry_urls(entry):
            changed[number] = (entry, row)
    return changed, older_count


def _known_rows(connection: Connection, identities: Sequence[str]) -> dict[str, Mapping[str, object]]:
    query = select(articles).where(articles.c.identity.in_(identities))
    return {row["identity"]: dict(row) for row in connection.execute(query).mappings()}


def _known_urls(connection: Connection, article_ids: Sequence[int]) -> dict[int, list[str]]:
    columns = (addresses.c.article_id, addresses.c.url)
    query = select(*columns).where(addresses.c.article_id.in_(article_ids)).order_by(addresses.c.position)
    urls: dict[int, list[str]] = {}
    for article_id, url in connection.execute(query):
        urls.setdefault(article_id, []).append(url)
    return urls


def _differs(row: Row, stored: Mapping[str, object]) -> bool:
    # Another archive numbers the same article otherwise; that is no change of the article.
    return any(stored[name] != value for name, value in row.items() if name != "archive_id")


def _insert_articles(connection: Connection, rows: Sequence[Row]) -> dict[str, int]:
    if not rows:
        return {}
    returned = connection.execute(insert(articles).returning(articles.c.identity, articles.c.id), rows)
    return dict(returned.all())


def _update_articles(connection: Connection, changed: Mapping[int, Pair]) -> None:
    for article_id, (_, row) in changed.items():
        connection.execute(update(articles).where(articles.c.id == article_id).values(row))
    for table in (paragraphs, authors, addresses, revisions):
        if changed:
            connection.execute(delete(table).where(table.c.article_id.in_(changed)))


def _insert_parts(connection: Connection, selection: Selection, entries: Mapping[int, Entry]) -> None:
    lists = (
        (paragraphs, "text", {key: entry.paragraphs for key, entry in entries.items()}),
        (authors, "name", {key: entry.authors for key, entry in entries.items()}),
        (addresses, "url", {key: entry_urls(entry) for key, entry in entries.items()}),
    )
    for table, column, texts in lists:
        rows = [
            {"article_id": key, "position": position, column: storable(text)}
            for key, values in texts.items()
            for position, text in enumerate(values, start=1)
        ]
        if rows:
            connection.execute(insert(table), rows)
    earlier = [
        revision_row(key, revision)
        for key, entry in entries.items()
        if entry.revision > 1
        for revision in selection.revisions(entry.id)
    ]
    if earlier:
        connection.execute(insert(revisions), earlier)


def _parse_url(destination: str) -> URL:
    try:
        return make_url(destination)
    except (SQLAlchemyError, ValueError):
        # The cause may quote a part of the password: it is not shown, and not chained.
        raise ExportError(
            "the destination is no database URL; give one such as sqlite:///news.db or "
            "postgresql://user:password@host/name (special characters in it as %XX)"
        ) from None


def _show_url(url: URL) -> str:
    """Write a URL without what it may hold of secrets: password and parameters."""
    return url.set(query={}).render_as_string(hide_password=True)


def _open(url: URL) -> Engine:
    arguments: dict[str, object] = {}
    if url.get_backend_name() == "postgresql" and "connect_timeout" not in url.query:
        arguments["connect_timeout"] = CONNECT_SECONDS
    if url.get_backend_name() == "sqlite" and url.database and not url.database.startswith(("file:", ":")):
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    return create_engine(url, connect_args=arguments)


def _prepare(engine: Engine, shown: str) -> None:
    """Create the tables and columns that are absent; refuse tables of the same name that are not ours."""
    inspector = inspect(engine)
    present = set(inspector.get_table_names())
    added: set[str] = set()
    for table in metadata.sorted_tables:
        if table.name not in present:
            continue
        lacking = set(table.columns.keys()) - {column["name"] for column in inspector.get_columns(table.name)}
        if table is articles and lacking <= ADDED_COLUMNS:
            added = lacking
        elif lacking:
            raise ExportError(
                f"{shown} has a table {table.name} that is not this export's "
                f"(it lacks {', '.join(sorted(lacking))}); give an empty database"
            )
    metadata.create_all(engine)
    with engine.begin() as connection:
        change = Operations(MigrationContext.configure(connection))
        for name in sorted(added):
            change.add_column(articles.name, Column(name, articles.c[name].type))


@contextmanager
def _explained(shown: str) -> Iterator[None]:
    """Turn a database's error into one line without password."""
    try:
        yield
    except SQLAlchemyError as error:
        cause = getattr(error, "orig", None) or error
        raise ExportError(f"cannot write {shown}: {_first_line(str(cause))}") from error
    except ModuleNotFoundError as error:
        raise ExportError(
            f"cannot write {shown}: its driver {error.name} is not installed; install it with pip"
        ) from error
    except OSError as error:
        raise ExportError(f"cannot write {shown}: {error.strerror or error}; choose another place") from error


def _first_line(text: str) -> str:
    lines: Iterable[str] = (line.strip() for line in text.splitlines())
    return next((line for line in lines if line), "the database gave no reason")
