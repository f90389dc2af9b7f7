"""What the first judgement said of a block and of what stands around it: the columns of the second one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from archiver.sites.page.boxes import Block, Box
from archiver.sites.page.features import (
    ENDS,
    FAR,
    HEADINGS,
    LEVELS,
    SHORT_LINE,
    TAG_NUMBER,
    Rows,
    measure,
    shift,
)

# The words with which such lines begin; each with two plain signs.
_OF_COMMENTS = (
    *("comments?", "responses?", "replies", "discussion", "leave a (?:reply|comment)"),
    *("join the conversation", "post a comment", "what do you think", "thoughts on", "评论", "网友"),
)
_OF_OTHERS = (
    *("related", "recommended", "more (?:from|on|stories|in)", "you (?:may|might) (?:also )?(?:like|enjoy)"),
    *("read (?:more|next|also)", "also read", "latest", "popular", "trending", "most (?:read|popular)"),
    *("see also", "similar", "up next", "don'?t miss", "keep reading", "further reading", "about the author"),
    *("share", "tags", "filed under", "subscribe", "newsletter", "sign up", "get (?:the|our)"),
    *("相关", "推荐", "热门", "猜你喜欢", "延伸阅读", "更多"),
)
COMMENTS = re.compile(rf"(?:\d+ )?(?:{'|'.join(_OF_COMMENTS)})", re.IGNORECASE)
ELSEWHERE = re.compile("|".join(_OF_OTHERS), re.IGNORECASE)
LINE_STARTS = frozenset(words[:2] for words in (*_OF_COMMENTS, *_OF_OTHERS))
"""Two signs with which a line over comments or other articles begins, if not with a number."""


def second_rows(blocks: Sequence[Block], boxes: Sequence[Box], scores: Sequence[float]) -> Rows:
    """Give a row for each block: what the first judgement said of it and of what stands around it."""
    count = len(blocks)
    said_of = np.array(scores)
    lengths = np.array([measure(block.text) for block in blocks])
    sizes = np.minimum(lengths, 600)
    spoken = said_of * sizes
    said, total = _running(spoken), _running(sizes)
    whole = float(said[-1]) or 1.0
    places = np.arange(count)
    columns = [shift(said_of[:, None], step, -1.0) for step in (0, -1, -2, -3, 1, 2, 3)]
    for start, end in ((-3, 0), (1, 4), (-8, 0), (1, 9), (-20, 21)):
        first, last = np.clip(places + start, 0, count), np.clip(places + end, 0, count)
        columns.append(_means(said[last] - said[first], total[last] - total[first]))
    place = np.array([block.box.place for block in blocks])
    above = np.array([box.around.place for box in boxes])
    said_in, size_in = _sum_in(boxes, place, spoken), _sum_in(boxes, place, sizes)
    main = _main_box(boxes, said_in, whole)
    inside = np.zeros(count)
    around = place
    for _ in range(LEVELS + 1):
        columns += [_means(said_in[around], np.maximum(1.0, size_in[around])), said_in[around] / whole]
        inside += around == main.place
        around = above[around]
    template = _number([(block.box.names, block.box.around.names) for block in blocks])
    said_by, size_by = np.bincount(template, spoken), np.bincount(template, sizes)
    sure = np.flatnonzero((said_of > 0.6) & (lengths > SHORT_LINE))
    first_sure, last_sure = (sure[0], sure[-1]) if len(sure) else (count, -1)
    depths = np.array([block.box.depth for block in blocks])
    columns += [
        *(_means(said_by, np.maximum(1.0, size_by))[template], said_by[template] / whole),
        *(np.bincount(template)[template], inside, depths - main.depth, np.full(count, main.depth)),
        *(np.full(count, said_in[main.place] / whole), places - first_sure, last_sure - places),
        *(said[:-1] / whole, 1 - said[1:] / whole, lengths),
        *(np.full(count, len(sure)), np.full(count, whole), np.full(count, count)),
    ]
    lines = np.array(_line_columns(blocks, scores), dtype=np.float32)
    return np.hstack([np.column_stack(columns).astype(np.float32), lines])


def _running(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.concatenate([[0.0], np.cumsum(values)])


def _means(sums: NDArray[Any], sizes: NDArray[Any]) -> NDArray[Any]:
    means: NDArray[Any] = np.divide(sums, sizes, out=np.zeros(len(sums)), where=sizes > 0)
    return means


def _number(keys: Sequence[tuple[str, str]]) -> NDArray[np.intp]:
    """Give equal keys equal numbers, from 0."""
    numbers: dict[tuple[str, str], int] = {}
    return np.array([numbers.setdefault(key, len(numbers)) for key in keys])


def _sum_in(
    boxes: Sequence[Box], place: NDArray[np.intp], values: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Sum a value of the blocks over each box they stand in."""
    sums = np.bincount(place, values, minlength=len(boxes)).tolist()
    for box in reversed(boxes):
        if box.parent is not None:
            sums[box.parent.place] += sums[box.place]
    return np.array(sums)


def _line_columns(blocks: Sequence[Block], scores: Sequence[float]) -> list[tuple[float, ...]]:
    """Give what the lines before a block say of it: a heading over comments, over other articles."""
    since_comments = since_elsewhere = since_heading = FAR
    heading = -1.0
    seen: set[str] = set()
    rows: list[tuple[float, ...]] = []
    for block, score in zip(blocks, scores, strict=True):
        text, box = block.text, block.box
        if len(text) < SHORT_LINE and (text[:2].lower() in LINE_STARTS or text[0].isdecimal()):
            since_comments = 0.0 if COMMENTS.match(text) else since_comments
            since_elsewhere = 0.0 if ELSEWHERE.match(text) else since_elsewhere
        rows.append(
            (
                *(since_comments, since_elsewhere, text in seen, block.link_length / len(text)),
                *(TAG_NUMBER.get(box.tag, 0.0), text.endswith(ENDS), box.is_hidden, heading, since_heading),
            )
        )
        seen.add(text)
        since_comments = min(since_comments + 1, FAR)
        since_elsewhere = min(since_elsewhere + 1, FAR)
        since_heading = min(since_heading + 1, FAR)
        if box.tag in HEADINGS:
            heading, since_heading = score, 0.0
    return rows


def _main_box(boxes: Sequence[Box], said_in: NDArray[np.float64], whole: float) -> Box:
    """Find the smallest box that holds nearly all of what seems to be the article."""
    main = boxes[0]
    for box in boxes:
        if box.parent is main and said_in[box.place] >= 0.8 * whole:
            main = box
    return main
