"""Where a site's feeds and sitemaps may stand: what its page declares, robots.txt, the usual places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from archiver.errors import ReadError
from archiver.records import Capture
from archiver.sites.article import read_page
from archiver.sites.list_pages import resolve_url

ROBOTS = "/robots.txt"
USUAL_FEEDS = ("/feed", "/rss.xml")
USUAL_SITEMAP = "/sitemap.xml"
MOST_DECLARED = 3

_FEED_TYPES = frozenset(
    ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json")
)
_ASIDE = re.compile(r"comment|kommentar|commentaire|评论|回應", re.IGNORECASE)


def find_declared_feeds(capture: Capture) -> list[str]:
    """Give the feeds that a page declares, those of comments last; at most ``MOST_DECLARED``."""
    try:
        page = read_page(capture)
    except ReadError:
        return []
    found: dict[str, bool] = {}
    for element in page.root.iter("link"):
        words = element.get("rel", "").lower().split()
        kind = element.get("type", "").lower().partition(";")[0].strip()
        url = resolve_url(capture.url, element.get("href", ""))
        if url and "alternate" in words and kind in _FEED_TYPES:
            found.setdefault(url, bool(_ASIDE.search(f"{url} {element.get('title', '')}")))
    return sorted(found, key=lambda url: found[url])[:MOST_DECLARED]


def usual_places(url: str, *, has_feed: bool, has_sitemap: bool) -> Iterator[str]:
    """Yield the usual places of what a site has not declared."""
    for path in () if has_feed else USUAL_FEEDS:
        yield urljoin(url, path)
    if not has_sitemap:
        yield urljoin(url, USUAL_SITEMAP)


def robots_of(url: str) -> str:
    """Give the address of the robots.txt of an address's host."""
    return urljoin(url, ROBOTS)
