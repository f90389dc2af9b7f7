"""This program's readings: a page as ``archiver extract`` reads it, and what a page says for machines."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from archiver.errors import AddressError, ReadError
from archiver.exporters.record import article_record, record_line
from archiver.normalise.article import normalise
from archiver.normalise.urls import check_url
from archiver.records import Capture
from archiver.sites.directory import Directory, plain_target
from archiver.sites.page.blocks import parse_page
from archiver.sites.page.encodings import decode_page
from archiver.sites.page.head import Thing, read_head
from archiver.sites.page.trees import use_model

NOW = datetime(2026, 6, 1, tzinfo=UTC)
"""When the pages are read: after the last of them was printed."""
DIRECTORY = Directory(())
_PUBLISHED = (
    *("article:published_time", "og:published_time", "og:release_date", "weibo: article:create_at"),
    *("datepublished", "publishdate", "publish_date", "pubdate", "date", "dc.date", "dc.date.issued"),
)


def use_tables(path: str) -> None:
    """Judge with other learned tables."""
    use_model(Path(path))


def read_article(page: dict[str, Any]) -> dict[str, Any]:
    """Read a page as ``archiver extract`` does, up to the line that it prints."""
    url = page["url"]
    capture = Capture(url=url, status=200, headers=(), body=page["body"], fetched_at=NOW)
    try:
        target = plain_target(check_url(url) if url else "")
        record = article_record(
            normalise(DIRECTORY.extract(capture, target, needs_text=False), needs_text=False)
        )
    except (ReadError, AddressError):
        return {}
    record_line(record)
    has_clock = record["published_precision"] != "day"
    published = record["published_at"]
    return {
        "paragraphs": record["paragraphs"],
        "title": record["title"],
        "authors": record["authors"],
        "published": published if has_clock or not isinstance(published, str) else published[:10],
    }


def read_structured(page: dict[str, Any]) -> dict[str, Any]:
    """Read JSON-LD, else meta tags, and nothing else: what every reader can have for nothing."""
    html = decode_page(page["body"])
    root = parse_page(html) if html else None
    if root is None:
        return {}
    head = read_head(root)
    article = next(iter(head.articles), {})
    authors = _names(article.get("author")) or [head.meta("author", "article:author", "dc.creator")]
    return {
        "title": _text(article.get("headline")) or head.meta("og:title", "twitter:title", "dc.title"),
        "authors": [author for author in authors if author and "://" not in author],
        "published": _text(article.get("datePublished")) or head.meta(*_PUBLISHED),
    }


def _names(author: Any) -> list[str]:
    if isinstance(author, list):
        return [name for one in author for name in _names(one)]
    if isinstance(author, dict):
        thing: Thing = author
        return _names(thing.get("name"))
    return [_text(author)] if _text(author) else []


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""
