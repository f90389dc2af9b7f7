"""A tree of markup cut into blocks of text, as a browser would draw them below each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml.etree import _Element

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


@dataclass(frozen=True, slots=True)
class Block:
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


def find_blocks(root: _Element) -> Iterator[Block]:
    """Yield the blocks of a tree; text between two block starts, ends or line breaks is one block."""
    pieces: list[str] = []
    inside: list[Block] = []
    around: list[_Element] = []
    for event, element in _walk(root):
        if event == "text":
            pieces.append(element)
            continue
        if element.tag == "br" or element.tag in _BLOCK_TAGS:
            if text := plain_text("".join(pieces)):
                yield _text_block(text, around)
            yield from inside
            pieces.clear()
            inside.clear()
        if element.tag == "img" and event == "start" and (source := _image_source(element)):
            # A picture amid a sentence does not part it: it comes after.
            picture = Block("", image_url=source)
            if "".join(pieces).strip():
                inside.append(picture)
            else:
                yield picture
        elif element.tag in _BLOCK_TAGS:
            if event == "start":
                around.append(element)
            else:
                around.pop()
    if text := plain_text("".join(pieces)):
        yield _text_block(text, around)
    yield from inside


def _walk(root: _Element) -> Iterator[tuple[str, Any]]:
    """Yield ``start``, ``text`` (the string in place of the element) and ``end``, without recursion."""
    stack: list[tuple[str, _Element]] = [("start", root)]
    while stack:
        event, element = stack.pop()
        yield event, element
        if event == "end":
            if element.tail and element is not root:
                yield "text", element.tail
            continue
        stack.append(("end", element))
        stack.extend(("start", child) for child in reversed(element) if isinstance(child.tag, str))
        if element.text:
            yield "text", element.text


def _text_block(text: str, around: list[_Element]) -> Block:
    near = around[-2:]
    classes = " ".join(element.get("class", "") for element in near)
    return Block(
        text,
        classes=frozenset(classes.split()),
        is_centred=any(
            e.tag == "center" or e.get("align") == "center" or _CENTRED.search(e.get("style", ""))
            for e in near
        ),
        is_caption=any(e.tag == "figcaption" for e in near) or _CAPTION_CLASS.search(classes) is not None,
    )


def _image_source(element: _Element) -> str:
    """Give a picture's address; lazily loaded pictures carry it beside a placeholder."""
    for name in ("data-src", "data-original", "src"):
        value = element.get(name, "").strip()
        if value and not value.startswith("data:"):
            return str(value)
    return ""
