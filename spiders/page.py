"""Any news page, by its address."""

from __future__ import annotations

from collections.abc import AsyncIterator

from archiver.crawl.spider import ArticleSpider, Found
from archiver.errors import UsageError


class PageSpider(ArticleSpider):
    """``scrapy crawl page -a url=ADDRESS`` (several with blanks between them)."""

    name = "page"
    accepted = ArticleSpider.accepted | {"url"}

    async def begin(self) -> AsyncIterator[Found]:
        """Ask for the pages named by ``url``."""
        urls = str(self.arguments.get("url", "")).split()
        if not urls:
            raise UsageError("nothing to fetch; name a page with -a url=ADDRESS")
        async for found in self.ask([self.shared.directory.target(url) for url in urls]):
            yield found
