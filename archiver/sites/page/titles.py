"""The headline: the heading that fits what the page calls itself, else that name without the site's."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from archiver.normalise.titles import clean_title
from archiver.records import Candidate, Finding
from archiver.sites.page.page import Page
from archiver.sites.page.rule_texts import element_text

LONGEST = 400
"""Characters of a heading; what is longer is text that was marked as one."""
UNLIKE = 0.15
"""Share of common words under which a heading is about something else than the page."""
ALIKE = 0.6
"""Share of common words above which a heading is the page's name in nearly the same words."""
_CJK = "\u3040-\u30ff\u3400-\u9fff"
_WORD = re.compile(rf"[{_CJK}]|[^\W{_CJK}]+")
_SEPARATOR = re.compile(r"\s+(?:[|｜–—·•:»«~/\\-]|::)\s+|\s*(?:[|｜]|_+|--+)\s*")
_SEPARATING = re.compile(r"[|｜–—·•:»«~/\\_-]")
"""Signs of which every separator has one; it is quicker to look for them first."""
_CHINESE_SEPARATOR = re.compile(rf"{_SEPARATOR.pattern}|\s+")
_NAME_BEFORE = re.compile(r"[:：]\s+")
_HAN = re.compile("[\u4e00-\u9fff]")
_NOT_HEADLINE = re.compile(r"\bposted\b|\bby\b|\bpublished\b|\d{1,2}[/:.]\d{2}|\(\w+\.\w+\)", re.IGNORECASE)
"""What stands behind a headline in one heading: a date, a name, a source's domain."""
MOST_TAIL_WORDS = 6
FEWEST_WORDS = 4
FEWEST_LETTERS = 8
"""Words and letters that a line needs to be told from a menu or a section's name."""
MOST_HEADINGS, MOST_STEPS = 200, 600
"""Headings, and starts and ends of elements in one, that are looked at."""
MOST_PARTS = 8
MOST_SEPARATORS = 4
"""A heading with more is a list of words for search engines."""


@dataclass(frozen=True, slots=True)
class _Names:
    """What the site may be called: whole names, and its host's name without dots and blanks."""

    whole: frozenset[str]
    host: str

    def has(self, part: str) -> bool:
        """Whether a part of a title is the site's name."""
        squashed = _squash(part)
        if not squashed:
            return True
        if squashed in self.whole:
            return True
        if len(squashed) <= 3 or len(self.host) <= 3 or len(squashed) > 3 * len(self.host):
            return False
        return squashed in self.host or self.host in squashed


def find_title(page: Page) -> Finding:
    """Find the headline; the site's name is taken off."""
    names = _site_names(page)
    said = list(_declared(page))
    # Most pages say the same several times.
    own = {raw: strip_site(html.unescape(raw), names) for raw in {raw for _, raw in said}}
    declared = [Candidate(rule, own[raw]) for rule, raw in said if own[raw]]
    headings = [one for one in _headings(page, names) if not names.has(one.value)]
    chosen = _choose(headings, declared)
    if chosen is None or chosen.rule != "h1":
        chosen = _visible(page, declared, names) or chosen
    if chosen is None:
        return Finding()
    others = [one for one in (*headings, *declared) if one != chosen]
    return Finding(value=chosen.value, rule=chosen.rule, others=tuple(dict.fromkeys(others)))


def strip_site(title: str, names: _Names) -> str:
    """Give a title without the parts, before or behind it, that name the site."""
    title = " ".join(title.split())[:LONGEST]
    while _SEPARATING.search(title):
        found = list(_SEPARATOR.finditer(title))
        if not found:
            break
        head, tail = title[: found[-1].start()].strip(), title[found[-1].end() :].strip()
        if _is_sites(tail, names, by=found[-1][0]) and _can_stand(head):
            title = head
            continue
        head, tail = title[: found[0].start()].strip(), title[found[0].end() :].strip()
        if names.has(head) and _can_stand(tail):
            title = tail
            continue
        break
    label = _NAME_BEFORE.search(title)
    if label and names.has(title[: label.start()]) and _can_stand(title[label.end() :]):
        title = title[label.end() :].strip()
    return clean_title(title) or ""


def _is_sites(tail: str, names: _Names, *, by: str) -> bool:
    """Whether the last part of a title is the site's name, or, behind a bar, a few words of its own."""
    if names.has(tail):
        return True
    if "_" in by and _HAN.search(tail):
        return True  # Chinese pages: headline_section_site
    return by.strip() in ("|", "｜") and len(words_of(tail)) <= MOST_TAIL_WORDS


