"""OPML: the feeds of a feed reader made sources, and back. Source: OPML 2.0, http://opml.org/spec2.opml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from archiver.errors import ImportingError, ReadError
from archiver.normalise.text import plain_text
from archiver.normalise.urls import url_identity
from archiver.records import Capture
from archiver.sites.list_pages import resolve_url
from archiver.sites.xml_trees import name_of, read_xml
from archiver.sources.kinds import AnySource, FeedSource

MOST_OUTLINES = 20_000


@dataclass(frozen=True, slots=True)
class Outline:
    """A feed as an OPML file names it.

    Attributes:
        url: absolute address of the feed.
        home: of the site, ``""`` where it is not named.
        category: the folder it stands in, else the first of its own ``category``; ``""`` for none.
    """

    url: str
    title: str = ""
    home: str = ""
    category: str = ""

    @property
    def table(self) -> dict[str, Any]:
        """The keys of its source."""
        keys: dict[str, Any] = {"kind": "feed", "url": self.url}
        return keys | ({"category": self.category} if self.category else {})

    @property
    def words(self) -> str:
        """What its source is named after: its title, else its host."""
        return self.title or (urlsplit(self.url).hostname or "")


@dataclass(frozen=True, slots=True)
class Subscriptions:
    """What an OPML file holds: its feeds without repeats, and what is wrong with the others."""

    outlines: tuple[Outline, ...]
    faults: tuple[str, ...] = ()
    repeated_count: int = 0


def read_opml(content: bytes) -> Subscriptions:
    """Read the feeds of an OPML file, in whatever folders they stand.

    Raises:
        ImportingError: it is none.
    """
    origin = Capture(url="", status=200, headers=(), body=content, fetched_at=datetime.now(UTC))
    try:
        root = read_xml(origin)
    except ReadError as error:
        raise ImportingError(str(error).replace("the answer", "the file")) from None
    if root is None or name_of(root) not in ("opml", "outlinedocument"):
        raise ImportingError("the file is no OPML; export the feeds of your reader as OPML")
    found: dict[str, Outline] = {}
    faults: list[str] = []
    repeated_count = 0
    for outline in _outlines(root):
        if not outline.url:
            faults.append(f"{outline.title or 'a feed without a name'}: has no usable address")
        elif url_identity(outline.url) in found:
            repeated_count += 1
        else:
            found[url_identity(outline.url)] = outline
    return Subscriptions(tuple(found.values()), tuple(faults), repeated_count)


def write_opml(sources: Mapping[str, AnySource], *, title: str = "archiver") -> str:
    """Give the feeds among some sources as OPML; those of one category stand in one folder."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = title
    body = etree.SubElement(root, "body")
    folders: dict[str, etree._Element] = {"": body}
    for name, source in sources.items():
        if not isinstance(source, FeedSource):
            continue
        category = plain_text(source.category or "")
        if category not in folders:
            folders[category] = etree.SubElement(body, "outline", text=category, title=category)
        words = plain_text(source.publisher) or name
        for url in source.addresses:
            etree.SubElement(folders[category], "outline", type="rss", text=words, title=words, xmlUrl=url)
    etree.indent(root)
    return etree.tostring(root, encoding="unicode", xml_declaration=False) + "\n"


def _outlines(root: etree._Element) -> Iterator[Outline]:
    """Yield what has, or should have, the address of a feed."""
    for number, element in enumerate(root.iter("*")):
        if number >= MOST_OUTLINES:
            return
        said = {str(key).lower(): str(value).strip() for key, value in element.attrib.items()}
        is_feed = "xmlurl" in said or said.get("type", "").lower() in ("rss", "atom")
        if name_of(element) != "outline" or not is_feed:
            continue
        raw = said.get("xmlurl") or said.get("url", "")
        raw = f"http://{raw[7:]}" if raw.startswith("feed://") else raw.removeprefix("feed:")
        yield Outline(
            url=resolve_url("", raw),
            title=plain_text(said.get("title") or said.get("text", "")),
            home=resolve_url("", said.get("htmlurl", "")),
            category=_folder(element) or plain_text(said.get("category", "").partition(",")[0].strip("/")),
        )


def _folder(element: etree._Element) -> str:
    above = element.getparent()
    if above is None or name_of(above) != "outline":
        return ""
    return plain_text(above.get("title") or above.get("text") or "")
