"""An article of several pages: the address of its next page, or of its whole text.

The address decides: it must be the article's own with a page number, for a link that says "next" leads to
another article as often. What the link says decides where such an address may be another article's, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from lxml.etree import _Element

from archiver.normalise.markup import texts_in
from archiver.normalise.urls import canonical_url, host_of
from archiver.sites.page.page import Page

MOST_PAGE_NUMBER = 999
LONGEST_LINK_TEXT = 40
BOXES_LOOKED_AT = 6
_PARAMETERS = frozenset(
    "page p pg pn pageno page_no pagenum pagenumber pageindex currentpage curpage".split()
)
_NUMBERED = re.compile(r"[_,-](?:p|page[_-]?)?(?P<number>\d{1,3})", re.IGNORECASE)
_FOLDER = re.compile(r"(?:/page)?/(?:p|page-?)?(?P<number>\d{1,3})/?", re.IGNORECASE)
_NUMBER = re.compile(r"[\s\[(]*\d{1,3}[\s\])]*")
_NEXT = re.compile(
    r"[\s>»›→\[(（【]*(?:下一?[页頁]|后一页|翻到下页|余下全文|阅读(?:余下|剩余)(?:全文|部分|内容)|继续阅读|阅读全文"
    r"|next(?: page)?|continue(?: reading)?|read (?:on|more)|more|go to (?:the )?next page|page \d{1,3})?"
    r"[\s>»›→…\])）】.]*",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"\W*(?:单页(?:阅读|显示|浏览)|(?:在)?本页(?:阅读|显示|浏览)(?:全文|剩余内容)?|(?:阅读|查看|显示|浏览)全文|全文(?:阅读|显示)"
    r"|余下全文|single[ -]page(?: view)?"
    r"|(?:view|show|read)(?: (?:it|article|story))? (?:all|(?:as|on) (?:a |one )?single page|on one page)"
    r"|(?:read|view|show) the (?:full|whole|entire) (?:text|article|story)|view (?:full|whole) article)\W*",
    re.IGNORECASE,
)
_ALL = re.compile(r"[_/.-]?(?:all|full|whole|single|onepage|single-?page|total|0|quanwen)/?", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"comment|reply|respond|discuss|related|recommend|sidebar|pinglun|评论", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Link:
    url: str
    text: str
    is_next: bool
    """Whether it says for machines that it leads to the next page."""


def find_next_page(page: Page) -> str:
    """Find the address of an article's whole text, else of its next page; ``""`` where there is neither."""
    first_url = page.first_url
    if not page.url or not first_url:
        return ""
    links = list(_links(page))
    if not links:
        return ""
    own = find_page_number(page.url, first_url)
    own_key = canonical_url(page.url)
    links = [link for link in links if canonical_url(link.url) != own_key]
    for link in links:
        if own is None and _WHOLE.fullmatch(link.text) and _is_whole_of(link.url, first_url):
            return link.url
    for link in links:
        number = find_page_number(link.url, first_url)
        if number is not None and _is_next(link, number, own):
            return link.url
    return ""


def find_page_number(url: str, first_url: str) -> int | None:
    """Give the number that an address has as a page of the article at another; ``None`` where it is none."""
    one, first = urlsplit(url), urlsplit(first_url)
    if host_of(url) != host_of(first_url):
        return None
    found: re.Match[str] | None = None
    if one.query == first.query:
        stem, dot, ending = first.path.rpartition(".")
        if not dot or "/" in ending:
            stem, ending = first.path.rstrip("/"), ""
        if one.path.startswith(stem) and one.path.rstrip("/").endswith(dot + ending):
            middle = one.path.rstrip("/")[len(stem) :].removesuffix(f"{dot}{ending}" if ending else "")
            found = _NUMBERED.fullmatch(middle) if stem.rpartition("/")[2] else None
        folder = first.path.rstrip("/")
        if found is None and folder and one.path.startswith(folder + "/"):
            found = _FOLDER.fullmatch(one.path[len(folder) :])
        return int(found["number"]) if found else None
    if one.path.rstrip("/") != first.path.rstrip("/"):
        return None
    return _number_in_query(one.query, first.query)


