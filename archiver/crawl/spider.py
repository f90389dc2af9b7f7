"""What every spider of ours does: ask for what is not known, read what comes, tell what failed."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from enum import Enum, auto
from typing import Any

import scrapy
from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure as TwistedFailure

from archiver import cleaning
from archiver.crawl.archive import Standing
from archiver.crawl.extension import ArchiveExtension
from archiver.crawl.faults import make_capture, make_failure, read_fault
from archiver.errors import ArchiverError, ReadError, StoreError, UsageError
from archiver.ledger import LedgerLine, State
from archiver.normalise.dates import parse_moment
from archiver.reasons import Reason
from archiver.records import (
    Answer,
    Article,
    Checked,
    Draft,
    Failure,
    Gone,
    Listing,
    Stage,
    Target,
)
from archiver.sites.directory import identities

Found = Request | cleaning.Found
LONGEST_STATE = 500
"""Signs of an ETag that are kept; a longer one is of no use."""


GONE_REASONS = frozenset(
    {
        Reason.NOT_FOUND,
        Reason.SOFT_404,
        Reason.NOT_AN_ARTICLE,
        Reason.NO_ARTICLE,
        Reason.EMPTY_TEXT,
        Reason.NOT_HTML,
    }
)
"""Why a known article is gone: there is no page any more, or no article on it."""
UNMODIFIED = 304


class ArticleSpider(scrapy.Spider):
    """Base of the spiders.

    Args:
        refetch: ask also for what the archive has; any text but ``0``, ``no`` or ``false`` is yes.
        limit: ask for at most so many articles; the others wait in the ledger for the next run.
        insist: try at once what failed before, instead of at its next try.
        since: a day; what a list dates earlier is not asked for.
    """

    def __init__(self, name: str | None = None, **arguments: Any) -> None:
        super().__init__(name)
        self.arguments = arguments
        self.refetch = is_yes(arguments.get("refetch"))
        self.insist = is_yes(arguments.get("insist"))
        self.limit: int | None = None
        self.since: date | None = None
        self._asked: dict[str, Target] = {}
        self._asked_counts: Counter[str | None] = Counter()
        self._left_out: Counter[str | None] = Counter()
        self._known: set[str] = set()
        self._lines: dict[str, LedgerLine] = {}

    @property
    def shared(self) -> ArchiveExtension:
        """Settings, sources, sites and archive of this crawl."""
        return ArchiveExtension.of(self.crawler)

    async def start(self) -> AsyncIterator[Found]:
        """Ask for whatever the arguments name."""
        try:
            self.limit = _read_limit(str(self.arguments.get("limit") or ""))
            self.since = _read_since(str(self.arguments.get("since") or ""))
            async for found in self.begin():
                yield found
        except ArchiverError as error:
            self.logger.error("%s", error)
            self.count("usage")
            self.crawler.stats.set_value("archiver/stopped_by", str(error))

    def begin(self) -> AsyncIterator[Found]:
        """Yield the first requests; each spider says how."""
        raise NotImplementedError

    async def ask(
        self,
        targets: Iterable[Target],
        *,
        is_due: bool = False,
        drafts: Mapping[str, Draft] | None = None,
    ) -> AsyncIterator[Found]:
        """Ask for the targets that the archive has not; the others are sighted.

        What is asked for stands in the ledger before the first request leaves: a run that is killed, or may
        not ask for more, leaves it to the next one.

        Args:
            is_due: the ledger wants them asked for now, known or not.
            drafts: articles that came with the list, by identity.
        """
        wanted = list(targets)
        standing = await self.shared.archive.standing(name for t in wanted for name in identities(t))
        chosen: list[Target] = []
        for target in wanted:
            fate = self._fate(target, standing, is_due=is_due)
            if fate is _Fate.KNOWN:
                yield target
            elif fate is _Fate.ASK:
                chosen.append(target)
        carried = drafts or {}
        await self.shared.archive.expect(one for one in chosen if one.identity not in self._known)
        for target in chosen:
            if target.identity in carried:
                self.count("read", target.source)
                yield replace(carried[target.identity], target=self._told(target))
            elif not self.is_full(target.source):
                self._asked_counts[target.source] += 1
                self.count("asked", target.source)
                yield self.request(target)

    def _fate(self, target: Target, standing: Standing, *, is_due: bool) -> _Fate:
        """Decide what to do with a target that was met."""
        identity, is_known = target.identity, standing.knows(target)
        if identity in self._asked:
            self._asked[identity] = merge_listings(self._asked[identity], target)
            return _Fate.KNOWN
        if is_known:
            self._known.add(identity)
            if not (self.refetch or is_due):
                self.count("known", target.source)
                return _Fate.KNOWN
        elif not (self.insist or self.refetch) and standing.waits(target, self.now()):
            self.count("waiting", target.source)
            return _Fate.LEAVE
        elif not is_due and self._is_too_old(target):
            return _Fate.LEAVE
        self._asked[identity] = target
        if identity in standing.lines:
            self._lines[identity] = standing.lines[identity]
        return _Fate.ASK

    def is_full(self, source: str | None) -> bool:
        """Whether a source, or the whole run, may ask for no more articles."""
        most = self.shared.limit_of(source)
        if most is not None and self._asked_counts[source] >= most:
            return True
        return self.limit is not None and self._asked_counts.total() >= self.limit

    def left_out(self, source: str) -> int:
        """Count the articles of a source that were left out because of this run's ``since`` alone."""
        return self._left_out[source]

    def _is_too_old(self, target: Target) -> bool:
        """Whether a list dates a target before the days that are asked for."""
        of_source = self.shared.since_of(target.source)
        if self.since is None and of_source is None:
            return False
        listed = target.listing
        printed = parse_moment(listed.raw_time, time_zone=listed.time_zone, seen_at=self.now())
        if printed is None:
            return False
        if of_source is not None and printed.at.date() < of_source:
            return True
        if self.since is not None and printed.at.date() < self.since:
            self._left_out[target.source] += 1
            return True
        return False

    def met_before(self, identity: str) -> bool:
        """Whether an article was met before this run: it is known, or stands in the ledger."""
        return identity in self._known or identity not in self._asked

    def request(self, target: Target) -> Request:
        """Make the request for a target's text; a known article is only wanted if it has changed."""
        is_again = target.identity in self._known and not self.refetch and not target.via
        return Request(
            self.shared.directory.plan(target),
            callback=self.read,
            errback=self.fail,
            headers=validators(self._lines.get(target.identity)) if is_again else {},
            meta={**self.request_meta(target.source), "handle_httpstatus_list": [UNMODIFIED]},
            cb_kwargs={"target": target},
            dont_filter=True,
        )

    def request_meta(self, source: str | None) -> dict[str, Any]:
        """Give what a source allows and wants, for the parts that handle a request."""
        return {"source": source, **self.shared.wishes_of(source)}

    async def read(self, response: Response, target: Target) -> AsyncIterator[Found]:
        """Read an article's answer; whatever is wrong with one page leaves the others alone."""
        target = self._told(target)
        answer = self.answer(response, target)
        if response.status == UNMODIFIED:
            self.count("unchanged", target.source)
            yield self.checked(target, answer)
            return
        try:
            found = await self.shared.readers.read(make_capture(response), target)
            found = await self.complete(found) if isinstance(found, Draft) else found
        except ReadError as error:
            for one in self.give_up(make_failure(target, Stage.READ, error.reason, str(error)), target):
                yield one
        except StoreError as error:
            self.shared.stop(error)
        except Exception as error:
            self.logger.exception("%s: cannot be read; please report this page", target.url)
            message = f"{type(error).__name__}: {error}"[:300]
            for one in self.give_up(make_failure(target, Stage.READ, Reason.UNEXPECTED, message), target):
                yield one
        else:
            if isinstance(found, Failure):
                for one in self.give_up(found, target):
                    yield one
                return
            self.count("read", target.source)
            yield replace(found, answer=answer) if isinstance(found, Draft | Article) else found

    def answer(self, response: Response, target: Target | None = None) -> Answer:
        """Give what an answer says of its state."""
        line = self._lines.get(target.identity) if target else None
        return Answer(
            status=response.status,
            checks=line.checks + 1 if target and line and target.identity in self._known else 0,
            etag=_said(response, "ETag"),
            last_modified=_said(response, "Last-Modified"),
        )

    def checked(self, target: Target, answer: Answer) -> Checked:
        """Say that a known article has not changed."""
        return Checked(
            identity=target.identity,
            url=target.url,
            source=target.source,
            at=self.now(),
            answer=answer,
            recheck=target.recheck,
        )

    def _told(self, target: Target) -> Target:
        """Give a target with all that lists said of it since it was asked for."""
        listed = self._asked.get(target.identity, target)
        return target if listed is target else merge_listings(target, listed)

    async def complete(self, draft: Draft) -> Draft:
        """Add to a draft what its own page does not say; a spider may know where to ask."""
        return draft

    async def fail(self, fault: TwistedFailure) -> AsyncIterator[Found]:
        """Tell why no answer came."""
        seen = read_fault(fault)
        target = self._told(seen.request.cb_kwargs["target"])
        failure = make_failure(
            target, Stage.KEEP, seen.reason, seen.message, retry_after=seen.retry_after_seconds
        )
        for found in self.give_up(replace(failure, status=seen.status), target):
            yield found

    def give_up(self, failure: Failure, target: Target) -> Iterator[Found]:
        """Turn to the article's plain page where it has one and it was not tried, else keep the failure.

        A known article that is not there any more is gone, which is no failure.
        """
        if target.alternatives and not target.via:
            yield self.request(replace(target, via=target.alternatives[0]))
        elif target.identity in self._known and failure.reason in GONE_REASONS:
            yield self._gone(failure, target)
        else:
            self.count("missed", target.source)
            yield failure

    def _gone(self, failure: Failure, target: Target) -> Gone:
        line = self._lines.get(target.identity)
        was_gone = line is not None and line.state is State.GONE
        self.count("unchanged" if was_gone else "gone", target.source)
        return Gone(
            target=target,
            reason=failure.reason,
            message=failure.message,
            at=self.now(),
            checks=line.checks + 1 if line else 1,
        )

    def now(self) -> datetime:
        """The time, aware."""
        return datetime.now(UTC)

    def count(self, name: str, source: str | None = None, by: int = 1) -> None:
        """Count something of this crawl, and of the run of one of its sources."""
        self.shared.count(name, source, by)


