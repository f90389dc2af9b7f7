"""The entries of RSS 0.9 to 2.0, RDF and Atom, as received.

Source: the RSS 2.0 specification; RSS 1.0; RFC 4287 (Atom); RFC 5005 (pages of a feed).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from lxml import etree

from archiver.errors import ReadError
from archiver.normalise.text import without_markup
from archiver.reasons import Reason
from archiver.records import Capture
from archiver.sites.list_pages import resolve_url
from archiver.sites.xml_trees import name_of, read_xml, text_of

MOST_ENTRIES = 5000
_ENTRIES = frozenset({"item", "entry"})
_TIMES = ("pubdate", "published", "issued", "dc:date", "dc:issued", "dc:created", "created", "date")
_CHANGES = ("updated", "modified", "dc:modified", "lastbuilddate")
_XML_BASE = "{http://www.w3.org/XML/1998/namespace}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed.

    Attributes:
        url: absolute, ``""`` where it has none.
        content: markup of the text, where the feed says that it is the text; ``summary`` where it does not.
        base: what relative addresses in both are relative to.
    """

    url: str = ""
    title: str = ""
    time: str = ""
    changed: str = ""
    authors: tuple[str, ...] = ()
    publisher: str = ""
    language: str = ""
    keywords: tuple[str, ...] = ()
    image: str = ""
    content: str = ""
    summary: str = ""
    base: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed says.

    Attributes:
        title: of the whole, which is seldom just the newspaper's name.
        next_url: absolute address of its following page, ``""`` for none.
    """

    entries: tuple[Entry, ...]
    title: str = ""
    language: str = ""
    authors: tuple[str, ...] = ()
    next_url: str = ""


def read_feed(capture: Capture) -> Feed:
    """Read a feed in XML.

    Raises:
        ReadError: the answer is none.
    """
    root = read_xml(capture)
    kind = "" if root is None else name_of(root)
    if root is None or kind.rpartition(":")[2] not in ("rss", "rdf", "feed", "channel"):
        words = "a page" if kind == "html" or b"<html" in capture.body[:4000].lower() else "something else"
        raise ReadError(Reason.NOT_A_LIST, f"the answer is {words}, where a feed was expected")
    head = next((child for child in root if name_of(child) == "channel"), root)
    fields = _children(head)
    return Feed(
        entries=tuple(_read_entry(element, capture.url) for element in _find_entries(root)),
        title=_first_text(fields, "title"),
        language=_first_text(fields, "language", "dc:language") or root.get(_XML_BASE + "lang", ""),
        authors=tuple(_authors(fields)),
        next_url=_next_url(fields, capture.url),
    )


Fields = dict[str, list[etree._Element]]


def _find_entries(root: etree._Element) -> Iterator[etree._Element]:
    """Yield the entries: RDF has them beside the channel, broken feeds in one another."""
    found = (element for element in root.iter("*") if name_of(element) in _ENTRIES)
    for _, element in zip(range(MOST_ENTRIES), found, strict=False):
        yield element


def _children(element: etree._Element) -> Fields:
    fields: Fields = {}
    for child in element:
        fields.setdefault(name_of(child), []).append(child)
    return fields


def _read_entry(element: etree._Element, feed_url: str) -> Entry:
    fields = _children(element)
    base = _base(element, feed_url)
    texts = [*fields.get("content:encoded", ()), *fields.get("content", ())]
    summaries = [*fields.get("description", ()), *fields.get("summary", ())]
    return Entry(
        url=_entry_url(fields, base),
        title=without_markup(_first_text(fields, "title", "dc:title", "media:title")),
        time=_first_text(fields, *_TIMES) or _first_text(fields, *_CHANGES),
        changed=_first_text(fields, *_CHANGES),
        authors=tuple(_authors(fields)),
        publisher=_publisher(fields),
        language=_first_text(fields, "dc:language") or element.get(_XML_BASE + "lang", ""),
        keywords=tuple(_keywords(fields)),
        image=_image(fields, base),
        content=_longest([_markup(one) for one in texts]),
        summary=_longest([_markup(one) for one in summaries]),
        base=base,
    )


def _base(element: etree._Element, feed_url: str) -> str:
    """Give what an element's addresses are relative to: ``xml:base``, else the feed."""
    try:
        return resolve_url(feed_url, element.base or "") or feed_url
    except ValueError:
        return feed_url


