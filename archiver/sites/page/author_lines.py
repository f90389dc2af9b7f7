"""The lines in which a page prints its authors: ``By Jane Doe | 3 March``, ``Jane Doe`` beside a date, a bio.

All of them are short; what is longer than ``LONGEST_LINE`` is text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice

from lxml.etree import _Element

from archiver.normalise.markup import texts_in
from archiver.normalise.names import HAN
from archiver.sites.page.boxes import Block

LONGEST_LINE = 220
LONGEST_LABEL = 30
MOST_PIECES = 300
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = (
    rf"(?:{_MONTH},?\s*\d{{1,2}}(?:st|nd|rd|th)?\b,?(?:\s*(?:19|20)\d\d)?"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\.?[\s-]{{0,2}}{_MONTH},?(?:[\s-]*(?:19|20)\d\d)?"
    rf"|{_MONTH}\s(?:19|20)\d\d|(?:19|20)\d\d\s?[-/.年]\s?\d{{1,2}}\s?[-/.月]\s?\d{{1,2}}日?"
    r"|\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)?\d\d|\d{1,2}月\d{1,2}日"
    r"|\d+\s(?:hours?|days?|weeks?|months?|years?)\sago)"
)
_DIGIT = re.compile(r"\d")
_A_DAY = re.compile(rf"(?<!\w){_DAY}", re.IGNORECASE)
_CLOCK = re.compile(
    r"\b\d{1,2}[:.]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?(?:\s?(?:GMT|UTC|E[SD]?T|P[SD]?T|CET|BST))?",
    re.IGNORECASE,
)
_DATE_WORDS = re.compile(
    r"^(?:(?:last\s)?(?:updated|published|posted|modified|created|date|uploaded)(?:\s?(?:on|at|date))?|on|at|am|pm"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun|originally|first)[\s:,.]*$",
    re.IGNORECASE,
)
_FURNITURE = re.compile(
    r"^(?:(?:(?:written|posted|published|words|story)\s)*by:?|written|authors?|follow(?:ing)?|share|subscribe|save"
    r"|print|email|edit|report|comments?|\d.*|min(?:utes?)? read|read(?:ing)? time.*|read(?:ing)?|\W+"
    r"|(?:leave|post|add) a (?:comment|reply)|view(?:s| profile| bio| all posts)?|see (?:bio|all).*"
    r"|more (?:by|from|posts).*|all posts.*|twitter|linkedin|facebook|x|instagram)$",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"\s*(?:[|•·»▪●]|\s[-–—]\s"
    r"|\b(?:(?:last\s)?(?:updated|published|posted|modified|reviewed|edited|fact)\b|on\s(?=[A-Z\d])|in\s(?=[A-Z])"
    r"|for\s(?=[A-Z])|under\b|filed\b|leave a|\d+\s?(?:min|comment)|read time|reading time|share\b|follow\b"
    r"|about \d|copyright\b|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b)).*$",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:(?:\b(?:this|the)\s(?:post|article|story|guide|blog)(?:\spost)?\s(?:was|is)\s)?"
    r"(?:\b(?:article|story|blog|post|guest post|analysis|opinion|content)\s)?"
    r"(?:\b(?:written|posted|published|words|reported|authored|created|submitted|contributed|researched|story"
    r"|review|article|post|guide|text|added|shared|compiled|prepared)\s*(?:and\s\w+\s)?(?:\bon\b.{0,40}?)?)?"
    r"(?<![\w-])by\b\s*[:：|]?"
    r"|\b(?:about the )?authors?\s*(?:name\s*)?[:：|]|\bwritten\s*[:：]|\bwords\s*[:：]"
    r"|\bpost author\s*[:：|]?|\bbyline\s*[:：])\s*(?:by\s)?(?=\S)",
    re.IGNORECASE,
)
OTHER_ROLE = re.compile(
    r"review|edited|\bedit(?:ing|ors?)\b|fact|photo|image|illustrat|translat|sponsor|powered|design|present"
    r"|approved|verified|video|produced|hosted|updated by|develop|checked|medical|script|tested|sort|filter"
    r"|search|browse|shop|made|brought|owned|theme|trusted|audited|supported|funded|recommended|built"
    r"|used|followed|commented|liked",
    re.IGNORECASE,
)
_ONLY_LABEL = re.compile(
    r"(?:(?:article |story |blog |post )?(?:written|posted|published|words|authored|created)?\s*by"
    r"|(?:article |story |blog |post |about the |meet the )?authors?|written|author name|byline"
    r"|作者|撰文|文)\s*[:：|]?",
    re.IGNORECASE,
)
_LABEL_ENDS = frozenset("yrsneYRSNE者文:：|")
"""The last signs that such a label may have."""
_LAST_WORD = re.compile(r"\s(?:in|on|for|from|at)$", re.IGNORECASE)
_APART = re.compile(r"(?:^|\s)[|•·–—-]$")
_ABOUT = re.compile(
    r"(?:about|meet|more (?:from|by)|posts by|articles by)\s+(?P<name>\S.{2,40})", re.IGNORECASE
)
_BIO = re.compile(
    r"\(?(?P<name>(?:[A-Z][\w.'’-]*\s+){1,3}[A-Z][\w'’-]+)(?:,\s[^,]{2,40},)?\s+"
    r"(?:is|was|has|writes|covers|works|worked|joined|serves|brings|holds|specializes|leads)\s"
)
_CHINESE_MARK = re.compile(
    r"(?:作\s?者|记\s?者|撰文|撰稿|采写|通讯员|编译|文\s?[/|丨｜:：]|文/图|图文)(?!们|系|认为|表示|本人|观点)"
)
_CHINESE_OTHER = re.compile(r"来源|來源|编辑|责编|阅读|评论|浏览|字体|字号|转载|热度|点击|收藏|举报|分享")
_CHINESE_FURNITURE = re.compile(
    r"^(?:原创|关注|\+关注|已关注|发布于|发表于|发布|发表|更新于|最后更新|更新时间|更新|时间|今天|昨天"
    r"|[\d\s:：万+·|/\-—])+|(?:关注|\+)$"
)
_NAME_AND_PAPER = re.compile(rf"[{HAN}]{{2,4}}\s?[/|｜]\s?[{HAN}]{{2,8}}(?:报|网|社|台|周刊|新闻|日报|晚报)")
_NAME_LIKE = re.compile(r"[^\W\d_][\w.'’-]*(?:\s[^\W\d_][\w.'’-]*){1,4}(?:$|,|\s[&(])")


def words_of(element: _Element) -> list[str]:
    """Give the words of an element, cut where its inner elements end."""
    found = islice(texts_in(element), MOST_PIECES) if len(element) else (element.text or "",)
    return [plain for piece in found if (plain := " ".join(piece[:1000].split()))]


def pieces_of(block: Block) -> list[str]:
    """Give the words of a line, cut where its inner elements end."""
    if block.box.block_count != 1:
        return [block.text]
    return words_of(block.box.element) or [block.text]


def looks_like_name(text: str) -> bool:
    """Whether this may be a person's name, or one with a role behind a comma; a quick look."""
    return _NAME_LIKE.match(text) is not None


