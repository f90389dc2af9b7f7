"""Where on a page a byline is looked for: near the headline, in the article, or behind it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from archiver.sites.page.boxes import Box
from archiver.sites.page.page import Page

BEFORE_HEADLINE, AFTER_HEADLINE = 8, 14
BEFORE_BODY, INTO_BODY = 12, 4
MOST_BETWEEN = 60
"""Lines between headline and article that all count as near; more are a table of contents."""
INTO_END, END_LINES = 5, 16
"""Last lines of the article, and lines behind it, in which its author may be introduced."""
BOXES_UP = 8


def names_with(pattern: str) -> Callable[[str], bool]:
    """Give a function that says whether a pattern stands in an element's names; many have the same."""
    found = re.compile(pattern, re.IGNORECASE)
    return lru_cache(maxsize=20_000)(lambda names: found.search(names) is not None)


COMMENT = names_with(r"comment|repl(?:y|ies)\b|disqus|testimonial")
ELSEWHERE = names_with(
    r"comment|repl(?:y|ies)\b|related|recommend|testimonial|sidebar|popular|trending|carousel|swiper|teaser"
    r"|latest|\bnav|menu|footer|disqus|newsletter|breadcrumb|read-?more|readnext|also|more-"
)
MENU = names_with(r"\bnav|menu|breadcrumb|footer|dropdown|comment|disqus|testimonial|cookie|\btrc_|outbrain")
SOURCE = names_with(r"source|from|laiyuan|origin")
_WHOLE = frozenset(("body", "html", "main", "article"))


@dataclass(frozen=True, slots=True)
class Mention:
    """A place that may name the authors.

    Attributes:
        rule: what kind of place, and behind a colon its zone.
        text: as printed there, without days and buttons.
        place: the number of its block, -1 where it is not printed.
        is_account: it is the name of an account, whatever its form.
    """

    rule: str
    text: str
    place: int = -1
    is_account: bool = False


class Zones:
    """Which blocks stand near the headline, and which behind the article."""

    def __init__(self, page: Page) -> None:
        count, start = len(page.blocks), page.body_start
        end = page.body_end or count
        headline = _find_headline(page, start)
        self._top = headline if headline >= 0 else start
        if not page.body_end:
            start = self._top + 1
        near = {
            *range(self._top - BEFORE_HEADLINE, self._top + AFTER_HEADLINE),
            *range(start - BEFORE_BODY, start + INTO_BODY),
        }
        if start - self._top < MOST_BETWEEN:
            near |= set(range(self._top, start))
        self.head = {place for place in near if 0 <= place < end}
        self.end = set(range(max(end - INTO_END, 0), min(end + END_LINES, count))) - self.head
        self.first = min(self.head | self.end, default=0)
        self.last = max(self.head | self.end, default=0)

    def of(self, place: int) -> str:
        """``head``, ``end``, or ``mid`` in the article."""
        return "head" if place in self.head else "end" if place in self.end else "mid"

    def is_under_headline(self, place: int) -> bool:
        """Whether most pages have their byline here: just before or behind the headline."""
        return -3 <= place - self._top <= 5


def _find_headline(page: Page, start: int) -> int:
    """The place of the heading before the article that is most like the page's title, -1 without one."""
    found, best = -1, 0.0
    title = (page.head.meta("og:title") or page.head.title).casefold()
    words = set(title.split())
    longest = min(200, len(title) + 1)
    for block in page.blocks[: start + 3]:
        is_heading = block.box.in_heading
        if not is_heading and not 15 < len(block.text) < longest:
            continue
        own = block.text[:1000].casefold()
        if own in title:
            alike = 1.0
        elif is_heading:
            alike = len(words & set(own.split())) / (len(words) + 1)
        else:
            continue
        alike += 0.5 * is_heading + len(own) / 1000
        if alike >= best:
            found, best = block.place, alike
    return found


def is_in(box: Box, is_named: Callable[[str], bool], levels: int = BOXES_UP) -> bool:
    """Whether a box, or one of those around it, is named so."""
    around: Box | None = box
    while around is not None and levels:
        if around.tag not in _WHOLE and is_named(around.names):
            return True
        around = around.parent
        levels -= 1
    return False
