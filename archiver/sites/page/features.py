"""What is known of a block before it is judged: numbers, in a fixed order of columns.

This is what the page alone says; what the first judgement says around a block is in ``context``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any

import numpy as np
from numpy.typing import NDArray

from archiver.sites.page.boxes import Block, Box, name_words
from archiver.sites.page.head import Declared
from archiver.sites.page.zones import zone_depths

Rows = NDArray[np.float32]
"""A row a block, a column what is known of it."""

FAR = 999.0
SHORT_LINE = 60
SAMPLE = 300
"""Characters of a block that are looked at for letters and marks."""
WORDS_SAMPLE = 2000
"""Characters of a block that are looked at for words."""
LEVELS = 4
"""Boxes around a block that have columns of their own."""
LONGEST_TEXT = 200_000
"""Characters of the text in JSON-LD that are looked at."""
CJK_SIZE = 1.6
"""A CJK character says as much as so many further letters."""

_WORD = re.compile(r"\w+")
_MARKUP = re.compile(r"<[^<>]{1,500}>")
_UPPER = re.compile(r"[A-Z]")
_DIGIT = re.compile(r"\d")
_CJK = re.compile(r"[\u3040-\u9fff]")
ENDS = tuple('.!?。！？…;；:：”"』」)）')
COMMON = frozenset(
    (
        "the of and to in a is that for it was with as on be are by you your this from have or at de la le"
        " les et der die und das el los que en il di che"
    ).split()
)
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
DATE = re.compile(
    rf"\b(?:{'|'.join(MONTHS)})[a-z]*\.? \d{{1,2}}"
    r"|\d{4}[-/.年]\d{1,2}"
    r"|\d{1,2}[:：]\d{2}|\b\d+ (?:min|hours?|days?) ",
    re.IGNORECASE,
)
FURNITURE = re.compile(
    r"©|[(]c[)]|版权|声明|责任编辑|编辑：|相关|推荐|热门|分享|评论|扫码|关注|下载|广告|登录|注册|首页|上一篇|下一篇|来源"
)
_TAGS = (
    "p li h1 h2 h3 h4 h5 h6 td th blockquote figcaption div section dd dt pre article body caption summary"
    " header footer aside"
).split()
TAG_NUMBER = {tag: float(number) for number, tag in enumerate(_TAGS, start=1)}
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
AROUND = "article main nav aside footer header form figure table ul section blockquote".split()
AROUND_BIT = {tag: 1 << number for number, tag in enumerate(AROUND)}


@dataclass(frozen=True, slots=True)
class Weights:
    """How much a word speaks for an article's text, as log-odds.

    Attributes:
        names: words of the class, id or role of the boxes around a block; tags in angle brackets.
        words: words of the text itself.
    """

    names: Mapping[str, float]
    words: Mapping[str, float]


def measure(text: str) -> float:
    """Give the length of a text in letters, whatever it is written in."""
    if text.isascii():
        return float(len(text))
    start = text[:SAMPLE]
    return len(text) * (1 + CJK_SIZE * len(_CJK.findall(start)) / len(start))


def text_words(text: str) -> list[str]:
    """Give the words of a block's text in lower case."""
    return _WORD.findall(text.lower())


def first_rows(
    blocks: Sequence[Block], boxes: Sequence[Box], *, declared: Declared, weights: Weights
) -> Rows:
    """Give a row for each block: of itself, its boxes, its page and its neighbours."""
    words = [text_words(block.text[:WORDS_SAMPLE]) for block in blocks]
    own = np.array(_own_rows(blocks, words, declared, weights.words), dtype=np.float32)
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
                *(siblings[box.around.place, box.names], twins[box.names], TAG_NUMBER.get(box.tag, 0.0)),
            )
            for box in boxes
        ],
        dtype=np.float32,
    )
    weighed = np.array(_weigh_boxes(boxes, weights), dtype=np.float32)
    bits = weighed[:, -1].astype(np.int32)
    place = np.array([block.box.place for block in blocks])
    depth = np.array([[block.box.depth] for block in blocks], dtype=np.float32)
    columns = [
        depth,
        np.minimum(depth - zone_depths(boxes)[place], FAR),
        weighed[place, :-1],
        ((bits[place, None] >> np.arange(len(AROUND))) & 1).astype(np.float32),
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
        tag = AROUND_BIT.get(box.tag, 0)
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


NEIGHBOURS = (0, 2, 5, 6, 7, 9, 14)


def _neighbour_columns(own: Rows, around: NDArray[np.intp]) -> Rows:
    """Give what is known of the two blocks before and behind each one, -1 where there is none."""
    chosen = own[:, NEIGHBOURS]
    columns: list[Rows] = []
    for step in (-1, 1, -2, 2):
        columns += [shift(chosen, step, -1.0), shift(around[:, None], step, -1.0) == around[:, None]]
    return np.hstack(columns).astype(np.float32)


def shift(rows: NDArray[Any], step: int, missing: float) -> NDArray[Any]:
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
    declared: Declared,
    weights: Mapping[str, float],
) -> list[list[float]]:
    title_words, description_words = set(text_words(declared.title)), set(text_words(declared.description))
    whole = squash(read_told(declared.text))
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
        found = [weights[word] for word in dict.fromkeys(its_words) if word in weights]
        mean, least, most = (sum(found) / len(found), min(found), max(found)) if found else (0.0, 0.0, 0.0)
        times = seen.get(start, 0)
        seen[start] = times + 1
        rows.append(
            [
                *(measure(text), word_count, block.link_length / size, float(block.link_count)),
                *(block.strong_length / size, TAG_NUMBER.get(tag, 0.0), mean, least, most),
                *(float(text.endswith(ENDS)), float(text.count(",") + text.count("，") + text.count("、"))),
                float(
                    text.count(".") + text.count("。") + text.count("?") + text.count("!") + text.count("？")
                ),
                len(_UPPER.findall(start)) / len(start),
                digit_count / len(start),
                len([word for word in its_words if word in COMMON]) / max(1.0, word_count),
                float((not is_ascii or "(" in start) and FURNITURE.search(start) is not None),
                float(digit_count > 0 and DATE.search(start[:120]) is not None),
                *(place / count, float(place), float(count - place), before / total),
                FAR if first_h1 is None else float(place - first_h1),
                FAR if heading is None else float(place - heading),
                *(_share(distinct, title_words), _share(title_words, distinct), size / largest),
                _share(distinct, description_words) if size > 30 else -1.0,
                *(float(times), float(block.box.is_hidden), float(block.breaks > 0)),
                *(float(total), float(count)),
                *(said, since_heading, level, float(len(block.images))),
                -1.0 if len(whole) < SAMPLE else float(squash(text[:SHORT_LINE]) in whole),
            ]
        )
        before += size
        since_heading = min(since_heading + 1, FAR)
        if tag in HEADINGS or (size < SHORT_LINE and block.strong_length > size * 0.8):
            said, since_heading, level = sum(found), 0.0, TAG_NUMBER.get(tag, 0.0)
    return rows


def squash(text: str) -> str:
    """Give a text without what is no letter or digit."""
    return "".join(_WORD.findall(text))


def read_told(text: str) -> str:
    """Give the text that JSON-LD has, without markup."""
    return _MARKUP.sub(" ", unescape(text[:LONGEST_TEXT]))


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
