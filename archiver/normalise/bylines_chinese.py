"""Chinese bylines: names at their marks, in fields of their own, and inside sentences.

Source: the ways of newspapers listed with the share sites' posts, and pages of some thirty news sites.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from archiver.normalise.byline import Byline, collapse, drop_repeats
from archiver.normalise.byline_marks import MEDIA, Part, even_out, split_at_marks
from archiver.normalise.byline_names import read_names, split_list
from archiver.normalise.names import HAN, is_chinese_name

LONGEST_LINE = 120  # a longer paragraph is never a byline as a whole
_LONGEST_HEAD = 160
_LONGEST_TAIL = 100

_AGENCY = re.compile(
    "新华社|新华网|中新社|中新网|中国新闻网|人民网|央视网|央视新闻|光明网|法新社|路透社|美联社|共同社|塔斯社|韩联社|"
    "中央社|海外网|国际在线|央广网|中国网|彭博社"
)
_DATE = re.compile(
    r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}月\d{1,2}日|\d{1,2}:\d{2}(?::\d{2})?"
)
_LINK = re.compile(r"https?://\S+|[\w.+-]+@[\w.-]+\.\w+|@\S+|\d{6,}")
_BULLETS = " ■·*-—"
_POSITION = re.compile(r"\(?作者[:\s]*(?P<names>[^:。]{2,40}?)[,\s、]*(?:系|单位|现任|供职|为|是|,)")
_ABOUT_AUTHOR = re.compile("(?:本文)?作者(?:系|单位|简介|介绍|观点)")
_NO_PAPER = re.compile(r"本[报网刊站台社]|原创|网络|综合|未知|其他|互联网|转载")
_ROLE_ONLY = re.compile(
    rf"(?P<paper>本报|本刊|本网|本台|本社|[{HAN}]{{1,8}}{MEDIA})(?:特约|首席|集体)?(?:记者|评论员|观察员|编辑部)"
)
_DATELINE = re.compile(
    rf"\(?(?P<lead>[{HAN}A-Za-z·]{{2,20}}?)\s?(?P<date>\d{{1,2}}月\d{{1,2}}日)?\s?(?:综合)?(?P<word>消息|讯|电)\)?"
    r"(?=\s*\(|[\s:,]|$)"
)
_BRACKET = re.compile(r"\s{0,3}\((?P<inner>[^()]{2,80})\)")
_RUN_ON = re.compile(
    r"\s(?P<inner>(?:本报|特约|见习)?(?:记者|通讯员)[^。,:]{2,40}?)"
    r"(?:报道|(?=\s(?:\d{1,2}月|\d{1,2}日|近日|日前|昨|今))|$)"
)
_TAIL = re.compile(r"\((?P<inner>[^()]{3,80})\)[\s。]*$")
_BARE_TAIL = re.compile(
    r"(?<=[。!?”])\s{0,3}(?P<inner>(?:本报|本网|本刊)?(?:见习|实习|首席)?记者[^。!?,:]{2,30})$"
)


@dataclass(slots=True)
class _Reading:
    """What the parts of a line hold; ``unread_count`` tells the pieces that are no names."""

    authors: list[str] = field(default_factory=list)
    publisher: str | None = None
    editors: list[str] = field(default_factory=list)
    marked: bool = False
    unread_count: int = 0


def parse_chinese(raw: str) -> Byline:
    """The byline of an author field; pieces that are no names are left out."""
    printed = collapse(raw, longest=2 * LONGEST_LINE)
    even = even_out(printed)
    inside = _find_dateline(printed, even)
    if inside is not None:
        return Byline(_cut(printed), inside.authors, inside.publisher, inside.editor)
    cleaned = _LINK.sub(" ", _DATE.sub(" ", even))
    position = _POSITION.match(cleaned)
    if position is not None:
        cleaned = "作者:" + position["names"]
    reading = _read(_unwrap(cleaned), strict=False, pens=True)
    if reading.unread_count:  # beside words that are no names, what may be a pen name is a word too
        reading = _read(_unwrap(cleaned), strict=False, pens=False)
    authors = [] if reading.unread_count > 2 else reading.authors
    publisher = reading.publisher
    if _ABOUT_AUTHOR.match(_unwrap(even)):
        authors = []
    role_only = _ROLE_ONLY.fullmatch(_unwrap(even))
    if not authors and role_only and publisher is None:
        publisher = _name_paper(role_only["paper"])
    return Byline(_cut(printed), drop_repeats(authors), publisher, " ".join(reading.editors) or None)


def find_chinese(paragraph: str) -> Byline | None:
    """The byline that a body paragraph is or holds."""
    printed = " ".join(paragraph.split())
    even = _even_ends(printed)
    return (
        _find_position(printed, even)
        or _find_whole(printed, even)
        or _find_dateline(printed, even)
        or _find_bracketed(printed, even)
    )


def _even_ends(printed: str) -> str:
    """Even out a paragraph; only the ends of a long one, which are all that is looked at."""
    if len(printed) <= 4 * _LONGEST_HEAD:
        return even_out(printed)
    start, end = 2 * _LONGEST_HEAD, len(printed) - 2 * _LONGEST_TAIL
    return even_out(printed[:start]) + printed[start:end] + even_out(printed[end:])


def _cut(printed: str) -> str:
    return collapse(printed, longest=200)


def _unwrap(text: str) -> str:
    """Without bullets, and without the brackets around all of it."""
    text = text.strip().strip(_BULLETS)
    whole = re.fullmatch(r"\(([^()]*)\)", text)
    text = (whole[1] if whole else text).strip(_BULLETS)
    # Brackets inside hold places and roles, unless they hold another mark.
    return re.sub(
        r"\(([^()]*)\)", lambda found: f" {found[1]} " if re.search("者|编|文|来源", found[1]) else " ", text
    )


def _find_whole(printed: str, even: str) -> Byline | None:
    if len(even) > LONGEST_LINE or "。" in even or even.endswith(("!", "?")) or "作者系" in even:
        return None
    text = _unwrap(even)
    role_only = _ROLE_ONLY.fullmatch(text)
    if role_only:
        return Byline(_cut(printed), (), _name_paper(role_only["paper"]))
    reading = _read(text, strict=True, pens=True)
    if reading.unread_count or not reading.authors:
        return None
    if not reading.marked and not even.lstrip().startswith("■"):
        return None
    return Byline(
        _cut(printed), drop_repeats(reading.authors), reading.publisher, " ".join(reading.editors) or None
    )


def _find_position(printed: str, even: str) -> Byline | None:
    """``（作者：张三，系某大学教授）``: the name is the byline, the sentence stays text."""
    found = _POSITION.match(even)
    if found is None or len(even) > 2 * LONGEST_LINE:
        return None
    after = even[found.end() :]
    if found[0].endswith(",") and not re.match(r"\s*(?:系|单位|现任|供职|为|是|原)", after):
        return None
    reading = _read("作者:" + found["names"], strict=True, pens=False)
    if reading.unread_count or not reading.authors:
        return None
    return Byline(_cut(printed), drop_repeats(reading.authors), whole=False)


def _find_dateline(printed: str, even: str) -> Byline | None:
    """``新华社北京2月11日电（记者张三）``, ``本报讯（记者 张三）`` at the head of a paragraph."""
    wrapped = re.fullmatch(r"\(([^()]{4,80})\)", even) if len(even) < _LONGEST_HEAD else None
    if wrapped:
        inner = _find_dateline(printed[1:-1], wrapped[1])
        return replace(inner, raw=_cut(printed)) if inner else None
    head = even[:_LONGEST_HEAD]
    line = _DATELINE.match(head)
    start = line.end() if line else 0
    if line and line["lead"].startswith(("据", "从", "在", "对", "根据", "接")):
        return None
    publisher = _name_lead(line["lead"]) if line else None
    found = _BRACKET.match(head, start) or (_RUN_ON.match(head, start) if line else None)
    if found is not None:
        reading = _read(found["inner"], strict=True, pens=False)
        telegraph = line is not None and line["word"] == "电"
        if reading.authors and not reading.unread_count and (reading.marked or telegraph):
            rest = even[found.end() :].strip(" 。")
            publisher = publisher or reading.publisher
            editor = " ".join(reading.editors) or None
            raw = _cut(printed[: found.end()])
            return Byline(raw, drop_repeats(reading.authors), publisher, editor, whole=not rest)
    if line and _AGENCY.match(line["lead"]) and (line["date"] or line["word"] == "电"):
        return Byline(_cut(printed[: line.end()]), (), publisher, whole=not even[line.end() :].strip())
    return None


def _find_bracketed(printed: str, even: str) -> Byline | None:
    """``…会议召开。（记者 张三）`` at the end of a paragraph."""
    offset = max(0, len(even) - _LONGEST_TAIL)
    tail = re.sub(r"\((?:完|待续|全文完)\)[\s。]*$", "", even[offset:])
    found = _TAIL.search(tail) or _BARE_TAIL.search(tail)
    if found is None:
        return None
    reading = _read(found["inner"], strict=True, pens=False)
    if reading.unread_count or not reading.authors or not reading.marked:
        return None
    raw = _cut(printed[offset + found.start() : offset + found.end()])
    editor = " ".join(reading.editors) or None
    return Byline(raw, drop_repeats(reading.authors), reading.publisher, editor, whole=False)


def _name_paper(paper: str) -> str | None:
    """The newspaper's name, ``None`` for ``本报`` and for what ends like no newspaper."""
    paper = paper.strip("《》 ·-")
    if paper.startswith("本") or len(paper) < 2 or not re.fullmatch(rf"[{HAN}A-Za-z0-9·-]*{MEDIA}", paper):
        return None
    return paper


