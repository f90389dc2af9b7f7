"""Any news page, read from its bytes: what ``page`` finds in it, put together as a draft."""

from __future__ import annotations

from archiver.errors import ReadError
from archiver.reasons import Reason
from archiver.records import Capture, Draft, Finding, Target, find_first
from archiver.sites.page import about
from archiver.sites.page.authors import find_authors
from archiver.sites.page.body import body_markup
from archiver.sites.page.dates import find_dates, guess_time_zone
from archiver.sites.page.encodings import decode_page
from archiver.sites.page.page import Page, open_page, without_headline
from archiver.sites.page.titles import find_title

SHORTEST_BODY = 20
"""Characters that a page needs to be an article; fewer are a notice."""


def extract(capture: Capture, target: Target, *, needs_text: bool = True) -> Draft:
    """Read a news page; what a list said comes before what the page says.

    Args:
        needs_text: whether a page without an article's text is refused.

    Raises:
        ReadError: it is no HTML, or holds no article's text though that is needed.
    """
    page = read_page(capture)
    if needs_text and not has_text(page):
        raise ReadError(Reason.NO_ARTICLE, "the page holds no article's text")
    return make_draft(page, capture, target)


def has_text(page: Page) -> bool:
    """Whether a page holds an article's text."""
    return sum(len(block.text) for block in page.body_blocks) >= SHORTEST_BODY


def read_page(capture: Capture) -> Page:
    """Parse a capture and judge its blocks.

    Raises:
        ReadError: it is no HTML.
    """
    html = decode_page(capture.body, dict(capture.headers).get("content-type", ""))
    if html is None:
        empty = not capture.body.strip()
        raise ReadError(
            Reason.NOT_HTML, "the answer is empty" if empty else "the answer is binary, not a page"
        )
    page = open_page(html, capture.url)
    if page is None:
        raise ReadError(Reason.NO_ARTICLE, "the page holds nothing")
    return page


def make_draft(page: Page, capture: Capture, target: Target) -> Draft:
    """Put together what the page and the list say of each field."""
    listed = target.listing
    page_zone = guess_time_zone(page)
    published, modified = find_dates(page, seen_at=capture.fetched_at, time_zone=page_zone)
    found = {
        "title": _before(listed.raw_title, find_title(page)),
        "published": _before(listed.raw_time, published),
        "modified": modified,
        "byline": find_authors(page),
        "publisher": _before(listed.raw_publisher, about.find_publisher_name(page)),
        "editor": about.find_editor_name(page),
        "language": about.find_language(page),
        "description": about.find_description(page),
        "image": about.find_image(page),
        "section": about.find_section(page),
    }
    page = without_headline(page, found["title"].value)
    return Draft(
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
        raw_keywords=about.find_tags(page),
        body_html=body_markup(page.body_blocks),
        base_url=capture.url,
        time_zone=listed.time_zone if listed.raw_time else page_zone,
        site_names=about.site_names(page),
        found=found | {"body": Finding(rule="blocks")},
        replaced_count=sum(block.text.count("\ufffd") for block in page.body_blocks),
    )


def _before(listed: str, finding: Finding) -> Finding:
    """Put what a list said before what the page says."""
    if not listed.strip():
        return finding
    said = [(finding.rule, finding.value), *((one.rule, one.value) for one in finding.others)]
    return find_first(("list", listed), *said)
