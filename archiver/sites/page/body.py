"""Which blocks of a page are its article, and their markup."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from html import escape

from lxml.etree import _Element

from archiver.sites.page.boxes import Block, Box, name_words

ENOUGH = 0.55
"""Probability from which a block is taken."""
FEWEST_CHARACTERS = 60
LEAST_BEST, NEAR_BEST = 0.2, 0.75
"""Where less than this is taken, the best line that is no link is, if it has this, and what comes near it."""
REPEATED_LENGTH = 40
"""A line of this length that stands twice on a page was put there twice for two sizes of screen."""
LONGEST_STAMP = 40
_STAMP = re.compile(
    r"(?:\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?\s?(?:[ap]\.?m\.?)?(?:\s?\(?[A-Z]{2,4}\)?)?|\d{10}|\d{13}"
    r"|\d{1,3}\s?(?:[smhd]|min(?:ute)?s?|hours?|days?)(?: ago)?)(?:\s*[-–|,·]\s*)?",
    re.IGNORECASE,
)
_ORIGINAL_TITLE = re.compile(r"[（(【\[]?\s*原(?:标题|題|标题为|文标题)\s*[：:].{1,150}")
_TWEET_CREDIT = re.compile(r"[—–-]{1,2}\s?.{1,80}\(@\w{1,30}\).{0,40}")
_PROMOTION = re.compile(
    r"(?:click|tap) here (?:to|for)\b"
    r"|(?:read|see|watch|listen|also)(?: (?:more|also|next|on))?\s?:|read more\b.{0,20}$"
    r"|sign up (?:for|to)\b|subscribe (?:to|now)\b|follow us on\b|get the latest\b|more from\b"
    r"|延伸阅读|相关阅读|更多精彩|点击(?:查看|进入|阅读)|此前报道[：:]|相关新闻",
    re.IGNORECASE,
)


_CHINESE_LEGAL = re.compile(
    r"与本(?:网站|站|网|报|平台).{0,8}无关|不代表本(?:网|站|报|平台|公司)|仅代表作者|免责声明|版权(?:声明|所有|归)"
    r"|未经.{0,10}(?:授权|许可|允许|同意).{0,20}(?:转载|不得|禁止|使用)|转载(?:请|须|应)?注明|据此操作|风险自担"
)
_LEGAL = re.compile(r"all rights reserved|may not be (?:published|reproduced|republished|copied)")
_LEGAL_START = re.compile(r"©|copyright (?:©|\(c\)|\d{4})", re.IGNORECASE)


_AMOUNT = r"\d[\d,.]*\s?(?:k|m|万|萬|千)?\+?"
_COUNTED = (
    r"(?:page ?)?views?|reads?|comments?|shares?|likes?|reactions?|replies|retweets?"
    r"|次?(?:阅读|閱讀|浏览|瀏覽|点击|查看)|人?(?:评论|評論|点赞|點讚|跟帖)|(?:条|個|个)(?:评论|評論)|转发|收藏"
)
_COUNTER = re.compile(
    rf"(?:(?:{_AMOUNT}\s?(?:{_COUNTED})|(?:{_COUNTED})(?:数|量|次数)?\s?[:：(（]?\s?{_AMOUNT}\s?[)）]?)"
    r"(?:\s?[·•|/,，、]?\s?|$)){1,5}",
    re.IGNORECASE,
)
_AD_LABEL = re.compile(
    r"(?:[-–—(（【\[]\s?)?(?:advertisement|advertising|sponsored(?: content)?|promoted(?: content)?"
    r"|anzeige|werbung|publicit[éà]|publicidad|publicidade|reclame|реклама|広告|广告|廣告|광고)(?:\s?[-–—)）】\]])?"
    r"|(?:article|story) continues (?:after|below)(?: this| the)?(?: ad(?:vertisement)?)?\.?",
    re.IGNORECASE,
)
_AD_NAMES = frozenset(
    "ad ads adv advert adverts advertisement advertising adslot adbox sponsor sponsored guanggao".split()
)
LONGEST_NOTE, LONGEST_ASIDE = 60, 200
"""Signs of a line that counts or labels, and of any that is told from text by what it says."""
MOST_AD_BLOCKS, AD_BOXES = 4, 3
"""Lines of a box of advertisements; how far up it is looked for."""


class Fate(StrEnum):
    """Why a block is, or is not, part of the body."""

    KEPT = "kept"
    UNLIKELY = "unlikely"
    REPEATED = "repeated"
    HEADLINE = "headline"
    SEPARATOR = "separator"
    STAMP = "stamp"
    ORIGINAL_TITLE = "original title"
    CREDIT = "credit"
    PROMOTION = "promotion"
    LEGAL = "legal line"
    COUNTER = "counter"
    ADVERTISEMENT = "advertisement"
    DROPPED = "dropped by a rule"
    OUTSIDE = "outside the rule's body"


def judge_blocks(blocks: Sequence[Block], scores: Sequence[float]) -> list[Fate]:
    """Say for each block whether it is taken, and why not."""
    enough = _find_enough(blocks, scores)
    unlikely, kept = Fate.UNLIKELY, Fate.KEPT
    fates: list[Fate] = []
    seen: set[str] = set()
    for block, score in zip(blocks, scores, strict=True):
        if score < enough or (enough < ENOUGH and _is_link(block)):
            fates.append(unlikely)
            continue
        fate = _judge(block, seen)
        if fate is kept:
            seen.add(block.text)
        fates.append(fate)
    return fates


def _find_enough(blocks: Sequence[Block], scores: Sequence[float]) -> float:
    """Give the probability from which blocks are taken: less where no block stands out, as in a flash."""
    taken = sum(len(block.text) for block, score in zip(blocks, scores, strict=True) if score >= ENOUGH)
    if taken >= FEWEST_CHARACTERS:
        return ENOUGH
    told = (
        score
        for block, score in zip(blocks, scores, strict=True)
        if len(block.text) >= REPEATED_LENGTH and not _is_link(block)
    )
    best = max(told, default=0.0)
    return min(ENOUGH, best * NEAR_BEST) if best >= LEAST_BEST else ENOUGH


def _judge(block: Block, seen: set[str]) -> Fate:
    """Say what a likely block is."""
    text, size = block.text, len(block.text)
    if size > REPEATED_LENGTH and text in seen:
        return Fate.REPEATED
    if not any(map(str.isalnum, text)):
        return Fate.SEPARATOR
    if size > LONGEST_ASIDE:
        return Fate.KEPT
    if size <= LONGEST_STAMP and _STAMP.fullmatch(text):
        return Fate.STAMP
    if _ORIGINAL_TITLE.fullmatch(text):
        return Fate.ORIGINAL_TITLE
    if _TWEET_CREDIT.fullmatch(text):
        return Fate.CREDIT
    if _is_promotion(block):
        return Fate.PROMOTION
    if _is_legal(text):
        return Fate.LEGAL
    if size <= LONGEST_NOTE and _COUNTER.fullmatch(text):
        return Fate.COUNTER
    if (size <= LONGEST_NOTE and _AD_LABEL.fullmatch(text)) or _is_in_ad_box(block):
        return Fate.ADVERTISEMENT
    return Fate.KEPT


def _is_legal(text: str) -> bool:
    if _LEGAL_START.match(text):
        return True
    small = text.casefold()  # quicker to look in
    if ("reserved" in small or "may not be" in small) and _LEGAL.search(small):
        return True
    return not text.isascii() and _CHINESE_LEGAL.search(text) is not None


def _is_in_ad_box(block: Block) -> bool:
    """Whether a small box around a line is named after advertisements; large ones hold whole articles."""
    box: Box | None = block.box
    for _ in range(AD_BOXES):
        if box is None or box.block_count > MOST_AD_BLOCKS:
            return False
        if not _AD_NAMES.isdisjoint(name_words(box.names)):
            return True
        box = box.parent
    return False


def _is_link(block: Block) -> bool:
    return block.link_length >= 0.9 * len(block.text)


def _is_promotion(block: Block) -> bool:
    """Whether a line only leads elsewhere: a link that shouts, or one that says so."""
    if _is_link(block) and block.box.tag == "p" and len(block.text) > 25 and block.text.isupper():
        return True
    return block.link_length > len(block.text) / 3 and _PROMOTION.match(block.text) is not None


def body_markup(blocks: Sequence[Block]) -> str:
    """Give chosen blocks as markup, with the pictures that stand between them."""
    lines = _Lines()
    for number, block in enumerate(blocks):
        lines.add(block, with_images=number > 0)
    return "\n".join(lines.end())


class _Lines:
    """Puts markup together block by block, items of a list into their list."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._list: Box | None = None

    def add(self, block: Block, *, with_images: bool) -> None:
        """Add a block."""
        own_list = _list_of(block.box)
        if own_list is not self._list:
            self._close_list()
        if with_images:
            self._parts.extend(_images(block))
        if own_list is not None and self._list is None:
            self._parts.append(f"<{own_list.tag}>")
            self._list = own_list
        tag = _TAGS.get(block.box.tag, "p")
        self._parts.append(f"<{tag}>{_inner(block)}</{tag}>")

    def end(self) -> list[str]:
        """Give the markup."""
        self._close_list()
        return self._parts

    def _close_list(self) -> None:
        if self._list is not None:
            self._parts.append(f"</{self._list.tag}>")
            self._list = None


