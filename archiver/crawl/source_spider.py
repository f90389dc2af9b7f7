"""Crawls sources: first what is due of them, then what their lists, feeds, sitemaps and pages name."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from pydantic import TypeAdapter
from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure as TwistedFailure

from archiver.crawl.faults import make_capture, read_fault
from archiver.crawl.list_walk import Walk, failure_key, is_as_it_was
from archiver.crawl.range_spider import RangeSpider
from archiver.crawl.spider import ArticleSpider, Found, validators
from archiver.crawl.spider_arguments import is_yes
from archiver.errors import ReadError, SourceError, StoreError, UsageError
from archiver.ledger import UNMODIFIED, LedgerLine, list_identity
from archiver.normalise.urls import check_url, host_of
from archiver.reasons import Reason
from archiver.records import Answer, Capture, Checked, Failure, Mended, Stage, Target
from archiver.sites.listings import (
    ListPage,
    More,
    first_urls,
    read_addresses,
    read_listing,
)
from archiver.sources.kinds import STANDARD_INPUT, AnySource, IdsSource, UrlsSource

MOST_LEVELS = 4
"""Lists within lists: robots.txt, and indexes of sitemaps three deep."""
LARGE_BYTES = 200_000
"""Lists over this size take so long to read that the crawl would wait for it."""


class SourceSpider(RangeSpider):
    """Crawls sources by name.

    Args:
        sources: names, with commas or blanks between; all enabled ones if empty.
        backfill: go on to the end of each source, also over what is known, and remember how far it came.
        recheck: ask again for every article that was fetched before, due or not.
        since: ask only for articles that the list dates at this day or later.
    """

    accepted = ArticleSpider.accepted | {"sources", "backfill", "recheck"}
    kind = ""
    """What an address given by hand is; ``""`` where only sources of the table are crawled."""

    async def begin(self) -> AsyncIterator[Found]:
        """Crawl the chosen sources."""
        chosen = self.chosen_sources()
        if not chosen:
            raise UsageError("nothing to crawl: no source is enabled; name one")
        async for found in self.crawl_sources(chosen):
            yield found

    def chosen_sources(self) -> list[tuple[str, AnySource]]:
        """Give the sources that the arguments name.

        Raises:
            SourceError: one is not there.
        """
        urls = str(self.arguments.get("url", "")).split() if self.kind else []
        if urls:
            return [self._make_source(url) for url in urls]
        names = str(self.arguments.get("sources", "")).replace(",", " ").split()
        sources = self.shared.sources
        return [(name, sources.get_source(name)) for name in dict.fromkeys(names or sources.enabled)]

    def _make_source(self, url: str) -> tuple[str, AnySource]:
        """Make a source of an address given by hand; it is named after its host."""
        checked = check_url(url)
        table: AnySource = TypeAdapter(AnySource).validate_python({"kind": self.kind, "url": checked})
        return f"{self.kind}-{host_of(checked)}", table

    async def crawl_sources(self, chosen: Sequence[tuple[str, AnySource]]) -> AsyncIterator[Found]:
        """Ask for what is due of the sources, then for what they name now."""
        for name, source in chosen:
            await self.shared.begin_run(name, source)
        at_once = is_yes(self.arguments.get("recheck"))
        for name, _ in chosen:
            due = await self.shared.archive.find_due(name, at_once=at_once)
            async for found in self.ask(map(self.with_slugs, due), is_due=True):
                yield found
        for name, source in chosen:
            async for found in self._look(name, source):
                yield found

    async def _look(self, name: str, source: AnySource) -> AsyncIterator[Found]:
        """Ask a source what it has."""
        match source:
            case IdsSource():
                async for found in self.go_along(name, source):
                    yield found
            case UrlsSource():
                async for found in self._take_written(name, source):
                    yield found
            case _:
                async for found in self._ask_lists(Walk(name, source)):
                    yield found

    async def ask_list(self, name: str, source: AnySource, address: str) -> AsyncIterator[Found]:
        """Ask for a list of a source at another address than its own."""
        async for found in self._go_on(Walk(name, source), [More(address, is_next=False)]):
            yield found

    async def _ask_lists(self, walk: Walk) -> AsyncIterator[Found]:
        more = [More(url, is_next=False) for url in first_urls(walk.source, now=self.now())]
        left = await self.shared.archive.find_left_lists(walk.name)
        more += [More(url, is_next=True) for url in left]
        position = await self.shared.archive.find_position(walk.name) if self._backfills else None
        # Where one goes on further behind, the front is looked through as in any run.
        walk.fills_back = self._backfills and position is None
        async for found in self._go_on(walk, more):
            yield found
        if position:
            behind = Walk(walk.name, walk.source, seen=walk.seen, fills_back=True)
            async for found in self._go_on(behind, [More(position, is_next=True)]):
                yield found

    async def _go_on(self, walk: Walk, more: Iterable[More]) -> AsyncIterator[Found]:
        """Ask for further addresses of a source; each once, and what an index says is old not at all."""
        for one in more:
            if one.url in walk.seen:
                continue
            walk.seen.add(one.url)
            line = await self.shared.archive.find_line(list_identity(walk.name, one.url))
            if line and is_as_it_was(one, line):
                continue
            yield self._list_request(walk, one, line)

    def _list_request(self, walk: Walk, more: More, line: LedgerLine | None) -> Request:
        is_whole = self.refetch or self._backfills
        return Request(
            more.url,
            callback=self.read_list,
            errback=self.fail_list,
            headers={} if is_whole else validators(line),
            meta={**self.request_meta(walk.name, more.url), "handle_httpstatus_list": [UNMODIFIED]},
            cb_kwargs={"walk": walk, "asked": more},
            dont_filter=True,
        )

    async def read_list(self, response: Response, walk: Walk, asked: More) -> AsyncIterator[Found]:
        """Ask for what a list names and is not known."""
        answer = self.answer(response)
        checked = Checked(
            identity=list_identity(walk.name, asked.url),
            url=asked.url,
            source=walk.name,
            at=self.now(),
            answer=answer,
        )
        if response.status == UNMODIFIED:
            self.count("lists", walk.name)
            self.count("unmodified", walk.name)
            yield Mended(failure_key(walk.name))
            yield checked
            return
        try:
            page = await self._read_page(make_capture(response), walk)
        except ReadError as error:
            yield self._list_failure(asked.url, walk.name, error.reason, str(error))
            return
        except Exception as error:
            self.logger.exception("%s: cannot be read; please report this list", response.url)
            yield self._list_failure(asked.url, walk.name, Reason.UNEXPECTED, repr(error)[:300])
            return
        self.count("lists", walk.name)
        yield Mended(failure_key(walk.name))
        try:
            async for found in self._take_page(walk, page):
                yield found
            more = await self._choose_more(walk, page, asked)
            # Only now: what the list names stands in the ledger, so nothing is lost if this is the end.
            if await self._is_whole(walk, page):
                yield checked
            elif asked.changed_at is None:  # else its own date would hide what was left out
                yield replace(checked, answer=Answer(status=200))
            async for found in self._go_on(walk, more):
                yield found
        except StoreError as error:
            self.shared.stop(error)

    async def _read_page(self, capture: Capture, walk: Walk) -> ListPage:
        """Read a list; a large one in a thread, so that downloads go on."""
        read = partial(read_listing, name=walk.name, source=walk.source, directory=self.shared.directory)
        return await asyncio.to_thread(read, capture) if len(capture.body) > LARGE_BYTES else read(capture)

    async def _take_page(self, walk: Walk, page: ListPage) -> AsyncIterator[Found]:
        self.count("listed", walk.name, page.listed_count)
        for failure in page.failures:
            yield failure
        async for found in self.ask(page.targets, drafts=page.drafts):
            yield found
        for target in page.targets:
            walk.known_in_a_row = walk.known_in_a_row + 1 if not self.met.is_new(target) else 0

    async def _is_whole(self, walk: Walk, page: ListPage) -> bool:
        """Whether nothing is missed if the list says the next time that it is as it was.

        The parts of an index may change without it, unless it says when each of them changed last, and all of
        them came after that.
        """
        for one in page.more:
            if not one.is_next:
                line = await self.shared.archive.find_line(list_identity(walk.name, one.url))
                if not (line and is_as_it_was(one, line)):
                    return False
        return self.met.left_out(walk.name) == 0

    async def _choose_more(self, walk: Walk, page: ListPage, asked: More) -> list[More]:
        """Give the parts of an index, and the following page while there is something new.

        The ledger knows of the following page before this one is done with: else a kill would lose it.
        """
        following = [one for one in page.more if one.is_next]
        parts = [replace(one, level=asked.level + 1) for one in page.more if not one.is_next]
        if asked.level >= MOST_LEVELS:
            parts = []  # an index may name another one for ever
        if walk.fills_back and (following or not parts):
            await self.shared.archive.keep_position(walk.name, following[0].url if following else None)
        if following and not self._is_enough(walk, page):
            walk.page_count += 1
            if not walk.fills_back:
                url = following[0].url
                await self.shared.archive.expect_list(walk.name, list_identity(walk.name, url), url)
            parts += following
        return parts

    def _is_enough(self, walk: Walk, page: ListPage) -> bool:
        if self.is_full(walk.name):
            return True
        if walk.fills_back:
            return False
        if walk.page_count >= walk.source.most_pages:
            return True
        most = walk.source.stop_after or max(1, len(page.targets))
        return walk.known_in_a_row >= most

    def fail_list(self, fault: TwistedFailure) -> Iterator[Found]:
        """Tell why a list did not come."""
        seen = read_fault(fault)
        walk, asked = seen.request.cb_kwargs["walk"], seen.request.cb_kwargs["asked"]
        failure = self._list_failure(asked.url, walk.name, seen.reason, seen.message)
        yield replace(failure, retry_after_seconds=seen.retry_after_seconds, status=seen.status)

    def _list_failure(self, url: str, name: str, reason: Reason, message: str) -> Failure:
        self.count("missed", name)
        return Failure(
            stage=Stage.FIND,
            reason=reason,
            key=failure_key(name),
            identity=list_identity(name, url),
            url=url,
            source=name,
            message=message,
            at=self.now(),
        )

    async def _take_written(self, name: str, source: UrlsSource) -> AsyncIterator[Found]:
        """Ask for the addresses that somebody wrote down."""
        try:
            text = await asyncio.to_thread(_read_written, source)
        except OSError as error:
            raise SourceError(
                f"sources.{name}.file: {source.file}: {error.strerror}; check the path"
            ) from error
        directory = self.shared.directory
        page = read_addresses(text, name=name, source=source, directory=directory, now=self.now())
        self.count("lists", name)
        async for found in self._take_page(Walk(name, source), page):
            yield found

    @property
    def _backfills(self) -> bool:
        return is_yes(self.arguments.get("backfill"))

    def with_slugs(self, target: Target) -> Target:
        """Give a target that the ledger kept with the slugs of its site, which the ledger does not keep."""
        share = self.shared.directory.find_share(target)
        return replace(target, slugs=share.table.slugs) if share else target


def _read_written(source: UrlsSource) -> str:
    if source.file == STANDARD_INPUT:
        return sys.stdin.read()
    written = "\n".join(source.addresses)
    return f"{written}\n{Path(source.file).read_text('utf-8-sig', 'replace')}" if source.file else written
