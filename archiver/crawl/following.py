"""The further pages of an article asked for in order, as politely as any, and joined with its first."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http.request import NO_CALLBACK

from archiver.crawl.faults import describe_fault, make_capture
from archiver.crawl.readers import Readers
from archiver.errors import ReadError
from archiver.normalise.urls import host_of, url_identity
from archiver.reasons import Reason
from archiver.records import Draft
from archiver.sites.directory import plain_target
from archiver.sites.joining import adds_text, join_drafts
from archiver.sites.page.paging import find_page_number

MOST_PAGES = 20
"""Pages of an article that are joined; more are no article, or a trap."""

Ask = Callable[[str, str], Awaitable[Draft]]


async def follow_pages(first: Draft, ask: Ask) -> Draft:
    """Give an article with the text of all its pages, or of those that came and why one is missing.

    Args:
        ask: gives the draft at an address, as a page of the article at another; raises ``ReadError``.
    """
    pages: list[Draft] = [first]
    addresses: list[str] = []
    seen = {url_identity(first.base_url), first.target.identity}
    missing = ""
    while (url := pages[-1].next_url) and url_identity(url) not in seen:
        if len(pages) >= MOST_PAGES:
            missing = f"{url}: an article has at most {MOST_PAGES} pages here"
            break
        seen.add(url_identity(url))
        try:
            draft = await ask(url, first.base_url)
        except ReadError as error:
            missing = f"{url}: {error}"
            break
        is_new = draft.base_url == url or url_identity(draft.base_url) not in seen
        if not is_new or not adds_text(pages, draft):
            break
        pages.append(draft)
        addresses.append(url)
        if find_page_number(url, first.base_url) is None:
            break  # that was the whole text
    return replace(join_drafts(first, pages[1:], addresses), missing_page=missing)


def make_ask(crawler: Crawler, readers: Readers, meta: Mapping[str, Any]) -> Ask:
    """Make what asks for a further page: delays, robots.txt and retries hold as for any request.

    Args:
        meta: what a source allows and wants of its requests.
    """

    async def ask(url: str, first_url: str) -> Draft:
        target = plain_target(first_url)
        try:
            request = Request(url, callback=NO_CALLBACK, meta=dict(meta), dont_filter=True)
            response = await crawler.engine.download_async(request)
        except Exception as error:
            raise ReadError(*describe_fault(error)) from error
        capture = make_capture(response)
        if capture.status >= 400:
            raise ReadError(Reason.HTTP_STATUS, f"the server answers with status {capture.status}")
        if host_of(capture.url) != host_of(first_url):
            raise ReadError(Reason.REDIRECTS, f"it is sent on to another host: {capture.url}")
        found = await readers.read(capture, target, keeps_draft=True)
        if not isinstance(found, Draft):
            raise ReadError(Reason.UNEXPECTED, "it cannot be read")
        return found

    return ask
