"""Reads the learned tables and scores rows with them: decision trees, summed and squeezed to 0..1.

``NOTICE.md`` beside this credits the data sets that the tables were learned from.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from archiver.sites.page.features import Rows, Weights

Numbers = NDArray[np.float32]
Places = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Forest:
    """Decision trees laid behind each other in one table; a leaf leads back to itself.

    Attributes:
        roots: place of each tree's first node.
        columns, thresholds: what a node asks: is this column of the row at most this?
        nexts: place of the next node where it is, at twice the node's place; behind it where it is not.
        values: what a leaf says, 0 for other nodes.
        depth: steps from the root to the farthest leaf.
        width: columns that a row has at least.
    """

    roots: Places
    columns: Places
    thresholds: Numbers
    nexts: Places
    values: Numbers
    depth: int
    width: int


def score_rows(forest: Forest, rows: Rows) -> list[float]:
    """Give for each row the probability that a forest's trees see in it."""
    width, count = rows.shape[1], len(rows)
    flat = np.ascontiguousarray(rows).ravel()
    starts = np.repeat(np.arange(count, dtype=np.int32) * width, len(forest.roots))
    nodes = np.tile(forest.roots, count)
    for _ in range(forest.depth):
        is_higher = flat[starts + forest.columns[nodes]] > forest.thresholds[nodes]
        nodes = forest.nexts[2 * nodes + is_higher]
    totals = forest.values[nodes].reshape(count, -1).sum(axis=1)
    scores: list[float] = (1.0 / (1.0 + np.exp(-totals))).tolist()
    return scores


@dataclass(frozen=True, slots=True)
class Model:
    """What ``benchmarks/learn_blocks.py`` learned."""

    weights: Weights
    first: Forest
    second: Forest


@cache
def load_model() -> Model:
    """Load the tables that come with the program."""
    return read_model(files("archiver.sites.page").joinpath("model.json").read_text("utf-8"))


def read_model(text: str) -> Model:
    """Read tables as ``benchmarks/learn_blocks.py`` writes them."""
    table = json.loads(text)
    weights = Weights(_unpack(table["names"]), _unpack(table["words"]))
    return Model(weights, _plant(table["first"]), _plant(table["second"]))


def use_model(path: Path) -> None:
    """Judge with other tables from now on; to measure tables that never saw the pages."""
    global load_model
    model = read_model(path.read_text("utf-8"))
    load_model = cache(lambda: model)


def _unpack(weights: Mapping[str, str]) -> dict[str, float]:
    """Give word → weight from weight → words with blanks between."""
    return {word: float(weight) for weight, words in weights.items() for word in words.split()}


def _plant(trees: Sequence[Sequence[Sequence[Any]]]) -> Forest:
    """Lay trees behind each other.

    A tree is columns, thresholds, lower, higher, leaves; a negative next node is the leaf ``-number - 1``.
    """
    columns: list[int] = []
    thresholds: list[float] = []
    lower: list[int] = []
    higher: list[int] = []
    values: list[float] = []
    roots: list[int] = []
    deepest = 0
    for its_columns, its_thresholds, its_lower, its_higher, leaves in trees:
        start, count = len(columns), len(its_columns)
        roots.append(start)
        lower += [start + place if place >= 0 else start + count - place - 1 for place in its_lower]
        higher += [start + place if place >= 0 else start + count - place - 1 for place in its_higher]
        own = range(start + count, start + count + len(leaves))
        lower += own
        higher += own
        columns += [*its_columns, *(0 for _ in leaves)]
        thresholds += [*its_thresholds, *(0.0 for _ in leaves)]
        values += [*(0.0 for _ in its_columns), *leaves]
        deepest = max(deepest, _depth(its_lower, its_higher))
    return Forest(
        np.array(roots, dtype=np.int32),
        np.array(columns, dtype=np.int32),
        np.array(thresholds, dtype=np.float32),
        np.array([lower, higher], dtype=np.int32).T.ravel(),
        np.array(values, dtype=np.float32),
        deepest,
        max(columns, default=-1) + 1,
    )


def _depth(lower: Sequence[int], higher: Sequence[int]) -> int:
    depths = [1] * len(lower)  # a node stands after its parent
    for place, nexts in enumerate(zip(lower, higher, strict=True)):
        for following in nexts:
            if following >= 0:
                depths[following] = depths[place] + 1
    return max(depths, default=0)
