"""What is known of a block before it is judged: numbers, in a fixed order of columns.

``first_rows`` looks at the page alone; ``second_rows`` looks at what the first judgement said of a block
and of what stands around it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from archiver.sites.page.blocks import Block, Box

Rows = NDArray[np.float32]
"""A row a block, a column what is known of it."""

FAR = 999.0
SHORT_LINE = 60
SAMPLE = 300
"""Characters of a block that are looked at for letters and marks."""
LEVELS = 4
"""Boxes around a block that have columns of their own."""
MOST_WORDS = 24

_CLASS_WORD = re.compile(r"[A-Za-z][a-z]+|[A-Z]+(?![a-z])|[\u4e00-\u9fff]+")
_WORD = re.compile(r"\w+")
_UPPER = re.compile(r"[A-Z]")
_DIGIT = re.compile(r"\d")
_CJK = re.compile(r"[\u3040-\u9fff]")
_ENDS = tuple('.!?。！？…;；:：”"』」)）')
_COMMON = frozenset(
    (
        "the of and to in a is that for it was with as on be are by you your this from have or at de la le"
        " les et der die und das el los que en il di che"
    ).split()
)
_DATE = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2}|\d{4}[-/.年]\d{1,2}"
    r"|\d{1,2}[:：]\d{2}|\b\d+ (?:min|hours?|days?) ",
    re.IGNORECASE,
)
_FURNITURE = re.compile(
    r"©|[(]c[)]|版权|声明|责任编辑|编辑：|相关|推荐|热门|分享|评论|扫码|关注|下载|广告|登录|注册|首页|上一篇|下一篇|来源"
)
_COMMENTS = re.compile(
    r"(?:\d+ )?(?:comments?|responses?|replies|discussion|leave a (?:reply|comment)|join the conversation"
    r"|post a comment|what do you think|thoughts on|评论|网友)",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"(?:related|recommended|more (?:from|on|stories|in)|you (?:may|might) (?:also )?(?:like|enjoy)"
    r"|read (?:more|next|also)|also read|latest|popular|trending|most (?:read|popular)|see also|similar"
    r"|up next|don'?t miss|keep reading|further reading|about the author|share|tags|filed under|subscribe"
    r"|newsletter|sign up|get (?:the|our)|相关|推荐|热门|猜你喜欢|延伸阅读|更多)",
    re.IGNORECASE,
)
_TAGS = (
    "p li h1 h2 h3 h4 h5 h6 td th blockquote figcaption div section dd dt pre article body caption summary"
    " header footer aside"
).split()
_TAG_NUMBER = {tag: float(number) for number, tag in enumerate(_TAGS, start=1)}
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_AROUND = "article main nav aside footer header form figure table ul section blockquote".split()
_AROUND_BIT = {tag: 1 << number for number, tag in enumerate(_AROUND)}


@dataclass(frozen=True, slots=True)
class Weights:
    """How much a word speaks for an article's text, as log-odds.

    Attributes:
        names: words of the class, id or role of the boxes around a block; tags in angle brackets.
        words: words of the text itself.
    """

    names: Mapping[str, float]
    words: Mapping[str, float]


@lru_cache(maxsize=20_000)
def name_words(names: str) -> tuple[str, ...]:
    """Give the words of a box's names, its tag first, in angle brackets."""
    tag, _, rest = names.partition(" ")
    found = [word.lower() for word in _CLASS_WORD.findall(rest)[:MOST_WORDS]]
    return tuple(dict.fromkeys([f"<{tag}>", *found]))


def text_words(text: str) -> list[str]:
    """Give the words of a block's text in lower case."""
    return _WORD.findall(text.lower())


def first_rows(
    blocks: Sequence[Block], boxes: Sequence[Box], *, title: str, description: str, weights: Weights
) -> Rows:
    """Give a row for each block: of itself, its boxes, its page and its neighbours."""
    words = [text_words(block.text[:2000]) for block in blocks]
    own = np.array(_own_rows(blocks, words, title, description, weights.words), dtype=np.float32)
    around = np.array([block.box.around.place for block in blocks])
    return np.hstack([own, _box_columns(blocks, boxes, weights.names), _neighbour_columns(own, around)])