@lru_cache(maxsize=64)  # a line is asked about for itself and for its two neighbours
def has_day(text: str) -> bool:
    """Whether a day is printed in the text."""
    return _DIGIT.search(text) is not None and _A_DAY.search(text) is not None


def tidy(pieces: Sequence[str]) -> str:
    """Join the words of a line, a bar between those that stood apart, without days, clocks and buttons."""
    kept: list[str] = []
    for piece in pieces:
        plainer = _CLOCK.sub("", _A_DAY.sub(" | ", piece)) if _DIGIT.search(piece) else piece
        for part in plainer.split("|"):
            plain = part.strip(" ,•·-–—/:\u200b")
            if plain and not _DATE_WORDS.match(plain) and not _FURNITURE.match(plain):
                kept.append(plain)
    return join_words(kept)


def join_words(pieces: Sequence[str]) -> str:
    """Join with bars; ``and`` and the two halves of a name are joined by blanks."""
    joined = ""
    for piece in pieces:
        last = joined.rsplit("|", 1)[-1].strip()
        glued = (
            piece.casefold() in ("and", "&", ",", "with")
            or last.casefold().endswith((" and", " &", ",", " with"))
            or (_is_word(last) and _is_word(piece))
        )
        joined = f"{joined} {piece}" if glued and joined else f"{joined} | {piece}" if joined else piece
    return joined.replace(" ,", ",")


def _is_word(text: str) -> bool:
    return text.isalpha() and text[0].isupper() and text[1:].islower() and text.casefold() not in ("by", "in")


def is_only_label(text: str) -> bool:
    """Whether a line says that a name follows, and nothing else: ``Written by:``."""
    return len(text) <= LONGEST_LABEL and text[-1:] in _LABEL_ENDS and _ONLY_LABEL.fullmatch(text) is not None


def read_label(block: Block, *, is_end: bool) -> str:
    """Give the names behind ``By``; ``""`` where the line has no such label."""
    lowered = block.text.lower()
    if not ("by" in lowered or "author" in lowered or "written" in lowered or "words" in lowered):
        return ""
    text = " | ".join(pieces_of(block))
    label = _LABEL.search(text)
    if label is None or OTHER_ROLE.search(text[max(0, label.start() - 24) : label.end()]):
        return ""
    before = text[: label.start()].rstrip()
    if before and not (has_day(before) or (not is_end and _APART.search(before))):
        return ""
    rest = tidy(text[label.end() :].strip(" |:").split(" | "))
    if is_end and len(rest) > 100:
        return ""
    return cut_end(rest)


def read_names(block: Block) -> str:
    """Give what a line says beside days, clocks and buttons."""
    return cut_end(tidy(pieces_of(block)))


def cut_end(text: str) -> str:
    """Give names without the section, the numbers and the buttons behind them."""
    return _LAST_WORD.sub("", _BEHIND.sub("", text).strip(" |,:-–—"))


def read_about(text: str) -> str:
    """Give the name in ``About Jane Doe``."""
    found = _ABOUT.fullmatch(text) if len(text) < 60 and text[:1] in "aAmMpP" else None
    return found["name"] if found else ""


def read_bio(text: str) -> str:
    """Give the name with which a biography begins: ``Jane Doe is a reporter …``."""
    found = _BIO.match(text, 0, 160)
    return found["name"] if found else ""


def marks_chinese(text: str) -> bool:
    """Whether a Chinese line names its writer: ``作者：张三``, ``张三/某某日报``."""
    return _CHINESE_MARK.search(text) is not None or _NAME_AND_PAPER.fullmatch(text) is not None


def read_account(text: str) -> str:
    """Give the account's name beside a day in a Chinese line; ``""`` where the line says more than that."""
    if _CHINESE_OTHER.search(text):
        return ""
    rest = _CLOCK.sub(" ", _A_DAY.sub(" ", text))
    for _ in range(3):
        rest = _CHINESE_FURNITURE.sub(" ", rest.strip()).strip(" ·|/-—:：,，")
    return rest if 2 <= len(rest) <= 16 and " " not in rest else ""
