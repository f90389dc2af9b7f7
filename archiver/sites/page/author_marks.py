"""The authors that a page declares for machines, and the elements that it marks as naming an author."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from itertools import islice
from typing import Any

from lxml.etree import _Element

from archiver.sites.page import author_lines as lines
from archiver.sites.page.author_zones import COMMENT, ELSEWHERE, Mention, Zones, is_in, names_with
from archiver.sites.page.boxes import Block
from archiver.sites.page.page import Page

MOST_ELEMENTS = 300
MOST_ALIKE = 4
"""Marked elements of one class; more, away from the headline, are a list of other articles."""
MOST_AUTHORS = 12
FEW_LINES = 4
DEEPEST = 6

_METAS = (
    "author article:author og:article:author parsely-author sailthru.author article:author_name"
    " dc.creator dcterms.creator citation_author byl cxenseparse:author"
).split()
_SKIPPED = frozenset(("body", "html", "form", "article", "main", "script", "style", "meta", "link", "input"))
LINKED = "author people person contributor profile staff team writer user columnist reporter".split()
"""Words of which one stands in each such address."""
_LINK = re.compile(
    # One sign first, which is quick to look for.
    rf"[/?&](?:(?<=/)(?:{'|'.join(LINKED)})s?/|(?<=[?&])author=)"
)
_SOCIAL = re.compile(r"facebook|twitter|//x\.com|bsky|linkedin|instagram|youtube|threads|mastodon|pinterest")
HINTS = ("uthor", "yline", "riter", "ontributor")
"""Words of which one stands in each of the names that may name an author."""
_names_author = names_with(r"author(?!i[zst])|byline|(?<!copy)(?<!type)writer|contributor")
_names_other_than_name = names_with(
    r"(?:author|byline|writer|contributor)s?[\w-]{0,40}?(?:title|role|job|position|desc|credential|avatar|imag|img"
    r"|pic|photo|social|link-?s|date|company)"
)
_ENDS_BY = re.compile(r"\bby\W*$", re.IGNORECASE)


def declared(page: Page) -> Iterator[Mention]:
    """What JSON-LD and the meta tags say."""
    yield from _from_things(page)
    yield from _from_metas(page)


def _from_things(page: Page) -> Iterator[Mention]:
    people = {
        thing["@id"]: thing
        for thing in page.head.things
        if isinstance(thing.get("@id"), str) and thing.get("name")
    }
    for thing in page.head.articles[:3]:
        names = list(islice(_names(thing.get("author"), people, 0), MOST_AUTHORS))
        if names:
            yield Mention("json-ld:author", "; ".join(dict.fromkeys(names)))
            return


def _names(person: Any, people: dict[str, Any], depth: int) -> Iterator[str]:
    """The names in a JSON-LD author, whichever of its many forms it has."""
    if depth > DEEPEST:
        return
    if isinstance(person, str):
        if plain := _plain(person):
            yield plain
    elif isinstance(person, dict):
        if not person.get("name") and isinstance(person.get("@id"), str):
            person = people.get(person["@id"], person)
        yield from _names(person.get("name"), people, depth + 1)
    elif isinstance(person, list):
        for one in person[:MOST_AUTHORS]:
            yield from _names(one, people, depth + 1)


def _plain(text: str) -> str:
    return " ".join(unescape(text[:1000]).split())


def _from_metas(page: Page) -> Iterator[Mention]:
    for name in _METAS:
        contents = [
            content
            for content in dict.fromkeys(page.head.metas.get(name, ())[:MOST_AUTHORS])
            if "://" not in content and not content.startswith("/")
        ]
        if contents:
            rule = "meta:dc.creator" if name.startswith("dc") else "meta:author"
            yield Mention(rule, "; ".join(map(_plain, contents)))
    label = page.head.meta("twitter:label1").casefold()
    written = _plain(page.head.meta("twitter:data1"))
    if written and ("written" in label or "author" in label):
        yield Mention("meta:author", written)


def marked(page: Page, zones: Zones) -> Iterator[Mention]:
    """What stands in elements whose class, ``rel``, ``itemprop`` or address says that they name an author."""
    found = _find_on_page(page, zones)
    shapes = Counter(_shape(element) for element, _ in found)
    seen: set[tuple[str, str]] = set()
    for element, block in found:
        zone = zones.of(block.place)
        if zone != "head" and shapes[_shape(element)] > MOST_ALIKE:
            continue
        text = _text_of(element)
        if not text or (zone, text) in seen or is_in(block.box, COMMENT if zone == "head" else ELSEWHERE):
            continue
        seen.add((zone, text))
        if not _names_other(page, block, text):
            yield Mention(f"{kind_of(element)}:{zone}", text, block.place)


def find_marked(element: _Element) -> list[_Element]:
    """Find what is marked in an element, in page order; only its first ``MOST_ELEMENTS`` are looked at."""
    return [inner for inner in islice(element.iterdescendants(), MOST_ELEMENTS) if kind_of(inner)]


def _find_on_page(page: Page, zones: Zones) -> list[tuple[_Element, Block]]:
    """Every marked box, and what is marked inside the lines near the article, each with its first line."""
    # The compiled loops need numpy, which is loaded with the first page.
    from archiver.sites.page.loops import find_marked  # noqa: PLC0415

    found = _marked_boxes(page, zones)
    near = [page.blocks[place] for place in sorted(zones.head | zones.end, reverse=True)]
    for block in {block.box.place: block for block in near}.values():
        box = block.box
        if box.block_count <= FEW_LINES and box.character_count < 3 * lines.LONGEST_LINE and len(box.element):
            for element in find_marked(box.element):
                found.setdefault(element, block)
    return sorted(found.items(), key=lambda one: one[1].place)[:MOST_ELEMENTS]


def _marked_boxes(page: Page, zones: Zones) -> dict[_Element, Block]:
    """Every marked box from the headline's neighbours to those of the article's end, with its first line."""
    first, end = zones.first, zones.last + 1
    near = [
        box
        for box in reversed(page.boxes)
        if _may_mark(box.names) and box.start < end and box.start + box.block_count > max(first, box.start)
    ]
    return {box.element: page.blocks[max(first, box.start)] for box in near if kind_of(box.element)}


@lru_cache(maxsize=20_000)
def _may_mark(names: str) -> bool:
    """Whether these names may name an author; a quick look before they are searched."""
    return any(map(names.__contains__, HINTS))


def _shape(element: _Element) -> tuple[str, str]:
    return str(element.tag), element.get("class") or ""


def kind_of(element: _Element) -> str:
    """By what an element is marked; ``""`` where it is not."""
    get, tag = element.get, element.tag
    if tag in _SKIPPED:
        return ""
    if tag == "a" and "author" in get("rel", ""):
        return "rel"
    if "author" in get("itemprop", ""):
        return "itemprop"
    names = get("class", "")[:400]
    if _may_mark(names) and _names_author(names):
        return "" if _names_other_than_name(names) else "class"
    href = get("href", "")[:400] if tag == "a" else ""
    return "link" if href and _LINK.search(href) and not _SOCIAL.search(href) else ""


def _text_of(element: _Element) -> str:
    """The names in an element; ``""`` where it holds too much for a byline."""
    if next(islice(element.iter(), MOST_ELEMENTS, None), None) is not None:
        return ""  # not read to its end: as many marked elements may stand around all of a large page
    pieces = lines.words_of(element)
    if sum(map(len, pieces)) > lines.LONGEST_LINE:
        return ""
    return lines.cut_end(lines.tidy(pieces))


def _names_other(page: Page, block: Block, text: str) -> bool:
    """Whether a label says that it names a reviewer, an editor or a photographer."""
    before = page.blocks[block.place - 1].text if block.place else ""
    if len(before) < 40 and _ENDS_BY.search(before) and lines.OTHER_ROLE.search(before):
        return True
    first = text.partition(" | ")[0]
    own = block.text[: 2 * lines.LONGEST_LINE].partition(first)[0][-40:]
    return _ENDS_BY.search(own) is not None and lines.OTHER_ROLE.search(own) is not None
