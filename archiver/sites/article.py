"""Any news page: JSON-LD, then meta tags, then what trafilatura finds in the page itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import trafilatura
from parsel import Selector
from w3lib.encoding import html_to_unicode

from archiver.errors import ReadError
from archiver.reasons import Reason
from archiver.records import Capture, Draft, Target

DEEPEST = 8
"""Levels of JSON-LD that are followed; more are no description of an article."""
FEWEST_HAN = 50
"""Chinese signs that make a page without a declared language Chinese."""
SHORTEST_BODY = 20
"""Characters that a container's paragraphs need to be an article; fewer are a notice."""

_PARAGRAPH = re.compile(r"<(?:p|li|blockquote|h[2-6])\b")
_ARTICLE_TYPE = re.compile(r"article|posting|report", re.IGNORECASE)
_DATE_METAS = (
    "article:published_time", "datepublished", "publishdate", "pubdate", "og:published_time", "date",
)  # fmt: skip
_ZONES = {"zh": "Asia/Shanghai", "ja": "Asia/Tokyo", "ko": "Asia/Seoul"}
"""Where a page prints a time without an offset, its language tells the likeliest zone."""


def extract(capture: Capture, target: Target) -> Draft:
    """Read a news page; what a list said comes before what the page says.

    Raises:
        ReadError: it is no HTML, or holds no article's text.
    """
    html = _decode(capture)
    page = Selector(text=html, type="html")
    body_html, body_rule = _find_body(html, page)
    if not body_html:
        raise ReadError(Reason.NO_ARTICLE, "the page holds no article's text")
    metas = _find_metas(page)
    fields = _find_fields(page, metas)
    listed = target.listing
    language = page.css("html::attr(lang)").get() or metas.get("og:locale") or ""
    site_name = fields["publisher"][1]
    return Draft(
        target=target,
        fetched_at=capture.fetched_at,
        # Not the address it redirected to: a wall or a front page answers for many articles.
        addresses=tuple(dict.fromkeys((target.url, *target.alternatives))),
        raw_title=listed.raw_title or fields["title"][1],
        raw_published=listed.raw_time or fields["published_at"][1],
        raw_byline=fields["byline"][1],
        raw_publisher=listed.raw_publisher or site_name,
        raw_language=language,
        body_html=body_html,
        base_url=capture.url,
        time_zone=listed.time_zone if listed.raw_time else _time_zone(language, html),
        site_names=(site_name,) if site_name else (),
        found={name: rule for name, (rule, value) in fields.items() if value} | {"body": body_rule},
    )


def _find_fields(page: Selector, metas: dict[str, str]) -> dict[str, tuple[str, str]]:
    """Find each field's raw text with the rule that found it; two empty strings where there is none."""
    linked = next(_find_json_ld(page), {})
    return {
        "title": _first(
            ("json-ld", linked.get("headline")),
            ("h1", _heading(page)),
            ("meta", metas.get("og:title")),
            ("title", page.css("title::text").get()),
        ),
        "published_at": _first(
            ("json-ld", linked.get("datePublished")),
            *(("meta", metas.get(name)) for name in _DATE_METAS),
            ("time", page.css("article time::attr(datetime)").get()),
        ),
        "byline": _first(
            ("json-ld", ", ".join(_names(linked.get("author")))),
            ("meta", metas.get("author") or metas.get("article:author_name")),
            ("rel", page.css("[rel~=author]::text").get()),
        ),
        "publisher": _first(
            ("json-ld", ", ".join(_names(linked.get("publisher")))),
            ("meta", metas.get("og:site_name")),
        ),
    }


