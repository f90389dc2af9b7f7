"""Who wrote an article, for which newspaper, under which editor, from the lines that newspapers print.

Rather no name than a wrong one. ``parse_byline`` reads a field that is known to name the author;
``find_…`` look at a paragraph of the body and ask for strong marks. Chinese lines are read by
``bylines_chinese``, all others by ``bylines_english``.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from functools import lru_cache

from archiver.normalise.byline import Byline, collapse
from archiver.normalise.byline_marks import even_out
from archiver.normalise.bylines_chinese import find_chinese, name_source, parse_chinese, read_chinese_editors
from archiver.normalise.bylines_english import find_western, parse_western, read_editors
from archiver.normalise.names import has_han, is_account_name

__all__ = ["Byline", "find_byline", "find_editor", "find_publisher", "name_account", "parse_byline"]

_LONGEST_LINE = 120
_LONGEST_FIELD = 4000
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
_SOURCE = re.compile(
    r"[(■\s]*(?:(?:文章|本文|稿件|新闻|信息)?[来來]源|稿源|转载?自|出处)\s*[::]\s*(?P<name>[^:。;!?]{1,40}?)[)\s]*"
)
# In brackets: a bare "Source: …" stands under a chart and names the data.
_WESTERN_SOURCE = re.compile(
    r"\s*\(\s*Source\s?:\s*(?P<name>(?:(?:The|of|the|and|&|[A-Z][\w.'’&-]*)\s+){0,4}[A-Z][\w.'’&-]*)\s*\)\s*"
)
_NO_SOURCE = re.compile(r"\d{4}|作者|记者|编辑|摄影|[来來]源|\bBy\b")
_EDITOR = re.compile(
    r"[(■\s]*(?:责任编辑|责编|编辑|值班编辑|网络编辑|本文编辑|本期编辑|执行编辑|实习编辑|见习编辑|每经编辑|新媒体编辑|主编|编审|責任編輯|編輯)"
    r"(?P<sign>\s*[:/|]\s*|\s+|)(?P<names>[^:。!?]{1,40}?)"
    r"(?:[\s,/|;)]+(?:[一二三]审|[一二三]校|校对|审核|责任校对|监制|值班|实习|美编|来源|签发)[\s:/|].{0,40})?[)\s]*"
)
_WESTERN_EDITOR = re.compile(
    r"[(\s]*(?:Edit(?:ing|ed) by|Editors?\s?:)\s*(?P<names>[^;:()]{3,150}?)[).\s]*", re.IGNORECASE
)


# What marks a name that is no person's, but that its page gives as the author's.
_ACCOUNT = re.compile(r"Account: (?P<name>\S.{0,58}\S)")

_WRITTEN_BY = re.compile(r"^(?:(?:written|posted|published)\s)?by\b[\s:]*", re.IGNORECASE)


def parse_byline(raw: str) -> Byline:
    """What an author field says; ``authors`` is empty where it names no person.

    Args:
        raw: the content of a field known to name the author: a meta element, JSON, a byline element.
    """
    return _parse_field(raw[:_LONGEST_FIELD])


@lru_cache(maxsize=64)  # one page's field is asked about several times
def _parse_field(raw: str) -> Byline:
    marked = _ACCOUNT.fullmatch(raw[:_LONGEST_LINE].strip())
    if marked and (account := name_account(marked["name"])):
        return Byline(account, (account,))
    text = _TAG.sub(" ", html.unescape(raw))  # JSON often holds escaped text
    return parse_chinese(text) if has_han(text) else parse_western(text)


def name_account(text: str) -> str:
    """The name of an organisation or an account that its page gives as the author; ``""`` where it is none.

    A team of the newspaper counts where it has a name: ``Acme Staff``, but not ``Staff``.
    """
    name = _WRITTEN_BY.sub("", " ".join(text[:_LONGEST_LINE].split())).strip(' ,;:|-–—·•"“”')
    if not 2 <= len(name) <= 40 or len(name.split()) > 5 or not is_account_name(name):
        return ""
    return name


def find_byline(paragraph: str) -> Byline | None:
    """The byline that a body paragraph is (``whole``) or holds in a sentence; ``None`` for other text."""
    # A long one is not kept: text by the megabyte would stay in memory.
    return (_find_known_byline if len(paragraph) <= _LONGEST_FIELD else _find_byline)(paragraph)


def _find_byline(paragraph: str) -> Byline | None:
    if not paragraph or paragraph.isspace():
        return None
    # A Chinese byline is Chinese at one end of its paragraph; cut before searching, whatever the length.
    ends = paragraph[:200] + paragraph[-200:]
    return find_chinese(paragraph) if has_han(ends) else find_western(paragraph)


_find_known_byline = lru_cache(maxsize=64)(_find_byline)
"""The same; it is asked of a page, and again of its cleaned body."""


def _holds_any(text: str, words: Sequence[str]) -> bool:
    """Whether one of some words stands in a text; asked before patterns that need one of them."""
    return any(map(text.__contains__, words))


def find_publisher(paragraph: str) -> str | None:
    """The newspaper in a paragraph that says nothing else: ``（文章来源：漯河日报）``."""
    if len(paragraph) > 4 * _LONGEST_LINE or not (":" in paragraph or "\uff1a" in paragraph):
        return None
    if not _holds_any(paragraph, ("源", "自", "出处", "Source", "Ｓ")):
        return None
    text = even_out(collapse(paragraph, longest=2 * _LONGEST_LINE))
    found = _SOURCE.fullmatch(text) or _WESTERN_SOURCE.fullmatch(text)
    if found is None or _NO_SOURCE.search(found["name"]):
        return None
    return name_source(found["name"])


def find_editor(paragraph: str) -> str | None:
    """The names in a paragraph that only says who edited; joined by a blank, by ``, `` in English."""
    if len(paragraph) > 4 * _LONGEST_LINE or not _holds_any(paragraph.casefold(), ("编", "編", "edit", "ｅ")):
        return None
    text = even_out(collapse(paragraph, longest=2 * _LONGEST_LINE))
    found = _EDITOR.fullmatch(text)
    if found is not None:
        return read_chinese_editors(found["names"], labelled=bool(found["sign"].strip()))
    western = _WESTERN_EDITOR.fullmatch(text)
    return (
        ", ".join(read_editors(f"edited by {western['names']}", is_field=False)) or None if western else None
    )