def _box_columns(blocks: Sequence[Block], boxes: Sequence[Box], weights: Mapping[str, float]) -> Rows:
    """Give the columns of each block's box and of those around it."""
    total = sum(len(block.text) for block in blocks) or 1
    twins = Counter(box.names for box in boxes)
    siblings = Counter((box.around.place, box.names) for box in boxes)
    above = np.array([box.around.place for box in boxes])
    of_box = np.array(
        [
            (
                *(box.character_count / total, box.link_length / max(1, box.character_count)),
                *(box.block_count, box.paragraph_count),
                *(siblings[box.around.place, box.names], twins[box.names], _TAG_NUMBER.get(box.tag, 0.0)),
            )
            for box in boxes
        ],
        dtype=np.float32,
    )
    weighed = np.array(_weigh_boxes(boxes, weights), dtype=np.float32)
    bits = weighed[:, -1].astype(np.int32)
    place = np.array([block.box.place for block in blocks])
    columns = [
        np.array([[block.box.depth] for block in blocks], dtype=np.float32),
        weighed[place, :-1],
        ((bits[place, None] >> np.arange(len(_AROUND))) & 1).astype(np.float32),
    ]
    for _ in range(LEVELS):
        columns.append(of_box[place, :-1])
        place = above[place]
        columns += [weighed[place, :1], of_box[place, -1:]]
    return np.hstack(columns)


def _weigh_boxes(boxes: Sequence[Box], weights: Mapping[str, float]) -> list[tuple[float, ...]]:
    """Sum the weights of each box's words with those of the boxes around it (outermost first).

    Returns:
        for each box: its own weight, the sum, the least and the most of all around it, the sum fading with
        distance, and the tags around it as bits.
    """
    known: dict[str, tuple[float, float, float]] = {}
    weighed: list[tuple[float, ...]] = []
    for box in boxes:
        if (its := known.get(box.names)) is None:
            found = [weights.get(word, 0.0) for word in name_words(box.names)]
            its = known[box.names] = (sum(found), min(found), max(found))
        own, least, most = its
        tag = _AROUND_BIT.get(box.tag, 0)
        if box.parent is None:
            weighed.append((own, own, least, most, own, tag))
        else:
            _, summed, its_least, its_most, faded, tags = weighed[box.parent.place]
            weighed.append(
                (
                    *(own, summed + own, min(its_least, least), max(its_most, most)),
                    *(own + faded / 2, int(tags) | tag),
                )
            )
    return weighed


_NEIGHBOUR_COLUMNS = (0, 2, 5, 6, 7, 9, 14)


def _neighbour_columns(own: Rows, around: NDArray[np.intp]) -> Rows:
    """Give what is known of the two blocks before and behind each one, -1 where there is none."""
    chosen = own[:, _NEIGHBOUR_COLUMNS]
    columns: list[Rows] = []
    for step in (-1, 1, -2, 2):
        columns += [_shift(chosen, step, -1.0), _shift(around[:, None], step, -1.0) == around[:, None]]
    return np.hstack(columns).astype(np.float32)


def _shift(rows: NDArray[Any], step: int, missing: float) -> NDArray[Any]:
    """Give for each row the one ``step`` rows on."""
    if step == 0:
        return rows
    shifted = np.full_like(rows, missing)
    if abs(step) < len(rows):
        if step > 0:
            shifted[:-step] = rows[step:]
        else:
            shifted[-step:] = rows[:step]
    return shifted


