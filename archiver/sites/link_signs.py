"""Which links of a section page lead to articles: told by their addresses, their words and their places."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from urllib.parse import unquote, urlsplit

from lxml.etree import _Element

from archiver.normalise.urls import url_identity
from archiver.sites.list_pages import resolve_url
from archiver.sites.page.rule_texts import element_text

MOST_LINKS = 5000
MOST_INNER = 200
LONGEST_TEXT = 300
ENOUGH = 3.0
"""Points with which a link counts as one to an article."""

_DAY = re.compile(r"(?:19|20)\d\d[-/_.]?(?:0[1-9]|1[0-2])(?:[-/_.]?(?:0[1-9]|[12]\d|3[01]))?(?!\d)")
_NUMBER = re.compile(r"\d{5,}")
_PAGE = re.compile(r"\.(?:s?html?|aspx?|php|jsp)$", re.IGNORECASE)
_FILE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|ico|pdf|docx?|xlsx?|zip|rar|apk|exe|mp[34]|m3u8|avi|mov|css|js|xml|rss|json)$",
    re.IGNORECASE,
)
# Words of addresses that list articles, or have nothing to do with any.
_NEVER = re.compile(
    r"(?:^|/)(?:tags?|keywords?|authors?|users?|profiles?|members?|categor(?:y|ies)|search|log-?in|sign-?(?:in|up)|"
    r"register|subscribe|newsletters?|account|contact(?:-us)?|faq|privacy(?:-policy)?|terms|cookies?|imprint|"
    r"impressum|datenschutz|advertise|feeds?|rss|sitemap|page|comments?|share|print)(?:/|[.?]|$)",
    re.IGNORECASE,
)
_SELDOM = re.compile(
    r"(?:^|/)(?:topics?|people|about(?:-us)?|help|legal|jobs|careers|archives?|index|shop|store|apps?|events?|"
    r"special|channel|list)(?:/|[.?]|$)",
    re.IGNORECASE,
)
_AROUND = re.compile(
    r"(?<![a-z])(?:nav|navbar|navigation|menu|submenu|breadcrumbs?|crumbs?|footer|foot|topbar|toolbar|login|sitenav|"
    r"pagination|pager|pages|social|share|tags?|copyright|friend-?links?|channel-?nav)(?![a-z])",
    re.IGNORECASE,
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SECOND_LEVEL = frozenset(("com", "co", "net", "org", "gov", "edu", "ac", "or", "ne"))


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a page.

    Attributes:
        url: absolute.
        text: its words, or those of the headline in it; white space evened out.
    """

    url: str
    text: str
    element: _Element

    @property
    def weight(self) -> int:
        """How long its words are, in letters; a sign of Chinese counts as three."""
        return len(self.text) + 2 * len(_HAN.findall(self.text))


def read_links(root: _Element, base: str) -> list[Link]:
    """Give the links of a page that lead to a page, in their order."""
    links: list[Link] = []
    for element in root.iter("a"):
        url = resolve_url(base, element.get("href", ""))
        if url and len(links) < MOST_LINKS:
            links.append(Link(url, _text(element), element))
    return links


def choose_links(links: Sequence[Link], base: str) -> list[Link]:
    """Give the links to articles, each once with its longest words, in the order of the page."""
    site, own = site_of(base), url_identity(base)
    crowds = _crowds(links)
    points: dict[str, float] = {}
    best: dict[str, Link] = {}
    for link in links:
        identity = url_identity(link.url)
        if identity == own or site_of(link.url) != site or not _may_be_article(link.url):
            continue
        total = _address_points(link.url) + _word_points(link) + _place_points(link, crowds)
        points[identity] = max(total, points.get(identity, total))
        if identity not in best or link.weight > best[identity].weight:
            best[identity] = link
    return [link for identity, link in best.items() if points[identity] >= ENOUGH]


def site_of(url: str) -> str:
    """Give the part of a host that all hosts of a newspaper share: ``paper.example``, ``paper.com.cn``."""
    parts = urlsplit(url)
    labels = (parts.hostname or "").split(".")
    if len(labels) < 3 or labels[-1].isdecimal():
        return parts.netloc.lower()
    keep = 3 if labels[-2] in _SECOND_LEVEL and len(labels[-1]) == 2 else 2
    return ".".join(labels[-keep:])


def _text(element: _Element) -> str:
    headings = [one for one in islice(element.iter(), MOST_INNER) if one.tag in _HEADINGS]
    text = " ".join(element_text(headings[0] if headings else element, most_steps=500).split())
    return (text or " ".join(element.get("title", "").split()))[:LONGEST_TEXT]


def _may_be_article(url: str) -> bool:
    parts = urlsplit(url)
    path = unquote(parts.path)
    if path.strip("/") == "" and not parts.query:
        return False
    return not _FILE.search(path) and not _NEVER.search(path)


def _address_points(url: str) -> float:
    """What an address says: a day, a number, a headline as words."""
    parts = urlsplit(url)
    path = unquote(parts.path).rstrip("/")
    last = _PAGE.sub("", path.rpartition("/")[2])
    points = 0.0
    if _DAY.search(path):
        points += 2.0
    if _NUMBER.search(last) or (not _DAY.search(path) and _NUMBER.search(parts.query)):
        points += 1.5
    words = [word for word in re.split(r"[-_]", last) if word]
    points += 2.0 if len(words) >= 4 else 1.0 if len(words) >= 2 else 0.0
    if _PAGE.search(path):
        points += 0.5
    return points - (2.0 if _SELDOM.search(path) else 0.0)


def _word_points(link: Link) -> float:
    """What the words say: a headline is longer than a section's name."""
    return 2.0 if link.weight >= 30 else 1.0 if link.weight >= 18 else 0.0 if link.weight >= 8 else -1.0


def _place_points(link: Link, crowds: dict[str, int]) -> float:
    """What the place says: a headline or a list of headlines is for articles, a menu is not."""
    points = 0.0
    for element in _up(link.element):
        if element.tag in _HEADINGS:
            points += 1.5
        names = f"{element.get('class', '')} {element.get('id', '')} {element.get('role', '')}"
        if element.tag in ("nav", "footer") or _AROUND.search(names):
            return -3.0
    if any(one.tag in _HEADINGS for one in islice(link.element.iter(), MOST_INNER)):
        points += 1.5
    return points + (1.0 if crowds[_shape(link.element)] >= 3 else 0.0)


def _crowds(links: Sequence[Link]) -> dict[str, int]:
    """Count the links of each shape whose words are as long as a headline's."""
    crowds: dict[str, int] = defaultdict(int)
    for link in links:
        if link.weight >= 18:
            crowds[_shape(link.element)] += 1
    return crowds


def _shape(element: _Element) -> str:
    """Give how a link is wrapped; the cards of a list are wrapped alike."""
    names = []
    for depth, one in enumerate(_up(element)):
        if depth == 4:
            break
        names.append(f"{one.tag}.{' '.join(one.get('class', '').split()[:1])}")
    return ">".join(names)


def _up(element: _Element) -> Iterator[_Element]:
    """Yield an element and what it stands in, at most thirty, up to the body."""
    around: _Element | None = element
    for _ in range(30):
        if around is None or around.tag in ("body", "html"):
            return
        yield around
        around = around.getparent()