def _can_stand(rest: str) -> bool:
    return len(words_of(rest)) >= 2 or len(rest) >= 12


def words_of(text: str) -> list[str]:
    """Give the words of a title, every CJK character one of its own."""
    return _WORD.findall(text.casefold())


def _squash(text: str) -> str:
    return "".join(words_of(text))


def _site_names(page: Page) -> _Names:
    head = page.head
    whole = [head.meta("og:site_name", "application-name", "twitter:site")]
    for thing in head.things:
        if isinstance(publisher := thing.get("publisher"), dict) and isinstance(publisher.get("name"), str):
            whole.append(publisher["name"])
        if thing.get("@type") in ("WebSite", "Organization", "NewsMediaOrganization"):
            whole.append(thing["name"] if isinstance(thing.get("name"), str) else "")
    labels = page.host.split(".")
    known = frozenset(squashed for name in whole if (squashed := _squash(name)))
    return _Names(known, max(labels[:-1], key=len, default="") if len(labels) > 1 else "")


def _declared(page: Page) -> Iterator[tuple[str, str]]:
    yield "title", page.head.title
    yield "meta:og:title", page.head.meta("og:title")
    yield "meta:twitter:title", page.head.meta("twitter:title")
    for article in page.head.articles[:3]:
        for key in ("headline", "name"):
            if isinstance(article.get(key), str):
                yield f"json-ld:{key}", article[key]


def _headings(page: Page, names: _Names) -> list[Candidate]:
    found: list[Candidate] = []
    for element in islice(page.picked["h1"], MOST_HEADINGS):
        text = " ".join(element_text(element, most_steps=MOST_STEPS).split())
        if text and len(text) <= LONGEST and len(_SEPARATOR.findall(text)) < MOST_SEPARATORS:
            found.append(Candidate("h1", strip_site(text, names) or text))
    return list(dict.fromkeys(found))


def _choose(headings: Sequence[Candidate], declared: Sequence[Candidate]) -> Candidate | None:
    """Choose between the heading most like what the page calls itself, and that."""
    if not headings:
        return None
    if not declared:
        return headings[0]
    values = dict.fromkeys(one.value for one in declared)  # most pages say the same several times
    words = {value: words_of(value) for value in values}
    said = [words[one.value] for one in declared]
    found = [words_of(one.value) for one in headings]
    nearest = [max(likeness(own, its) for its in words.values()) for own in found]
    place = nearest.index(max(nearest))
    best, own = headings[place], found[place]
    alike = likeness(own, said[0])
    if own in said or (_holds(said[0], own) and (len(own) >= FEWEST_WORDS or alike >= ALIKE / 2)):
        return best
    for one, its in zip(declared, said, strict=True):
        if _holds(own, its) and len(its) >= FEWEST_WORDS and _NOT_HEADLINE.search(best.value):
            return one
    agreed = len(said) > 1 and said[0] == said[1]
    if agreed and (alike > ALIKE or alike < UNLIKE):
        return declared[0]
    return best if nearest[place] >= UNLIKE else declared[0]


def _visible(page: Page, declared: Sequence[Candidate], names: _Names) -> Candidate | None:
    """Find the line before the text that is the declared title, as the reader sees it; else that title."""
    if not declared:
        return None
    fewest = max(FEWEST_LETTERS, len(_squash(declared[0].value)) / 2)
    parts = {part for part in _parts(page.head.title or declared[0].value) if len(part) >= fewest}
    for block in page.blocks[: page.body_start + 3]:
        if block.link_length < len(block.text) / 2 and _squash(block.text[: LONGEST + 1]) in parts:
            return Candidate(f"line:{block.box.tag}", strip_site(block.text, names))
    return declared[0]


def _parts(title: str) -> set[str]:
    """Give every run of neighbouring parts of a title, squashed, as a line of the page may have it."""
    cut = _CHINESE_SEPARATOR if _HAN.search(title) else _SEPARATOR
    parts = [_squash(part) for part in cut.split(title)][:MOST_PARTS]
    runs = ((start, end) for start in range(len(parts)) for end in range(start + 1, len(parts) + 1))
    return {"".join(parts[start:end]) for start, end in runs}


def _holds(whole: Sequence[str], part: Sequence[str]) -> bool:
    return bool(part) and f" {' '.join(part)} " in f" {' '.join(whole)} "


def likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """Give the share of their words that two titles have in common, 0 to 1."""
    left, right = set(one), set(other)
    return len(left & right) / max(1, len(left | right))
