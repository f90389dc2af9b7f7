"""A whole page cut into blocks of text, each in the box (block element) that holds it."""

from __future__ import annotations

from lxml.etree import _Element, iterwalk

from archiver.normalise.loops import drop_ends
from archiver.normalise.markup import bound_tags, parse_encoded
from archiver.sites.page.boxes import Block, Box, hides, is_for_listeners

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
MOST_BLOCKS = 20_000
MOST_BOXES = 100_000
"""A page with more is cut there: no article needs them, and time stays bounded."""


def parse_page(html: str) -> _Element | None:
    """Parse a page; ``None`` where there is nothing to parse."""
    return parse_encoded_page(bound_tags(html.encode("utf-8", "replace"))[0])


def parse_encoded_page(content: bytes) -> _Element | None:
    """Parse a page that is already encoded, as ``parse_page`` does."""
    # The parser drops what stands behind an end of the page.
    return parse_encoded(*drop_ends(content))


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
            self._box.start = len(self.blocks)
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
            block.images, self._images = tuple(self._images), []
            self.blocks.append(block)
            box.character_count += len(text)
            box.link_length += block.link_length
            box.block_count += 1
            box.paragraph_count += box.tag == "p"
            self._breaks = 0
        self._link_length = self._strong_length = self._links = 0
