"""Quality and speed of reading a news page, ours and each installed peer's, on pages with expected values.

    python benchmarks/extraction.py [--set NAME] [--system NAME] [--every N]

The pages are not part of the project; ``benchmarks/README.md`` says where they come from. Give their
folder with ``--pages`` or ``ARCHIVER_SHARED``; without them the script says so and ends.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import lzma
import os
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from metrics import author_f1, bag_scores, names, paragraph_f1, rouge_lsum, signs, snippet_share, words
from rich.console import Console
from rich.table import Table

from archiver.errors import ReadError
from archiver.normalise.article import normalise
from archiver.normalise.urls import host_of, url_identity
from archiver.records import Capture, Target
from archiver.sites import article

SETS = ("wcxb-dev", "fundus-even", "gne-even", "htmldate-even")
NOW = datetime(2026, 6, 1, tzinfo=UTC)
"""When the pages are read: after the last of them was printed."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page with its expected values."""

    url: str
    body: bytes
    expected: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a system read; a field that it does not read is ``None`` (``()`` for authors and paragraphs)."""

    paragraphs: tuple[str, ...] = ()
    title: str | None = None
    authors: tuple[str, ...] = ()
    day: str | None = None


System = Callable[[Page], Reading]


def load_pages(folder: Path, name: str, every: int = 1) -> list[Page]:
    """Load a set of pages, or each ``every``-th of them."""
    return [page for number, page in enumerate(_pages(folder / f"{name}.jsonl.xz")) if number % every == 0]


def _pages(path: Path) -> Iterator[Page]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            page = json.loads(line)
            body = base64.b64decode(page["html_b64"]) if "html_b64" in page else page["html"].encode("utf-8")
            yield Page(page["url"] or "", body, page["expected"])


def site_part(site: str, parts: int) -> int:
    """Give the part, of so many, that a site belongs to; always the same one."""
    return int(hashlib.md5(site.encode(), usedforsecurity=False).hexdigest(), 16) % parts


def read_with_archiver(page: Page) -> Reading:
    """Read a page as ``archiver extract`` does."""
    url = page.url or "http://page.invalid/"
    target = Target(url=url, identity=url_identity(url), site=host_of(url))
    capture = Capture(url=url, status=200, headers=(), body=page.body, fetched_at=NOW)
    try:
        read = normalise(article.extract(capture, target, needs_text=False), needs_text=False)
    except ReadError:
        return Reading()
    day = read.published.at.date().isoformat() if read.published else None
    return Reading(read.paragraphs, read.title, read.authors, day)


def read_with_trafilatura(page: Page) -> Reading:
    """Read a page as trafilatura does by default."""
    import trafilatura  # noqa: PLC0415 - a peer, which need not be installed

    found = trafilatura.bare_extraction(
        page.body.decode("utf-8", "replace"), url=page.url, with_metadata=True
    )
    if found is None or isinstance(found, dict):
        return Reading()
    authors = tuple((found.author or "").split("; ")) if found.author else ()
    return Reading(tuple((found.text or "").split("\n")), found.title, authors, found.date)


SYSTEMS: dict[str, System] = {"archiver": read_with_archiver, "trafilatura": read_with_trafilatura}


def score(reading: Reading, expected: dict[str, Any], set_name: str) -> dict[str, float]:
    """Give every metric for which a page has gold."""
    scores: dict[str, float] = {}
    text = "\n".join(reading.paragraphs)
    if expected.get("text") and set_name == "wcxb-dev":
        scores["word_F1"], scores["word_P"], scores["word_R"] = bag_scores(
            words(text), words(expected["text"])
        )
    if expected.get("text") and set_name == "gne-even":
        scores["char_F1"], *_ = bag_scores(signs(text), signs(expected["text"]))
    for name in ("with", "without"):
        share = snippet_share(text, expected.get(name) or [])
        if share is not None:
            scores[name] = share
    if expected.get("paragraphs"):
        optional = expected.get("optional") or []
        scores["par_F1"] = paragraph_f1(reading.paragraphs, expected["paragraphs"], optional)
        if set_name == "fundus-even":
            scores["rouge_F1"] = rouge_lsum(reading.paragraphs, expected["paragraphs"], optional)
    if expected.get("title"):
        found, gold = signs(reading.title or ""), signs(expected["title"])
        scores["title_exact"], scores["title_F1"] = float(found == gold), bag_scores(found, gold)[0]
    if expected.get("authors"):
        golds = [expected["authors"], *(expected.get("authors_alt") or [])]
        scores["author_F1"] = author_f1(reading.authors, golds)
    elif "authors" in expected:
        scores["author_false"] = float(bool(names(reading.authors)))
    if expected.get("date"):
        scores["date_acc"] = float(reading.day == expected["date"])
    elif "date" in expected:
        scores["date_false"] = float(reading.day is not None)
    return scores


def measure(pages: list[Page], system: System, set_name: str) -> dict[str, float]:
    """Give the mean of every metric over the pages that have gold for it, and pages a second."""
    sums: dict[str, list[float]] = defaultdict(list)
    spent = 0.0
    for page in pages:
        started = time.perf_counter()
        reading = system(page)
        spent += time.perf_counter() - started
        for name, value in score(reading, page.expected, set_name).items():
            sums[name].append(value)
    means = {name: sum(values) / len(values) for name, values in sums.items()}
    return means | {"pages/s": len(pages) / spent}


def main() -> None:
    """Print a table for each set."""
    arguments = _read_arguments()
    console = Console(width=160)
    if not arguments.pages.is_dir():
        console.print(f"the pages are not at {arguments.pages}; name their folder with --pages")
        return
    for set_name in arguments.set or SETS:
        pages = load_pages(arguments.pages, set_name, arguments.every)
        results = {name: measure(pages, SYSTEMS[name], set_name) for name in arguments.system or SYSTEMS}
        columns = list(dict.fromkeys(metric for means in results.values() for metric in means))
        table = Table("system", *columns, title=f"{set_name}, {len(pages)} pages")
        for name, means in results.items():
            table.add_row(name, *(f"{means[column]:.3f}" if column in means else "-" for column in columns))
        console.print(table)


def _read_arguments() -> argparse.Namespace:
    shared = Path(os.environ.get("ARCHIVER_SHARED", Path(__file__).parents[2] / "shared"))
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=Path, default=shared / "benchmarks")
    parser.add_argument("--set", action="append", choices=SETS)
    parser.add_argument("--system", action="append", choices=sorted(SYSTEMS))
    parser.add_argument("--every", type=int, default=1, help="take each N-th page only")
    return parser.parse_args()


if __name__ == "__main__":
    main()
