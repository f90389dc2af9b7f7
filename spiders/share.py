"""Shared articles: by share address, by code, or from the lists of the sources."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import Any

from scrapy import Request
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from twisted.python.failure import Failure as TwistedFailure

from archiver.crawl.faults import describe_fault, make_capture, read_fault
from archiver.crawl.spider import ArticleSpider, Found
from archiver.errors import ArchiverError, ReadError, StoreError, UsageError
from archiver.reasons import Reason
from archiver.records import Draft, Failure, Listing, Mended, Stage
from archiver.sites.listings import ListPage, find_source, first_urls, read_listing
from archiver.sites.share import with_listing
from archiver.source_kinds import AnySource, ListSource


class ShareSpider(ArticleSpider):
    """``scrapy crawl share -a url=SHARE-ADDRESS``, ``-a code=CODE``, ``-a list=ADDRESS``, ``-a sources=A,B``.

    Several addresses or codes stand with blanks between them. With none of these, all enabled
    sources are crawled.
    """

    name = "share"

    def __init__(self, name: str | None = None, **arguments: Any) -> None:
        super().__init__(name, **arguments)
        self._lists: dict[str, asyncio.Task[dict[str, Listing]]] = {}

    async def begin(self) -> AsyncIterator[Found]:
        """Ask for the articles that are named, and for the lists."""
        arguments, directory = self.arguments, self.shared.directory
        named = f"{arguments.get('url', '')} {arguments.get('code', '')}".split()
        lists = list(self._chosen_lists(bool(named)))
        if not named and not lists:
            raise UsageError("nothing to crawl: no source is enabled; name one, or a share address")
        for url, name, source in lists:
            yield Request(
                url,
                callback=self.read_list,
                errback=self.fail_list,
                cb_kwargs={"name": name, "source": source},
                dont_filter=True,
            )
        async for found in self.ask([directory.target(text) for text in named]):
            yield found

    def _chosen_lists(self, anything_named: bool) -> Iterator[tuple[str, str, AnySource]]:
        sources = self.shared.sources
        addresses = str(self.arguments.get("list", "")).split()
        names = [name for name in str(self.arguments.get("sources", "")).replace(",", " ").split() if name]
        for address in addresses:
            name, source = find_source(address, sources)
            yield address, name, source
        if not names and not addresses and not anything_named:
            names = list(sources.enabled)
        for name in names:
            source = sources.get_source(name)
            for url in first_urls(source, now=self.now()):
                yield url, name, source

    async def read_list(self, response: Response, name: str, source: AnySource) -> AsyncIterator[Found]:
        """Ask for what a list names and is not known."""
        try:
            page = self._parse_list(response, name, source)
        except ReadError as error:
            yield self._list_failure(response.url, name, error.reason, str(error))
            return
        except Exception as error:
            self.logger.exception("%s: cannot be read; please report this list", response.url)
            yield self._list_failure(response.url, name, Reason.UNEXPECTED, repr(error)[:300])
            return
        self.crawler.stats.inc_value("archiver/listed", page.listed_count)
        yield Mended(_list_key(name))
        self.count("lists")
        for failure in page.failures:
            yield failure
        try:
            async for found in self.ask(page.targets):
                yield found
        except StoreError as error:
            self.shared.stop(error)

    def fail_list(self, fault: TwistedFailure) -> Iterator[Failure]:
        """Tell why a list did not come."""
        seen = read_fault(fault)
        name = seen.request.cb_kwargs["name"]
        failure = self._list_failure(seen.request.url, name, seen.reason, seen.message)
        yield replace(failure, retry_after_seconds=seen.retry_after_seconds)

    async def complete(self, draft: Draft) -> Draft:
        """Look for title and time of an article fetched by hand in the lists of its site's sources."""
        code = draft.target.code
        if code is None or draft.target.source or (draft.raw_title and draft.raw_published):
            return draft
        site = draft.target.site
        if site not in self._lists:
            self._lists[site] = asyncio.ensure_future(self._load_listings(site))
        listing = (await self._lists[site]).get(code)
        return with_listing(draft, listing) if listing else draft

    async def _load_listings(self, site: str) -> dict[str, Listing]:
        """Ask every enabled list of a site once, and give what it says of each code."""
        listings: dict[str, Listing] = {}
        for name in self.shared.sources.enabled:
            source = self.shared.sources.get_source(name)
            if not isinstance(source, ListSource) or source.site != site:
                continue
            url = first_urls(source, now=self.now())[0]
            request = Request(url, callback=NO_CALLBACK, dont_filter=True)
            try:
                page = self._parse_list(await self.crawler.engine.download_async(request), name, source)
            except ArchiverError as error:
                self.logger.warning("%s: %s", url, error)
                continue
            except Exception as error:  # noqa: BLE001 - any fault of one list leaves the others
                self.logger.warning("%s: %s", url, describe_fault(error)[1])
                continue
            listings = {t.code: t.listing for t in page.targets if t.code} | listings
        return listings

    def _parse_list(self, response: Response, name: str, source: AnySource) -> ListPage:
        return read_listing(make_capture(response), name=name, source=source, directory=self.shared.directory)

    def _list_failure(self, url: str, name: str, reason: Reason, message: str) -> Failure:
        self.count("missed")
        return Failure(
            stage=Stage.FIND,
            reason=reason,
            key=_list_key(name),
            url=url,
            source=name,
            message=message,
            at=self.now(),
        )


def _list_key(name: str) -> str:
    """Name the failure of a source's list."""
    return f"{Stage.FIND}:{name}:list"