def _own_rows(
    blocks: Sequence[Block],
    words: Sequence[Sequence[str]],
    title: str,
    description: str,
    weights: Mapping[str, float],
) -> list[list[float]]:
    title_words, description_words = set(text_words(title)), set(text_words(description))
    heading = _find_heading(words, title_words)
    first_h1 = next((block.place for block in blocks if block.box.in_heading), None)
    count = len(blocks)
    total = sum(len(block.text) for block in blocks) or 1
    largest = max((len(block.text) for block in blocks), default=1)
    seen: dict[str, int] = {}
    before = 0
    said, since_heading, level = 0.0, FAR, 0.0
    rows: list[list[float]] = []
    for block, its_words in zip(blocks, words, strict=True):
        text, size, tag = block.text, len(block.text), block.box.tag
        start, distinct, place = text[:SAMPLE], set(its_words), block.place
        is_ascii, digit_count = start.isascii(), len(_DIGIT.findall(start))
        cjk_count = 0 if is_ascii else len(_CJK.findall(start))
        word_count = size / 2 if cjk_count else float(len(its_words))
        found = [weights[word] for word in distinct if word in weights]
        mean, least, most = (sum(found) / len(found), min(found), max(found)) if found else (0.0, 0.0, 0.0)
        times = seen.get(start, 0)
        seen[start] = times + 1
        rows.append(
            [
                *(float(size), word_count, block.link_length / size, float(block.link_count)),
                *(block.strong_length / size, _TAG_NUMBER.get(tag, 0.0), mean, least, most),
                *(float(text.endswith(_ENDS)), float(text.count(",") + text.count("，") + text.count("、"))),
                float(
                    text.count(".") + text.count("。") + text.count("?") + text.count("!") + text.count("？")
                ),
                len(_UPPER.findall(start)) / len(start),
                digit_count / len(start),
                len([word for word in its_words if word in _COMMON]) / max(1.0, word_count),
                float((not is_ascii or "(" in start) and _FURNITURE.search(start) is not None),
                float(digit_count > 0 and _DATE.search(start[:120]) is not None),
                *(place / count, float(place), float(count - place), before / total),
                FAR if first_h1 is None else float(place - first_h1),
                FAR if heading is None else float(place - heading),
                *(_share(distinct, title_words), _share(title_words, distinct), size / largest),
                _share(distinct, description_words) if size > 30 else -1.0,
                *(float(times), float(block.box.is_hidden), float(block.breaks > 0)),
                *(float(cjk_count > 10), float(total), float(count)),
                *(said, since_heading, level, float(len(block.images))),
            ]
        )
        before += size
        since_heading = min(since_heading + 1, FAR)
        if tag in _HEADINGS or (size < SHORT_LINE and block.strong_length > size * 0.8):
            said, since_heading, level = sum(found), 0.0, _TAG_NUMBER.get(tag, 0.0)
    return rows


def _find_heading(words: Sequence[Sequence[str]], title_words: set[str]) -> int | None:
    """Find the block most like the page's title."""
    best, place = 0.05, None
    for number, its_words in enumerate(words):
        if title_words and 0 < len(its_words) <= 40:
            likeness = len(title_words.intersection(its_words)) / len(title_words.union(its_words))
            if likeness > best + 0.05:
                best, place = likeness, number
    return place


def _share(part: set[str], whole: set[str]) -> float:
    return len(part & whole) / len(part) if part else 0.0


def second_rows(blocks: Sequence[Block], boxes: Sequence[Box], scores: Sequence[float]) -> Rows:
    """Give a row for each block: what the first judgement said of it and of what stands around it."""
    count = len(blocks)
    said_of = np.array(scores)
    lengths = np.array([len(block.text) for block in blocks], dtype=float)
    sizes = np.minimum(lengths, 600)
    spoken = said_of * sizes
    said, total = _running(spoken), _running(sizes)
    whole = float(said[-1]) or 1.0
    places = np.arange(count)
    columns = [_shift(said_of[:, None], step, -1.0) for step in (0, -1, -2, -3, 1, 2, 3)]
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
        if len(text) < SHORT_LINE:
            since_comments = 0.0 if _COMMENTS.match(text) else since_comments
            since_elsewhere = 0.0 if _ELSEWHERE.match(text) else since_elsewhere
        rows.append(
            (
                *(since_comments, since_elsewhere, text in seen, block.link_length / len(text)),
                *(_TAG_NUMBER.get(box.tag, 0.0), text.endswith(_ENDS), box.is_hidden, heading, since_heading),
            )
        )
        seen.add(text)
        since_comments = min(since_comments + 1, FAR)
        since_elsewhere = min(since_elsewhere + 1, FAR)
        since_heading = min(since_heading + 1, FAR)
        if box.tag in _HEADINGS:
            heading, since_heading = score, 0.0
    return rows


def _main_box(boxes: Sequence[Box], said_in: NDArray[np.float64], whole: float) -> Box:
    """Find the smallest box that holds nearly all of what seems to be the article."""
    main = boxes[0]
    for box in boxes:
        if box.parent is main and said_in[box.place] >= 0.8 * whole:
            main = box
    return main
