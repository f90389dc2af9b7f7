"""Bare Scrapy: downloads the addresses of a file and does nothing with the answers.

    python bare.py FILE CONCURRENT_REQUESTS_PER_DOMAIN CONCURRENT_ITEMS

The bound that ``crawl.py`` compares with: a program of its own, so that its start-up is counted
too. Like the archiver's crawl it has cookies and remote controls switched off.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response


class BareSpider(scrapy.Spider):
    """Asks for every address once."""

    name = "bare"

    def __init__(self, urls: list[str]) -> None:
        super().__init__()
        self.urls = urls

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """Yield the requests."""
        for url in self.urls:
            yield scrapy.Request(url, callback=self.ignore, dont_filter=True)

    def ignore(self, response: Response) -> None:
        """Do nothing: this is the bound."""


def main() -> None:
    urls = Path(sys.argv[1]).read_text(encoding="utf-8").split()
    concurrency, items = int(sys.argv[2]), int(sys.argv[3])
    process = AsyncCrawlerProcess(
        {
            "CONCURRENT_REQUESTS_PER_DOMAIN": concurrency,
            "CONCURRENT_ITEMS": items,
            "DOWNLOAD_DELAY": 0,
            "COOKIES_ENABLED": False,
            "TELNETCONSOLE_ENABLED": False,
            "REMOTE_CONTROL_ENABLED": False,
            "LOG_LEVEL": "WARNING",
            "STATS_DUMP": False,
        }
    )
    started = time.monotonic()
    crawler = process.create_crawler(BareSpider)
    process.crawl(crawler, urls=urls)
    process.start()
    seconds = time.monotonic() - started
    print(json.dumps({"answers": crawler.stats.get_value("response_received_count"), "seconds": seconds}))


if __name__ == "__main__":
    main()
