"""How fast is the store? Rows a second of ``write_batch``, against the bare driver writing the same rows.

    python benchmarks/store.py [--count 2000] [--rounds 5] [--postgresql URL] [--json]

``write_batch`` judges new articles and writes them, in batches. The rows it left are read back and
written by ``executemany`` of ``sqlite3`` into a new file: the same tables, indexes and pragmas, the
same batches, one transaction each. Every row of every table counts. The two take turns in one
process; the ratio is the median of the rounds' ratios.

With ``--postgresql`` the same is done there with psycopg, in a schema of our own that is dropped at
the end.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import make_url, text

from archiver.dedup import judge
from archiver.normalise.article import normalise
from archiver.records import Article, Draft, Target
from archiver.sample.generated import generate_articles
from archiver.store.engine import open_engine
from archiver.store.schema import metadata
from archiver.store.upgrade import open_archive
from archiver.store.writer import Batch, write_batch

BATCH_COUNTS = (1, 50, 100, 500)
SITE = "http://news.example/html_News/NewsShare.html?infoCode="
SCHEMA = "archiver_benchmark"
Rows = dict[str, list[tuple[Any, ...]]]
"""Table → rows, tables in the order in which they can be filled."""


def main() -> None:
    arguments = _parse_arguments()
    articles = list(_make_articles(arguments.count))
    urls = ["sqlite"] + ([arguments.postgresql] if arguments.postgresql else [])
    summary: dict[str, dict[str, Any]] = {}
    for url in urls:
        name = make_url(url).get_backend_name() if "://" in url else url
        summary[name] = {
            str(count): _measure(url, articles, count, arguments.rounds) for count in BATCH_COUNTS
        }
    print(json.dumps(summary) if arguments.json else _render(summary))


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measures the store against the bare driver.")
    parser.add_argument("--count", type=int, default=2000, help="articles written in every round")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--postgresql", metavar="URL", help="also measure there: postgresql+psycopg://…")
    parser.add_argument("--json", action="store_true", help="print JSON for machines")
    return parser.parse_args()


def _make_articles(count: int) -> Iterator[Article]:
    """Yield the generated articles of the sample site, cleaned as in a crawl."""
    now = datetime.now(UTC)
    for sample in generate_articles(count):
        target = Target(
            url=SITE + sample.code,
            identity=f"share:sample:{sample.code}",
            site="sample",
            code=sample.code,
            category="{slug}",
            tags=("{publisher}新闻",),
        )
        yield normalise(
            Draft(
                target=target,
                fetched_at=now,
                addresses=(target.url,),
                raw_title=sample.title,
                raw_published=sample.time,
                raw_publisher=sample.newspaper,
                body_html=sample.body,
                time_zone="Asia/Shanghai",
            )
        )


def _measure(url: str, articles: Sequence[Article], batch_count: int, rounds: int) -> dict[str, Any]:
    """Let the store and the driver take turns; gives rows a second of both and their ratio."""
    rates: list[tuple[float, float]] = []
    for number in range(rounds):
        with _new_database(url) as place:
            seconds, rows = _write_by_store(place, articles, batch_count)
        with _new_database(url) as place:
            bare_seconds = _write_by_driver(place, rows, batch_count)
        row_count = sum(map(len, rows.values()))
        rates.append((row_count / seconds, row_count / bare_seconds))
        print(f"batches of {batch_count}, round {number + 1} of {rounds}", file=sys.stderr)
    ratios = [rate / bare for rate, bare in rates]
    return {
        "archiver": median(rate for rate, _ in rates),
        "bare": median(bare for _, bare in rates),
        "ratio": median(ratios),
        "ratios": ratios,
    }


@contextmanager
def _new_database(url: str) -> Iterator[str]:
    """Give the URL of an archive that is empty but for its tables, and take it away afterwards."""
    if url == "sqlite":
        with tempfile.TemporaryDirectory(prefix="archiver-bench-") as folder:
            place = f"sqlite:///{Path(folder) / 'archive.db'}"
            open_archive(place).dispose()
            yield place
        return
    engine = open_engine(url)
    drop = text(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
    with engine.begin() as connection:
        connection.execute(drop)
        connection.execute(text(f"CREATE SCHEMA {SCHEMA}"))
    inside = make_url(url).update_query_dict({"options": f"-csearch_path={SCHEMA}"})
    place = inside.render_as_string(hide_password=False)
    try:
        open_archive(place).dispose()
        yield place
    finally:
        with engine.begin() as connection:
            connection.execute(drop)
        engine.dispose()


def _write_by_store(url: str, articles: Sequence[Article], batch_count: int) -> tuple[float, Rows]:
    """Write as a crawl does; gives the seconds, and the rows that are there then."""
    batches = [Batch(articles=tuple(part)) for part in _parts(articles, batch_count)]
    engine = open_engine(url)
    engine.connect().close()
    started = time.perf_counter()
    for batch in batches:
        write_batch(engine, batch, judge)
    seconds = time.perf_counter() - started
    rows = _read_rows(url)
    engine.dispose()
    return seconds, rows


def _read_rows(url: str) -> Rows:
    """Read every row as the driver gives it."""
    engine = open_engine(url)
    connection = engine.raw_connection()
    cursor = connection.cursor()
    rows: Rows = {}
    for table in metadata.sorted_tables:
        columns = ", ".join(table.columns.keys())
        cursor.execute(f"SELECT {columns} FROM {table.name} ORDER BY 1, 2")
        rows[table.name] = [tuple(map(_plain, row)) for row in cursor.fetchall()]
    connection.close()
    engine.dispose()
    return rows


def _plain(value: Any) -> Any:
    """Give JSON as text: psycopg reads it into objects."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value


