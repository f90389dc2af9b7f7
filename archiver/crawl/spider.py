"""What every spider of ours does: ask for what is not known, read what comes, tell what failed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import scrapy
from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure as TwistedFailure

from archiver import cleaning
from archiver.crawl.extension import ArchiveExtension
from archiver.crawl.faults import make_capture, make_failure, read_fault
from archiver.errors import ArchiverError, ReadError, StoreError, UsageError
from archiver.reasons import Reason
from archiver.records import Draft, Failure, Listing, Stage, Target
from archiver.sites.directory import identities

Found = Request | cleaning.Found


class ArticleSpider(scrapy.Spider):
    """Base of the spiders.

    Args:
        refetch: ask also for what the archive has; any text but ``0``, ``no`` or ``false`` is yes.
        limit: ask for at most so many articles.
        insist: try at once what failed before, instead of at its next try.
    """

    def __init__(self, name: str | None = None, **arguments: Any) -> None:
        super().__init__(name)
        self.arguments = arguments
        self.refetch = _is_yes(arguments.get("refetch"))
        self.insist = _is_yes(arguments.get("insist"))
        self.limit: int | None = None
        self._asked: dict[str, Target] = {}

    @property
    def shared(self) -> ArchiveExtension:
        """Settings, sources, sites and archive of this crawl."""
        return ArchiveExtension.of(self.crawler)

    async def start(self) -> AsyncIterator[Found]:
        """Ask for whatever the arguments name."""
        try:
            self.limit = _read_limit(str(self.arguments.get("limit") or ""))
            async for found in self.begin():
                yield found
        except ArchiverError as error:
            self.logger.error("%s", error)
            self.count("usage")
            self.crawler.stats.set_value("archiver/stopped_by", str(error))

    def begin(self) -> AsyncIterator[Found]:
        """Yield the first requests; each spider says how."""
        raise NotImplementedError

    async def ask(self, targets: Iterable[Target]) -> AsyncIterator[Found]:
        """Ask for the targets that the archive has not; the others are sighted."""
        wanted = list(targets)
        standing = await self.shared.archive.standing(name for t in wanted for name in identities(t))
        for target in wanted:
            if standing.knows(target) and not self.refetch:
                self.count("known")
                yield target
            elif target.identity in self._asked:
                self._asked[target.identity] = merge_listings(self._asked[target.identity], target)
                yield target
            elif target.identity in standing.waiting and not (self.insist or self.refetch):
                self.count("waiting")
            elif self.limit is None or len(self._asked) < self.limit:
                self._asked[target.identity] = target
                self.count("asked")
                yield self.request(target)

    def request(self, target: Target) -> Request:
        """Make the request for a target's text."""
        return Request(
            self.shared.directory.plan(target),
            callback=self.read,
            errback=self.fail,
            cb_kwargs={"target": target},
            dont_filter=True,
        )

    async def read(self, response: Response, target: Target) -> AsyncIterator[Found]:
        """Read an article's answer; whatever is wrong with one page leaves the others alone."""
        target = self._told(target)
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
            self.count("read")
            yield found

    def _told(self, target: Target) -> Target:
        """Give a target with all that lists said of it since it was asked for."""
        listed = self._asked.get(target.identity, target)
        return target if listed is target else merge_listings(target, listed)

    async def complete(self, draft: Draft) -> Draft:
        """Add to a draft what its own page does not say; a spider may know where to ask."""
        return draft

    def fail(self, fault: TwistedFailure) -> Iterator[Found]:
        """Tell why no answer came."""
        seen = read_fault(fault)
        target = self._told(seen.request.cb_kwargs["target"])
        failure = make_failure(
            target, Stage.KEEP, seen.reason, seen.message, retry_after=seen.retry_after_seconds
        )
        yield from self.give_up(failure, target)

    def give_up(self, failure: Failure, target: Target) -> Iterator[Found]:
        """Turn to the article's plain page where it has one and it was not tried, else keep the failure."""
        if target.alternatives and not target.via:
            yield self.request(replace(target, via=target.alternatives[0]))
            return
        self.count("missed")
        yield failure

    def now(self) -> datetime:
        """The time, aware."""
        return datetime.now(UTC)

    def count(self, name: str) -> None:
        """Count something of this crawl."""
        self.crawler.stats.inc_value(f"archiver/{name}")


def merge_listings(target: Target, other: Target) -> Target:
    """Give a target with what either list said of it, the first one first."""
    one, two = target.listing, other.listing
    listing = Listing(
        raw_title=one.raw_title or two.raw_title,
        raw_time=one.raw_time or two.raw_time,
        raw_publisher=one.raw_publisher or two.raw_publisher,
        time_zone=one.time_zone if one.raw_time else two.time_zone,
    )
    return replace(target, listing=listing, alternatives=target.alternatives or other.alternatives)


def _read_limit(raw: str) -> int | None:
    if raw and not raw.isdecimal():
        raise UsageError(f"limit={raw!r} is no number")
    return int(raw) if raw else None


def _is_yes(value: object) -> bool:
    return str(value or "0").lower() not in {"0", "no", "false", "none", ""}
