"""The signs of a wall on one page: what its title, its headings, its lines and its markup say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from archiver.reasons import Reason
from archiver.records import Capture
from archiver.sites.page.boxes import Block
from archiver.sites.page.page import Page
from archiver.sites.page.wall_words import (
    BUTTON,
    NEEDS_SCRIPT,
    SENTENCES,
    TITLES,
    has_small_key,
    is_said_by,
    is_title_of,
    small_letters,
    weigh,
)

SHORTEST_HEADING = 12
THIN, MOST_LINES = 700, 100
"""So many lines around a body of less weight are read for signs, unless the page is declared an article."""
MOST_DIGITS = 8
NEAR_THE_END = 6
"""Lines behind a teaser in which its wall stands."""
_CHALLENGE_SCRIPT = re.compile(
    r"challenge-platform/h/|/cdn-cgi/challenge|_incapsula_resource|captcha-delivery|hcaptcha|recaptcha|turnstile"
    r"|px-captcha|geetest|tcaptcha|awswaf|slidecaptcha|aliyuncaptcha|/punish",
    re.IGNORECASE,
)
_AT_THE_END = frozenset({Reason.LOGIN, Reason.PAYWALL})
_SHELL_NAMES = frozenset("root app __next __nuxt main-app app-root react-root q-app application".split())
_PAID_NAME = re.compile(r"pay-?wall|reg-?wall|premium|subscri|piano|locked|unlock|fufei|vip", re.IGNORECASE)
_CUT_OFF = re.compile(r"(?:…|\.\.\.|⋯)[\s\])】）]{0,3}$")


class Signs:
    """What speaks for and against a wall on a page; everything is found when it is asked for."""

    def __init__(self, page: Page, capture: Capture) -> None:
        self.page = page
        self.capture = capture
        self._said: dict[Reason, list[Block]] = {}

    @cached_property
    def body_size(self) -> int:
        """The weight of what was taken for the article's text."""
        return sum(weigh(block.text) for block in self.page.body_blocks)

    def weighs(self, least: int) -> bool:
        """Whether the body weighs so much; the length of most articles says so at once."""
        return sum([len(block.text) for block in self.page.body_blocks]) >= least or self.body_size >= least

    @cached_property
    def shown(self) -> list[Block]:
        """The lines around the body that a reader sees; many, where the page may be no article at all."""
        blocks, body = self.page.blocks, self.page.body_blocks
        start, end = (body[0].place, body[-1].place) if body else (0, 0)
        if not self.is_declared and not self.weighs(THIN):
            start, end = start - MOST_LINES, end + MOST_LINES
        near = blocks[max(0, start - NEAR_THE_END) : end + 1 + NEAR_THE_END]
        return [block for block in near if not block.box.is_hidden]

    @cached_property
    def _shown_text(self) -> str:
        return small_letters("\n".join([block.text for block in self.shown]))

    @cached_property
    def shown_size(self) -> int:
        """The weight of all that a reader sees, links and buttons left out."""
        shown = (block for block in self.page.blocks if not block.box.is_hidden)
        return sum(
            weigh(block.text) - block.link_length for block in shown if not BUTTON.fullmatch(block.text)
        )

    @cached_property
    def is_declared(self) -> bool:
        """Whether the page says to machines that it is one article."""
        head = self.page.head
        told = [one for one in head.articles if one.get("datePublished") or one.get("headline")]
        is_one = 0 < len(told) <= 2
        return is_one or head.meta("og:type") == "article" or "article:published_time" in head.metas

    @cached_property
    def has_headline(self) -> bool:
        """Whether a heading is there that is neither a wall's nor the site's name."""
        names = {self.page.head.meta("og:site_name").casefold(), ""}
        for block in self.shown:
            if block.box.in_heading and weigh(block.text) >= SHORTEST_HEADING and not block.link_length:
                is_own = block.text.casefold() not in names
                if is_own and not any(self._is_walls(kind, block.text) for kind in SENTENCES):
                    return True
        return False

    def said(self, kind: Reason) -> list[Block]:
        """Give the lines in which a kind of wall speaks."""
        if kind not in self._said:
            lines = self.shown if has_small_key(kind, self._shown_text) else []
            if kind in _AT_THE_END and self.weighs(THIN):
                start = self.page.body_blocks[-1].place - NEAR_THE_END
                lines = [block for block in lines if block.place >= start]
            self._said[kind] = [block for block in lines if is_said_by(kind, block.text)]
        return self._said[kind]

    def rest(self, kind: Reason) -> int:
        """Give the weight of the body without the lines of a kind of wall and without buttons."""
        own = {block.place for block in self.said(kind)}
        return sum(
            weigh(block.text)
            for block in self.page.body_blocks
            if block.place not in own
            and not is_title_of(kind, block.text)
            and not BUTTON.fullmatch(block.text)
        )

    def count(self, kind: Reason) -> int:
        """Count the signs of a kind of wall: its title weighs two, each other one."""
        headings = (block.text for block in self.shown if block.box.tag in ("h1", "h2", "h3"))
        is_titled = is_title_of(kind, self.page.head.title)
        is_headed = any(self._is_walls(kind, text) for text in headings)
        is_marked = kind is Reason.CHALLENGE and self.has_challenge_script
        is_marked = is_marked or (kind is Reason.LOGIN and self.asks_password)
        return 2 * is_titled + is_headed + min(len(self.said(kind)), 2) + is_marked

    @cached_property
    def has_challenge_script(self) -> bool:
        """Whether a script or frame is there that shows riddles; many pages have one for their forms."""
        picked = self.page.picked
        addresses = (one.get("src") or "" for one in (*picked["script"], *picked["iframe"]))
        return any(_CHALLENGE_SCRIPT.search(address) for address in addresses)

    @cached_property
    def asks_password(self) -> bool:
        """Whether a field for a password is there."""
        return any(one.get("type") == "password" for one in self.page.picked["input"])

    @cached_property
    def is_shell(self) -> bool:
        """Whether scripts are to fill an empty box, or the page asks to allow them."""
        root = self.page.root
        for one in root.iter("div", "main", "section", "app-root"):
            named = (one.get("id") or one.tag).lower()
            if named in _SHELL_NAMES and weigh("".join(_texts(one))) < SHORTEST_HEADING:
                return True
        asks = " ".join(" ".join(_texts(one)) for one in root.iter("noscript"))
        return NEEDS_SCRIPT.search(asks + " ".join(block.text for block in self.shown[:20])) is not None

    @cached_property
    def has_scripts(self) -> bool:
        """Whether the page runs scripts."""
        return bool(self.page.picked["script"])

    @cached_property
    def is_paid(self) -> bool | None:
        """What the page says to machines of whether its article is free; ``None`` where it says nothing."""
        said = [
            thing["isAccessibleForFree"] for thing in self.page.head.things if "isAccessibleForFree" in thing
        ]
        said += (
            [self.page.head.meta("isaccessibleforfree")] if self.page.head.meta("isaccessibleforfree") else []
        )
        if not said:
            tier = self.page.head.meta("article:content_tier")
            return None if not tier else tier.lower() in ("locked", "metered")
        return any(str(one).lower() in ("false", "http://schema.org/false") for one in said)

    @cached_property
    def is_cut_off(self) -> bool:
        """Whether the body ends in dots, or is much shorter than the page says."""
        own = [block for block in self.page.body_blocks if block not in self._all_said()]
        if own and _CUT_OFF.search(own[-1].text):
            return True
        counts = (str(one.get("wordCount", "")) for one in self.page.head.articles)
        declared = max((int(one) for one in counts if one.isdecimal() and len(one) < MOST_DIGITS), default=0)
        words = sum(len(block.text.split()) for block in own)
        return declared > 2 * max(words, self.body_size // 4)

    def walled_near_end(self, kind: Reason) -> bool:
        """Whether a kind of wall speaks in the body or soon behind its end."""
        return any(self._is_near(block) for block in self.said(kind))

    def is_in_paid_box(self, kind: Reason) -> bool:
        """Whether a line of a kind of wall stands in a box that is named for it."""
        return any(_PAID_NAME.search(box.names) for block in self.said(kind) for box in block.box.upwards(4))

    def _is_near(self, block: Block) -> bool:
        places = [one.place for one in self.page.body_blocks if one not in self._all_said()]
        return not places or places[0] < block.place <= places[-1] + NEAR_THE_END

    def _all_said(self) -> list[Block]:
        return [*self.said(Reason.PAYWALL), *self.said(Reason.LOGIN)]

    @staticmethod
    def _is_walls(kind: Reason, text: str) -> bool:
        return (kind in TITLES and is_title_of(kind, text)) or is_said_by(kind, text)


def _texts(element: object) -> Iterator[str]:
    iterate = getattr(element, "itertext", None)
    if iterate is not None:
        yield from (text.strip() for text in iterate())
