"""The page that follows a section page: what it declares, a link that says so, or the next number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from lxml.etree import _Element

from archiver.normalise.urls import url_identity
from archiver.sites.link_signs import Link, site_of
from archiver.sites.list_pages import resolve_url

_NEXT = re.compile(
    r"(?:next(?: page)?|older(?: (?:posts|entries|articles|stories))?|(?:load|show) more|下一?[页頁]"
    r"|后一页|次へ|次のページ|다음|weiter|nächste(?: seite)?|ältere(?: beiträge)?|(?:page )?suivante?"
    r"|(?:página )?siguiente|successiva|próxima|volgende|далее|следующая)\s{0,3}[»›→>＞]{0,3}",
    re.IGNORECASE,
)
_SIGN = re.compile(r"[»›→＞]|>{1,2}")
_PAGE_NUMBER = re.compile(
    r"(?:[?&](?:page|paged|p|pg|pn|pageno|pageindex)=|/page/|[-_/]p?)(\d{1,4})(?=\D*$)", re.IGNORECASE
)


def find_next(root: _Element, links: Sequence[Link], base: str) -> str:
    """Find the address of the following page; ``""`` where there is none."""
    declared = [
        resolve_url(base, element.get("href", ""))
        for element in root.iter("link", "a")
        if "next" in element.get("rel", "").lower().split()
    ]
    said = [link.url for link in links if _NEXT.fullmatch(link.text.strip(" \xa0<«‹"))]
    signed = [link.url for link in links if _SIGN.fullmatch(link.text) and _PAGE_NUMBER.search(link.url)]
    own = url_identity(base)
    for url in (*declared, *said, *_numbered(links, base), *signed):
        if url and url_identity(url) != own and site_of(url) == site_of(base):
            return url
    return ""


def _numbered(links: Sequence[Link], base: str) -> list[str]:
    """Give the links that read like the next number; where none leads to page 1, this is that."""
    numbers = {link.text: link.url for link in links if link.text.isdecimal() and _is_numbered(link)}
    own = _PAGE_NUMBER.search(_after_host(base))
    wanted = [str(int(own[1]) + 1)] if own else []
    wanted += [] if "1" in numbers else ["2"]
    return [numbers[number] for number in wanted if number in numbers]


def _is_numbered(link: Link) -> bool:
    """Whether a link that reads like a number has that number in its address."""
    return any(int(number) == int(link.text) for number in re.findall(r"\d{1,4}", _after_host(link.url)))


def _after_host(url: str) -> str:
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")
