"""Sitemaps: indexes, lists of addresses, news sitemaps, plain text, and robots.txt that names them.

Source: sitemaps.org, protocol 0.9 (50,000 addresses, 50 MB); Google's extension for news; RFC 9309 for
robots.txt, whose ``Sitemap`` lines stand outside any group.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from lxml import etree

from archiver.errors import ReadError
from archiver.reasons import Reason
from archiver.records import Capture, Failure, Listing, Target
from archiver.sites.feeds import read_feed_list
from archiver.sites.list_pages import ListPage, More, Reading, resolve_url
from archiver.sites.xml_trees import MOST_BYTES, decode_xml, name_of, text_of
from archiver.sources.kinds import SitemapSource

MOST_URLS = 50_000
_GZIP = b"\x1f\x8b"
_ROBOTS_LINE = re.compile(r"^[ \t]*sitemap[ \t]*:[ \t]*(\S+)", re.IGNORECASE | re.MULTILINE)
_LANGUAGE = re.compile(r"[a-z]{2}(?=$|[-_])")


def read_sitemap(reading: Reading, source: SitemapSource) -> ListPage:
    """Read what stands at a sitemap's address.

    Raises:
        ReadError: it is no sitemap.
    """
    reading = replace(reading, capture=_unpack(reading.capture))
    capture = reading.capture
    if urlsplit(capture.url).path.endswith("/robots.txt"):
        return _read_robots(reading)
    if b"<" not in capture.body[:4000]:
        return _read_lines(reading)
    entries = _Entries(capture)
    targets: list[Target] = []
    failures: list[Failure] = []
    parts: list[More] = []
    count = 0
    for element in entries:
        count += 1
        if name_of(element) == "sitemap":
            parts += _read_part(element, reading)
            continue
        try:
            targets += _read_url(element, reading, source)
        except ReadError as error:
            failures.append(reading.fail(error, text_of(element)[:300] or "an empty entry"))
    if entries.root_name in ("rss", "feed", "rdf"):  # the protocol allows a feed in a sitemap's place
        return read_feed_list(reading, "never")
    if not count and entries.root_name not in ("urlset", "sitemapindex"):
        words = "a page" if entries.root_name == "html" else "something else"
        raise ReadError(Reason.NOT_A_LIST, f"the answer is {words}, where a sitemap was expected")
    return reading.page(targets, failures, listed_count=len(targets) + len(failures), more=parts)


def first_sitemap(url: str) -> str:
    """Give the address to ask first: a site's home stands for its robots.txt."""
    parts = urlsplit(url)
    return (
        f"{parts.scheme}://{parts.netloc}/robots.txt" if parts.path in ("", "/") and not parts.query else url
    )


def _unpack(capture: Capture) -> Capture:
    """Undo gzip that a server does not tell of: the file itself is packed; what is whole of it is kept."""
    if not capture.body.startswith(_GZIP):
        return capture
    stream = zlib.decompressobj(wbits=31)
    try:
        return replace(capture, body=stream.decompress(capture.body, MOST_BYTES))
    except zlib.error as error:
        raise ReadError(Reason.NOT_A_LIST, f"the answer is packed and cannot be unpacked: {error}") from None


def _read_robots(reading: Reading) -> ListPage:
    """Give the sitemaps that robots.txt names, else the usual one."""
    text = reading.capture.body[:MOST_BYTES].decode("utf-8-sig", "replace")
    named = [resolve_url(reading.capture.url, found[1]) for found in _ROBOTS_LINE.finditer(text)]
    urls = list(filter(None, named)) or [resolve_url(reading.capture.url, "/sitemap.xml")]
    return reading.page((), listed_count=0, more=[More(url, is_next=False) for url in urls])


def _read_lines(reading: Reading) -> ListPage:
    """Read a sitemap in plain text: an address on every line."""
    lines = reading.capture.body[:MOST_BYTES].decode("utf-8-sig", "replace").split()[:MOST_URLS]
    urls = [line for line in lines if line.startswith(("http://", "https://"))]
    if not urls:
        raise ReadError(Reason.NOT_A_LIST, "the answer holds no address, where a sitemap was expected")
    targets: list[Target] = []
    failures: list[Failure] = []
    for url in urls:
        try:
            targets.append(reading.target(url, Listing()))
        except ReadError as error:
            failures.append(reading.fail(error, url))
    return reading.page(targets, failures, listed_count=len(urls))


class _Entries:
    """The entries of a sitemap, one after the other; each is forgotten when the next one is asked for.

    Attributes:
        root_name: what the document is, once its entries were read.
    """

    def __init__(self, capture: Capture) -> None:
        self._stream = BytesIO(decode_xml(capture).encode())
        self.root_name = ""

    def __iter__(self) -> Iterator[etree._Element]:
        walk = etree.iterparse(
            self._stream, events=("end",), recover=True, resolve_entities=False, no_network=True
        )
        count = 0
        try:
            for _, element in walk:
                if name_of(element) in ("url", "sitemap") and count < MOST_URLS:
                    count += 1
                    yield element
                    element.clear(keep_tail=False)
                    while element.getprevious() is not None:
                        del element.getparent()[0]
        except etree.XMLSyntaxError:
            pass  # what came before it was read
        root = getattr(walk, "root", None)
        self.root_name = "" if root is None else name_of(root).rpartition(":")[2]


def _read_part(element: etree._Element, reading: Reading) -> Iterator[More]:
    said = _texts(element)
    changed_at = _find_moment(said.get("lastmod", ""), reading)
    url = resolve_url(reading.capture.url, said.get("loc", ""))
    since = reading.source.since
    if url and not (since and changed_at and changed_at.date() < since):
        yield More(url, is_next=False, changed_at=changed_at)


def _read_url(element: etree._Element, reading: Reading, source: SitemapSource) -> Iterator[Target]:
    said = _texts(element)
    news = next((child for child in element if name_of(child) in ("news:news", "news")), None)
    if news is None and source.news_only:
        return
    changed_at = _find_moment(said.get("lastmod", ""), reading)
    if news is None:
        yield reading.target(said.get("loc", ""), Listing(listed_at=changed_at, only_fills=True))
        return
    told = _texts(news)
    raw_time = told.get("publication_date", "")
    listing = Listing(
        raw_title=told.get("title", ""),
        raw_time=raw_time,
        raw_publisher=told.get("name", ""),
        raw_keywords=tuple(filter(None, (word.strip() for word in told.get("keywords", "").split(",")))),
        time_zone=source.time_zone or "UTC",
        listed_at=_find_moment(raw_time, reading) or changed_at,
        only_fills=True,
    )
    target = reading.target(said.get("loc", ""), listing)
    language = _LANGUAGE.match(told.get("language", "").lower())
    yield replace(target, language=target.language or (language[0] if language else ""))


def _texts(element: etree._Element) -> dict[str, str]:
    """Give the texts of an entry by their names, the first of each; pictures and the like are left out."""
    texts: dict[str, str] = {}
    for child in element:
        prefix, _, name = name_of(child).rpartition(":")
        if prefix in ("", "news"):
            if name == "publication":
                texts |= {one: words for one, words in _texts(child).items() if one not in texts}
            texts.setdefault(name, text_of(child))
    return texts


def _find_moment(raw: str, reading: Reading) -> datetime | None:
    """Read a time; nearly all are ISO 8601, of which there may be fifty thousand."""
    zone = reading.source.time_zone or "UTC"
    try:
        at = datetime.fromisoformat(raw)
    except ValueError:
        return reading.find_moment(raw, zone)
    return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone))
