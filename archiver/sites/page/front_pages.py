"""Front pages and sections: many headlines that lead to articles, and none of them told here."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from urllib.parse import urlsplit

from archiver.sites.page.boxes import Block
from archiver.sites.page.page import Page
from archiver.sites.page.wall_words import weigh

SHORTEST_HEADLINE = 20
"""Weight of a link that may be an article's headline."""
FEWEST_HEADLINES = 6
MOSTLY_LINK = 0.6
LONGEST_TEASERS = 400
"""Weight of a body that is less than an article beside many headlines."""
MANY_HEADLINES = 12
LONGEST_SECTION_NAME = 32
LARGEST_PIECE = 0.3
"""Share of a list's text that one of its items may have."""
_SECTION = re.compile(r"(?:/[a-z]{0,16}){0,3}/?(?:(?:index|default|home|list)\.\w{2,5})?", re.IGNORECASE)


def is_front_page(url: str) -> bool:
    """Whether an address is that of a site's front page: no path, or only the name of one."""
    parts = urlsplit(url)
    return not parts.query and re.fullmatch(r"/?(?:(?:index|default|home)\.\w{2,5})?", parts.path) is not None


def is_section(url: str) -> bool:
    """Whether an address looks like that of a section: short words without a number."""
    parts = urlsplit(url)
    return not parts.query and _SECTION.fullmatch(parts.path) is not None


def is_list_page(page: Page) -> bool:
    """Whether a page shows headlines of articles instead of one."""
    body = page.body_blocks
    if _has_long_heading(page):
        return False
    if body:
        inside = page.blocks[body[0].place : body[-1].place + 1]
        count = sum(map(_is_headline, inside))
        if count >= FEWEST_HEADLINES and count >= len(body) - sum(map(_is_headline, body)) - 1:
            return _is_scattered(inside, {block.place for block in body})
    is_little = sum(weigh(block.text) for block in body) < LONGEST_TEASERS
    if not is_little or not page.url or not is_section(page.url):
        return False
    many = FEWEST_HEADLINES if not body or is_front_page(page.url) else MANY_HEADLINES
    return sum(map(_is_headline, page.blocks)) >= many


def _is_headline(block: Block) -> bool:
    return block.link_length >= len(block.text) * MOSTLY_LINK and weigh(block.text) >= SHORTEST_HEADLINE


def _has_long_heading(page: Page) -> bool:
    """Whether a heading is there that is longer than the name of a section."""
    return any(
        block.box.in_heading and not block.link_length and weigh(block.text) >= LONGEST_SECTION_NAME
        for block in page.blocks
    )


def _is_scattered(blocks: Sequence[Block], body: Set[int]) -> bool:
    """Whether the body's text stands in small pieces between the headlines: an article has one long one."""
    longest = whole = run = 0
    for block in blocks:
        if _is_headline(block):
            run = 0
        elif block.place in body:
            size = weigh(block.text)
            run, whole = run + size, whole + size
            longest = max(longest, run)
    return longest <= whole * LARGEST_PIECE
