"""Feeds: their entries made targets, and drafts of those whose whole text the feed carries."""

from __future__ import annotations

import re
from dataclasses import replace

from archiver.errors import ReadError
from archiver.normalise.text import plain_text, without_markup
from archiver.reasons import Reason
from archiver.records import Draft, Failure, Finding, Listing, Target
from archiver.sites.feed_entries import Entry, Feed, read_feed
from archiver.sites.json_feed import read_json_feed
from archiver.sites.list_pages import ListPage, More, Reading

SHORTEST_TEXT = 600
"""Letters that a text marked as such needs to count as whole; a sign of Chinese counts as three."""
SHORTEST_SUMMARY = 1800
"""The same for what the feed calls a summary: some feeds put whole articles there."""
_HAN = re.compile(r"[\u3400-\u9fff\u3040-\u30ff\uac00-\ud7af]")
_LETTER = re.compile(r"\w")
_TEASER = re.compile(
    r"(?:[\[(（【]\s?(?:…|\.\.\.)\s?[\])）】]|…|\.\.\.|more\s?(?:»|→|>>)"
    r"|read (?:more|on|the (?:full|rest)[^.]{0,60})|continue reading[^.]{0,120}|weiterlesen"
    r"|lire la suite|leer más|(?:阅读|查看|点击)(?:全文|更多|原文|查看|阅读)[^。]{0,20}|続きを読む)"
    r"[\s»→>.…\])）】]*\Z",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"\s[-–—|»:]\s|[|»：_]")


def read_feed_list(reading: Reading, wanted: str) -> ListPage:
    """Read a feed's answer.

    Args:
        wanted: which texts are taken from it: ``auto``, ``always`` or ``never``.

    Raises:
        ReadError: it is no feed.
    """
    is_json = reading.capture.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{"
    feed = read_json_feed(reading.capture) if is_json else read_feed(reading.capture)
    targets: list[Target] = []
    failures: list[Failure] = []
    drafts: dict[str, Draft] = {}
    for entry in feed.entries:
        try:
            target = _read_entry(entry, feed, reading)
        except ReadError as error:
            failures.append(reading.fail(error, f"{entry.title} {entry.time}".strip() or "an empty entry"))
            continue
        targets.append(target)
        if text := full_text(entry, wanted):
            drafts[target.identity] = _make_draft(entry, feed, target, text, reading)
    more = [More(feed.next_url, is_next=True)] if feed.next_url and feed.entries else []
    return reading.page(targets, failures, listed_count=len(feed.entries), more=more, drafts=drafts)


def full_text(entry: Entry, wanted: str) -> str:
    """Give the markup of the whole text that an entry carries, ``""`` where it carries none.

    Args:
        wanted: ``auto``, ``always`` or ``never``, as the source's key says.
    """
    if wanted == "never":
        return ""
    if wanted == "always":
        return entry.content or entry.summary
    if _is_whole(entry.content, SHORTEST_TEXT):
        return entry.content
    return entry.summary if _is_whole(entry.summary, SHORTEST_SUMMARY) else ""


def _is_whole(markup: str, shortest: int) -> bool:
    """Whether a text is long enough for an article and does not end as one that goes on elsewhere."""
    text = plain_text(without_markup(markup))
    begin = text[: 2 * shortest]
    letters = len(_LETTER.findall(begin)) + 2 * len(_HAN.findall(begin))
    return letters >= shortest and not _TEASER.search(text[-200:])


def _read_entry(entry: Entry, feed: Feed, reading: Reading) -> Target:
    if not entry.url:
        raise ReadError(Reason.NO_ADDRESS, "an entry of the feed has no usable address")
    time_zone = reading.source.time_zone or "UTC"
    listing = Listing(
        raw_title=entry.title,
        raw_time=entry.time,
        raw_publisher=entry.publisher or _name_of(feed),
        raw_byline="; ".join(entry.authors or feed.authors),
        raw_keywords=entry.keywords,
        time_zone=time_zone,
        listed_at=reading.find_moment(entry.time, time_zone),
        only_fills=True,
    )
    target = reading.target(entry.url, listing)
    return target if target.language else replace(target, language=entry.language or feed.language)


def _name_of(feed: Feed) -> str:
    """Give the newspaper, where the feed's title is that: ``Tide``, but not ``Tide - Local news``."""
    title = without_markup(feed.title)
    return "" if len(title) > 60 or _SEPARATOR.search(title) else title


def _make_draft(entry: Entry, feed: Feed, target: Target, text: str, reading: Reading) -> Draft:
    listed = target.listing
    publisher = target.publisher or listed.raw_publisher
    said = {
        "title": listed.raw_title,
        "published": listed.raw_time,
        "modified": entry.changed,
        "byline": listed.raw_byline,
        "publisher": publisher,
        "language": target.language,
        "image": entry.image,
        "keywords": "\n".join(entry.keywords),
    }
    found = {name: Finding(value, "feed") for name, value in said.items() if value}
    return Draft(
        target=target,
        fetched_at=reading.capture.fetched_at,
        addresses=(target.url, *target.alternatives),
        raw_title=listed.raw_title,
        raw_published=listed.raw_time,
        raw_modified=entry.changed,
        raw_byline=listed.raw_byline,
        raw_publisher=publisher,
        raw_language=target.language,
        raw_image=entry.image,
        raw_keywords=entry.keywords,
        body_html=text,
        base_url=entry.base or target.url,
        time_zone=listed.time_zone,
        site_names=tuple(filter(None, [feed.title])),
        found={
            **dict.fromkeys(("title", "published", "publisher"), Finding()),
            **found,
            "body": Finding(rule="feed"),
        },
        replaced_count=text.count("\ufffd"),
    )