def _number_in_query(query: str, first_query: str) -> int | None:
    """Give the page number that a query has and the first page's has not, with all else the same."""
    own, first = (
        [(name, value) for name, value in parse_qsl(one, keep_blank_values=True)]
        for one in (query, first_query)
    )
    paged = [(name, value) for name, value in own if name.lower() in _PARAMETERS]
    if len(paged) != 1 or not paged[0][1].isdecimal() or len(paged[0][1]) > len(str(MOST_PAGE_NUMBER)):
        return None
    if any(name == paged[0][0] and value not in ("0", "1") for name, value in first):
        return None
    rest = [pair for pair in own if pair != paged[0]]
    is_same = sorted(rest) == sorted(pair for pair in first if pair[0] != paged[0][0])
    return int(paged[0][1]) if is_same else None


def _is_next(link: _Link, number: int, own: int | None) -> bool:
    """Whether a link to a page of the article leads to the one after this; some count from 0, some from 1."""
    says_next = link.is_next or (bool(link.text.strip()) and _NEXT.fullmatch(link.text) is not None)
    if own is None:
        return number in (1, 2) and (says_next or link.text.strip(" []") == "2")
    is_number = link.text.strip(" []") in (str(own + 1), str(own + 2))
    return number == own + 1 and (says_next or is_number)


def _is_whole_of(url: str, first_url: str) -> bool:
    """Whether an address is the article's own with ``all`` or the like."""
    one, first = urlsplit(url), urlsplit(first_url)
    if host_of(url) != host_of(first_url):
        return False
    if one.path == first.path:
        return one.query != first.query
    stem = first.path.rpartition(".")[0] or first.path.rstrip("/")
    rest = one.path.removeprefix(stem).partition(".")[0]
    return one.path.startswith(stem) and len(stem) > 1 and _ALL.fullmatch(rest) is not None


def _links(page: Page) -> Iterator[_Link]:
    """Yield the page's links on its own host, those for machines first."""
    if declared := page.head.links.get("next"):
        yield from _make_link(page, declared, "", is_next=True)
    for element in page.picked["a"]:
        if not _may_be_paging(element):
            continue
        href = element.get("href", "")
        inner = "".join(texts_in(element)) if len(element) else element.text or ""
        text = " ".join(inner.split())
        is_next = "next" in (element.get("rel") or "").lower().split()
        if (is_next or _says_page(text)) and not _is_elsewhere(element, href):
            yield from _make_link(page, href, text, is_next=is_next)


def _make_link(page: Page, href: str, text: str, *, is_next: bool) -> Iterator[_Link]:
    try:
        url = urldefrag(urljoin(page.url, href.strip())).url
        if urlsplit(url).scheme in ("http", "https") and host_of(url) == host_of(page.url):
            yield _Link(url, text, is_next)
    except ValueError:
        return


def _says_page(text: str) -> bool:
    """Whether a link's text is that of one between pages; looked at first, for addresses take longer."""
    if not text or len(text) > LONGEST_LINK_TEXT:
        return False
    return (_NUMBER.fullmatch(text) or _NEXT.fullmatch(text) or _WHOLE.fullmatch(text)) is not None


def _may_be_paging(element: _Element) -> bool:
    """Whether a link is short enough to say "next page"; headlines are not looked at further."""
    text = element.text or ""
    return len(text) <= LONGEST_LINK_TEXT and len(element) <= 2


def _is_elsewhere(element: _Element, href: str) -> bool:
    """Whether a link stands among comments or other articles, or leads there."""
    if _ELSEWHERE.search(href.partition("#")[2]):
        return True
    around = [
        element,
        *(box for _, box in zip(range(BOXES_LOOKED_AT), element.iterancestors(), strict=False)),
    ]
    return any(
        _ELSEWHERE.search(f"{box.get('class') or ''} {box.get('id') or ''}")
        for box in around
        if box.tag not in ("body", "html")
    )
