"""A page read by the rules of its host's tables, before anything is guessed.

The tables of one page are asked in order, the more exact host first; a field's first rule that finds
something is taken. Which tables hold on a day is told by the page's day of publication.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from urllib.parse import urljoin, urlsplit

from archiver.normalise.bylines import name_account, parse_byline
from archiver.normalise.dates import parse_moment
from archiver.normalise.urls import host_of
from archiver.records import Candidate, Finding, Listing
from archiver.sites.page.body import Fate
from archiver.sites.page.page import Page
from archiver.sites.page.rule_bodies import find_body, find_dropped
from archiver.sites.page.rule_texts import find_texts
from archiver.sources.pages import PageTable
from archiver.sources.selectors import read_selector

logger = logging.getLogger(__name__)

_TEXTS = ("title", "publisher", "editor", "language", "section", "description")
_DATES = ("published", "modified")
_BETWEEN = "\n"
"""Between tags, none of which holds it (``Finding.lines``): white space is evened out."""

Take = Callable[[list[str]], str]
"""What becomes of the texts that a rule finds for a field: its value, ``""`` where they hold none."""


@dataclass(frozen=True, slots=True)
class PageRules:
    """A table ``[pages.NAME]``."""

    name: str
    table: PageTable


@dataclass(frozen=True, slots=True)
class Said:
    """What the rules of a page found.

    Attributes:
        found: field → what was found; only fields for which something was.
        body_html: the body's markup, ``""`` where no rule found it.
        missed: ``NAME.FIELD`` of tables and fields whose rules all found nothing.
        time_zone: the IANA name that the tables give; ``""`` where they give none.
    """

    found: Mapping[str, Finding] = field(default_factory=dict)
    body_html: str = ""
    missed: tuple[str, ...] = ()
    time_zone: str = ""

    def before(self, name: str, finding: Finding) -> Finding:
        """Put what a rule found for a field before what was found otherwise."""
        own = self.found.get(name)
        if own is None:
            return finding
        others = (Candidate(finding.rule, finding.value), *finding.others)
        return replace(own, others=tuple(one for one in others if one.value))


NOTHING_SAID = Said()


def find_rules(tables: Mapping[str, PageTable], url: str) -> tuple[PageRules, ...]:
    """Find the tables for the page at an address, the more exact ones first."""
    if not tables or not url:
        return ()
    host, path = host_of(url), urlsplit(url).path or "/"
    ranked = [
        (rank, PageRules(name, table))
        for name, table in tables.items()
        if (rank := _rank(table, host, path)) is not None
    ]
    # The order of the file decides between equals: the sort is stable.
    return tuple(rules for _, rules in sorted(ranked, key=lambda pair: pair[0]))


def _rank(table: PageTable, host: str, path: str) -> tuple[int, ...] | None:
    """Give what a table is sorted by, ``None`` where it is not for this page."""
    fits = [ranked for pattern in table.hosts if (ranked := _rank_host(pattern, host)) is not None]
    if not fits or (table.paths and not any(re.match(pattern, path) for pattern in table.paths)):
        return None
    open_ends = (table.from_on is None) + (table.to_on is None)
    return (*min(fits), not table.paths, open_ends)


def _rank_host(pattern: str, host: str) -> tuple[int, int] | None:
    """Rank a host name before patterns, a longer pattern before a shorter one."""
    bare = re.sub(r":\d+$", "", host)
    if pattern in (host, bare):
        return (0, -len(pattern))
    if pattern == "*" or (
        pattern.startswith("*.") and (host.endswith(pattern[1:]) or bare.endswith(pattern[1:]))
    ):
        return (1, -len(pattern))
    return None


def choose_rules(
    rules: Sequence[PageRules], page: Page, *, seen_at: datetime, listed: Listing, said: str, time_zone: str
) -> tuple[PageRules, ...]:
    """Choose the tables that hold on the page's day.

    For each table that day is what its own rules for ``published`` find, else what the list said, else what
    the page says by the general reading, else the day on which it was fetched.

    Args:
        said: when the page was published, by the general reading.
        time_zone: the guessed one.
    """

    def day_of(one: PageRules) -> date:
        zone = one.table.time_zone or time_zone
        own = _ask((one,), "published", page, partial(_take_date, seen_at=seen_at, time_zone=zone))
        for raw, its_zone in ((own.value, zone), (listed.raw_time, listed.time_zone), (said, zone)):
            if raw.strip() and (moment := parse_moment(raw, time_zone=its_zone, seen_at=seen_at)):
                return moment.at.date()
        return seen_at.date()

    def holds(one: PageRules) -> bool:
        begin, end = one.table.from_on, one.table.to_on
        if begin is None and end is None:
            return True
        return (begin or date.min) <= day_of(one) <= (end or date.max)

    return tuple(filter(holds, rules))


def read_by_rules(
    rules: Sequence[PageRules], page: Page, *, seen_at: datetime, title: str, time_zone: str
) -> Said:
    """Read the fields for which the tables have rules; rules that find nothing are told in the log.

    Args:
        title, time_zone: by the general reading, where no rule says another.
    """
    if not rules:
        return NOTHING_SAID
    own_zone = next((one.table.time_zone for one in rules if one.table.time_zone), "")
    take_date = partial(_take_date, seen_at=seen_at, time_zone=own_zone or time_zone)
    takes: dict[str, Take] = {"byline": _take_people, "keywords": _take_all}
    takes["image"] = partial(_take_address, base=page.url)
    takes.update(dict.fromkeys(_TEXTS, _take_first))
    takes.update(dict.fromkeys(_DATES, take_date))
    found = {name: _ask(rules, name, page, take) for name, take in takes.items()}
    found["body"], body_html = _ask_body(rules, page, found["title"].value or title)
    found = {name: finding for name, finding in found.items() if finding.rule}
    missed = tuple(_missed(rules, found))
    if missed:
        names = ", ".join(f"pages.{name}" for name in missed)
        logger.warning("%s: the rules of %s find nothing; read without them", page.url, names)
    return Said(found, body_html, missed, own_zone)


def without_dropped(page: Page, rules: Sequence[PageRules]) -> Page:
    """Give a page whose body has none of the blocks that the tables drop."""
    dropped = find_dropped([rule for one in rules for rule in one.table.drop], page.root)
    if not dropped:
        return page
    fates = [
        Fate.DROPPED if block.box.element in dropped else fate
        for block, fate in zip(page.blocks, page.fates, strict=True)
    ]
    return replace(page, fates=fates)


def _ask(rules: Sequence[PageRules], name: str, page: Page, take: Take) -> Finding:
    """Give what the first rule for a field that finds something finds."""
    for one in rules:
        for rule in one.table.rules(name):
            if value := take(find_texts(read_selector(rule), page)):
                return Finding(value, f"rule:{one.name}:{rule}")
    return Finding()


def _ask_body(rules: Sequence[PageRules], page: Page, title: str) -> tuple[Finding, str]:
    for one in rules:
        for rule in one.table.rules("body"):
            if markup := find_body(read_selector(rule), one.table.drop, page, title=title):
                return Finding(rule=f"rule:{one.name}:{rule}"), markup
    return Finding(), ""


def _missed(rules: Sequence[PageRules], found: Mapping[str, Finding]) -> Iterator[str]:
    """Yield the fields, with their tables, that have rules of which none found anything."""
    for one in rules:
        for name in (*_TEXTS, *_DATES, "byline", "image", "keywords", "body"):
            if one.table.rules(name) and name not in found and name not in one.table.optional:
                yield f"{one.name}.{name}"


def _take_first(texts: list[str]) -> str:
    return texts[0] if texts else ""


def _take_all(texts: list[str]) -> str:
    return _BETWEEN.join(dict.fromkeys(texts))


def _take_date(texts: list[str], *, seen_at: datetime, time_zone: str) -> str:
    return next((text for text in texts if parse_moment(text, time_zone=time_zone, seen_at=seen_at)), "")


def _take_people(texts: list[str]) -> str:
    """Join the names; a name that is no person's is marked as an account's, so that it is read as one."""
    line = "; ".join(dict.fromkeys(texts))
    if not line or parse_byline(line).authors:
        return line
    return f"Account: {account}" if (account := name_account(line)) else line


def _take_address(texts: list[str], *, base: str) -> str:
    for text in texts:
        try:
            address = urljoin(base, text)
        except ValueError:
            continue
        if address.startswith(("http://", "https://")):
            return address
    return ""
