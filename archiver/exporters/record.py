"""The JSON record: one article as a flat dictionary whose keys keep their names and order.

JSON Lines, the CSV columns and the command line all show this record and no other.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime

from archiver.entries import Appearance, Entry
from archiver.records import Article, Failure, Image, Mention, Moment, Precision

_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def entry_record(entry: Entry) -> dict[str, object]:
    """Give an entry's record; absent values are ``None`` or an empty list."""
    return {
        "id": entry.id,
        "url": entry.url or None,
        "urls": list(entry.urls),
        "code": entry.code,
        "site": entry.site,
        "source": entry.source,
        "title": entry.title,
        "published_at": moment_text(entry.published),
        "published_precision": _precision(entry.published),
        "modified_at": moment_text(entry.modified),
        "modified_precision": _precision(entry.modified),
        "description": entry.description,
        "authors": list(entry.authors),
        "byline": entry.byline,
        "publisher": entry.publisher,
        "editor": entry.editor,
        "language": entry.language,
        "category": entry.category,
        "tags": list(entry.tags),
        "section": entry.section,
        "keywords": list(entry.keywords),
        "paragraphs": list(entry.paragraphs),
        "text": entry.text,
        "html": entry.html,
        "image": entry.image,
        "images": [_image(image) for image in entry.images],
        "mentions": [_mention(mention) for mention in entry.mentions],
        "appearances": [_appearance(appearance) for appearance in entry.appearances],
        "revision": entry.revision,
        "first_seen_at": time_text(entry.first_seen_at),
        "last_seen_at": time_text(entry.last_seen_at),
        "gone_at": time_text(entry.gone_at) if entry.gone_at else None,
    }


def article_record(article: Article) -> dict[str, object]:
    """Give the record of an article that no archive holds: what only an archive knows is ``None``.

    What is missing or broken stands in its ``warnings``; an archive has that in its table of failures.
    """
    urls = [address.url for address in article.addresses]
    return {
        "id": None,
        "url": next(iter(urls), article.target.url) or None,
        "urls": urls,
        "code": article.target.code,
        "site": article.target.site,
        "source": article.target.source,
        "title": article.title,
        "published_at": moment_text(article.published),
        "published_precision": _precision(article.published),
        "modified_at": moment_text(article.modified),
        "modified_precision": _precision(article.modified),
        "description": article.description,
        "authors": list(article.authors),
        "byline": article.byline,
        "publisher": article.publisher,
        "editor": article.editor,
        "language": article.language,
        "category": article.category,
        "tags": list(article.tags),
        "section": article.section,
        "keywords": list(article.keywords),
        "paragraphs": list(article.paragraphs),
        "text": article.text,
        "html": article.html,
        "image": article.image,
        "images": [_image(image) for image in article.images],
        "mentions": [_mention(mention) for mention in article.mentions],
        "appearances": [],
        "revision": None,
        "first_seen_at": None,
        "last_seen_at": None,
        "gone_at": None,
        "warnings": [_warning(lack) for lack in article.lacks],
    }


def record_line(record: Mapping[str, object]) -> str:
    """Write a record as one line of JSON, without the newline.

    Line separators other than the newline and lone surrogates are escaped: some readers break lines
    at the former, and the latter cannot be encoded.
    """
    line = json.dumps(record, ensure_ascii=False)
    return line if line.isprintable() else _UNSAFE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", line)


def moment_text(moment: Moment | None) -> str | None:
    """Write a moment in ISO 8601 with its offset; a day's is its first second."""
    if moment is None:
        return None
    at = moment.at
    if moment.precision is Precision.DAY:
        at = at.replace(hour=0, minute=0, second=0)
    return time_text(at)


def time_text(at: datetime) -> str:
    """Write an aware time in ISO 8601, to the second."""
    return at.isoformat(timespec="seconds")


def _precision(moment: Moment | None) -> str | None:
    return None if moment is None else moment.precision.value


def _image(image: Image) -> dict[str, object]:
    return {"url": image.url, "caption": image.caption}


def _warning(lack: Failure) -> dict[str, object]:
    return {"reason": lack.reason.value, "message": lack.message}


def _mention(mention: Mention) -> dict[str, object]:
    return {"name": mention.name, "code": mention.code}


def _appearance(appearance: Appearance) -> dict[str, object]:
    return {
        "url": appearance.url,
        "publisher": appearance.publisher,
        "title": appearance.title,
        "published_at": moment_text(appearance.published),
    }
