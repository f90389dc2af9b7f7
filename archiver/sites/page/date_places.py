"""Where on a page something stands, and what the boxes and words around it say of a date there."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from itertools import islice

from lxml.etree import _Element

from archiver.normalise.markup import texts_in
from archiver.sites.page.boxes import LONGEST_NAMES
from archiver.sites.page.page import Page

MOST_PIECES = 300
"""Pieces of text of an element that are looked at."""
_LEVELS = 8
_HEADING_REACH = 150
"""Blocks before the body in which the headline is looked for."""

_PUBLISHED = re.compile(
    r"publi[sckę]|\bpubb|posted|\bpost\b|veröffentlicht|erschienen|erstellt|geplaatst|gepubliceerd|dodan"
    r"|utworzon|yayın|yayım|eklenme|δημοσ|опубл|создан|julkais|közzé|megjelen|\bvom\b|\bdate:|\bfirst\b"
    r"|written|\bon\b|\bdatum\b|erstmals|online seit"
    r"|发布|发表|發布|發佈|發表|时间|時間|日期"
    r"|来源|來源|掲載|公開|入力|등록|입력"
)
_MODIFIED = re.compile(
    r"updat|modif|aktualis|geändert|stand[: ]|mis à jour|mise à jour|màj|actuali[sz]|aggiorn|bijgewerkt"
    r"|güncel|ενημ|обновл|измен|oppdater|uppdater|opdater|frissít|módos|akt\.|zuletzt|\blast\b|edited"
    r"|revised|reviewed|更新|修改|改訂|수정|päivitet|atualiz|zaktual|změn"
)
_NOT_IT = re.compile(
    r"expire|accessed|retrieved|deadline|copyright|©|born|geboren|died|valid until|effective|abgerufen"
    r"|visited|member since|joined|event|termin\b|session|built"
)
_ELSEWHERE = re.compile(
    r"comment|kommentar|related|sidebar|side-bar|footer|recommend|widget|popular|latest|teaser|trending|most-read"
    r"|mostread|similar|carousel|slider|ticker|archive|navigation|\bnav\b|\bmenu|reply|discuss|disqus|read-?more"
    r"|more-|morenews|newsletter|promo|advert|\bads?\b|calendar|event|upnext|next-|prev-|hot|rank|list-group"
    r"|card|tweet|twitter|weather|\baside\b",
)
_DATE_CLASS = re.compile(
    r"date|time|datum|fecha|publi|posted|byline|entry-meta|post-meta|article-?meta|meta|info|dateline|stamp|source",
)
PUBLISHED_CLASS = re.compile(r"publi[sc]|pub-?_?(?:date|time)|posted|entry-date|dateline|created")
MODIFIED_CLASS = re.compile(r"modif|updated?(?:[^a-z]|$)|last-?_?(?:mod|up)")

_PUBLISHED_META = re.compile(
    r"publi(?:sh|c)|pub-?_?date|datepub|date-pub|issued|release_date|create|displaydate|sailthru\.date"
    r"|^pdate$|online_date"
)
_MODIFIED_META = re.compile(r"modif|(?<!^date)updat|last|moddate|revis|review")
_NO_META = re.compile(
    r"expir|image|url|publisher|cache|copyright|render|current|publication_?name|event|robots|\bid\b"
    r"|embargo|title|description|keywords"
)
_DATE_META = re.compile(r"date|time|datum|fecha")

_CALLED = {
    "class-date": _DATE_CLASS, "class-published": PUBLISHED_CLASS, "class-modified": MODIFIED_CLASS,
}  # fmt: skip


def _read_name(name: str) -> tuple[tuple[str, ...], bool]:
    """Say what an element's class, id and tag make of a date in it, and whether they lead elsewhere."""
    called = tuple(sign for sign, called in _CALLED.items() if called.search(name))
    return called, _ELSEWHERE.search(name) is not None


_read_known_name = lru_cache(maxsize=20_000)(_read_name)
"""The same; the pages of a site have the same names."""


