"""What else a page says of its article: publisher, language, description, picture, section, tags."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from archiver.normalise.bylines import find_editor, find_publisher
from archiver.normalise.urls import join_url
from archiver.records import Finding, find_first
from archiver.sites.page.page import Page

MOST_TAGS = 30
LONGEST_TAG = 80
LINES_AROUND = 6
"""Lines before and behind the body in which its source and editor are looked for."""
LONGEST_LINE = 200
_LIST = re.compile(r"[,，、;；|]\s*")
_SOURCE = re.compile(r"(?:来源|來源|稿源|出处)\s*[：:]\s*(?P<name>[^\s：:|，。]{2,20})")
_SCHEMES = ("http://", "https://", "//", "/")


def find_publisher_name(page: Page) -> Finding:
    """Find the newspaper: the source that the page prints, else the site's own name."""
    head = page.head
    site = head.meta("og:site_name", "application-name", "twitter:site")
    return find_first(
        ("source line", _printed_source(page)),
        *(("json-ld:publisher", name) for name in _publishers(page)),
        ("meta:source", head.meta("source", "article:source", "mediaid")),
        ("meta:publisher", head.meta("dc.publisher", "publisher", "citation_publisher")),
        ("meta:og:site_name", site.lstrip("@")),
    )


def site_names(page: Page) -> tuple[str, ...]:
    """Give the names by which the page's site calls itself."""
    head = page.head
    names = [head.meta("og:site_name"), head.meta("application-name"), *_publishers(page)]
    return tuple(dict.fromkeys(name for name in names if name))


def find_editor_name(page: Page) -> Finding:
    """Find the editor in the lines around the body."""
    for text in _lines_around(page):
        if name := find_editor(text):
            return Finding(name, "editor's line")
    return Finding()


def find_language(page: Page) -> Finding:
    """Find the declared language, as written."""
    head = page.head
    return find_first(
        ("html:lang", head.language),
        ("json-ld:inLanguage", _first_text(page, "inLanguage")),
        ("meta:content-language", head.meta("content-language", "language", "dc.language")),
        ("meta:og:locale", head.meta("og:locale")),
    )


def find_description(page: Page) -> Finding:
    """Find what the page says it is about."""
    head = page.head
    return find_first(
        ("meta:og:description", head.meta("og:description")),
        ("meta:description", head.meta("description")),
        ("meta:twitter:description", head.meta("twitter:description")),
        ("json-ld:description", _first_text(page, "description")),
    )


def find_image(page: Page) -> Finding:
    """Find the address of the main picture, made absolute."""
    head = page.head
    said = [
        ("meta:og:image", head.meta("og:image", "og:image:url", "og:image:secure_url")),
        ("meta:twitter:image", head.meta("twitter:image", "twitter:image:src")),
        *(("json-ld:image", url) for article in page.head.articles for url in _urls(article.get("image"))),
    ]
    # Most pages say the same several times.
    made = {url: _absolute(page.url, url) for url in {url for _, url in said} if url.startswith(_SCHEMES)}
    return find_first(*((rule, made[url]) for rule, url in said if url in made))


def find_section(page: Page) -> Finding:
    """Find the newspaper's section."""
    return find_first(
        ("meta:article:section", page.head.meta("article:section", "parsely-section")),
        ("json-ld:articleSection", _first_text(page, "articleSection")),
    )


def find_tags(page: Page) -> Finding:
    """Find the page's own tags, a line each: declared one by one, else as one list of keywords."""
    head = page.head
    own, linked = head.metas.get("article:tag", ()), _texts(page, "keywords")
    rule = " + ".join(
        name for name, said in (("meta:article:tag", own), ("json-ld:keywords", linked)) if said
    )
    listed = [
        (f"meta:{name}", _tag_lines([head.meta(name)]))
        for name in ("news_keywords", "keywords", "parsely-tags")
    ]
    return find_first((rule, _tag_lines([*own, *linked])), *listed)


def _tag_lines(texts: Iterable[str]) -> str:
    tags = (" ".join(tag.split()).strip(" #\"'[]") for text in texts for tag in _LIST.split(text))
    return "\n".join(tuple(dict.fromkeys(tag for tag in tags if 0 < len(tag) <= LONGEST_TAG))[:MOST_TAGS])


def _printed_source(page: Page) -> str:
    for text in _lines_around(page):
        if name := find_publisher(text):
            return name
        if len(text) <= LONGEST_LINE and (found := _SOURCE.search(text)):
            return found["name"]
    return ""


def _lines_around(page: Page) -> Iterator[str]:
    start, end = page.body_start, page.body_end
    for block in (
        *page.blocks[max(0, start - LINES_AROUND) : start + 1],
        *page.blocks[end : end + LINES_AROUND],
    ):
        if len(block.text) <= LONGEST_LINE:
            yield block.text


def _publishers(page: Page) -> Iterator[str]:
    for article in page.head.articles[:3]:
        publisher = article.get("publisher")
        for one in publisher if isinstance(publisher, list) else [publisher]:
            name = one.get("name") if isinstance(one, dict) else one
            if isinstance(name, str) and name.strip():
                yield name.strip()


def _first_text(page: Page, key: str) -> str:
    return next(iter(_texts(page, key)), "")


def _texts(page: Page, key: str) -> list[str]:
    """Give the texts that the article's JSON-LD has under a key, be it one or a list."""
    for article in page.head.articles:
        value = article.get(key)
        found = [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]
        if any(one.strip() for one in found):
            return found
    return []


def _urls(image: Any) -> Iterator[str]:
    for one in image if isinstance(image, list) else [image]:
        url = one.get("url") if isinstance(one, dict) else one
        if isinstance(url, str) and url.strip():
            yield url.strip()


def _absolute(base: str, url: str) -> str:
    try:
        return join_url(base, url)
    except ValueError:
        return ""
