"""Every place of a page that may name its publication day, each with what speaks for and against it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any, NamedTuple

from lxml.etree import _Element

from archiver.normalise.markup import texts_in
from archiver.normalise.named_days import make_day
from archiver.sites.page.boxes import Block
from archiver.sites.page.date_places import (
    MODIFIED_CLASS,
    MOST_PIECES,
    PUBLISHED_CLASS,
    Surroundings,
    label_signs,
    meta_signs,
    text_before,
)
from archiver.sites.page.page import Page
from archiver.sites.page.printed_days import PrintedDay, days_of_path, find_days, may_hold_day

MOST_ELEMENTS = 24
MOST_LINES = 40
LONGEST_LINE = 240
"""Characters of a line that may be a line of dates; a longer one is prose."""
_REACH = 60
"""Blocks before the headline and after the body in which dates are looked for."""
SHORTEST_DAY, SHORT_LINE, PROSE_START = 6, 80, 120
"""Characters of a day; of a line that is looked at wherever it stands; of prose that are looked at."""
_OLDEST_PRINTED = 1994
"""An earlier year in a text is what the article is about."""
_SCRIPT_LENGTH = 1_000_000
_SCRIPT_TRIES = 5

_NAMING = ("itemprop", "property", "class", "pubdate", "id")
_VALUE_ATTRIBUTES = (
    *("datetime", "content", "data-datetime", "data-published", "data-publish-date", "data-pubdate"),
    *("data-published-at", "data-date", "data-time", "data-timestamp", "data-utime", "title"),
)
DATED_ATTRIBUTES = ("datetime", "data-date", "data-time", "data-timestamp", "data-datetime", "data-published")
NAMED_ATTRIBUTES = ("itemprop", "property")
"""Attributes that hold a date, and those that may say that their element does."""
_LEADING_DAY = re.compile(r"\D{0,20}?((?:19|20)\d\d)-?(\d\d)-?(\d\d)(?=$|\D|\d{4,6}(?!\d))")
_EPOCH = re.compile(r"(\d{10})(?:\d{3})?(?:\.\d+)?")
_CLOCK = re.compile(r"\d\d?[:h]\d\d|[T ]\d{4,6}(?!\d)|^\d{12,14}$")
_SCRIPT_WORDS = (
    *(
        "ublished",
        "ublishT",
        "ublishD",
        "ublish_",
        "ubDate",
        "ubdate",
        "ub_date",
        "ubTime",
        "ubtime",
        "ub_time",
    ),
    *("ublicationD", "ublication_d", "ePublication", "ateCreated", "ate_created", "reateTime", "reate_time"),
    *("ptime", " ct"),
)
_SCRIPT_DATE = re.compile(
    r"(?P<key>[dD]ate_?[pP]ublished|[pP]ublish(?:ed)?_?(?:[dD]ate|[tT]ime|[aA]t|[oO]n)|[pP]ub_?[dD]ate"
    r"|[pP]ub_?[tT]ime|[pP]ublication_?[dD]ate|[dD]ate_?[pP]ublication|[dD]ate_?[cC]reated|[cC]reate_?[tT]ime"
    r"|\bptime|\bct|[fF]irst_?[pP]ublished)[\\\"']{0,3}\s?[:=]\s?[\\\"']{0,3}(?P<value>[^\"'\\,;<>]{8,40})"
)


class Mark(NamedTuple):
    """A place that names a day.

    Attributes:
        rule: where it was found, for people.
        value: what stands there.
        day: the day it names, in the offset in which it is given.
        swapped: the other day that it may mean.
        has_clock: whether it names a time of day.
        kind: what sort of place it is: ``ld-article``, ``meta-published``, ``text``, ``url`` …
        signs: what else speaks for and against it.
    """

    rule: str
    value: str
    day: date
    swapped: date | None
    has_clock: bool
    kind: str
    signs: tuple[str, ...] = ()

    @property
    def family(self) -> str:
        """The sort of place: ``ld``, ``meta``, ``element``, ``text``, ``url`` or ``script``."""
        return self.kind.partition("-")[0]


class Reader:
    """Finds the marks of one page."""

    def __init__(self, page: Page, *, american: bool, asian: bool, last_year: int) -> None:
        self.page = page
        self._american, self._asian = american, asian
        self._last_year = last_year
        self._around = Surroundings(page)

    def marks(self) -> list[Mark]:
        """Give all marks; the address's and the declared ones come first."""
        found = [*self._declared(), *self._metas()]
        found += [*self._address(), *self._elements(), *self._lines()]
        if not any(_is_plain(mark) for mark in found):
            found += [*self._other_elements(), *self._scripts()]
        return found

    def _read(self, value: str) -> PrintedDay | None:
        """Read a value that was written for machines, or else as one that was printed."""
        value = value.strip()
        leading = _LEADING_DAY.match(value)
        if leading is not None:
            day = make_day(int(leading[1]), int(leading[2]), int(leading[3]))
            if day is None or day.year > self._last_year:
                return None
            return PrintedDay(day, None, value, _CLOCK.search(value) is not None, 0, 0, False)
        epoch = _EPOCH.fullmatch(value)
        if epoch is not None:
            at = datetime.fromtimestamp(int(epoch[1]), UTC)
            plausible = 1990 < at.year <= self._last_year
            return PrintedDay(at.date(), None, value, True, 0, 0, False) if plausible else None
        return next(
            find_days(value, american=self._american, asian=self._asian, last_year=self._last_year), None
        )

    def _mark(self, rule: str, value: Any, kind: str, *signs: str) -> Iterator[Mark]:
        if isinstance(value, (int, float)):
            value = str(int(value)) if abs(value) < 1e15 else ""
        if not isinstance(value, str) or not SHORTEST_DAY <= len(value.strip()) <= 80:
            return
        printed = self._read(value)
        if printed is not None:
            yield Mark(rule, printed.value, printed.day, printed.swapped, printed.has_clock, kind, signs)

    def _declared(self) -> Iterator[Mark]:
        articles = [id(thing) for thing in self.page.head.articles]
        for thing in self.page.head.things:
            if id(thing) in articles:
                kind = "ld-article" if id(thing) == articles[0] else "ld-later-article"
            else:
                kind = "ld-page" if "Page" in str(thing.get("@type")) else "ld-other"
            yield from self._mark("json-ld:datePublished", thing.get("datePublished"), kind)
            if not thing.get("datePublished"):
                yield from self._mark("json-ld:dateCreated", thing.get("dateCreated"), kind, "created")
            yield from self._mark("json-ld:dateModified", thing.get("dateModified"), kind, "modified")
            yield from self._mark("json-ld:uploadDate", thing.get("uploadDate"), "ld-other", "created")

    def _metas(self) -> Iterator[Mark]:
        for name, contents in self.page.head.metas.items():
            if said := meta_signs(name):
                yield from self._mark(f"meta:{name}", contents[0], *said)

    def _address(self) -> Iterator[Mark]:
        addresses = [self.page.url, self.page.head.links.get("canonical", ""), self.page.head.meta("og:url")]
        for address in dict.fromkeys(addresses):
            # An archive of pages has the address of a page in its own one.
            path = address.rpartition("://")[2].partition("/")[2].partition("?")[0][:300]
            for day, is_sure in days_of_path(path):
                if day.year <= self._last_year:
                    yield Mark("url", day.isoformat(), day, None, False, "url" if is_sure else "url-loose")
                    return

    def _elements(self) -> Iterator[Mark]:
        for element in islice(self.page.picked["time"], MOST_ELEMENTS):
            if element.tag == "time" or element.get("title"):
                yield from self._element(element)

    def _other_elements(self) -> Iterator[Mark]:
        # The compiled loops need numpy, which is loaded with the first page.
        from archiver.sites.page.loops import find_dated  # noqa: PLC0415

        for element in find_dated(self._around.region):
            yield from self._element(element)

    def _element(self, element: _Element) -> Iterator[Mark]:
        inner = "".join(islice(texts_in(element), MOST_PIECES)) if element.tag != "html" else ""
        text = " ".join(inner.split())[:LONGEST_LINE]
        declared = next((element.get(name) for name in _VALUE_ATTRIBUTES if element.get(name)), "")
        signs = self._around.signs(element)
        if element.tag == "time":
            signs.append("time")
        named = " ".join(element.get(name) or "" for name in _NAMING).lower()
        if "pubdate" in element.attrib or PUBLISHED_CLASS.search(named):
            signs.append("class-published")
        if MODIFIED_CLASS.search(named):
            signs.append("modified")
        before = text_before(element)
        signs += label_signs(f"{before} {text}".lower()[-200:])
        for value in (declared, text):
            rule = "time" if element.tag == "time" else "element"
            found = list(self._mark(rule, value, "element", *dict.fromkeys(signs)))
            if found:
                yield from found
                return

    def _lines(self) -> Iterator[Mark]:
        count = 0
        start, end = self.page.body_start, self.page.body_end
        first = max(min(self._around.heading, start) - _REACH, 0)
        for block in self.page.blocks[first : (end or len(self.page.blocks)) + _REACH]:
            text = block.text
            is_prose = False
            if len(text) > SHORT_LINE:
                is_prose = len(text) > LONGEST_LINE
                is_edge = start - 3 <= block.place <= start + 2 or end - 2 <= block.place <= end + 3
                if not is_edge and (is_prose or start < block.place < end):
                    continue
                text = text[:PROSE_START] if is_prose else text
            if len(text) < SHORTEST_DAY or not may_hold_day(text):
                continue
            count += 1
            if count > MOST_LINES:
                return
            yield from self._line(block, text, is_prose=is_prose)

    def _line(self, block: Block, text: str, *, is_prose: bool) -> Iterator[Mark]:
        around = self._around.signs(block.box.element, block.place)
        before = self.page.blocks[block.place - 1].text if block.place else ""
        earlier = 0
        for number, printed in enumerate(
            find_days(text, american=self._american, asian=self._asian, last_year=self._last_year)
        ):
            if printed.day.year < _OLDEST_PRINTED:
                continue
            signs = [*around]
            label = text[earlier : printed.start].lower()
            if not label.strip(" :|·,-–—()[]") and number == 0 and len(before) < 40:
                label = f"{before.lower()} {label}"
            signs += label_signs(label)
            rest = len(text) - (printed.end - printed.start)
            if is_prose or rest > 120:
                signs.append("prose")
            elif rest < 25:
                signs.append("bare")
            if number:
                signs.append("later-in-line")
            if printed.is_short:
                signs.append("short-year")
            if block.link_length > len(text) * 0.8:
                signs.append("link")
            earlier = printed.end
            rule = "near title" if "near" in signs else "text"
            yield Mark(
                rule,
                printed.value,
                printed.day,
                printed.swapped,
                printed.has_clock,
                "text",
                tuple(dict.fromkeys(signs)),
            )

    def _scripts(self) -> Iterator[Mark]:
        left = _SCRIPT_LENGTH
        for script in self.page.picked["script"]:
            text = script.text or ""
            is_read = "ld+json" in (script.get("type") or "") and self.page.head.things
            if len(text) > left or is_read:
                continue
            left -= len(text)
            found = _find_in_script(text)
            if found is not None:
                yield from self._mark(f"script:{found['key']}", found["value"], "script")


