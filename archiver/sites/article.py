"""Any news page, read from its bytes: what ``page`` finds in it, put together as a draft."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from archiver.errors import ReadError
from archiver.normalise.dates import parse_moment
from archiver.reasons import Reason
from archiver.records import Capture, Draft, Finding, Listing, Precision, Target, Wall, find_first
from archiver.sites.page import about, walls
from archiver.sites.page.authors import find_authors
from archiver.sites.page.body import body_markup
from archiver.sites.page.dates import find_dates, guess_time_zone
from archiver.sites.page.encodings import read_bytes
from archiver.sites.page.page import Page, open_encoded_page, without_headline
from archiver.sites.page.paging import find_next_page, find_page_number
from archiver.sites.page.rules import PageRules, choose_rules, read_by_rules, without_dropped
from archiver.sites.page.titles import find_title

SHORTEST_BODY = 20
"""Characters that a page needs to be an article; fewer are a notice."""
GENERAL_BODY = Finding(rule="blocks")
LONGEST_PAGE, LONGEST_REFUSAL = 20 * 1024 * 1024, 256 * 1024
"""Bytes of a page, and of the answer to a refused request, that are looked at."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A page and what was read from it.

    Attributes:
        page: with what became of its blocks in the end.
        rules: the tables that hold on its day.
    """

    page: Page
    draft: Draft
    rules: tuple[PageRules, ...] = ()


@contextmanager
def _collector_waits() -> Iterator[None]:
    """Let Python's collector of cycles wait: a page is thousands of objects at once, and hardly a cycle."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@_collector_waits()
def extract(
    capture: Capture, target: Target, *, rules: Sequence[PageRules] = (), needs_text: bool = True
) -> Draft:
    """Read a news page: by the rules of its host, else by a list, else by what pages have in common.

    Args:
        rules: the tables for the page's address, the more exact ones first.
        needs_text: whether a page without an article's text is refused.

    Raises:
        ReadError: it is no HTML, or, though text is needed, a wall or without an article's text.
    """
    page = read_page(capture, find_first_url(capture, target))
    draft = read_fields(page, capture, target, rules).draft
    if needs_text and draft.wall is not None:
        raise ReadError(draft.wall.reason, draft.wall.message)
    if needs_text and draft.found["body"] == GENERAL_BODY and not has_text(page):
        raise ReadError(Reason.NO_ARTICLE, "the page holds no article's text")
    return draft


def find_refusal(capture: Capture) -> Wall | None:
    """Find what an answer of status 400 or more asks for: proof of a human, a login, a payment."""
    try:
        page = read_page(replace(capture, body=capture.body[:LONGEST_REFUSAL]))
    except ReadError:
        page = None
    return walls.find_refusal(page, capture)


def has_text(page: Page) -> bool:
    """Whether a page holds an article's text."""
    return sum(len(block.text) for block in page.body_blocks) >= SHORTEST_BODY


def read_page(capture: Capture, first_url: str = "") -> Page:
    """Parse a capture and judge its blocks.

    Args:
        first_url: the address of its article's first page; ``""`` where it is that.

    Raises:
        ReadError: it is no HTML.
    """
    decoded = read_bytes(capture.body[:LONGEST_PAGE], dict(capture.headers).get("content-type", ""))
    if decoded is None:
        empty = not capture.body.strip()
        raise ReadError(
            Reason.NOT_HTML, "the answer is empty" if empty else "the answer is binary, not a page"
        )
    page = open_encoded_page(decoded.content, capture.url, decoded.encoding, first_url=first_url)
    if page is None:
        raise ReadError(Reason.NO_ARTICLE, "the page holds nothing")
    return page


