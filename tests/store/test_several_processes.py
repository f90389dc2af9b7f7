"""Several processes write one archive at once: nothing twice, nothing lost, nothing half."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine, func, insert, select

from archiver.entries import Filters
from archiver.store.checking import find_faults
from archiver.store.failing import list_failures
from archiver.store.reader import count_entries, count_rows, list_revisions
from archiver.store.rows import appearance_row, article_row
from archiver.store.schema import appearances, articles
from archiver.store.upgrade import open_archive
from store import processes
from store.builders import entries, get_entry, judgements, make_article, the_entry, write
from store.processes import ARTICLE_COUNT, BATCH_COUNT


def start(work: str, url: str, name: int) -> subprocess.Popen[str]:
    """Start a process and wait until it is ready to begin."""
    command = [sys.executable, str(Path(processes.__file__)), work, url, str(name)]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    return process


def begin(process: subprocess.Popen[str]) -> None:
    assert process.stdin
    process.stdin.write("\n")
    process.stdin.flush()


def run_at_once(work: str, url: str, many: int) -> list[str]:
    """Run processes at the same time; gives what they told, when all ended without a complaint."""
    running = [start(work, url, name) for name in range(1, many + 1)]
    for process in running:
        begin(process)
    told = [process.communicate(timeout=120) for process in running]
    assert [error for _, error in told] == [""] * many
    assert [process.returncode for process in running] == [0] * many
    return [out for out, _ in told]


def test_processes_that_make_the_same_archive_at_once_all_succeed(database_url: str) -> None:
    run_at_once("open_only", database_url, many=6)
    engine = open_archive(database_url, create=False)
    assert find_faults(engine) == []
    engine.dispose()


def test_the_same_articles_written_at_once_are_stored_once(archive: Engine, database_url: str) -> None:
    told = run_at_once("write_shared", database_url, many=3)
    judged = Counter(word for out in told for line in out.splitlines() for word in json.loads(line))
    assert judged == {"new": ARTICLE_COUNT, "unchanged": 2 * ARTICLE_COUNT}
    rows = count_rows(archive)
    assert (rows["articles"], rows["appearances"]) == (ARTICLE_COUNT, ARTICLE_COUNT)
    assert rows["addresses"] == 2 * ARTICLE_COUNT
    assert {entry.code for entry in entries(archive)} == {f"A{number}" for number in range(ARTICLE_COUNT)}
    assert find_faults(archive) == []


def test_changes_of_the_same_articles_at_once_all_become_revisions(
    archive: Engine, database_url: str
) -> None:
    run_at_once("write_changes", database_url, many=2)
    for number in range(10):
        entry = get_entry(archive, f"A{number}")
        assert entry.revision == 10
        assert [old.number for old in list_revisions(archive, entry.id)] == list(range(1, 10))
        assert len(entry.authors) == 2
    assert {failure["tries"] for failure in list_failures(archive)} == {10}


def test_an_article_that_another_program_writes_meanwhile_is_judged_again(
    postgresql: Callable[[], str],
) -> None:
    """The constraint decides where the lock does not; SQLite lets no second writer in at all."""
    archive = open_archive(postgresql())
    article = make_article("A1")
    verdicts: list[str] = []
    with archive.begin() as connection:
        query = insert(articles).values(**article_row(article)).returning(articles.c.id)
        entry_id = connection.scalars(query).one()
        connection.execute(insert(appearances).values(**appearance_row(article, entry_id)))
        writer = threading.Thread(target=lambda: verdicts.extend(judgements(write(archive, article))))
        writer.start()
        time.sleep(0.3)
    writer.join()
    assert verdicts == ["unchanged"]
    assert the_entry(archive).id == entry_id
    archive.dispose()


def test_a_killed_writer_leaves_whole_batches(archive: Engine, database_url: str) -> None:
    for turn in range(3):
        process = start("write_for_ever", database_url, turn)
        begin(process)
        assert process.stdout
        told = int(process.stdout.readline())
        time.sleep(0.05 + 0.03 * turn)
        process.kill()
        told = max([told, *map(int, process.communicate()[0].split())])
        again = open_archive(database_url, create=False)
        count = count_entries(again, Filters())
        assert count % BATCH_COUNT == 0
        assert count >= (told + 1) * BATCH_COUNT
        assert find_faults(again) == []
        with again.connect() as connection:
            assert connection.scalars(select(func.count()).select_from(appearances)).one() == count
        again.dispose()
    write(archive, make_article("A1"))
