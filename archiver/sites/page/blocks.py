"""A whole page cut into blocks of text, each in the box (block element) that holds it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import cast

from lxml.etree import _Element, iterwalk

from archiver.normalise.markup import bound_tags, parse_encoded

SKIPPED = frozenset(
    (
        "script style noscript template svg iframe object embed head math canvas video audio map select"
        " datalist link meta textarea"
    ).split()
)
BOXES = frozenset(
    (
        "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption"
        " figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section"
        " summary table tbody td tfoot th thead tr ul"
    ).split()
)
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
_ENDS = re.compile(rb"</(?:body|html)\s{0,9}>", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
LONGEST_NAMES = 400
"""Characters of an element's class, id and role that are looked at."""
MOST_BLOCKS = 20_000
MOST_BOXES = 100_000
"""A page with more is cut there: no article needs them, and time stays bounded."""


def join_names(names: Sequence[str]) -> str:
    """Give the tag, class, id and role of an element in one line, without digits."""
    return _without_digits(" ".join(names)[:LONGEST_NAMES])


@lru_cache(maxsize=20_000)
def _without_digits(names: str) -> str:
    return _DIGITS.sub("", names)


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
        block_count, paragraph_count: blocks in it, and those of them that are ``<p>``.
    """

    __slots__ = (
        *("tag", "parent", "depth", "names", "is_hidden", "in_heading", "element", "place"),
        *("character_count", "link_length", "block_count", "paragraph_count"),
    )

    def __init__(self, element: _Element, tag: str, parent: Box | None, place: int) -> None:
        self.element = element
        self.tag = tag
        self.parent = parent
        self.place = place
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
        self.images: list[_Element] = []


def parse_page(html: str) -> _Element | None:
    """Parse a page; ``None`` where there is nothing to parse."""
    return parse_encoded_page(bound_tags(html.encode("utf-8", "replace"))[0])


def parse_encoded_page(content: bytes) -> _Element | None:
    """Parse a page that is already encoded, as ``parse_page`` does."""
    # The parser drops what stands behind an end of the page; pages put together from parts have several.
    return parse_encoded(_ENDS.sub(b"", content))


def cut_blocks(root: _Element) -> tuple[list[Block], list[Box]]:
    """Cut a page into blocks in page order; the boxes come outermost first."""
    body = root.find("body")
    cutter = _Cutter()
    cutter.walk(root if body is None else body)
    return cutter.blocks, cutter.boxes


def _is_unseen(element: _Element) -> bool:
    """Whether a piece of a line is not drawn."""
    style, classes = element.get("style"), element.get("class")
    return (style is not None and hides(style)) or (classes is not None and is_for_listeners(classes))


class _Cutter:
    """Walks a tree once, without recursion: a page may nest thousands of levels."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.boxes: list[Box] = []
        self._box: Box | None = None
        self._pieces: list[str] = []
        self._images: list[_Element] = []
        self._link_depth = self._strong_depth = 0
        self._link_length = self._strong_length = self._links = 0
        self._breaks = 0

    def walk(self, top: _Element) -> None:
        """Cut the tree under an element."""
        walker = iterwalk(top, events=("start", "end"))
        skipped: _Element | None = None
        for event, element in walker:
            tag = element.tag
            if event == "start":
                if not isinstance(tag, str) or tag in SKIPPED or (tag not in BOXES and _is_unseen(element)):
                    skipped = element
                    walker.skip_subtree()
                    continue
                self._enter(element, tag)
                if text := element.text:
                    self._take(text)
                continue
            if element is skipped:
                skipped = None
            elif tag in BOXES:
                self._leave_box()
            elif tag == "a":
                self._link_depth -= 1
            elif tag == "b" or tag == "strong":
                self._strong_depth -= 1
            if (tail := element.tail) and element is not top:
                self._take(tail)
            if len(self.blocks) >= MOST_BLOCKS or len(self.boxes) >= MOST_BOXES:
                break
        while self._box is not None:
            self._leave_box()

    def _enter(self, element: _Element, tag: str) -> None:
        if tag in BOXES:
            self._flush()
            self._breaks = 0
            self._box = Box(element, tag, self._box, len(self.boxes))
            self.boxes.append(self._box)
        elif tag == "br":
            self._flush()
            self._breaks += 1
        elif tag == "a":
            self._link_depth += 1
            self._links += 1
        elif tag in ("b", "strong"):
            self._strong_depth += 1
        elif tag == "img":
            self._images.append(element)

    def _leave_box(self) -> None:
        self._flush()
        self._breaks = 0
        box = self._box
        if box is None:
            return
        self._box = parent = box.parent
        if parent is not None:
            parent.character_count += box.character_count
            parent.link_length += box.link_length
            parent.block_count += box.block_count
            parent.paragraph_count += box.paragraph_count

    def _take(self, text: str) -> None:
        self._pieces.append(text)
        if self._link_depth:
            self._link_length += len(text.strip())
        if self._strong_depth:
            self._strong_length += len(text.strip())

    def _flush(self) -> None:
        if not self._pieces:
            return
        text = " ".join("".join(self._pieces).split())
        self._pieces.clear()
        box = self._box
        if text and box is not None:
            block = Block(text, box, len(self.blocks))
            block.link_length = min(self._link_length, len(text))
            block.strong_length = min(self._strong_length, len(text))
            block.link_count, block.breaks = self._links, self._breaks
            block.images, self._images = self._images, []
            self.blocks.append(block)
            box.character_count += len(text)
            box.link_length += block.link_length
            box.block_count += 1
            box.paragraph_count += box.tag == "p"
            self._breaks = 0
        self._link_length = self._strong_length = self._links = 0
