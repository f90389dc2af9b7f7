"""A tree of markup cut into blocks of text, as a browser would draw them below each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml.etree import _Element, iterwalk

from archiver.normalise.text import plain_text

_BLOCK_TAGS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div"),
        *("dl", "dt", "fieldset", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6"),
        *("header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody"),
        *("td", "tfoot", "th", "thead", "tr", "ul"),
    }
)
_CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_CAPTION_CLASS = re.compile(
    r"(?:^|[-_\s])(?:caption|figcaption|img[-_]?desc|pic[-_]?desc)(?:$|[-_\s])", re.IGNORECASE
)


class Block(NamedTuple):
    """One line of text or one picture, in page order.

    Attributes:
        text: plain, ``""`` for a picture.
        image_url: as written, ``""`` for text.
    """

    text: str
    image_url: str = ""
    classes: frozenset[str] = frozenset()
    is_centred: bool = False
    is_caption: bool = False


class _Look(NamedTuple):
    """What an element says of the lines in it."""

    classes: frozenset[str] = frozenset()
    is_centred: bool = False
    is_caption: bool = False


_PLAIN = _Look()


def find_blocks(root: _Element) -> Iterator[Block]:
    """Yield the blocks of a tree; text between two block starts, ends or line breaks is one block."""
    pieces: list[str] = []
    inside: list[Block] = []
    around: list[_Look] = []
    for event, element in iterwalk(root, events=("start", "end")):
        tag, is_start = element.tag, event == "start"
        is_block = tag in _BLOCK_TAGS
        if is_block or tag == "br":
            if text := _join(pieces):
                yield _text_block(text, around)
            yield from inside
            pieces.clear()
            inside.clear()
        if tag == "img" and is_start and (source := _image_source(element)):
            # A picture amid a sentence does not part it: it comes after.
            picture = Block("", image_url=source)
            if "".join(pieces).strip():
                inside.append(picture)
            else:
                yield picture
        elif is_block:
            if is_start:
                around.append(_look_of(element, tag))
            else:
                around.pop()
        piece = element.text if is_start else element.tail if element is not root else None
        if piece:
            pieces.append(piece)
    if text := _join(pieces):
        yield _text_block(text, around)
    yield from inside


def _join(pieces: list[str]) -> str:
    text = "".join(pieces)
    return "" if text.isspace() else plain_text(text)


def _look_of(element: _Element, tag: str) -> _Look:
    if tag not in ("center", "figcaption") and not element.keys():
        return _PLAIN
    classes, style = element.get("class", ""), element.get("style", "")
    return _Look(
        classes=frozenset(classes.split()),
        is_centred=tag == "center" or element.get("align") == "center" or _CENTRED.search(style) is not None,
        is_caption=tag == "figcaption" or _CAPTION_CLASS.search(classes) is not None,
    )


def _text_block(text: str, around: list[_Look]) -> Block:
    near = [look for look in around[-2:] if look is not _PLAIN]
    if not near:
        return Block(text)
    return Block(
        text,
        classes=frozenset().union(*(look.classes for look in near)),
        is_centred=any(look.is_centred for look in near),
        is_caption=any(look.is_caption for look in near),
    )


def _image_source(element: _Element) -> str:
    """Give a picture's address; lazily loaded pictures carry it beside a placeholder."""
    for name in ("data-src", "data-original", "src"):
        value = element.get(name, "").strip()
        if value and not value.startswith("data:"):
            return str(value)
    return ""
