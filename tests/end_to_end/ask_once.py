"""Asks once as ``archiver explain`` does, and prints what came as JSON; arguments say what is peculiar."""

from __future__ import annotations

import json
import sys
from collections.abc import AsyncIterator
from typing import Any

import scrapy
from scrapy import Request
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred, succeed

from archiver.crawl.asking import _options
from archiver.crawl.faults import read_fault
from archiver.settings import Settings


class EveryNameIsHere(CachingThreadedResolver):
    """A name server that says of every name that it is this machine."""

    def getHostByName(self, name: str, timeout: Any = ()) -> Deferred[str]:  # noqa: N802 - Twisted's name
        return succeed("127.0.0.1")


class OnlyTheFirstIsAllowed:
    """Takes from redirects what their first request was allowed."""

    def process_request(self, request: Request) -> None:
        if request.meta.get("redirect_times"):
            request.meta.pop("allow_private", None)


class Asker(scrapy.Spider):
    name = "asker"

    async def start(self) -> AsyncIterator[Request]:
        allowed = {"--only-the-first-is-allowed", "--all-are-allowed"} & set(sys.argv)
        meta = {"allow_private": bool(allowed)}
        yield Request(sys.argv[1], callback=self.take, errback=self.fail, meta=meta)

    def take(self, response: Response) -> None:
        print(json.dumps({"url": response.url, "status": response.status}))

    def fail(self, fault: Any) -> None:
        seen = read_fault(fault)
        print(json.dumps({"reason": seen.reason, "message": seen.message}))


def main() -> None:
    options = _options(Settings(retries=0, delay_seconds=0.0)) | {"LOG_LEVEL": "ERROR"}
    if "--every-name-is-here" in sys.argv:
        options["TWISTED_DNS_RESOLVER"] = EveryNameIsHere
    if "--only-the-first-is-allowed" in sys.argv:
        options["DOWNLOADER_MIDDLEWARES"] = options["DOWNLOADER_MIDDLEWARES"] | {OnlyTheFirstIsAllowed: 1}
    process = AsyncCrawlerProcess(options)
    process.crawl(Asker)
    process.start()


if __name__ == "__main__":
    main()
