"""What the tests run in processes of their own: ``python processes.py WORK URL NAME``.

A process says ``ready``, waits for a line, works, and tells what it did in JSON, a line a batch.
"""

from __future__ import annotations

import json
import sys
from itertools import count
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from archiver.records import Article
from archiver.store.upgrade import open_archive
from store.builders import LONG_TEXT, judgements, make_article, make_failure, make_sighting, write

ARTICLE_COUNT = 200
BATCH_COUNT = 20


def shared_articles(name: str) -> list[Article]:
    """The same articles for every process, each in an order of its own."""
    numbers = list(range(ARTICLE_COUNT))
    shift = int(name) * 37
    turned = numbers[shift:] + numbers[:shift]
    return [
        make_article(f"A{number}", text=f"{LONG_TEXT}{number}", pages=[f"https://paper.example/{number}"])
        for number in (turned if int(name) % 2 else turned[::-1])
    ]


def open_only(url: str, _name: str) -> None:
    """Open, or make, the archive."""
    open_archive(url)


def write_shared(url: str, name: str) -> None:
    """Write the articles that the other processes write too."""
    engine = open_archive(url)
    found = shared_articles(name)
    for start in range(0, len(found), BATCH_COUNT):
        print(json.dumps(judgements(write(engine, *found[start : start + BATCH_COUNT]))), flush=True)


def write_changes(url: str, name: str) -> None:
    """Revise, sight and fail on the same entries as the other processes, in another order."""
    engine = open_archive(url)
    for turn in range(5):
        articles = [
            make_article(f"A{number}", text=f"{LONG_TEXT}{number} {name} {turn}", authors=(name, str(turn)))
            for number in range(10)
        ]
        seen = [make_sighting(f"A{number}") for number in range(10)]
        failed = [make_failure(f"F{number}") for number in range(10)]
        records = [*articles, *seen, *failed]
        write(engine, *(records if int(name) % 2 else reversed(records)))


def write_for_ever(url: str, _name: str) -> None:
    """Write batches until killed."""
    engine = open_archive(url)
    for batch in count():
        write(engine, *(make_article(f"A{batch}-{n}", text=f"{batch} {n}") for n in range(BATCH_COUNT)))
        print(batch, flush=True)


if __name__ == "__main__":
    work = {one.__name__: one for one in (open_only, write_shared, write_changes, write_for_ever)}[
        sys.argv[1]
    ]
    print("ready", flush=True)
    sys.stdin.readline()
    work(*sys.argv[2:])
