"""What one rule of a page table finds on a page: texts, or the elements themselves."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from jmespath.exceptions import JMESPathError
from lxml.etree import LxmlError, _Element, iterwalk

from archiver.sites.page.page import Page
from archiver.sources.selectors import Kind, Selector

LONGEST_SCRIPT = 20_000_000
_UNSEEN = frozenset(("script", "style", "template", "noscript"))
_PARTING = frozenset(
    (
        "address article aside blockquote br dd div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6"
        " header hr li main nav ol p pre section table td th tr ul"
    ).split()
)
"""Elements before and behind which a text ends."""


def find_texts(selector: Selector, page: Page) -> list[str]:
    """Give the texts that a rule finds, in page order; white space evened out, none blank."""
    evened = (" ".join(text.split()) for text in find_raw_texts(selector, page))
    return [text for text in evened if text]


def find_raw_texts(selector: Selector, page: Page) -> list[str]:
    """Give the texts that a rule finds, as they stand."""
    kind = selector.kind
    if kind is Kind.TEXT:
        return [selector.place]
    if kind is Kind.META:
        return list(page.head.metas.get(selector.place, ()))
    if kind is Kind.JSON or kind is Kind.SCRIPT:
        return [html.unescape(text) for text in find_json(selector, page)]
    found = find_nodes(selector, page.root)
    return [one if isinstance(one, str) else element_text(one) for one in found]


def find_nodes(selector: Selector, root: _Element) -> list[_Element | str]:
    """Give the elements, attributes and texts that a ``css`` or ``xpath`` rule finds."""
    try:
        found = selector.compiled(root)
    except LxmlError:
        return []
    nodes = found if isinstance(found, list) else [found]
    return [
        one if isinstance(one, _Element) else str(one)
        for one in nodes
        if isinstance(one, str | _Element) or (isinstance(one, float) and one == one)
    ]


def find_json(selector: Selector, page: Page) -> list[str]:
    """Give the texts at a place of JSON: those of the first object of JSON-LD, or script, that has any."""
    if selector.kind is Kind.JSON:
        objects: Sequence[Any] = (*page.head.articles, *page.head.things)
    else:
        objects = list(_scripts(page.root, selector.script))
    for one in objects:
        try:
            found = list(_texts(selector.compiled.search(one)))
        except (JMESPathError, RecursionError):
            continue
        if any(text.strip() for text in found):
            return found
    return []


def element_text(element: _Element, *, most_steps: int | None = None) -> str:
    """Give an element's text as it is seen: what stands in different lines does not run together.

    Args:
        most_steps: starts and ends of elements in it that are looked at; ``None`` for all.
    """
    parts: list[str] = []
    walker = iterwalk(element, events=("start", "end"))
    for event, one in islice(walker, most_steps):
        if one.tag in _UNSEEN and one is not element:
            if event == "start":
                walker.skip_subtree()
            else:
                parts.append(one.tail or "")
            continue
        if one.tag in _PARTING:
            parts.append(" ")
        if event == "start":
            parts.append(one.text or "")
        elif one is not element:
            parts.append(one.tail or "")
    return "".join(parts)


def _texts(found: Any) -> Iterator[str]:
    """Yield texts and numbers, one or a list of them."""
    for one in found if isinstance(found, list) else [found]:
        if isinstance(one, str | int | float) and not isinstance(one, bool):
            yield str(one)


def _scripts(root: _Element, name: str) -> Iterator[Any]:
    """Yield the JSON of the script elements with an id, and of those that set a variable of that name."""
    setting = re.compile(rf"(?<![\w$]){re.escape(name)}\s{{0,9}}=\s{{0,9}}(?=[\[{{])")
    for script in root.iter("script"):
        text = script.text or ""
        if len(text) > LONGEST_SCRIPT or (name not in text and script.get("id") != name):
            continue
        if script.get("id") == name:
            text, start = text.strip(), 0
        elif found := setting.search(text):
            start = found.end()
        else:
            continue
        try:
            yield json.JSONDecoder(strict=False).raw_decode(text, start)[0]
        except (ValueError, RecursionError):
            continue
