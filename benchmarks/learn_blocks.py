"""Learns which blocks of a page are its article, and writes ``archiver/sites/page/model.json``.

    python benchmarks/learn_blocks.py --python PEERS                     # from all pages, for the program
    python benchmarks/learn_blocks.py --python PEERS --parts 2 --into F  # to measure on sites not seen

A block is article text where its words stand in the expected text (``labels.py``). Pages that have none,
which add sites and languages, are labelled by the vote of three other extractors; ``--python`` names
the interpreters in which these are. Two judgements are learned: the first from a block and its
neighbours, the second from the first one's scores around it, which are those of tables that never saw
the page's site. Needs the extra ``learn``; the pages are those of ``benchmarks/README.md``.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
from labels import MOST_OF_IT, label_blocks, vote
from pages import Page, load_pages, pages_folder, site_part
from workers import System, Worker, find_systems

from archiver.sites.page.blocks import cut_blocks, parse_page
from archiver.sites.page.boxes import Block, Box, name_words
from archiver.sites.page.context import second_rows
from archiver.sites.page.encodings import decode_page
from archiver.sites.page.features import Rows, Weights, first_rows, text_words
from archiver.sites.page.head import Declared, read_head

TABLES = Path(__file__).parents[1] / "archiver" / "sites" / "page" / "model.json"
SETS = ("wcxb-dev", "fundus-even", "gne-even")
VOTED_SETS = ("htmldate-even",)
"""Pages without an expected text."""
VOTERS = ("trafilatura", "newspaper4k", "readability-lxml")
TRUST_IN_VOTES = 0.5
"""How much a page labelled by a vote counts beside one with an expected text."""
FEWEST_PAGES, FEWEST_PAGES_FOR_WORD = 3, 6
"""A word must stand on so many pages to be weighed: a site's own names teach nothing."""
LEAST_WEIGHT = 0.8
LONGEST_LINE = 200
BOXES_UP = 6
Held = dict[str, list[float]]
"""Word → how much of it stood outside the article, and in it."""
_PARAMETERS = {
    "objective": "binary",
    "learning_rate": 0.1,
    "min_data_in_leaf": 40,
    "feature_fraction": 0.6,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "verbose": -1,
    "seed": 1,
    "deterministic": True,
    "num_threads": 2,
}
_FIRST: dict[str, Any] = {"num_leaves": 31, "max_depth": 7}
_SECOND: dict[str, Any] = {"num_leaves": 15, "max_depth": 6, "learning_rate": 0.08, "min_data_in_leaf": 60}
FIRST_TREES, SECOND_TREES = 120, 60


@dataclass(slots=True)
class Lesson:
    """A page cut into blocks, and whether each is article text.

    Attributes:
        labels: 0 to 1 for each block, ``nan`` where nobody knows.
        trust: how much the page counts.
    """

    site: str
    blocks: list[Block]
    boxes: list[Box]
    declared: Declared
    labels: list[float]
    trust: float = 1.0
    scores: list[float] = field(default_factory=list)


def load_lessons(folder: Path) -> list[Lesson]:
    """Cut and label every page that has an expected text."""
    lessons: list[Lesson] = []
    for page in (page for name in SETS for page in load_pages(folder, name)):
        gold = page.expected.get("text") or "\n".join(page.expected.get("paragraphs") or [])
        lesson = cut(page) if gold else None
        if lesson is not None:
            lesson.labels = label_blocks(lesson.blocks, gold)
            lessons.append(lesson)
    return lessons


def load_voted(folder: Path, systems: Mapping[str, System]) -> list[Lesson]:
    """Cut the pages without an expected text, and let other extractors label them."""
    pages = [page for name in VOTED_SETS for page in load_pages(folder, name)]
    texts: list[list[str]] = [[] for _ in pages]
    for system in systems.values():
        with Worker(system) as worker:
            worker.load(pages)
            for page_texts, reading in zip(texts, worker.read(), strict=True):
                page_texts.append("\n".join((reading or {}).get("paragraphs") or []))
    lessons: list[Lesson] = []
    for page, page_texts in zip(pages, texts, strict=True):
        lesson = cut(page)
        labels = vote(lesson.blocks, page_texts) if lesson else None
        if lesson and labels:
            lessons.append(replace(lesson, labels=labels, trust=TRUST_IN_VOTES))
    return lessons