def _first_text(fields: Fields, *names: str) -> str:
    texts = (text_of(element) for name in names for element in fields.get(name, ()))
    return next((text for text in texts if text), "")


def _longest(texts: Sequence[str]) -> str:
    return max(texts, key=len, default="")


def _entry_url(fields: Fields, base: str) -> str:
    """Give the article's address: what a counter replaced, the link, or a name that is an address."""
    links = fields.get("link", [])
    alternates = [link for link in links if link.get("rel", "alternate").lower() == "alternate"]
    pages = [link for link in alternates if "html" in link.get("type", "html")]
    names = [*fields.get("guid", []), *fields.get("id", [])]
    names.sort(key=lambda name: name.get("isPermaLink", "").lower() == "false")
    candidates = [
        _first_text(fields, "feedburner:origlink"),
        *(text_of(link) for link in links if not link.get("href")),
        *(link.get("href", "") for link in (*pages, *alternates)),
        *(name for name in map(text_of, names) if name.lower().startswith(("http://", "https://"))),
    ]
    return next(filter(None, (resolve_url(base, candidate) for candidate in candidates)), "")


def _next_url(fields: Fields, base: str) -> str:
    nexts = [link.get("href", "") for link in fields.get("link", []) if link.get("rel", "").lower() == "next"]
    return resolve_url(base, nexts[0]) if nexts else ""


def _authors(fields: Fields) -> Iterator[str]:
    for element in [*fields.get("author", ()), *fields.get("dc:creator", ())]:
        names = [text_of(child) for child in element if name_of(child) == "name"]
        for name in names or [_without_mail(text_of(element))]:
            if name:
                yield name


def _without_mail(text: str) -> str:
    """``ann@paper.example (Ann Marlow)``, as RSS wants it, is the name; an address alone is nobody's."""
    if "@" not in text:
        return text
    _, bracket, name = text.partition("(")
    if bracket:
        return name.rpartition(")")[0].strip() or name.strip()
    return " ".join(word for word in text.split() if "@" not in word).strip("<> ")


def _publisher(fields: Fields) -> str:
    """Give the newspaper that an entry was taken from, or that it names."""
    for element in fields.get("source", ()):
        titles = [text_of(child) for child in element if name_of(child) == "title"]
        if title := (titles[0] if titles else text_of(element)):
            return title
    return _first_text(fields, "dc:publisher")


def _keywords(fields: Fields) -> Iterator[str]:
    for element in [*fields.get("category", ()), *fields.get("dc:subject", ())]:
        if word := element.get("label") or element.get("term") or text_of(element):
            yield without_markup(word)


def _image(fields: Fields, base: str) -> str:
    pictures = [
        element.get("url", "")
        for name in ("media:content", "enclosure", "media:thumbnail")
        for element in fields.get(name, ())
        if "image" in (element.get("medium", "") + element.get("type", "")) or name == "media:thumbnail"
    ]
    return resolve_url(base, pictures[0]) if pictures else ""


def _markup(element: etree._Element) -> str:
    """Give the markup that an element holds: escaped, as elements, or made of plain text."""
    if len(element):
        inner = [_serialise(child) for child in element if isinstance(child.tag, str)]
        return escape(element.text or "", quote=False) + "".join(inner)
    text = text_of(element)
    kind = element.get("type", "").lower()
    if element.get("src") or ("/" in kind and not kind.endswith(("html", "plain", "xml"))):
        return ""  # a text elsewhere, or a picture in letters
    if kind.endswith("plain") or (kind == "text" and "</" not in text):
        return "".join(f"<p>{escape(line, quote=False)}</p>" for line in text.splitlines() if line.strip())
    return text


def _serialise(element: etree._Element) -> str:
    for inner in element.iter("*"):
        inner.tag = etree.QName(inner).localname
    etree.cleanup_namespaces(element)
    return etree.tostring(element, encoding="unicode", method="html")