def _decode(capture: Capture) -> str:
    if not capture.body.strip():
        raise ReadError(Reason.NOT_HTML, "the answer is empty")
    is_utf16 = capture.body.startswith((b"\xff\xfe", b"\xfe\xff"))
    if capture.body[:1024].count(b"\x00") > 8 and not is_utf16:
        raise ReadError(Reason.NOT_HTML, "the answer is binary, not a page")
    if not is_utf16 and not capture.body.isascii():
        # Bytes that are UTF-8 are hardly ever so by chance; many pages still declare what they were before.
        with suppress(UnicodeDecodeError):
            return capture.body.decode("utf-8-sig").replace("\x00", "")
    content_type = dict(capture.headers).get("content-type", "")
    _, html = html_to_unicode(content_type, capture.body, auto_detect_fun=_guess_encoding)
    return html.replace("\x00", "")


def _guess_encoding(body: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            body.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    return "cp1252"


def _find_body(html: str, page: Selector) -> tuple[str, str]:
    """Find the body's markup and the rule that found it; two empty strings where there is none.

    Trafilatura falls back to the whole page's text on short pages; a container that holds most of
    the page's paragraphs is better than that.
    """
    found = trafilatura.extract(
        html, output_format="html", include_comments=False, include_images=True, with_metadata=False
    )
    if found and len(_PARAGRAPH.findall(found)) > 1:
        return found, "trafilatura"
    holders = [(_written(holder), holder) for holder in page.xpath("//*[p[normalize-space()]]")]
    length, holder = max(holders, key=lambda one: one[0], default=(0, None))
    if holder is not None and length >= SHORTEST_BODY:
        return holder.get(), "paragraphs"
    return (found, "trafilatura") if found else ("", "")


def _written(holder: Selector) -> int:
    """Count the characters of a container's own paragraphs that are not links."""
    words = holder.xpath("p//text()[not(ancestor::a)]").getall()
    return len("".join(words).strip())


def _find_json_ld(page: Selector) -> Iterator[dict[str, Any]]:
    """Yield the JSON-LD objects that describe an article."""
    for script in page.xpath('//script[contains(@type, "ld+json")]/text()').getall():
        try:
            parsed = json.loads(script, strict=False)
        except (ValueError, RecursionError):
            continue
        for thing in _flatten(parsed):
            kinds = thing.get("@type")
            if any(
                _ARTICLE_TYPE.search(str(kind)) for kind in (kinds if isinstance(kinds, list) else [kinds])
            ):
                yield thing


def _flatten(parsed: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth < DEEPEST and isinstance(parsed, list):
        for part in parsed:
            yield from _flatten(part, depth + 1)
    elif depth < DEEPEST and isinstance(parsed, dict):
        yield parsed
        yield from _flatten(parsed.get("@graph", []), depth + 1)


def _names(person: Any, depth: int = 0) -> list[str]:
    """Give the names in a JSON-LD author or publisher, whichever of its many forms it has."""
    if isinstance(person, str):
        return [person]
    if depth < DEEPEST and isinstance(person, dict):
        return _names(person.get("name"), depth + 1)
    if depth < DEEPEST and isinstance(person, list):
        return [name for one in person for name in _names(one, depth + 1)]
    return []


def _find_metas(page: Selector) -> dict[str, str]:
    metas: dict[str, str] = {}
    for meta in page.css("meta[content]"):
        name = meta.attrib.get("property") or meta.attrib.get("name") or meta.attrib.get("itemprop") or ""
        metas.setdefault(name.lower(), meta.attrib["content"])
    return metas


def _heading(page: Selector) -> str | None:
    headings = [" ".join(h.xpath(".//text()").getall()).strip() for h in page.css("h1")]
    written = [heading for heading in headings if heading]
    return written[0] if len(written) == 1 else None


def _first(*candidates: tuple[str, Any]) -> tuple[str, str]:
    return next(
        ((rule, value) for rule, value in candidates if isinstance(value, str) and value.strip()), ("", "")
    )


def _time_zone(language: str, html: str) -> str:
    if code := language[:2].lower():
        return _ZONES.get(code, "UTC")
    return "Asia/Shanghai" if len(re.findall(r"[\u4e00-\u9fff]", html[:20000])) > FEWEST_HAN else "UTC"
