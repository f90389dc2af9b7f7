"""What a page says of itself for machines: its title, meta tags, JSON-LD and links."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from lxml.etree import _Element

MOST_LINKS = 5000
SHORTEST_ADDRESS = 8
"""Characters of an address that may be relative to the article's own."""
DEEPEST = 8
"""Levels of JSON-LD that are followed; more are no description of an article."""
MOST_THINGS = 200
_ARTICLE_TYPE = re.compile(r"article|posting|report", re.IGNORECASE)
PICKED = ("title", "script", "h1", "time", "a", "iframe", "input")
META_NAMES = ("property", "name", "itemprop", "http-equiv")

Thing = dict[str, Any]
"""An object of JSON-LD."""

Elements = dict[str, list[_Element]]
"""Tag → a page's elements with it, in page order; ``time`` and ``abbr`` are in one list.

Of the links there are only those that may lead to another page of the article, by their addresses.
"""


class Picked(NamedTuple):
    """What the readers of fields look at, all in page order.

    Attributes:
        metas: a name, property or the like, and the content, of each ``<meta>``; as written.
        links: ``rel`` and ``href`` of each ``<link>`` that has both; as written.
    """

    elements: Elements
    metas: list[tuple[str, str]]
    links: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Declared:
    """What the page says of its article.

    Attributes:
        text: the article's text, as JSON-LD has it; often cut off, ``""`` on most pages.
    """

    title: str = ""
    description: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """What a page says of itself.

    Attributes:
        title: the text of ``<title>``.
        language: the ``lang`` of ``<html>``, as written.
        metas: name, property or itemprop in lower case → contents in page order, none empty.
        things: every object of the page's JSON-LD.
        articles: those of them that describe an article, the likeliest first.
        links: ``rel`` of a ``<link>`` in lower case → address as written, the first one.
    """

    title: str = ""
    language: str = ""
    metas: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    things: tuple[Thing, ...] = ()
    articles: tuple[Thing, ...] = ()
    links: Mapping[str, str] = field(default_factory=dict)

    def meta(self, *names: str) -> str:
        """Give the first content of the first of these metas that there is; ``""`` where there is none."""
        return next((self.metas[name][0] for name in names if name in self.metas), "")

    @property
    def description(self) -> str:
        """What the page says it is about."""
        return self.meta("og:description", "description", "twitter:description")

    @property
    def article_text(self) -> str:
        """The longest text that the page's JSON-LD gives its article, often cut off; may hold markup."""
        texts = (article.get("articleBody") for article in self.articles)
        return max((text for text in texts if isinstance(text, str)), key=len, default="")

    @property
    def declared(self) -> Declared:
        """What it says of the article, for the judgement of blocks."""
        return Declared(self.meta("og:title") or self.title, self.description, self.article_text)


def article_names(url: str) -> tuple[str, ...]:
    """Give the names by which the addresses of an article's pages are told: the last of its own path."""
    name = urlsplit(url).path.rstrip("/").rpartition("/")[2]
    name = name.rpartition(".")[0] or name
    return tuple(dict.fromkeys((name, unquote(name))))


def pick_elements(root: _Element, names: Sequence[str] = ()) -> Picked:
    """Find what the readers of fields look at, in one walk: the walk takes longer than what is done then.

    Args:
        names: as ``article_names`` gives them; a link is picked whose address holds one, or is short or only
            a query. Of a page's links few are; only the first ``MOST_LINKS`` are looked at.
    """
    elements: Elements = {tag: [] for tag in PICKED}
    elements["abbr"] = elements["time"]
    metas: list[tuple[str, str]] = []
    links: list[tuple[str, str]] = []
    for element in root.iter("meta", "link", *elements):
        if element.tag == "meta":
            if content := element.get("content"):
                metas += [(name, content) for name in map(element.get, META_NAMES) if name]
        elif element.tag == "link":
            if (rel := element.get("rel")) and (address := element.get("href")):
                links.append((rel, address))
        else:
            elements[element.tag].append(element)
    near = elements["a"][:MOST_LINKS]
    elements["a"] = [link for link in near if _is_near(link.get("href", ""), names)]
    return Picked(elements, metas, links)


def _is_near(address: str, names: Sequence[str]) -> bool:
    if not address or address[0] == "#":
        return False
    return len(address) <= SHORTEST_ADDRESS or address[0] == "?" or any(name in address for name in names)


def read_head(root: _Element, picked: Picked | None = None) -> Head:
    """Read the whole page: many pages put metas and JSON-LD into their body.

    Args:
        picked: what ``pick_elements`` found of it; ``None`` where that is yet to be done.
    """
    picked = picked or pick_elements(root)
    metas: dict[str, list[str]] = {}
    links: dict[str, str] = {}
    scripts: list[str] = []
    for name, content in picked.metas:
        if content := " ".join(content.split()):
            metas.setdefault(name.strip().lower(), []).append(content)
    for rel, address in picked.links:
        links.setdefault(rel.lower(), address.strip())
    for element in picked.elements["script"]:
        if "ld+json" in (element.get("type") or "").lower():
            scripts.append(element.text or "")
    titles = (" ".join((element.text or "").split()) for element in picked.elements["title"])
    things = [thing for script in scripts for thing in _things(script)][:MOST_THINGS]
    return Head(
        title=next(filter(None, titles), ""),
        language=(root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip(),
        metas={name: tuple(contents) for name, contents in metas.items()},
        things=tuple(things),
        articles=tuple(thing for thing in things if _is_article(thing)),
        links=links,
    )


def _things(script: str) -> Iterator[Thing]:
    try:
        parsed = json.loads(script.strip().rstrip(";"), strict=False)
    except (ValueError, RecursionError):
        return
    yield from _flatten(parsed, 0)


def _flatten(parsed: Any, depth: int) -> Iterator[Thing]:
    if depth < DEEPEST and isinstance(parsed, list):
        for part in parsed[:MOST_THINGS]:
            yield from _flatten(part, depth + 1)
    elif depth < DEEPEST and isinstance(parsed, dict):
        yield parsed
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            if isinstance(parsed.get(key), (list, dict)):
                yield from _flatten(parsed[key], depth + 1)


def _is_article(thing: Thing) -> bool:
    kinds = thing.get("@type")
    return any(
        _ARTICLE_TYPE.search(kind)
        for kind in (kinds if isinstance(kinds, list) else [kinds])
        if isinstance(kind, str)
    )
