"""A news page, parsed and cut once; every field is found in this."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from lxml.etree import _Element

from archiver.normalise.markup import bound_tags
from archiver.normalise.urls import host_of
from archiver.records import NOT_FOUND, Finding
from archiver.sites.page.blocks import MOST_BLOCKS, MOST_BOXES, parse_encoded_page
from archiver.sites.page.body import Fate, judge_blocks
from archiver.sites.page.boxes import Block, Box
from archiver.sites.page.head import Elements, Head, article_names, read_head

HEADLINE_PLACES = 3
"""How far into the body its headline may be printed again."""


@dataclass(frozen=True)
class Page:
    """A news page.

    Attributes:
        url: its address, ``""`` where it is not known.
        first_url: the address of its article's first page; its own, where it is that.
        picked: its elements that are looked at for the fields.
        blocks: its text in page order.
        scores: for each block, the probability that it is the article's text.
        fates: for each block, whether it is taken as the article's text, and why not.
        encoding: in which its bytes were read, and why.
        is_cut: it is so large that its end was not looked at.
    """

    url: str
    first_url: str
    root: _Element
    picked: Elements
    head: Head
    blocks: Sequence[Block]
    boxes: Sequence[Box]
    scores: Sequence[float]
    fates: Sequence[Fate]
    encoding: Finding = NOT_FOUND
    is_cut: bool = False

    @cached_property
    def host(self) -> str:
        """The host of its address without ``www.``, ``""`` where it is not known."""
        return host_of(self.url).removeprefix("www.") if self.url else ""

    @cached_property
    def chosen(self) -> list[bool]:
        """For each block, whether it is taken as the article's text."""
        kept = Fate.KEPT
        return [fate is kept for fate in self.fates]

    @cached_property
    def body_blocks(self) -> list[Block]:
        """The blocks of the article, in page order."""
        kept = Fate.KEPT
        return [block for block, fate in zip(self.blocks, self.fates, strict=True) if fate is kept]

    @cached_property
    def body_start(self) -> int:
        """The place of the article's first long block, the number of blocks where there is none."""
        places = [block.place for block in self.body_blocks]
        long = [block.place for block in self.body_blocks if len(block.text) > 60]
        return next(iter(long or places), len(self.blocks))

    @cached_property
    def body_end(self) -> int:
        """The place after the article's last block, 0 where there is none."""
        return self.body_blocks[-1].place + 1 if self.body_blocks else 0


def without_headline(page: Page, title: str) -> Page:
    """Give a page whose body does not begin with its own headline once more."""
    headline = "".join(title.split()).casefold()
    same = {
        block
        for block in page.body_blocks[:HEADLINE_PLACES]
        if "".join(block.text.split()).casefold() == headline
    }
    if not same:
        return page
    fates = [
        Fate.HEADLINE if block in same else fate for block, fate in zip(page.blocks, page.fates, strict=True)
    ]
    return replace(page, fates=fates)


def open_page(html: str, url: str, encoding: Finding = NOT_FOUND) -> Page | None:
    """Parse, cut and judge a page; ``None`` where it holds nothing."""
    return open_encoded_page(html.encode("utf-8", "replace"), url, encoding)


def open_encoded_page(
    content: bytes, url: str, encoding: Finding = NOT_FOUND, *, first_url: str = ""
) -> Page | None:
    """Open a page in UTF-8, as ``open_page`` does.

    Args:
        first_url: the address of its article's first page; ``""`` where it is that.
        encoding: in which its bytes were read.
    """
    # numpy and the tables are loaded with the first page: most runs of a crawl read none.
    from archiver.sites.page.loops import cut_blocks, pick_elements  # noqa: PLC0415
    from archiver.sites.page.scores import score_blocks  # noqa: PLC0415

    content, is_cut = bound_tags(content)
    root = parse_encoded_page(content)
    if root is None:
        return None
    first_url = first_url or url
    picked = pick_elements(root, article_names(first_url))
    head = read_head(root, picked)
    blocks, boxes = cut_blocks(root)
    is_cut = is_cut or len(blocks) >= MOST_BLOCKS or len(boxes) >= MOST_BOXES
    scores = score_blocks(blocks, boxes, head.declared)
    fates = judge_blocks(blocks, scores)
    return Page(url, first_url, root, picked.elements, head, blocks, boxes, scores, fates, encoding, is_cut)
