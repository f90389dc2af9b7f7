"""The marks that Chinese newspapers put before and behind names, and who stands at each.

``split_at_marks`` cuts ``来源：漯河日报 作者：张三 编辑：李四`` into its parts; whether a part holds names
is read by ``bylines_chinese``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from archiver.normalise.names import HAN

Kind = Literal["author", "editor", "publisher", "other", "loose"]

# One sign for one sign, so that a place in the even text is the same place in the printed one.
_EVEN = dict(zip("\u3000・•‧∙●丨︱記編輯責", " 、···■||记编辑责", strict=True))
_EVEN |= {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_EVEN |= dict.fromkeys("【[〔［", "(") | dict.fromkeys("】]〕］", ")")
_EVEN |= dict.fromkeys("□◆◎▲◇○△▌", "■")
_UNEVEN = re.compile(f"[{re.escape(''.join(_EVEN))}]")

MEDIA = r"(?:报|网|社|台|刊|新闻|客户端|电视|周报|周刊|杂志|在线|财经|卫视|号|头条)"
_WHO = (
    r"(?:本报|本网|本刊|本台|本社|本站|首席|见习|实习|特约|特派|高级|资深|全媒体|融媒体|融媒|文字|职工|图文|主任|"
    rf"驻[{HAN}]{{2,4}}?|评论)"
)
_PAPER = rf"(?<![{HAN}A-Za-z·》])[{HAN}A-Za-z0-9·《》\-]{{1,16}}?"
_AFTER_NAME = (
    r"(?!系|为|是|单位|简介|介绍|均|认为|表示|最|本人|个人|授权|所有|声明"
    r"|观点|简历|专栏|手记|说|按|群|从|在|了)"
)
_NO_HAN = rf"(?<![{HAN}·])"
_MARKS = re.compile(
    r"(?P<publisher>(?:文章|本文|稿件|新闻|信息)?来源|稿源|转载?自|出处)(?=[\s:])[\s:]*"
    r"|(?P<glued_publisher>来源)(?=[A-Za-z])"
    rf"|(?P<editor>(?:责任|值班|本期|网络|本文|执行|每经|见习|实习|新媒体|美术|文字|{_NO_HAN}[{HAN}]{{2,4}}?)?编辑"
    r"|责编|责任校对|主编|编审)"
    r"|(?P<other>摄影记者|摄影报道|摄影|摄像|图片|图表|制图|漫画|视频|配图|供图|剪辑|设计|海报|插画|绘图|音频|播音|"
    r"主播|朗读|校对|审核|监制|统筹|策划|复审|初审|终审|审校|二审|三审|[一二三]校|翻译|浏览|阅读|点击|发布时间|时间|日期|供稿|签发)"
    rf"|(?P<author>{_WHO}*(?:通讯员|实习生|撰稿人|撰稿|撰文|采写|采访|执笔|主笔|文字|编译|评论员|观察员|作者{_AFTER_NAME})"
    rf"|{_WHO}*记者{_AFTER_NAME}"
    rf"|(?P<paper>{_PAPER}){_WHO}*(?:记者|特约作者|专栏作者|作者|评论员|观察员){_AFTER_NAME})"
    r"|(?P<both>文\s?[/,&+]\s?图|图\s?[/,&+]\s?文|(?<![㐀-鿿])(?:文\s?、\s?图|图\s?、\s?文)|(?<![一-鿿])(?:图文|文图)(?![一-鿿]))"
    rf"|(?P<text>(?:(?<=/)|{_NO_HAN})文(?=\s*[/|:]|\s|$))"
    rf"|(?P<picture>(?:(?<=/)|{_NO_HAN})图(?=\s*[/|:]|\s|$)|(?<!·)摄(?=\s*$|[\s/|:,)]))"
)
_SHORT = ("both", "text", "picture")
_KIND_OF: dict[str, Kind] = {
    "publisher": "publisher", "glued_publisher": "publisher", "editor": "editor", "other": "other",
    "author": "author", "paper": "author", "both": "author", "text": "author", "picture": "other",
}  # fmt: skip
_EDGES = " :/|、,;-—–·"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a byline between two marks.

    Attributes:
        kind: who stands there; ``loose`` where no mark says so.
        text: without the signs at its edges.
        paper: the newspaper in the mark itself: ``新京报记者``.
        fielded: the mark names a writer's field (``作者``), so that a pen name may follow.
        labelled: the same, and a colon or stroke follows the mark.
    """

    kind: Kind
    text: str
    paper: str | None = None
    fielded: bool = False
    labelled: bool = False


def even_out(text: str) -> str:
    """The text with one kind of brackets, bullets, colons and blanks, sign for sign."""
    # Quicker than ``translate`` where most signs are even already.
    return _UNEVEN.sub(lambda sign: _EVEN[sign[0]], text)


def split_at_marks(text: str) -> list[Part]:
    """The parts of a byline in order; empty ones that stand at a mark are kept."""
    marks = [found for found in _MARKS.finditer(text) if not _is_part_of_name(text, found)]
    if not marks:
        return [Part("loose", text.strip(_EDGES))]
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    between = [text[mark.end() : end].strip(_EDGES) for mark, end in zip(marks, ends, strict=True)]
    head = text[: marks[0].start()].strip(_EDGES)
    parts = [_make_part(mark, chunk, text) for mark, chunk in zip(marks, between, strict=True)]
    if marks[-1].lastgroup in _SHORT and not between[-1]:
        return _shift(head, parts, marks)
    return [Part("loose", head), *_pass_on(parts)] if head else _pass_on(parts)


def _is_part_of_name(text: str, found: re.Match[str]) -> bool:
    """``张 文`` is a name with a blank in it, and so is ``文 华``."""
    if found.lastgroup not in ("text", "picture") or "/" in text[found.end() : found.end() + 2]:
        return False
    if re.search(rf"(?:^|[\s、,])[{HAN}]\s$", text[: found.start()]):
        return True
    return re.match(rf"\s[{HAN}](?:$|[\s、,])", text[found.end() :]) is not None


def _make_part(mark: re.Match[str], chunk: str, text: str) -> Part:
    group = next(name for name, value in mark.groupdict().items() if value is not None and name in _KIND_OF)
    paper = mark["paper"]
    next_sign = text[mark.end() : mark.end() + 2].strip()[:1]
    fielded = mark[0].endswith(("作者", "文", "稿", "编辑", "责编"))
    return Part(_KIND_OF[group], chunk, paper, fielded, fielded and next_sign in (":", "/", "|"))


def _pass_on(parts: list[Part]) -> list[Part]:
    """``图/本报记者 李四``: the reporter named there took the pictures."""
    passed: list[Part] = []
    for place, part in enumerate(parts):
        before = parts[place - 1] if place else None
        pictures = before is not None and before.kind == "other" and not before.text and part.kind == "author"
        passed.append(replace(part, kind="other") if pictures else part)
    return passed


def _shift(head: str, parts: list[Part], marks: list[re.Match[str]]) -> list[Part]:
    """Marks that stand behind the names, ``张三 文 李四 图``: each part belongs to the mark after it."""
    shifted: list[Part] = [Part(parts[0].kind, head)] if head and marks[0].lastgroup in _SHORT else []
    if head and not shifted:
        shifted.append(Part("loose", head))
    for place, part in enumerate(parts):
        follows = place + 1 < len(parts) and marks[place + 1].lastgroup in _SHORT
        if follows:
            shifted.append(replace(part, kind=parts[place + 1].kind))
        elif part.text or marks[place].lastgroup not in _SHORT:
            shifted.append(part)
    return shifted