def read_fields(page: Page, capture: Capture, target: Target, rules: Sequence[PageRules] = ()) -> Reading:
    """Put together what rules, the list and the page say of each field."""
    listed, seen_at = target.listing, capture.fetched_at
    page_zone = target.time_zone or guess_time_zone(page)
    published, modified = find_dates(page, seen_at=seen_at, time_zone=page_zone)
    rules = choose_rules(
        rules, page, seen_at=seen_at, listed=listed, said=published.value, time_zone=page_zone
    )
    title = _with_list(listed.raw_title, find_title(page), only_fills=listed.only_fills)
    said = read_by_rules(rules, page, seen_at=seen_at, title=title.value, time_zone=page_zone)
    if said.time_zone and said.time_zone != page_zone:
        page_zone = said.time_zone
        published, modified = find_dates(page, seen_at=seen_at, time_zone=page_zone)
    page = without_dropped(page, rules)
    found = {
        "title": title,
        "published": _with_list(listed.raw_time, published, only_fills=_is_coarse(listed, seen_at)),
        "modified": modified,
        "byline": _with_list(listed.raw_byline, find_authors(page), only_fills=listed.only_fills),
        "publisher": _find_publisher(page, target),
        "editor": about.find_editor_name(page),
        "language": _add(about.find_language(page), "source", target.language),
        "description": about.find_description(page),
        "image": about.find_image(page),
        "section": about.find_section(page),
        "keywords": _add(about.find_tags(page), "list", "\n".join(listed.raw_keywords)),
        "encoding": page.encoding,
        "body": GENERAL_BODY,
    }
    found = dict(said.found) | {name: said.before(name, finding) for name, finding in found.items()}
    page = without_headline(page, found["title"].value)
    body_html = said.body_html or body_markup(page.body_blocks)
    size = walls.weigh_markup(body_html) if said.body_html else None
    draft = Draft(
        target=target,
        fetched_at=capture.fetched_at,
        # Not the address it redirected to: a wall or a front page answers for many articles.
        addresses=tuple(dict.fromkeys((target.url, *target.alternatives))),
        raw_title=found["title"].value,
        raw_published=found["published"].value,
        raw_modified=found["modified"].value,
        raw_byline=found["byline"].value,
        raw_publisher=found["publisher"].value,
        raw_editor=found["editor"].value,
        raw_language=found["language"].value,
        raw_description=found["description"].value,
        raw_image=found["image"].value,
        raw_section=found["section"].value,
        raw_keywords=found["keywords"].lines,
        body_html=body_html,
        base_url=capture.url,
        time_zone=listed.time_zone if found["published"].rule == "list" else page_zone,
        site_names=about.site_names(page),
        found=found,
        replaced_count=body_html.count("\ufffd"),
        missed_rules=said.missed,
        is_cut=page.is_cut or len(capture.body) > LONGEST_PAGE,
        next_url=find_next_page(page),
        wall=walls.find_wall(page, capture, target.via or target.url, size),
    )
    return Reading(page, draft, tuple(rules))


def find_first_url(capture: Capture, target: Target) -> str:
    """Give the address of the article's first page: what was asked for, or to which that was sent on."""
    asked = target.via or target.url
    is_further = bool(asked and capture.url) and find_page_number(capture.url, asked) is not None
    return asked if is_further else capture.url


def _find_publisher(page: Page, target: Target) -> Finding:
    """Give the newspaper: as the list says of this article, as the source says of all, as the page says."""
    listed = target.listing
    own = about.find_publisher_name(page)
    if listed.only_fills:
        return _put_before(_add(own, "list", listed.raw_publisher), "source", target.publisher)
    return _put_before(_put_before(own, "source", target.publisher), "list", listed.raw_publisher)


def _is_coarse(listed: Listing, seen_at: datetime) -> bool:
    """Whether a feed or sitemap names no more than the day; the page may know the hour."""
    if not listed.only_fills:
        return False
    moment = parse_moment(listed.raw_time, time_zone=listed.time_zone, seen_at=seen_at)
    return moment is None or moment.precision is Precision.DAY


def _with_list(listed: str, finding: Finding, *, only_fills: bool = False) -> Finding:
    """Put what a list said before what the page says, or behind it."""
    return _add(finding, "list", listed) if only_fills else _put_before(finding, "list", listed)


def _put_before(finding: Finding, rule: str, value: str) -> Finding:
    return find_first((rule, value), *_said(finding)) if value.strip() else finding


def _add(finding: Finding, rule: str, value: str) -> Finding:
    return find_first(*_said(finding), (rule, value)) if value.strip() else finding


def _said(finding: Finding) -> list[tuple[str, str]]:
    return [(finding.rule, finding.value), *((one.rule, one.value) for one in finding.others)]
