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
    blocks = page.blocks
    for place in sorted(zones.head | zones.end):
        block = blocks[place]
        text, box = block.text, block.box
        if box.in_heading or box.tag in _NO_LINES:
            continue
        is_end = place in zones.end
        if not is_end and len(text) > lines.LONGEST_LINE:
            continue
        # The lines before and behind, cut.
        before = blocks[place - 1].text[:80] if place else ""
        behind = blocks[place + 1].text[:80] if place + 1 < len(blocks) else ""
        if is_end:
            found = _from_end_line(block, before, behind)
        elif has_han(text):
            found = _from_chinese_line(page, block, before, behind)
        else:
            found = _from_head_line(block, before, behind, is_under=zones.is_under_headline(place))
        # Menus are told last: most lines name nobody, wherever they stand.
        if found and not is_in(box, MENU, LEVELS):
            yield from found


def _from_head_line(block: Block, before: str, behind: str, *, is_under: bool) -> Sequence[Mention]:
    text = block.text
    if labelled := lines.read_label(block, is_end=False):
        return [Mention("label:head", labelled, block.place)]
    if lines.is_only_label(before):
        rule = "label:head"
    elif len(text) < 120 and lines.has_day(text):
        rule = "under headline" if is_under else "dated:head"
    elif len(text) < 60 and (lines.has_day(behind) or lines.has_day(before)):
        rule = "under headline" if is_under else "beside date:head"
    elif len(text) < 50 and lines.looks_like_name(text):
        rule = "bare:head"
    else:
        return ()
    # Asked before the names are read, which takes longer.
    names = "" if is_in(block.box, MENU, LEVELS) else lines.read_names(block)
    return [Mention(rule, names, block.place)] if names else ()


def _from_chinese_line(page: Page, block: Block, before: str, behind: str) -> Sequence[Mention]:
    text = block.text
    is_marked = len(text) < 100 and lines.marks_chinese(text)
    if is_marked or (len(text) < 20 and lines.is_only_label(before)):
        return [Mention("label:head", text, block.place)]
    if len(text) < 60 and any(map(lines.has_day, (text, before, behind))):
        account = "" if is_in(block.box, SOURCE) else lines.read_account(text)
        if account and _is_account(page, block, account):
            return [Mention("dated:head", account, block.place, is_account=True)]
    return ()


def _is_account(page: Page, block: Block, name: str) -> bool:
    """Whether a name beside the day is an account: its box says so, or a card of its own stands elsewhere."""
    if _ACCOUNT.search(f"{block.box.names} {block.box.around.names}"):
        return True
    return any(other.text == name for other in page.blocks if other is not block)


def _from_end_line(block: Block, before: str, behind: str) -> Sequence[Mention]:
    text = block.text
    found: list[Mention] = []
    if len(text) <= lines.LONGEST_LINE:
        if labelled := lines.read_label(block, is_end=True):
            found.append(Mention("label:end", labelled, block.place))
        elif lines.is_only_label(before):
            found.append(Mention("label:end", text, block.place))
        elif about := lines.read_about(text):
            found.append(Mention("about:end", about, block.place))
        elif len(text) < 40 and behind.startswith(text):
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