def cut(page: Page) -> Lesson | None:
    """Cut a page into blocks, without labels; ``None`` where it has none."""
    html = decode_page(page.body)
    root = parse_page(html) if html else None
    if root is None:
        return None
    blocks, boxes = cut_blocks(root)
    return Lesson(page.site, blocks, boxes, read_head(root).declared, []) if blocks else None


def weigh_words(lessons: Sequence[Lesson]) -> Weights:
    """Give the log-odds that a box's or a line's word stands for article text, counted by pages."""
    names, words_seen = Tally(), Tally()
    for lesson in lessons:
        by_name: Held = defaultdict(lambda: [0.0, 0.0])
        by_word: Held = defaultdict(lambda: [0.0, 0.0])
        for block, label in zip(lesson.blocks, lesson.labels, strict=True):
            if math.isnan(label):
                continue
            is_text = label >= MOST_OF_IT
            for box in block.box.upwards(BOXES_UP):
                for word in name_words(box.names):
                    by_name[word][is_text] += min(len(block.text), 300)
            if len(block.text) < LONGEST_LINE:
                for word in set(text_words(block.text)):
                    by_word[word][is_text] += 1
        names.add(by_name)
        words_seen.add(by_word)
    base = math.log(sum(words_seen.good.values()) / sum(words_seen.bad.values()))
    return Weights(
        names.weights(FEWEST_PAGES, 0.0, 0.0), words_seen.weights(FEWEST_PAGES_FOR_WORD, base, LEAST_WEIGHT)
    )


class Tally:
    """On how many pages a word stood in article text, and elsewhere; in parts where in both."""

    def __init__(self) -> None:
        self.good: dict[str, float] = defaultdict(float)
        self.bad: dict[str, float] = defaultdict(float)

    def add(self, held: Held) -> None:
        """Add a page."""
        for word, (outside, inside) in held.items():
            self.good[word] += inside / (inside + outside)
            self.bad[word] += outside / (inside + outside)

    def weights(self, fewest: int, base: float, least: float) -> dict[str, float]:
        """Give the log-odds of every word that stood on enough pages and says enough."""
        odds = {
            word: math.log((self.good[word] + 1) / (self.bad[word] + 1)) - base
            for word in sorted(self.good)
            if self.good[word] + self.bad[word] >= fewest
        }
        return {word: round(weight, 1) for word, weight in odds.items() if abs(weight) >= least}


def rows_of(lesson: Lesson, weights: Weights) -> Rows:
    """Give the rows of the first judgement."""
    return first_rows(lesson.blocks, lesson.boxes, declared=lesson.declared, weights=weights)


def learn(rows: Rows, lessons: Sequence[Lesson], how: dict[str, Any], trees: int) -> Any:
    """Learn trees from rows; long blocks count more."""
    labels = np.array([label for lesson in lessons for label in lesson.labels])
    sizes = [
        lesson.trust * (1 + 0.3 * math.sqrt(len(block.text))) for lesson in lessons for block in lesson.blocks
    ]
    known = ~np.isnan(labels)
    labels = (labels[known] >= MOST_OF_IT).astype(float)
    data = lightgbm.Dataset(rows[known], labels, weight=np.array(sizes)[known])
    return lightgbm.train(_PARAMETERS | how, data, trees)


def learn_first(lessons: Sequence[Lesson]) -> tuple[Any, Weights]:
    """Learn the first judgement; words are weighed on the half of the pages that a row is not of."""
    halves = lessons[::2], lessons[1::2]
    weights = weigh_words(halves[1]), weigh_words(halves[0])
    rows = np.vstack(
        [rows_of(lesson, weighed) for half, weighed in zip(halves, weights, strict=True) for lesson in half]
    )
    return learn(rows, [*halves[0], *halves[1]], _FIRST, FIRST_TREES), weigh_words(lessons)


