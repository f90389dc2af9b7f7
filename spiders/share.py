"""Shared articles: by share address, by code, or from the lists of the sources."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from scrapy import Request
from scrapy.http.request import NO_CALLBACK

from archiver.crawl.faults import describe_fault, make_capture
from archiver.crawl.source_spider import SourceSpider
from archiver.crawl.spider import Found
from archiver.errors import ArchiverError, UsageError
from archiver.records import Draft, Listing
from archiver.sites.listings import find_source, first_urls, read_listing
from archiver.sites.share import with_listing
from archiver.sources.kinds import ListSource


class ShareSpider(SourceSpider):
    """``scrapy crawl share -a url=SHARE-ADDRESS``, ``-a code=CODE``, ``-a list=ADDRESS``, ``-a sources=A,B``.

    Several addresses or codes stand with blanks between them. With none of these, all enabled
    sources are crawled.
    """

    name = "share"
    accepted = SourceSpider.accepted | {"url", "code", "list"}

    def __init__(self, name: str | None = None, **arguments: Any) -> None:
        super().__init__(name, **arguments)
        self._lists: dict[str, asyncio.Task[dict[str, Listing]]] = {}

    async def begin(self) -> AsyncIterator[Found]:
        """Ask for the articles that are named, and for the lists."""
        arguments, directory = self.arguments, self.shared.directory
        named = f"{arguments.get('url', '')} {arguments.get('code', '')}".split()
        addresses = str(arguments.get("list", "")).split()
        sources = dict(self.chosen_sources()) if arguments.get("sources") or not (named or addresses) else {}
        if not (named or addresses or sources):
            raise UsageError("nothing to crawl: no source is enabled; name one, or a share address")
        lists = [(address, *find_source(address, self.shared.sources)) for address in addresses]
        async for found in self.crawl_sources(list(sources.items())):
            yield found
        for address, name, source in lists:
            async for found in self.ask_list(name, source, address):
                yield found
        async for found in self.ask([directory.target(text) for text in named]):
            yield found

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
                answer = await self.crawler.engine.download_async(request)
                page = read_listing(
                    make_capture(answer), name=name, source=source, directory=self.shared.directory
                )
            except ArchiverError as error:
                self.logger.warning("%s: %s", url, error)
                continue
            except Exception as error:  # noqa: BLE001 - any fault of one list leaves the others
                self.logger.warning("%s: %s", url, describe_fault(error)[1])
                continue
            listings = {t.code: t.listing for t in page.targets if t.code} | listings
        return listings
