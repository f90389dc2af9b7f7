"""Markup made into a tree, in bounded time whatever it is: the parser's own weak spots are kept from it.

The bounds are those of libxml2 2.14: it stops at 2048 levels and drops what follows, and the time it takes
for an element grows with the square of its attributes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, cast

from lxml.etree import HTMLParser, LxmlError, _Element, fromstring

from archiver.normalise.loops import bound_attributes, count_tags
from archiver.normalise.scans import count_separators

MOST_TAGS = 400_000
"""Signs ``<`` of a page; what stands behind is cut off. The largest articles have a tenth of this."""
MOST_ATTRIBUTES = 500
"""An element with more loses all of them."""
MOST_SEPARATORS = 16_000
"""Where no more signs stand that part attributes, no element takes the parser more than 0.3 s."""
DEEPEST = 200
"""Levels that are kept of a page that nests deeper than the parser follows."""
DROPPED = "DROPPED"
"""Name given to elements that are to be taken out; no other has it: the parser makes all names small."""
_PARSER_DEPTH = 2040

_BLANK = r" \t\n\r\f"
_ATTRIBUTE = (
    rf"[{_BLANK}/]*+(?:=?[^{_BLANK}/>=]++|=)"
    rf"(?:[{_BLANK}]*+=[{_BLANK}]*+(?:\"[^\"]*+\"?+|'[^']*+'?+|[^{_BLANK}>\"'][^{_BLANK}>]*+)?+)?+"
)
# It takes whatever it meets, to the end of the page if need be: no sign is looked at from two starts.
_TAG = re.compile(
    rf"<(?P<raw>script|style|textarea|title)\b(?:[^<]++|<(?!/(?P=raw)))*+(?:</(?P=raw)>)?+"
    rf"|<(?P<end>/?)(?P<name>[a-z][^{_BLANK}/>]*+)(?P<attributes>(?:{_ATTRIBUTE})*+)[{_BLANK}/]*+>?+",
    re.IGNORECASE,
)
_ONE_ATTRIBUTE = re.compile(_ATTRIBUTE)
_EMPTY = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_CLOSING_ITS_OWN = frozenset("p li dt dd option td th tr".split())
_INLINE = frozenset(
    (
        "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rp rt ruby s"
        " samp small span strike strong sub sup time tt u var"
    ).split()
)


def bound_tags(content: bytes) -> tuple[bytes, bool]:
    """Give the first ``MOST_TAGS`` tags of a page, and whether there were more."""
    if len(content) <= MOST_TAGS or count_tags(content) <= MOST_TAGS:
        return content, False
    return content[: -len(content.split(b"<", MOST_TAGS)[-1]) - 1], True


def parse_markup(html: str) -> _Element | None:
    """Parse a page, without comments; ``None`` where there is nothing in it, or nothing but a trap."""
    return parse_encoded(bound_tags(html.encode("utf-8", "replace"))[0])


def parse_encoded(content: bytes, most_attributes: int | None = None) -> _Element | None:
    """Parse what ``bound_tags`` gives of a page in UTF-8, as ``parse_markup`` does.

    Args:
        most_attributes: a bound for those of one element; ``None`` where it is yet to be found.
    """
    if _is_crowded(content, bound_attributes(content) if most_attributes is None else most_attributes):
        content = _replace_tags(content, _without_crowd)
        if _is_crowded(content, bound_attributes(content)):
            return None
    root = _parse(content)
    if root is not None and _is_cut_by_depth(root):
        content = _replace_tags(content, _flattener())
        return None if _is_crowded(content, bound_attributes(content)) else _parse(content)
    return root


def _replace_tags(content: bytes, replace: Callable[[re.Match[str]], str]) -> bytes:
    return _TAG.sub(replace, content.decode()).encode()


def texts_in(element: _Element) -> Iterator[str]:
    """Yield the texts in an element, in page order."""
    return cast(Iterator[str], element.itertext())


def _parse(content: bytes) -> _Element | None:
    # Not lxml.html's parser: with it, every element that is met costs a call into Python.
    parser = HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, collect_ids=False
    )
    try:
        return fromstring(content, parser)
    except (LxmlError, ValueError, AssertionError):
        return None


class _Counter:
    """Hears of every element before a tree is made, and keeps the largest number of attributes."""

    def __init__(self) -> None:
        self.most = 0

    def start(self, _tag: str, attributes: dict[str, str]) -> None:
        """Count the attributes of an element."""
        self.most = max(self.most, len(attributes))

    def close(self) -> int:
        """Give the largest number."""
        return self.most


def _is_crowded(content: bytes, bound: int) -> bool:
    """Whether an element has more attributes than any page needs; in doubt the parser itself is asked."""
    if bound <= MOST_ATTRIBUTES or count_separators(content) <= MOST_SEPARATORS:
        return False
    counter: Any = _Counter()
    parser = HTMLParser(encoding="utf-8", huge_tree=True, target=counter)
    with suppress(LxmlError, ValueError, AssertionError):
        parser.feed(content)
        parser.close()
    return int(counter.most) > MOST_ATTRIBUTES


def _without_crowd(tag: re.Match[str]) -> str:
    """Give a tag as it is, or without its attributes where they are too many."""
    attributes = tag["attributes"] or ""
    if len(attributes) < MOST_ATTRIBUTES or len(_ONE_ATTRIBUTE.findall(attributes)) <= MOST_ATTRIBUTES:
        return tag[0]
    return f"<{tag['end']}{tag['name']}>"


def _is_cut_by_depth(root: _Element) -> bool:
    """Whether the parser stopped because of the depth: then the last element is as deep as it goes."""
    depth = 0
    element = root
    while len(element):
        element = element[-1]
        depth += 1
    return depth >= _PARSER_DEPTH


def _flattener() -> Callable[[re.Match[str]], str]:
    """Give what replaces tag after tag so that none stands deeper than ``DEEPEST``.

    Deeper still, the start of a block becomes a ``<p>``, which ends the one before; other tags are left out.
    """
    around: list[str] = []
    opened: Counter[str] = Counter()
    dropped: Counter[str] = Counter()

    def replace(tag: re.Match[str]) -> str:
        name = (tag["name"] or "").lower()
        if not name or name in _EMPTY:
            return tag[0]
        if tag["end"]:
            if dropped[name]:
                dropped[name] -= 1
                return ""
            if not opened[name]:
                return ""
            while around[-1] != name:
                opened[around.pop()] -= 1
            opened[around.pop()] -= 1
            return tag[0]
        if name in _CLOSING_ITS_OWN and around and around[-1] == name:
            return tag[0]
        if len(around) >= DEEPEST:
            dropped[name] += name not in _CLOSING_ITS_OWN
            return "" if name in _INLINE else "<p>"
        around.append(name)
        opened[name] += 1
        return tag[0]

    return replace
