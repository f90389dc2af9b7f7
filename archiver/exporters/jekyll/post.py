"""One post: front matter, the article's HTML, its address, and links home.

A post is what the old archive wrote, byte for byte, as long as the article allows it. Liquid is
switched off for posts in ``_config.yml``. kramdown leaves HTML alone where it stands in block elements;
any other body is put between ``{::nomarkdown}`` signs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC
from html import escape
from html.parser import HTMLParser
from pathlib import PurePath
from urllib.parse import urlsplit

from archiver.entries import Entry
from archiver.exporters.jekyll.scalars import address, link_text, plain_or_quoted, quoted, words
from archiver.exporters.jekyll.sections import Section, section_name
from archiver.importers.jekyll import DATE_KEY, FOOTER_KEY
from archiver.importers.post_body import GUARD_CLOSE, GUARD_OPEN
from archiver.importers.post_names import find_code
from archiver.records import Moment, Precision

SITE_LANGUAGE = "zh"

_DATE = re.compile(r"(\d{4}-\d\d-\d\d)(?: (\d\d:\d\d)(:\d\d)?)?(?: ?([+-]\d\d:?\d\d))?", re.ASCII)
_GAP = re.compile(r"(?:[ \t\n]*\n)? {0,3}")
_BLOCKS = {
    *("address", "article", "aside", "blockquote", "center", "details", "div", "dl", "fieldset", "figure"),
    *("footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "ol", "p", "pre", "section", "table"),
    "ul",
}
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


def post_text(entry: Entry, file_name: str, section: Section, home_url: str) -> str:
    """Write an entry's post; it ends without a newline, as the old archive's posts do."""
    front = "\n".join(("---", *_front_lines(entry, file_name), "---"))
    below = (_body(entry), _address_line(entry.url), _footer(entry, section, home_url))
    return f"{front}\n" + "\n\n".join(part for part in below if part)


def _front_lines(entry: Entry, file_name: str) -> Iterator[str]:
    yield "layout: post"
    yield f"title: {quoted(entry.title or '')}"
    if entry.published:
        yield f"date: {_date(entry.published, entry.origin.get(DATE_KEY, ''))}"
    if entry.category:
        yield f"categories: {words([entry.category])}"
    if entry.tags:
        yield f"tags: {words(entry.tags)}"
    if entry.language and entry.language != SITE_LANGUAGE:
        yield f"lang: {plain_or_quoted(entry.language)}"
    yield from _about_lines(entry)
    if find_code(PurePath(file_name).stem) != entry.code:
        yield f"code: {quoted(entry.code or '')}"
    if not entry.published:
        yield "undated: true"


def _about_lines(entry: Entry) -> Iterator[str]:
    """Write what the article's page says about it; no line where it says nothing, as in the old archive."""
    if entry.modified:
        yield f"last_modified_at: {_date(entry.modified, '')}"
    for key, text in (("description", entry.description), ("image", entry.image), ("section", entry.section)):
        if text:
            yield f"{key}: {quoted(text)}"
    if entry.keywords:
        yield f"keywords: {words(entry.keywords)}"


def _date(published: Moment, written: str) -> str:
    """Write a date as Jekyll reads it: as finely as it was printed, or as it was imported.

    A day has no offset: written with one, it would be the day before in a site further west.
    """
    at = published.at
    if (at.utcoffset() or UTC.utcoffset(None)).seconds % 60:
        at = at.astimezone(UTC)  # offsets before time zones have seconds, which no reader expects
    day, clock = at.date().isoformat(), at.strftime("%H:%M:%S")
    offset = at.strftime("%z")
    if _is_same(written, day, clock, offset):
        return written
    if published.precision is Precision.DAY:
        return day
    if published.precision is Precision.MINUTE:
        clock = clock[:5]
    return f"{day} {clock} {offset}"


def _is_same(written: str, day: str, clock: str, offset: str) -> bool:
    """Whether a date as imported still says when the article was published."""
    match = _DATE.fullmatch(written)
    if match is None or match[1] != day:
        return False
    clock_is_same = f"{match[2] or '00:00'}{match[3] or ':00'}" == clock
    return clock_is_same and (match[4] or offset).replace(":", "") == offset


def _body(entry: Entry) -> str:
    html = entry.html.strip() or "\n".join(f"<p>{escape(text, quote=False)}</p>" for text in entry.paragraphs)
    sound = html.encode("utf-8", errors="replace").decode("utf-8")
    if not sound or _is_left_alone(sound):
        return sound
    guarded = sound.replace("{:", "&#123;:")
    return f"{GUARD_OPEN}\n{guarded}\n{GUARD_CLOSE}"


def _is_left_alone(html: str) -> bool:
    """Whether kramdown passes HTML through: block elements only, none indented like code."""
    reader = _TopLevel()
    reader.feed(html)
    reader.close()
    return reader.is_plain and not reader.open_tags and "markdown=" not in html and "\r" not in html


class _TopLevel(HTMLParser):
    """Looks at what stands outside of all elements."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.is_plain = True
        self.open_tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if not self.open_tags and tag not in _BLOCKS:
            self.is_plain = False
        if tag not in _VOID:
            self.open_tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open_tags or self.open_tags.pop() != tag:
            self.is_plain = False

    def handle_data(self, data: str) -> None:
        if not self.open_tags and not _GAP.fullmatch(data):
            self.is_plain = False

    def handle_entityref(self, name: str) -> None:
        self.handle_data(name)

    def handle_charref(self, name: str) -> None:
        self.handle_data(name)

    def handle_comment(self, data: str) -> None:
        self.handle_data(data)

    def unknown_decl(self, data: str) -> None:
        self.handle_data(data)

    def handle_decl(self, decl: str) -> None:
        self.handle_data(decl)

    def handle_pi(self, data: str) -> None:
        self.handle_data(data)


def _address_line(url: str) -> str:
    """Write the address for kramdown to link; anything but a page's address is not linked to."""
    try:
        is_page = urlsplit(url).scheme.lower() in ("http", "https")
    except ValueError:
        is_page = False
    return f"<{address(url)}>" if is_page else ""


def _footer(entry: Entry, section: Section, home_url: str) -> str:
    """Write the links home; those an article was imported with stay, unless a home is asked for."""
    if not home_url and (written := entry.origin.get(FOOTER_KEY)):
        return written
    name = link_text(section_name(entry))
    return f"[返回{name}]({home_url}/category/{section.slug}.html)｜[返回首页]({home_url}/)"
