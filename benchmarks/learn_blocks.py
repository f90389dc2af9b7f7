"""Learns which blocks of a page are its article, and writes ``archiver/sites/page/model.json``.

    python benchmarks/learn_blocks.py                     # from all pages, for the program
    python benchmarks/learn_blocks.py --parts 2 --into F  # for measuring on sites that were not seen

A block is article text where its words stand in the expected text. Two judgements are learned: the
first from a block and its neighbours, the second from the first one's scores around it, which are
those of tables that never saw the page's site. Needs the extra ``learn``; the pages are those of
``benchmarks/README.md``.
"""

from __future__ import annotations

import argparse
import json
import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
from metrics import signs
from pages import load_pages, pages_folder, site_part

from archiver.normalise.urls import host_of
from archiver.sites.page.blocks import Block, Box, cut_blocks, parse_page
from archiver.sites.page.body import ENOUGH
from archiver.sites.page.encodings import decode_page
from archiver.sites.page.features import Rows, Weights, first_rows, name_words, second_rows, text_words
from archiver.sites.page.head import read_head

TABLES = Path(__file__).parents[1] / "archiver" / "sites" / "page" / "model.json"
SETS = ("wcxb-dev", "fundus-even", "gne-even")
FEWEST_PAGES, FEWEST_PAGES_FOR_WORD = 3, 6
"""A word must stand on so many pages to be weighed: a site's own names teach nothing."""
LEAST_WEIGHT = 0.8
LONGEST_LINE = 200
BOXES_UP = 6
GRAM = 4
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
    """A page cut into blocks, and whether each is article text."""

    set_name: str
    site: str
    gold: str
    blocks: list[Block]
    boxes: list[Box]
    title: str
    description: str
    labels: list[float]
    scores: list[float] = field(default_factory=list)


def label_blocks(blocks: Sequence[Block], gold: str) -> list[float]:
    """Give the share of each block's words that stand in the expected text, in sequence."""
    expected = signs(gold)
    joined = f" {' '.join(expected)} "
    grams = set(zip(*(expected[start:] for start in range(GRAM)), strict=False))
    lines = {" ".join(signs(line)) for line in re.split(r"[\n\t|]|  +", gold)}
    return [_label(signs(block.text), joined, grams, lines) for block in blocks]


def _label(found: list[str], joined: str, grams: set[tuple[str, ...]], lines: set[str]) -> float:
    text = " ".join(found)
    if not found:
        return 0.0
    if len(found) <= GRAM:
        return 1.0 if text in lines else 0.6 if len(found) == GRAM - 1 and f" {text} " in joined else 0.0
    if f" {text} " in joined:
        return 1.0
    hits = {
        place + step
        for place in range(len(found))
        if tuple(found[place : place + GRAM]) in grams
        for step in range(GRAM)
    }
    return len(hits) / len(found)


def load_lessons(folder: Path) -> list[Lesson]:
    """Cut and label every page that has an expected text."""
    lessons: list[Lesson] = []
    for name in SETS:
        for number, page in enumerate(load_pages(folder, name)):
            gold = page.expected.get("text") or "\n".join(page.expected.get("paragraphs") or [])
            html = decode_page(page.body)
            root = parse_page(html) if html and gold else None
            if root is None:
                continue
            blocks, boxes = cut_blocks(root)
            site = host_of(page.url) if page.url else f"{name}-{number}"
            head = read_head(root)
            title, description = head.meta("og:title") or head.title, head.description
            lessons.append(
                Lesson(name, site, gold, blocks, boxes, title, description, label_blocks(blocks, gold))
            )
    return lessons


def weigh_words(lessons: Sequence[Lesson]) -> Weights:
    """Give the log-odds that a box's or a line's word stands for article text, counted by pages."""
    names, words_seen = Tally(), Tally()
    for lesson in lessons:
        by_name: Held = defaultdict(lambda: [0.0, 0.0])
        by_word: Held = defaultdict(lambda: [0.0, 0.0])
        for block, label in zip(lesson.blocks, lesson.labels, strict=True):
            is_text = label >= ENOUGH
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
    return first_rows(
        lesson.blocks, lesson.boxes, title=lesson.title, description=lesson.description, weights=weights
    )


def learn(rows: Rows, lessons: Sequence[Lesson], how: dict[str, Any], trees: int) -> Any:
    """Learn trees from rows; long blocks count more."""
    labels = np.array([label >= ENOUGH for lesson in lessons for label in lesson.labels], dtype=float)
    sizes = np.array([1 + 0.3 * math.sqrt(len(block.text)) for lesson in lessons for block in lesson.blocks])
    data = lightgbm.Dataset(rows, labels, weight=sizes)
    return lightgbm.train(_PARAMETERS | how, data, trees)


def learn_first(lessons: Sequence[Lesson]) -> tuple[Any, Weights]:
    """Learn the first judgement; words are weighed on the half of the pages that a row is not of."""
    halves = lessons[::2], lessons[1::2]
    weights = weigh_words(halves[1]), weigh_words(halves[0])
    rows = np.vstack(
        [
            rows_of(lesson, weighed)
            for half, weighed in zip(halves, weights, strict=True)
            for lesson in half
            if lesson.blocks
        ]
    )
    return learn(rows, [*halves[0], *halves[1]], _FIRST, FIRST_TREES), weigh_words(lessons)


def learn_second(lessons: Sequence[Lesson]) -> Any:
    """Learn the second judgement from the scores that the first gave to pages it had not seen."""
    rows = np.vstack([second_rows(one.blocks, one.boxes, one.scores) for one in lessons if one.blocks])
    return learn(rows, lessons, _SECOND, SECOND_TREES)


def learn_model(lessons: Sequence[Lesson], folds: int) -> dict[str, Any]:
    """Learn both judgements, and give them as the tables that are written."""
    for fold in range(folds):
        first, weights = learn_first([one for one in lessons if site_part(one.site, folds) != fold])
        for lesson in lessons:
            if lesson.blocks and site_part(lesson.site, folds) == fold:
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
    parser.add_argument("--folds", type=int, default=4, help="parts by which the second judgement is learned")
    parser.add_argument("--parts", type=int, help="learn from all sites but each of so many parts")
    parser.add_argument("--into", type=Path, default=Path("build/parts"), help="folder for these tables")
    arguments = parser.parse_args()
    lessons = load_lessons(arguments.pages)
    if not arguments.parts:
        write_tables(TABLES, learn_model(lessons, arguments.folds))
        return
    arguments.into.mkdir(parents=True, exist_ok=True)
    for part in range(arguments.parts):
        seen = [lesson for lesson in lessons if site_part(lesson.site, arguments.parts) != part]
        write_tables(arguments.into / f"without-{part}.json", learn_model(seen, arguments.folds))


if __name__ == "__main__":
    main()
