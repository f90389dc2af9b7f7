"""Where on a page something stands, and what the boxes and words around it say of a date there."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from itertools import islice

from lxml.etree import _Element

from archiver.normalise.markup import texts_in
from archiver.sites.page.blocks import LONGEST_NAMES
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
        self._blocks = page.blocks
        self._start, self._end = page.body_start, page.body_end
        self.heading = _find_heading(page)
        self._main: set[_Element] = set()
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
        places: dict[_Element, int] = {}
        for block in self._blocks:
            box = block.box
            while box.element not in places:
                places[box.element] = block.place
                if box.parent is None:
                    break
                box = box.parent
        return places

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
            name = f"{outer.get('class') or ''} {outer.get('id') or ''} {outer.tag}".lower()
            read = _read_known_name if len(name) <= LONGEST_NAMES else _read_name
            called, names_elsewhere = read(name)
            if level < 2:
                signs += called
            is_elsewhere = is_elsewhere or names_elsewhere
            level += 1
            outer = outer.getparent()
        if is_elsewhere:
            signs.append("elsewhere")
        signs.append(self._zone(self._place(element) if place is None else place))
        return signs

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
    titles = [title.lower() for title in (page.head.meta("og:title"), page.head.title) if title]
    first_h1 = None
    best: tuple[float, int] | None = None
    for block in page.blocks[max(page.body_start - _HEADING_REACH, 0) : page.body_start + 1]:
        if not 8 <= len(block.text) <= 300 or block.box.is_hidden:
            continue
        is_h1 = block.box.tag == "h1"
        text = block.text.lower()
        if is_h1 and first_h1 is None:
            first_h1 = block.place
        if any(text in title or title in text for title in titles):
            likeness = len(text) + 1000 * is_h1
            if (best is None or likeness > best[0]) and len(text) > 12:
                best = (likeness, block.place)
    if best is not None:
        return best[1]
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
    if _MODIFIED.search(label):
        signs.append("label-modified")
    elif _PUBLISHED.search(label):
        signs.append("label-published")
    if _NOT_IT.search(label):
        signs.append("label-other")
    return signs
