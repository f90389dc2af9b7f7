"""Every place of a page that may name its authors; ``authors`` weighs them against each other."""

from __future__ import annotations

import re
from collections.abc import Iterator

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
        box = block.box
        if box.in_heading or box.tag in _NO_LINES or is_in(box, MENU, LEVELS):
            continue
        if place in zones.end:
            yield from _from_end_line(page, block)
        elif len(block.text) > lines.LONGEST_LINE:
            continue
        elif has_han(block.text):
            yield from _from_chinese_line(page, block)
        else:
            yield from _from_head_line(page, block, is_under=zones.is_under_headline(place))


def _neighbours(page: Page, place: int) -> tuple[str, str]:
    before = page.blocks[place - 1].text if place else ""
    after = page.blocks[place + 1].text if place + 1 < len(page.blocks) else ""
    return before[:80], after[:80]


def _from_head_line(page: Page, block: Block, *, is_under: bool) -> Iterator[Mention]:
    before, after = _neighbours(page, block.place)
    text = block.text
    if labelled := lines.read_label(block, is_end=False):
        yield Mention("label:head", labelled, block.place)
        return
    if lines.ONLY_LABEL.fullmatch(before):
        rule = "label:head"
    elif len(text) < 120 and lines.has_day(text):
        rule = "under headline" if is_under else "dated:head"
    elif len(text) < 60 and (lines.has_day(after) or lines.has_day(before)):
        rule = "under headline" if is_under else "beside date:head"
    elif len(text) < 50 and lines.looks_like_name(text):
        rule = "bare:head"
    else:
        return
    if names := lines.read_names(block):
        yield Mention(rule, names, block.place)


def _from_chinese_line(page: Page, block: Block) -> Iterator[Mention]:
    text = block.text
    before, after = _neighbours(page, block.place)
    is_marked = len(text) < 100 and lines.marks_chinese(text)
    if is_marked or (len(text) < 20 and lines.ONLY_LABEL.fullmatch(before)):
        yield Mention("label:head", text, block.place)
    elif len(text) < 60 and any(map(lines.has_day, (text, before, after))):
        account = "" if is_in(block.box, SOURCE) else lines.read_account(text)
        if account and _is_account(page, block, account):
            yield Mention("dated:head", account, block.place, is_account=True)


def _is_account(page: Page, block: Block, name: str) -> bool:
    """Whether a name beside the day is an account: its box says so, or a card of its own stands elsewhere."""
    if _ACCOUNT.search(f"{block.box.names} {block.box.around.names}"):
        return True
    return any(other.text == name for other in page.blocks if other is not block)


def _from_end_line(page: Page, block: Block) -> Iterator[Mention]:
    before, after = _neighbours(page, block.place)
    text = block.text
    if len(text) <= lines.LONGEST_LINE:
        if labelled := lines.read_label(block, is_end=True):
            yield Mention("label:end", labelled, block.place)
        elif lines.ONLY_LABEL.fullmatch(before):
            yield Mention("label:end", text, block.place)
        elif about := lines.read_about(text):
            yield Mention("about:end", about, block.place)
        elif len(text) < 40 and after.startswith(text):
            yield Mention("bio:end", text, block.place)
    if bio := lines.read_bio(text):
        yield Mention("begins bio:end", bio, block.place)


def _from_text(page: Page) -> Iterator[Mention]:
    """Bylines that are, or stand in, the first and last paragraphs of the article."""
    blocks = page.body_blocks
    first, last = blocks[:FIRST_PARAGRAPHS], blocks[FIRST_PARAGRAPHS:][-LAST_PARAGRAPHS:]
    for zone, some in (("head", first), ("end", last)):
        for block in some:
            byline = find_byline(block.text)
            if byline and byline.authors:
                yield Mention(f"text:{zone}", "; ".join(byline.authors), block.place)
