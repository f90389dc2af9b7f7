"""XML as feeds and sitemaps really are: in wrong encodings, with HTML's entities, cut off, or hostile.

Nothing outside the bytes is ever loaded, and no entity that they declare is expanded, so that a few lines
cannot become gigabytes. Source: XML 1.0, sections 2.2 and 4.6; ``html.entities`` for HTML's names.
"""

from __future__ import annotations

import re
from html.entities import html5

from lxml import etree

from archiver.errors import ReadError
from archiver.reasons import Reason
from archiver.records import Capture
from archiver.sites.page.encodings import read_bytes

MOST_BYTES = 50 * 1024 * 1024
"""Bytes of a document that are looked at; what a sitemap may have, uncompressed."""

_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile(r"&(?:#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|([A-Za-z][A-Za-z0-9]{0,31});)?")
_OWN = frozenset({"amp", "lt", "gt", "quot", "apos"})
_CDATA, _CDATA_END = "<![CDATA[", "]]>"
# One prefix for each namespace whose elements are read; a document may call them as it likes.
_PREFIXES = {
    "http://purl.org/rss/1.0/modules/content": "content",
    "http://purl.org/dc/elements/1.1": "dc",
    "http://purl.org/dc/terms": "dc",
    "http://search.yahoo.com/mrss": "media",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://www.google.com/schemas/sitemap-news/0.9": "news",
    "http://www.google.com/schemas/sitemap-image/1.1": "image",
    "http://www.google.com/schemas/sitemap-video/1.1": "video",
    "http://www.w3.org/1999/xhtml": "xhtml",
}
_BARE = frozenset(
    {
        "http://www.w3.org/2005/atom",
        "http://purl.org/atom/ns#",
        "http://purl.org/rss/1.0",
        "http://www.sitemaps.org/schemas/sitemap/0.9",
    }
)


def decode_xml(capture: Capture) -> str:
    """Give the text of an answer, repaired.

    Raises:
        ReadError: it is empty or binary.
    """
    body = capture.body[:MOST_BYTES]
    decoded = read_bytes(body, dict(capture.headers).get("content-type", ""))
    if decoded is None:
        words = "is binary" if body.strip() else "is empty"
        raise ReadError(Reason.NOT_A_LIST, f"the answer {words}")
    return repair(decoded.text)


def read_xml(capture: Capture) -> etree._Element | None:
    """Parse an answer, whatever is wrong with it; ``None`` where no element is left.

    Raises:
        ReadError: it is empty or binary.
    """
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, encoding="utf-8"
    )
    try:
        return etree.fromstring(decode_xml(capture).encode(), parser, base_url=capture.url)
    except (etree.XMLSyntaxError, ValueError):
        return None


def repair(text: str) -> str:
    """Take out what no XML may hold, and put signs for HTML's entities, which XML does not know."""
    text = _REFUSED.sub("", text)
    text = _without_prolog(text[max(text.find("<"), 0) :])
    first, *rest = text.split(_CDATA)
    parts = [_REFERENCE.sub(_replace, first)]
    for part in rest:
        inside, end, after = part.partition(_CDATA_END)
        parts.append(_CDATA + inside + end + _REFERENCE.sub(_replace, after))
    return "".join(parts)


def _without_prolog(text: str) -> str:
    """Take away XML declaration and document type, with all entities that it declares."""
    if text.startswith("<?xml"):
        text = text.partition("?>")[2].lstrip()
    begin = text[:100_000].upper().find("<!DOCTYPE")
    if begin < 0:
        return text
    end, subset = text.find(">", begin), text.find("[", begin)
    if 0 <= subset < end:
        closed = re.compile(r"\]\s{0,100}>").search(text, subset)
        end = closed.end() - 1 if closed else end
    return text[:begin] + text[end + 1 :] if end > 0 else text[:begin]


def _replace(found: re.Match[str]) -> str:
    name = found[1]
    if name is None:
        return found[0] if len(found[0]) > 1 else "&amp;"
    if name in _OWN:
        return found[0]
    sign = html5.get(name + ";")
    return f"&amp;{name};" if sign is None else sign.replace("&", "&amp;").replace("<", "&lt;")


def name_of(element: etree._Element) -> str:
    """Give an element's name in small letters, with one prefix for each namespace that is read.

    ``dc:creator``, ``news:title``, ``item``: whatever prefix the document uses, or forgot to declare.
    Elements of the document's own namespace have none.
    """
    if not isinstance(element.tag, str):
        return ""
    space, _, name = element.tag.rpartition("}")
    space = space[1:].strip().rstrip("/").lower()
    if prefix := _PREFIXES.get(space):
        return f"{prefix}:{name.lower()}"
    if not space or element.prefix is None or space in _BARE:
        return name.lower()
    return f"{element.prefix}:{name}".lower()


def text_of(element: etree._Element | None) -> str:
    """Give the text in an element, ``""`` for none."""
    return "" if element is None else "".join(str(text) for text in element.itertext("*")).strip()