class Surroundings:
    """Where things stand on one page."""

    def __init__(self, page: Page) -> None:
        self._boxes = page.boxes
        self._start, self._end = page.body_start, page.body_end
        self.heading = _find_heading(page)
        self._main: set[_Element] = set()
        self._read_names: dict[_Element, tuple[tuple[str, ...], bool]] = {}
        self.region: _Element = page.root
        """The smallest box that holds both headline and text."""
        for place in (self.heading, self._start):
            if place < len(page.blocks):
                around = [box.element for box in page.blocks[place].box.upwards()]
                self.region = next((element for element in around if element in self._main), self.region)
                self._main.update(around)

    @cached_property
    def _places(self) -> dict[_Element, int]:
        """The place of the first block in each box."""
        return {box.element: box.start for box in self._boxes if box.block_count}

    def signs(self, element: _Element, place: int | None = None) -> list[str]:
        """Say where an element stands, and what it and the boxes around it are called.

        Args:
            place: of the block that is asked about; ``None`` where it is not known.
        """
        signs: list[str] = []
        is_elsewhere = False
        level = 0
        outer: _Element | None = element
        while outer is not None and outer not in self._main and level <= _LEVELS:
            called, names_elsewhere = self._read_name_of(outer)
            if level < 2:
                signs += called
            elif is_elsewhere:
                break
            is_elsewhere = is_elsewhere or names_elsewhere
            level += 1
            outer = outer.getparent()
        if is_elsewhere:
            signs.append("elsewhere")
        signs.append(self._zone(self._place(element) if place is None else place))
        return signs

    def _read_name_of(self, element: _Element) -> tuple[tuple[str, ...], bool]:
        """Read an element's name; boxes stand around many lines, and are read once."""
        read = self._read_names.get(element)
        if read is None:
            name = f"{element.get('class') or ''} {element.get('id') or ''} {element.tag}".lower()
            read = (_read_known_name if len(name) <= LONGEST_NAMES else _read_name)(name)
            self._read_names[element] = read
        return read

    def _place(self, element: _Element) -> int | None:
        outer: _Element | None = element
        for _ in range(_LEVELS):
            if outer is None:
                return None
            if outer in self._places:
                return self._places[outer]
            outer = outer.getparent()
        return None

    def _zone(self, place: int | None) -> str:
        start, end, heading = self._start, self._end, self.heading
        if place is None:
            return "nowhere"
        if min(heading, start) - 3 <= place <= start + 1:
            return "near" if heading - 3 <= place <= heading + 8 else "between"
        if place < heading:
            return "above-near" if place >= heading - 8 else "above"
        if place < end:
            return "in-body"
        return "after" if place < end + 8 else "below"


def _find_heading(page: Page) -> int:
    """Give the place of the headline; the body's start where there is none."""
    titles = {title.lower() for title in (page.head.meta("og:title"), page.head.title) if title}
    first_h1 = None
    best = -1
    most = 0
    for block in page.blocks[max(page.body_start - _HEADING_REACH, 0) : page.body_start + 1]:
        text = block.text
        if not 8 <= len(text) <= 300 or block.box.is_hidden:
            continue
        is_h1 = block.box.tag == "h1"
        if is_h1 and first_h1 is None:
            first_h1 = block.place
        likeness = len(text) + 1000 * is_h1
        if len(text) <= 12 or likeness <= most:
            continue
        text = text.lower()
        if any(text in title or title in text for title in titles):
            most, best = likeness, block.place
    if best >= 0:
        return best
    return first_h1 if first_h1 is not None else page.body_start


def text_before(element: _Element) -> str:
    """Give the text right before an element, in its line."""
    previous = element.getprevious()
    parent = element.getparent()
    if previous is not None:
        text = (previous.tail or "") if isinstance(previous.tag, str) else ""
        return (text if text.strip() else "".join(islice(texts_in(previous), MOST_PIECES))[-60:])[-60:]
    return ((parent.text or "") if parent is not None else "")[-60:]


def label_signs(label: str) -> list[str]:
    """Say what the words before a date, in lower case, make of it."""
    label = label[-80:]
    signs: list[str] = []
    if not label or label.isspace():
        return signs
    if _MODIFIED.search(label):
        signs.append("label-modified")
    elif _PUBLISHED.search(label):
        signs.append("label-published")
    if _NOT_IT.search(label):
        signs.append("label-other")
    return signs


def meta_signs(name: str) -> tuple[str, ...]:
    """Give kind and signs of the date in a meta tag of this name; ``()`` where there is none to be read."""
    return (_read_known_meta if len(name) <= LONGEST_NAMES else _read_meta)(name)


def _read_meta(name: str) -> tuple[str, ...]:
    if _NO_META.search(name):
        return ()
    if _MODIFIED_META.search(name):
        return ("meta-date", "modified")
    if _PUBLISHED_META.search(name):
        return ("meta-published",)
    return ("meta-date",) if _DATE_META.search(name) else ()


_read_known_meta = lru_cache(maxsize=2000)(_read_meta)
"""The same; most pages have the same names."""
