"""An entry as rows of a database export."""

from __future__ import annotations

import hashlib
from datetime import UTC

from archiver.entries import Entry, Revision
from archiver.exporters.record import moment_text, time_text

LONGEST_IDENTITY = 500

Row = dict[str, object]


def article_row(entry: Entry) -> Row:
    """Give an entry's row of ``articles``, without its number there."""
    row: Row = {
        "identity": shorten_identity(entry.identity),
        "archive_id": entry.id,
        "url": entry.url or None,
        "code": entry.code,
        "site": entry.site,
        "source": entry.source,
        "title": entry.title,
        "published_at": moment_text(entry.published),
        "published_on": entry.published.at.date() if entry.published else None,
        "published_precision": entry.published.precision.value if entry.published else None,
        "modified_at": moment_text(entry.modified),
        "modified_precision": entry.modified.precision.value if entry.modified else None,
        "description": entry.description,
        "authors": "; ".join(entry.authors),
        "byline": entry.byline,
        "publisher": entry.publisher,
        "editor": entry.editor,
        "language": entry.language,
        "category": entry.category,
        "tags": "; ".join(entry.tags),
        "section": entry.section,
        "keywords": "; ".join(entry.keywords) or None,
        "image": entry.image,
        "text": entry.text,
        "html": entry.html,
        "revision": entry.revision,
        # One offset for all, so that the texts sort as the times do.
        "first_seen_at": time_text(entry.first_seen_at.astimezone(UTC)),
        "last_seen_at": time_text(entry.last_seen_at.astimezone(UTC)),
        "gone_at": time_text(entry.gone_at.astimezone(UTC)) if entry.gone_at else None,
    }
    return _storable_row(row)


def revision_row(article_id: int, revision: Revision) -> Row:
    """Give the row of an earlier state."""
    row: Row = {
        "article_id": article_id,
        "number": revision.number,
        "title": revision.title,
        "published_at": moment_text(revision.published),
        "authors": "; ".join(revision.authors),
        "byline": revision.byline,
        "text": "\n\n".join(revision.paragraphs),
        "html": revision.html,
        "seen_at": time_text(revision.seen_at.astimezone(UTC)),
        "replaced_at": time_text(revision.replaced_at.astimezone(UTC)),
    }
    return _storable_row(row)


def entry_urls(entry: Entry) -> list[str]:
    """Give an entry's addresses, the first seen one first."""
    return [storable(url) for url in entry.urls]


def _storable_row(row: Row) -> Row:
    return {name: storable(value) if isinstance(value, str) else value for name, value in row.items()}


def storable(text: str) -> str:
    """Drop what a database refuses: PostgreSQL takes no NUL, none takes lone surrogates."""
    return text.replace("\0", "").encode("utf-8", errors="replace").decode("utf-8")


def shorten_identity(identity: str) -> str:
    """Keep an identity short enough for an index: PostgreSQL's rows end at 2,704 bytes."""
    if len(identity) <= LONGEST_IDENTITY:
        return identity
    digest = hashlib.sha256(identity.encode("utf-8", errors="replace")).hexdigest()
    return f"{identity[: LONGEST_IDENTITY - 65]}#{digest}"