class _Fate(Enum):
    """What to do with a target that was met."""

    ASK = auto()
    KNOWN = auto()
    LEAVE = auto()


def validators(line: LedgerLine | None) -> dict[str, str]:
    """Give the headers that ask only for what has changed. Source: RFC 9110, section 13.1."""
    if line is None:
        return {}
    named = {"If-None-Match": line.etag, "If-Modified-Since": line.last_modified}
    return {header: said for header, said in named.items() if said}


def _said(response: Response, header: str) -> str:
    return (response.headers.get(header) or b"").decode("latin-1")[:LONGEST_STATE]


def merge_listings(target: Target, other: Target) -> Target:
    """Give a target with what either list said of it, the first one first."""
    one, two = target.listing, other.listing
    said = {
        field.name: getattr(one, field.name) or getattr(two, field.name)
        for field in fields(Listing)
        if field.name not in ("time_zone", "only_fills")
    }
    zone = one.time_zone if one.raw_time else two.time_zone
    only_fills = one.only_fills if one.raw_title else two.only_fills
    listing = Listing(**said, time_zone=zone, only_fills=only_fills)
    return replace(target, listing=listing, alternatives=target.alternatives or other.alternatives)


def _read_limit(raw: str) -> int | None:
    if raw and not raw.isdecimal():
        raise UsageError(f"limit={raw!r} is no number")
    return int(raw) if raw else None


def _read_since(raw: str) -> date | None:
    try:
        return date.fromisoformat(raw) if raw else None
    except ValueError:
        raise UsageError(f"since={raw!r} is no day; write one such as 2026-01-31") from None


def is_yes(value: object) -> bool:
    """Whether an argument says yes: any text but ``0``, ``no``, ``false`` and nothing."""
    return str(value or "0").lower() not in {"0", "no", "false", "none", ""}