def learn_second(lessons: Sequence[Lesson]) -> Any:
    """Learn the second judgement from the scores that the first gave to pages it had not seen."""
    rows = np.vstack([second_rows(one.blocks, one.boxes, one.scores) for one in lessons])
    return learn(rows, lessons, _SECOND, SECOND_TREES)


def fold_of(lesson: Lesson, folds: int) -> int:
    """Give the fold of a lesson's site; another cut than that into parts, which are even folds else."""
    return site_part(f"{lesson.site} in folds", folds)


def learn_model(lessons: Sequence[Lesson], folds: int) -> dict[str, Any]:
    """Learn both judgements, and give them as the tables that are written."""
    for fold in range(folds):
        first, weights = learn_first([one for one in lessons if fold_of(one, folds) != fold])
        for lesson in lessons:
            if fold_of(lesson, folds) == fold:
                lesson.scores = first.predict(rows_of(lesson, weights)).tolist()
    first, weights = learn_first(lessons)
    return {
        "names": pack(weights.names),
        "words": pack(weights.words),
        "first": table_of(first),
        "second": table_of(learn_second(lessons)),
    }


def pack(weights: Mapping[str, float]) -> dict[str, str]:
    """Give weight → words with blanks between: a third of the size of word → weight."""
    words_by_weight: dict[str, list[str]] = defaultdict(list)
    for word, weight in weights.items():
        if weight:
            words_by_weight[f"{weight:g}"].append(word)
    return {weight: " ".join(words_by_weight[weight]) for weight in sorted(words_by_weight, key=float)}


def write_tables(path: Path, tables: dict[str, Any]) -> None:
    """Write what was learned."""
    text = json.dumps(tables, separators=(",", ":"), ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")
    print(path.name, path.stat().st_size, "bytes", flush=True)


def table_of(model: Any) -> list[list[list[float]]]:
    """Give trees as flat tables: columns, thresholds, lower, higher, leaves."""
    tables = []
    for tree in model.dump_model()["tree_info"]:
        table: list[list[float]] = [[], [], [], [], []]
        _flatten(tree["tree_structure"], table)
        tables.append(table)
    return tables


def _flatten(node: dict[str, Any], table: list[list[float]]) -> int:
    columns, thresholds, lower, higher, leaves = table
    if "leaf_value" in node:
        leaves.append(round(node["leaf_value"], 4))
        return -len(leaves)
    place = len(columns)
    columns.append(node["split_feature"])
    thresholds.append(float(f"{node['threshold']:.5g}"))
    lower.append(0)
    higher.append(0)
    lower[place] = _flatten(node["left_child"], table)
    higher[place] = _flatten(node["right_child"], table)
    return place


def main() -> None:
    """Learn from all pages, or from all but each part of the sites."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=Path, default=pages_folder())
    parser.add_argument("--python", action="append", default=[], help="an interpreter that has some voters")
    parser.add_argument("--folds", type=int, default=4, help="parts by which the second judgement is learned")
    parser.add_argument("--parts", type=int, help="learn from all sites but each of so many parts")
    parser.add_argument("--into", type=Path, default=Path("build/parts"), help="folder for these tables")
    arguments = parser.parse_args()
    systems = find_systems(VOTERS, arguments.python)
    if missing := sorted(set(VOTERS) - set(systems)):
        parser.error(f"not installed: {', '.join(missing)}; name the interpreter that has them with --python")
    lessons = [*load_lessons(arguments.pages), *load_voted(arguments.pages, systems)]
    if not arguments.parts:
        write_tables(TABLES, learn_model(lessons, arguments.folds))
        return
    arguments.into.mkdir(parents=True, exist_ok=True)
    for part in range(arguments.parts):
        seen = [lesson for lesson in lessons if site_part(lesson.site, arguments.parts) != part]
        write_tables(arguments.into / f"without-{part}.json", learn_model(seen, arguments.folds))


if __name__ == "__main__":
    main()
