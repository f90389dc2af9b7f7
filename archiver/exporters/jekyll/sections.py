"""The newspapers of an exported site: for every category a page, its name and its address."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from archiver.entries import Entry
from archiver.normalise.slugs import make_slug

UNCATEGORISED = "uncategorised"
UNNAMED = "未分类"

_SAFE = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,98}[a-z0-9])?", re.ASCII)
# Windows opens its devices under these names, whatever their suffix.
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)")


@dataclass(slots=True)
class Section:
    """A category: ``None`` gathers the articles without one; ``names`` counts what it was called."""

    category: str | None
    slug: str
    names: Counter[str] = field(default_factory=Counter)

    @property
    def title(self) -> str:
        """The name most of its articles give it."""
        return self.names.most_common(1)[0][0]


class Sections:
    """The categories met so far."""

    def __init__(self) -> None:
        self._by_category: dict[str | None, Section] = {}
        self._slugs: set[str] = set()

    def add(self, entry: Entry) -> Section:
        """Count an entry in and give its section."""
        category = entry.category or None
        section = self._by_category.get(category)
        if section is None:
            section = Section(category, self._make_slug(category))
            self._by_category[category] = section
        section.names[section_name(entry)] += 1
        return section

    def __iter__(self) -> Iterator[Section]:
        """Give the sections in the order of their slugs."""
        return iter(sorted(self._by_category.values(), key=lambda section: section.slug))

    def _make_slug(self, category: str | None) -> str:
        slug = category or UNCATEGORISED
        if not _SAFE.fullmatch(slug) or _DEVICES.fullmatch(slug) or slug in self._slugs:
            digest = sha256(repr(category).encode("utf-8", errors="backslashreplace")).hexdigest()
            slug = "-".join(part for part in (make_slug(slug), digest[:8]) if part)
            # A category may be called like another one's slug, however unlikely that is.
            slug = slug if slug not in self._slugs else f"{slug}-{digest}"
        self._slugs.add(slug)
        return slug


def section_name(entry: Entry) -> str:
    """Give the name an article's footer calls its category by."""
    names = (*entry.tags, entry.publisher, entry.category)
    return next((name for name in names if name and name.strip()), UNNAMED)
