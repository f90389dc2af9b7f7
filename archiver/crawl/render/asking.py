"""What a shown page asks for, asked by the crawl: guarded, counted, and as robots.txt allows."""

from __future__ import annotations

from functools import partial
from typing import Any

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http.request import NO_CALLBACK

from archiver.crawl.faults import describe_fault, headers_of
from archiver.crawl.guard import ALLOW_PRIVATE, IN_PAGE
from archiver.crawl.handler import IS_PART
from archiver.crawl.options import SETTINGS_KEY
from archiver.crawl.pace import host_of_request
from archiver.crawl.render.exchange import Ask, Given, Wish, WishRefusedError
from archiver.settings import Settings


def asker(crawler: Crawler, request: Request) -> Ask:
    """Give what answers the wishes of a request's page.

    Its own host may be at a private address where the request's might; no other host may.
    """
    settings: Settings = crawler.settings[SETTINGS_KEY]
    kept = {name: request.meta[name] for name in ("source", ALLOW_PRIVATE) if name in request.meta}
    kept["download_timeout"] = min(settings.timeout_seconds, settings.rendering_seconds)
    return partial(_ask, crawler, kept)


async def _ask(crawler: Crawler, kept: dict[str, Any], wish: Wish) -> Given:
    meta = {**kept, IN_PAGE: host_of_request(wish.page_url)}
    # A kept connection may have been closed meanwhile; what changes something at a host is sent once.
    meta |= {"dont_retry": True} if wish.method == "POST" else {"max_retry_times": 1}
    try:
        if not wish.is_page:
            # A place of its own: the parts of a page do not stand behind pages that wait for their turn.
            meta |= {IS_PART: True, "download_slot": f"parts:{host_of_request(wish.url)}"}
        request = Request(
            wish.url,
            callback=NO_CALLBACK,
            method=wish.method,
            headers=wish.headers,
            body=wish.body,
            meta=meta,
            dont_filter=True,
        )
        assert crawler.engine is not None
        answer = await crawler.engine.download_async(request)
    except Exception as error:  # one request of a page is kept apart from the rest
        raise WishRefusedError(describe_fault(error)[1]) from error
    return Given(answer.url, answer.status, headers_of(answer), answer.body)
