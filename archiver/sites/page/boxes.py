"""Blocks of text and the boxes (block elements) that hold them.

Where a C compiler was found this module is compiled as it stands, with the types of the fields in
``boxes.pxd``: the compiled loops then reach them without Python's look-up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import cast

from lxml.etree import _Element

NAMING = frozenset({"class", "id", "role", "itemprop", "data-testid", "data-component"})
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|clip\s*:\s*rect\(\s*0|clip-path\s*:\s*inset\(\s*(?:50|100)%",
    re.IGNORECASE,
)
_FOR_LISTENERS = re.compile(
    r"(?<![a-z])(?:sr-?only|screen-?reader(?:-text|-only)?|visually-?hidden|a11y-hidden|assistive-text)(?![a-z])",
    re.IGNORECASE,
)
"""Classes of what only a screen reader tells: "opens in a new tab"."""
_DIGITS = re.compile(r"\d+")
LONGEST_NAMES = 400
"""Characters of an element's class, id and role that are looked at."""
MOST_WORDS = 24
"""Words of a box's names that are looked at."""
_CLASS_WORD = re.compile(r"[A-Za-z][a-z]+|[A-Z]+(?![a-z])|[\u4e00-\u9fff]+")


def join_names(names: Sequence[str]) -> str:
    """Give the tag, class, id and role of an element in one line, without digits."""
    return _without_digits(" ".join(names)[:LONGEST_NAMES])


@lru_cache(maxsize=20_000)
def _without_digits(names: str) -> str:
    return _DIGITS.sub("", names)


@lru_cache(maxsize=20_000)
def name_words(names: str) -> tuple[str, ...]:
    """Give the words of a box's names, its tag first, in angle brackets."""
    tag, _, rest = names.partition(" ")
    found = [word.lower() for word in _CLASS_WORD.findall(rest)[:MOST_WORDS]]
    return tuple(dict.fromkeys([f"<{tag}>", *found]))


def hides(style: str) -> bool:
    """Whether a style says that its element is not drawn."""
    return _is_in(_HIDDEN, style[:LONGEST_NAMES])


def is_for_listeners(classes: str) -> bool:
    """Whether an element is of a class that only a screen reader tells."""
    return _is_in(_FOR_LISTENERS, classes[:LONGEST_NAMES])


@lru_cache(maxsize=20_000)
def _is_in(pattern: re.Pattern[str], text: str) -> bool:
    return pattern.search(text) is not None


class Box:
    """A block element and what stands in it, its inner boxes included.

    Attributes:
        names: its tag, then its class, id and role as written, without digits: boxes made by one template
            have the same.
        is_hidden, in_heading: it, or a box around it, is not shown, or is an ``<h1>``.
        character_count, link_length: characters of text, and those of them that are links.
        start: place of the first block in it, or of the one behind it where it is empty.
        block_count, paragraph_count: blocks in it, and those of them that are ``<p>``.
    """

    __slots__ = (
        *("tag", "parent", "depth", "names", "is_hidden", "in_heading", "element", "place", "start"),
        *("character_count", "link_length", "block_count", "paragraph_count"),
    )

    def __init__(self, element: _Element, tag: str, parent: Box | None, place: int) -> None:
        self.element = element
        self.tag = tag
        self.parent = parent
        self.place = place
        self.start = 0
        self.depth: int = parent.depth + 1 if parent else 0
        self.is_hidden: bool = parent.is_hidden if parent else False
        self.in_heading: bool = tag == "h1" or (parent.in_heading if parent else False)
        self.names = tag
        if attributes := element.items():
            self._read(cast(list[tuple[str, str]], attributes))
        self.character_count = self.link_length = self.block_count = self.paragraph_count = 0

    def _read(self, attributes: list[tuple[str, str]]) -> None:
        names = [self.tag]
        for name, value in attributes:
            if name in NAMING:
                names.append(value)
            elif name == "style":
                self.is_hidden = self.is_hidden or hides(value)
            elif name == "hidden" or (name == "aria-hidden" and value == "true"):
                self.is_hidden = True
        if len(names) > 1:
            self.names = join_names(names)

    def upwards(self, count: int = LONGEST_NAMES) -> Iterator[Box]:
        """Yield the box and those around it, the nearest first, at most ``count``."""
        box: Box | None = self
        while box is not None and count:
            yield box
            box = box.parent
            count -= 1

    @property
    def around(self) -> Box:
        """The box around it; the outermost stands for its own."""
        return self.parent or self


class Block:
    """Text between two starts, ends or line breaks of boxes.

    Attributes:
        place: its number on the page, from 0.
        link_count, link_length: links in it, and the characters in them.
        strong_length: characters in bold type.
        breaks: how many ``<br>`` stand between it and the block before in the same box.
        images: the ``<img>`` elements between the block before and this one.
    """

    __slots__ = (*("text", "box", "place", "link_count", "link_length", "strong_length", "breaks", "images"),)

    def __init__(self, text: str, box: Box, place: int) -> None:
        self.text = text
        self.box = box
        self.place = place
        self.link_length = self.strong_length = self.link_count = 0
        self.breaks = 0
        self.images: tuple[_Element, ...] = ()
