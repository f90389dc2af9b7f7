"""Crawls ranges of numbers, days and codes: a few addresses at a time, until there is nothing for a while."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure as TwistedFailure

from archiver.crawl.id_walk import IdWalk
from archiver.crawl.spider import GONE_REASONS, ArticleSpider, Found
from archiver.records import Failure, Target
from archiver.sites.listings import enumerate_targets
from archiver.sources.kinds import IdsSource

IDS_AT_ONCE = 4
"""Addresses of a range under way: so few are asked for beyond its end."""


class RangeSpider(ArticleSpider):
    """A spider that can go along ranges.

    A hole of a range is no failure: it stands in no ledger, and the next run goes on after the last address
    at which there was something.
    """

    def __init__(self, name: str | None = None, **arguments: Any) -> None:
        super().__init__(name, **arguments)
        self._walks: dict[str, IdWalk] = {}

    async def go_along(self, name: str, source: IdsSource) -> AsyncIterator[Found]:
        """Begin to go along a range of addresses, after the last one at which there was something."""

        def start(position: str | None) -> Iterator[Target]:
            directory = self.shared.directory
            return enumerate_targets(
                source, name=name, directory=directory, start_after=position, now=self.now()
            )

        position = await self.shared.archive.find_position(name)
        walk = self._walks[name] = IdWalk(start, start_after=position, most_misses=source.most_misses)
        self.count("lists", name)
        async for found in self._step(name, walk):
            yield found

    async def _step(self, name: str, walk: IdWalk) -> AsyncIterator[Found]:
        """Ask for the next addresses of a range, a few at a time."""
        while walk.open_count < IDS_AT_ONCE and not self.is_full(name):
            target = walk.next_target()
            if target is None:
                break
            self.count("listed", name)
            async for found in self.ask([target]):
                yield found
            if not self.met.is_new(target):
                walk.settle(target.identity, is_hit=True)
        if not walk.open_count:
            await self.shared.archive.flush()
            await self.shared.archive.keep_position(name, walk.position)

    async def read(self, response: Response, target: Target) -> AsyncIterator[Found]:
        """Read an article's answer; in a range, go on to the next address."""
        async for found in self._settled(super().read(response, target), target):
            yield found

    async def fail(self, fault: TwistedFailure) -> AsyncIterator[Found]:
        """Tell why no answer came; in a range, go on to the next address."""
        target = fault.request.cb_kwargs["target"]  # type: ignore[attr-defined]  # Scrapy adds it
        async for found in self._settled(super().fail(fault), target):
            yield found

    def give_up(self, failure: Failure, target: Target) -> Iterator[Found]:
        """As for any article; but where a range has a hole, nothing is missed."""
        is_hole = target.source in self._walks and failure.reason in GONE_REASONS
        if is_hole and not self.met.is_known(target):
            yield failure
        else:
            yield from super().give_up(failure, target)

    async def _settled(self, results: AsyncIterator[Found], target: Target) -> AsyncIterator[Found]:
        walk = self._walks.get(target.source or "")
        if walk is None:
            async for found in results:
                yield found
            return
        is_hit, is_over = True, True
        async for found in results:
            if isinstance(found, Failure) and found.reason in GONE_REASONS:
                is_hit = False
                if self.met.line(target) is None:
                    continue
                # The ledger waits for this one: told of nothing, it would ask for it in every run.
            elif isinstance(found, Failure):
                # It may be there the next time, when the range has gone on.
                await self.shared.archive.expect([target])
            is_over = is_over and not isinstance(found, Request)
            yield found
        if is_over:
            walk.settle(target.identity, is_hit=is_hit)
            async for found in self._step(target.source or "", walk):
                yield found