def name_source(printed: str) -> str | None:
    """The newspaper of a source line, ``None`` where it only says that there is one: 网络, 本站原创."""
    paper = printed.strip(" 《》()|·:,、/-")
    return None if not paper or _NO_PAPER.match(paper) else collapse(paper, longest=60)


def _name_lead(lead: str) -> str | None:
    """The newspaper before ``讯``: ``新华社北京`` names 新华社, ``新京报`` itself."""
    agency = _AGENCY.match(lead)
    if agency:
        return agency[0]
    found = re.match(rf"[{HAN}A-Za-z·]{{1,12}}?(?:报|网|社|台|新闻|客户端|在线|周刊)(?!道)", lead)
    return _name_paper(found[0]) if found else None


def _read(text: str, *, strict: bool, pens: bool) -> _Reading:
    reading = _Reading()
    parts = split_at_marks(text)
    for part in parts:
        if part.paper and not reading.publisher:
            reading.publisher = _name_paper(part.paper)
        if part.kind == "publisher":
            reading.publisher = name_source(part.text) or reading.publisher
        elif part.kind == "editor":
            reading.editors += read_names(part.text, pens=True)[0]
        elif part.kind == "author":
            reading.marked = True
            _add_authors(reading, part, pens=pens and (part.labelled or (part.fielded and not strict)))
        elif part.kind == "loose":
            _read_loose(reading, part, pens=pens and not strict and len(parts) == 1)
    return reading


def _read_loose(reading: _Reading, part: Part, *, pens: bool) -> None:
    """Text at no mark: the newspaper before ``记者``, names in a field of their own, or 姓名/报纸."""
    for token in split_list(part.text):
        paper = None if is_chinese_name(token) else _name_paper(token)
        if paper:
            reading.publisher = paper
        else:
            _add_authors(reading, Part("loose", token), pens=pens)


def _add_authors(reading: _Reading, part: Part, *, pens: bool) -> None:
    names, unread_count = read_names(part.text, pens=pens)
    reading.authors += names
    reading.unread_count += unread_count


def read_chinese_editors(printed: str, *, labelled: bool) -> str | None:
    """The editors' names joined by a blank, without the numbers that sites print behind them.

    Args:
        labelled: a colon or stroke stands before the names, so that pen names may follow.
    """
    plain = re.sub(r"[_(]?[A-Z]*\d+\)?", " ", printed)
    names, unread_count = read_names(plain.strip(" _-"), pens=labelled)
    return " ".join(drop_repeats(names)) or None if not unread_count else None
