"""What the archive gives back: entries with their appearances and history, and how to choose among them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from archiver.records import Image, Mention, Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Appearance:
    """One place where an article appeared: an address, a newspaper, a title, a time."""

    url: str
    publisher: str | None
    title: str | None
    published: Moment | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An article as the archive keeps it, with its identity and history.

    Attributes:
        id: the archive's number of the article.
        url: the address first seen; ``urls`` holds every one, this one first.
        modified, description, image, section, keywords: what its page last said of them.
        revision: 1 for an article that never changed.
        first_seen_at, last_seen_at: aware.
        gone_at: when it was found to be gone from its site; ``None`` while it is there.
    """

    id: int
    identity: str
    url: str
    urls: tuple[str, ...]
    code: str | None
    site: str
    source: str | None
    title: str | None
    published: Moment | None
    authors: tuple[str, ...]
    byline: str | None
    publisher: str | None
    editor: str | None
    language: str | None
    category: str | None
    tags: tuple[str, ...]
    paragraphs: tuple[str, ...]
    html: str
    images: tuple[Image, ...]
    mentions: tuple[Mention, ...]
    appearances: tuple[Appearance, ...]
    revision: int
    first_seen_at: datetime
    last_seen_at: datetime
    gone_at: datetime | None = None
    modified: Moment | None = None
    description: str | None = None
    image: str | None = None
    section: str | None = None
    keywords: tuple[str, ...] = ()
    origin: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The paragraphs, joined by a blank line."""
        return "\n\n".join(self.paragraphs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """An earlier state of an entry, as it was until ``replaced_at``."""

    number: int
    title: str | None
    published: Moment | None
    authors: tuple[str, ...]
    byline: str | None
    paragraphs: tuple[str, ...]
    html: str
    seen_at: datetime
    replaced_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which entries are wanted; ``None`` asks for nothing.

    Attributes:
        since, until: a day, taken as printed by the newspaper, or an aware moment; both inclusive.
        limit: at most so many.
    """

    source: str | None = None
    publisher: str | None = None
    author: str | None = None
    category: str | None = None
    tag: str | None = None
    since: date | datetime | None = None
    until: date | datetime | None = None
    limit: int | None = None