_TAGS = {tag: tag for tag in ("h2", "h3", "h4", "h5", "h6", "li", "blockquote", "pre")}


def _list_of(box: Box) -> Box | None:
    """Give the list whose item a box is."""
    if box.tag != "li":
        return None
    return next((around for around in box.upwards() if around.tag in ("ul", "ol")), None)


def _images(block: Block) -> Iterator[str]:
    for image in block.images:
        source = image.get("data-src") or image.get("data-original") or image.get("src") or ""
        if source and not source.startswith("data:"):
            yield f'<p><img src="{escape(source)}" alt="{escape(image.get("alt") or "")}"></p>'


_KEPT_INSIDE = frozenset("a b strong i em u s sub sup small q cite code abbr time mark span font".split())
DEEPEST_INSIDE, MOST_INSIDE = 20, 50


def _inner(block: Block) -> str:
    """Give a block's markup where its box holds nothing else, else its text."""
    if block.box.block_count != 1 or not len(block.box.element):
        return escape(block.text, quote=False)
    markup = _inline(block.box.element, 0)
    return markup if markup is not None else escape(block.text, quote=False)


def _inline(element: _Element, depth: int) -> str | None:
    """Give links and emphasis of a line; ``None`` where there is more than that in it."""
    parts = [escape(element.text or "", quote=False)]
    for child in element:
        tag = child.tag
        if tag == "img" or tag == "br":
            inner: str | None = ""
        elif (
            tag in _KEPT_INSIDE
            and depth < DEEPEST_INSIDE
            and not child.get("style")
            and len(child) < MOST_INSIDE
        ):
            inner = _inline(child, depth + 1)
        else:
            return None
        if inner is None:
            return None
        if tag == "a" and (href := child.get("href")):
            inner = f'<a href="{escape(href)}">{inner}</a>'
        elif tag in ("b", "strong", "i", "em", "sub", "sup", "code", "q", "cite"):
            inner = f"<{tag}>{inner}</{tag}>"
        parts.append(inner)
        if tail := child.tail:
            parts.append(escape(tail, quote=False))
    return "".join(parts)