def _write_by_driver(url: str, rows: Rows, batch_count: int) -> float:
    """Write rows in the batches in which the store wrote them; gives the seconds."""
    engine = open_engine(url)
    connection = engine.raw_connection()
    driver: Any = connection.driver_connection
    statements = {name: _insert(name, "?" if engine.dialect.name == "sqlite" else "%s") for name in rows}
    batches = _cut(rows, batch_count)
    started = time.perf_counter()
    for batch in batches:
        cursor = driver.cursor()
        if engine.dialect.name == "sqlite":
            cursor.execute("BEGIN IMMEDIATE")
        for name, some in batch.items():
            cursor.executemany(statements[name], some)
        driver.commit()
    seconds = time.perf_counter() - started
    connection.close()
    engine.dispose()
    return seconds


def _insert(name: str, mark: str) -> str:
    columns = metadata.tables[name].columns.keys()
    return f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({', '.join(mark for _ in columns)})"


def _cut(rows: Rows, batch_count: int) -> list[Rows]:
    """Cut the rows into batches of so many articles, each with the rows around them."""
    ids = [row[0] for row in rows["articles"]]
    place: dict[Any, int] = {entry_id: number // batch_count for number, entry_id in enumerate(ids)}
    # The ledger knows an article by its identity.
    named = metadata.tables["articles"].columns.keys().index("identity")
    place |= {row[named]: place[row[0]] for row in rows["articles"]}
    batches: list[Rows] = [defaultdict(list) for _ in _parts(ids, batch_count)]
    for name, some in rows.items():
        columns = metadata.tables[name].columns.keys()
        if not some:
            continue
        key = columns.index({"articles": "id", "ledger": "identity"}.get(name, "article_id"))
        for row in some:
            batches[place[row[key]]][name].append(row)
    return batches


def _parts(whole: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    for start in range(0, len(whole), size):
        yield whole[start : start + size]


def _render(summary: dict[str, dict[str, Any]]) -> str:
    lines = [f"{'rows a second':<24}{'archiver':>10}{'bare':>10}{'ratio':>8}   lowest–highest"]
    for database, measured in summary.items():
        for count, one in measured.items():
            words = f"{database}, batches of {count}"
            spread = f"{min(one['ratios']):.2f}–{max(one['ratios']):.2f}"
            row = f"{words:<24}{one['archiver']:>10.0f}{one['bare']:>10.0f}{one['ratio']:>8.2f}"
            lines.append(f"{row}   {spread}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
