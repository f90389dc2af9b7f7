"""JSON Feed, versions 1 and 1.1. Source: https://www.jsonfeed.org/version/1.1/."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from archiver.errors import ReadError
from archiver.reasons import Reason
from archiver.records import Capture
from archiver.sites.answers import read_json
from archiver.sites.feed_entries import MOST_ENTRIES, Entry, Feed
from archiver.sites.list_pages import resolve_url


def read_json_feed(capture: Capture) -> Feed:
    """Read a feed in JSON.

    Raises:
        ReadError: the answer is none.
    """
    feed = read_json(capture)
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise ReadError(Reason.NOT_A_LIST, "the answer is JSON, but no feed: it holds no list of items")
    return Feed(
        entries=tuple(
            _read_item(item, capture.url) for item in items[:MOST_ENTRIES] if isinstance(item, dict)
        ),
        title=_text(feed, "title"),
        language=_text(feed, "language"),
        authors=tuple(_authors(feed)),
        next_url=resolve_url(capture.url, _text(feed, "next_url")),
    )


def _read_item(item: dict[str, Any], feed_url: str) -> Entry:
    own_name = _text(item, "id")
    address = _text(item, "url") or _text(item, "external_url")
    if not address and own_name.startswith(("http://", "https://")):
        address = own_name
    plain = _text(item, "content_text")
    return Entry(
        url=resolve_url(feed_url, address),
        title=_text(item, "title"),
        time=_text(item, "date_published") or _text(item, "date_modified"),
        changed=_text(item, "date_modified"),
        authors=tuple(_authors(item)),
        language=_text(item, "language"),
        keywords=tuple(_texts(item.get("tags"))),
        image=resolve_url(feed_url, _text(item, "image") or _text(item, "banner_image")),
        content=_text(item, "content_html") or _paragraphs(plain),
        summary=_paragraphs(_text(item, "summary")),
        base=resolve_url(feed_url, address) or feed_url,
    )


def _text(record: dict[str, Any], key: str) -> str:
    value = record.get(key)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value).strip()


def _texts(values: Any) -> Iterator[str]:
    for value in values if isinstance(values, list) else ():
        if isinstance(value, str) and value.strip():
            yield value.strip()


def _authors(record: dict[str, Any]) -> Iterator[str]:
    authors = record.get("authors") or [record.get("author")]
    for author in authors if isinstance(authors, list) else ():
        name = _text(author, "name") if isinstance(author, dict) else ""
        if name:
            yield name


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(line, quote=False)}</p>" for line in text.splitlines() if line.strip())
