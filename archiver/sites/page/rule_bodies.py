"""The body that the rules of a page table find, as markup."""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import deepcopy
from html import escape

from lxml.etree import _Element, strip_elements, tostring

from archiver.normalise.markup import DROPPED
from archiver.normalise.text import scrub
from archiver.sites.page.page import Page
from archiver.sites.page.rule_texts import element_text, find_json, find_nodes, find_raw_texts
from archiver.sources.selectors import Kind, Selector, read_selector

_MARKUP = re.compile(r"<[a-zA-Z/!]")
_LAZY = ("data-src", "data-original", "src")


def find_body(selector: Selector, drop: Sequence[str], page: Page, *, title: str) -> str:
    """Give the markup of the body that a rule finds, ``""`` where it finds no text and no picture.

    Args:
        drop: rules for elements that are taken out of it.
        title: the headline, which is taken out, too, where it is printed in the body once more.
    """
    if selector.kind in (Kind.CSS, Kind.XPATH):
        return _from_elements(selector, drop, page, title)
    texts = find_json(selector, page) if selector.kind in (Kind.JSON, Kind.SCRIPT) else []
    return "\n".join(map(_as_markup, texts or find_raw_texts(selector, page)))


def find_dropped(drop: Sequence[str], root: _Element) -> set[_Element]:
    """Give the elements that rules take out, and all that stands in them."""
    dropped: set[_Element] = set()
    for node in (node for rule in drop for node in find_nodes(read_selector(rule), root)):
        if not isinstance(node, str) and node not in dropped:
            dropped.update(node.iter())
    return dropped


def _from_elements(selector: Selector, drop: Sequence[str], page: Page, title: str) -> str:
    # The page itself stays whole: what is dropped here may be a place of another field.
    root = deepcopy(page.root)
    nodes = find_nodes(selector, root)
    dropped = find_dropped(drop, root)
    taken: set[_Element] = set()
    parts: list[str] = []
    for node in nodes:
        if isinstance(node, str):
            parts.append(_as_markup(escape(node, quote=False)) if node.strip() else "")
        elif node not in dropped and node not in taken:
            taken.update(node.iter())
            parts.append(_markup(node, dropped, title))
    return "\n".join(part for part in parts if part)


def _markup(element: _Element, dropped: set[_Element], title: str) -> str:
    """Give an element's markup, ``""`` where nothing is seen of it."""
    for inner in element.iter():
        if inner is element:
            continue
        if inner in dropped:
            inner.tag = DROPPED
        elif inner.tag in ("h1", "h2") and title and _squash(element_text(inner)) == _squash(title):
            inner.tag = DROPPED
            title = ""
        elif inner.tag == "img":
            _show(inner)
    strip_elements(element, DROPPED, with_tail=False)
    if element.tag == "img":
        _show(element)
    if not element_text(element).strip() and element.tag != "img" and element.find(".//img") is None:
        return ""
    return str(tostring(element, encoding="unicode", method="html", with_tail=False))


def _show(image: _Element) -> None:
    """Put the address of a picture that is loaded late where others have theirs."""
    sources = (image.get(name, "").strip() for name in _LAZY)
    source = next((one for one in sources if one and not one.startswith("data:")), "")
    if source:
        image.set("src", scrub(source))


def _as_markup(text: str) -> str:
    """Give markup as it is, and plain text with its lines as paragraphs."""
    if not text.strip() or _MARKUP.search(text):
        return text.strip()
    return "\n".join(f"<p>{line.strip()}</p>" for line in text.splitlines() if line.strip())


def _squash(text: str) -> str:
    return "".join(text.split()).casefold()