def _find_in_script(text: str) -> re.Match[str] | None:
    """Find the first publication date that a script sets; words are looked for first, that is fast."""
    for word in _SCRIPT_WORDS:
        place = text.find(word)
        for _ in range(_SCRIPT_TRIES):
            if place < 0:
                break
            found = _SCRIPT_DATE.search(text, max(place - 12, 0), place + 80)
            if found is not None:
                return found
            place = text.find(word, place + 1)
    return None


def _is_plain(mark: Mark) -> bool:
    """Whether a mark is such that no further places need be looked at."""
    if mark.kind in ("ld-article", "meta-published"):
        return not mark.signs
    signs = set(mark.signs)
    return "near" in signs and not signs & {"modified", "label-modified", "elsewhere", "label-other", "prose"}


def find_dated(region: _Element) -> list[_Element]:
    """Find the first elements in a part of a page whose attributes hold a date, at most ``MOST_ELEMENTS``."""
    return list(islice(filter(is_dated, region.iterdescendants()), MOST_ELEMENTS))


def is_dated(element: _Element) -> bool:
    """Whether an element's attributes hold a date, and no other rule reads it."""
    if element.tag in ("time", "abbr", "meta"):
        return False
    named = " ".join(element.get(name, "") for name in NAMED_ATTRIBUTES)
    return "date" in named or any(name in element.attrib for name in DATED_ATTRIBUTES)
