"""Every place of a page that may name its authors; ``authors`` weighs them against each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archiver.normalise.bylines import find_byline
from archiver.normalise.names import has_han
from archiver.sites.page import author_lines as lines
from archiver.sites.page.author_marks import declared, marked
from archiver.sites.page.author_zones import MENU, SOURCE, Mention, Zones, is_in
from archiver.sites.page.boxes import Block
from archiver.sites.page.page import Page

FIRST_PARAGRAPHS, LAST_PARAGRAPHS = 5, 4
LEVELS = 5
_ACCOUNT = re.compile(r"author|name|user|account|nick|pgc", re.IGNORECASE)
_NO_LINES = frozenset(("nav", "footer", "form", "button", "label", "select"))


def find_mentions(page: Page) -> list[Mention]:
    """Find everything on a page that may name its authors."""
    zones = Zones(page)
    return [*declared(page), *marked(page, zones), *_from_lines(page, zones), *_from_text(page)]


def _from_lines(page: Page, zones: Zones) -> Iterator[Mention]:
    """Short lines near the headline and behind the article."""
    for place in sorted(zones.head | zones.end):
        block = page.blocks[place]
        if block.box.in_heading or block.box.tag in _NO_LINES:
            continue
        if place in zones.end:
            found = _from_end_line(page, block)
        elif len(block.text) > lines.LONGEST_LINE:
            continue
        elif has_han(block.text):
            found = _from_chinese_line(page, block)
        else:
            found = _from_head_line(page, block, is_under=zones.is_under_headline(place))
        # Menus are told last: most lines name nobody, wherever they stand.
        if found and not is_in(block.box, MENU, LEVELS):
            yield from found


def _before(page: Page, block: Block) -> str:
    """Give the line before one, cut."""
    return page.blocks[block.place - 1].text[:80] if block.place else ""


def _behind(page: Page, block: Block) -> str:
    """Give the line behind one, cut."""
    place = block.place + 1
    return page.blocks[place].text[:80] if place < len(page.blocks) else ""


def _from_head_line(page: Page, block: Block, *, is_under: bool) -> Sequence[Mention]:
    text = block.text
    if labelled := lines.read_label(block, is_end=False):
        return [Mention("label:head", labelled, block.place)]
    if lines.is_only_label(_before(page, block)):
        rule = "label:head"
    elif len(text) < 120 and lines.has_day(text):
        rule = "under headline" if is_under else "dated:head"
    elif len(text) < 60 and (lines.has_day(_behind(page, block)) or lines.has_day(_before(page, block))):
        rule = "under headline" if is_under else "beside date:head"
    elif len(text) < 50 and lines.looks_like_name(text):
        rule = "bare:head"
    else:
        return ()
    # Asked before the names are read, which takes longer.
    names = "" if is_in(block.box, MENU, LEVELS) else lines.read_names(block)
    return [Mention(rule, names, block.place)] if names else ()


def _from_chinese_line(page: Page, block: Block) -> Sequence[Mention]:
    text, before = block.text, _before(page, block)
    is_marked = len(text) < 100 and lines.marks_chinese(text)
    if is_marked or (len(text) < 20 and lines.is_only_label(before)):
        return [Mention("label:head", text, block.place)]
    if len(text) < 60 and any(map(lines.has_day, (text, before, _behind(page, block)))):
        account = "" if is_in(block.box, SOURCE) else lines.read_account(text)
        if account and _is_account(page, block, account):
            return [Mention("dated:head", account, block.place, is_account=True)]
    return ()


def _is_account(page: Page, block: Block, name: str) -> bool:
    """Whether a name beside the day is an account: its box says so, or a card of its own stands elsewhere."""
    if _ACCOUNT.search(f"{block.box.names} {block.box.around.names}"):
        return True
    return any(other.text == name for other in page.blocks if other is not block)


def _from_end_line(page: Page, block: Block) -> Sequence[Mention]:
    text = block.text
    found: list[Mention] = []
    if len(text) <= lines.LONGEST_LINE:
        if labelled := lines.read_label(block, is_end=True):
            found.append(Mention("label:end", labelled, block.place))
        elif lines.is_only_label(_before(page, block)):
            found.append(Mention("label:end", text, block.place))
        elif about := lines.read_about(text):
            found.append(Mention("about:end", about, block.place))
        elif len(text) < 40 and _behind(page, block).startswith(text):
            found.append(Mention("bio:end", text, block.place))
    if bio := lines.read_bio(text):
        found.append(Mention("begins bio:end", bio, block.place))
    return found


def _from_text(page: Page) -> Iterator[Mention]:
    """Bylines that are, or stand in, the first and last paragraphs of the article."""
    blocks = page.body_blocks
    first, last = blocks[:FIRST_PARAGRAPHS], blocks[FIRST_PARAGRAPHS:][-LAST_PARAGRAPHS:]
    for zone, some in (("head", first), ("end", last)):
        for block in some:
            byline = find_byline(block.text)
            if byline and byline.authors:
                yield Mention(f"text:{zone}", "; ".join(byline.authors), block.place)
