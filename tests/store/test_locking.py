"""One schedule an archive: the lock is held against others, and is free when its holder is gone."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest
from sqlalchemy import Engine

from archiver.errors import StoreError
from archiver.store.locking import only_schedule
from archiver.store.upgrade import open_archive

_HOLDER = """
import sys, time
from archiver.store.locking import only_schedule
from archiver.store.upgrade import open_archive
with only_schedule(open_archive(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""


def test_a_second_schedule_is_refused_and_told_why(archive: Engine, database_url: str) -> None:
    other = open_archive(database_url)
    words = "another archiver run keeps its schedule"
    with only_schedule(archive), pytest.raises(StoreError, match=words), only_schedule(other):
        pass
    other.dispose()


def test_the_lock_is_free_after_its_holder(archive: Engine, database_url: str) -> None:
    other = open_archive(database_url)
    for engine in (archive, other, archive):
        with only_schedule(engine):
            pass
    other.dispose()


def test_the_archive_can_be_read_and_written_while_it_is_locked(archive: Engine, database_url: str) -> None:
    with only_schedule(archive):
        open_archive(database_url).dispose()


def test_a_killed_holder_leaves_no_lock(archive: Engine, database_url: str) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, database_url], stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(StoreError), only_schedule(archive):
        pass
    holder.kill()
    holder.communicate()
    for _ in range(100):  # a server hears of it a moment later
        try:
            with only_schedule(archive):
                return
        except StoreError:
            time.sleep(0.1)
    pytest.fail("the lock outlives its holder")
