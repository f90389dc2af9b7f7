"""One page shown: its requests answered, its end awaited, and what then stands in it taken out."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import BrowserContext, CDPSession, Page, Request, Route
from playwright.async_api import Error as PlaywrightError

from archiver.crawl.render.exchange import Ask, Bounds, CrashedError, Given, Shown, Wish, WishRefusedError
from archiver.crawl.render.wishes import (
    FILLING,
    METHODS,
    STYLES,
    hand_back,
    is_tracker,
    is_web_address,
    pass_on,
)
from archiver.errors import ReadError
from archiver.reasons import Reason

logger = logging.getLogger(__name__)

QUIET_SECONDS = 0.5
"""A page that asks for nothing for so long, and whose scripts rest, is done."""
PATIENCE_SECONDS = 4.0
"""A page that is done and still has hardly any text is given so long: some wait before they ask."""
HARDLY_ANY = 200
GRACE_SECONDS = 5.0
"""To take out what stands in the page; longer where its scripts never rest."""
LOOK_SECONDS = 0.1
MOST_WISHES = 100
MOST_AT_ONCE = 4
MOST_OF_ONE = 10
"""Requests for one address, whatever its query; a page that asks on for ever is not waited for."""
_WORLD = "archiver"
# Answered when the page's scripts have come to rest; in a world of its own, which they cannot change.
_LOOK = """new Promise(done => requestIdleCallback(() => done([
  document.body ? document.body.innerText.length : 0,
  document.documentElement ? document.documentElement.outerHTML.length : 0,
]), {timeout: 2000}))"""
_TAKE = "document.documentElement ? document.documentElement.outerHTML : ''"


@dataclass(eq=False)  # no slots: Playwright keeps its handlers at the object
class PageShow:
    """Shows one page in a context of its own.

    Args:
        document: the page as the server gave it; it is not asked for again.
        ask: answers its requests.
    """

    document: Given
    ask: Ask
    bounds: Bounds
    goes_to: str = ""
    refused: list[str] = field(default_factory=list)
    _page: Page | None = None
    _is_given: bool = False
    _under_way_count: int = 0
    _last_at: float = field(default_factory=time.monotonic)
    _byte_count: int = 0
    _wishes: Counter[str] = field(default_factory=Counter)
    _gate: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(MOST_AT_ONCE))

    async def show(self, context: BrowserContext) -> Shown:
        """Show the page until it is done or its time is over.

        Raises:
            CrashedError: the browser went away.
            ReadError: the page cannot be taken out of the browser.
        """
        crashed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._page = page = await context.new_page()

        def note_crash(_: object) -> None:
            if not crashed.done():
                crashed.set_result(None)

        page.on("crash", note_crash)
        context.on("close", note_crash)
        context.on("page", _close_popup)
        await context.route("**/*", self._answer)
        await context.route_web_socket("**/*", lambda socket: socket.close())
        shown = asyncio.ensure_future(self._run(context, page))
        try:
            await asyncio.wait((shown, crashed), return_when=asyncio.FIRST_COMPLETED)
            if crashed.done():
                raise CrashedError("the browser's process for the page crashed")
            return await shown
        finally:
            shown.cancel()
            await asyncio.gather(shown, return_exceptions=True)

    async def _run(self, context: BrowserContext, page: Page) -> Shown:
        devtools = await context.new_cdp_session(page)
        try:
            async with asyncio.timeout(self.bounds.seconds):
                await page.goto(self.document.url, wait_until="commit")
                await self._settle(devtools)
        except TimeoutError:
            logger.debug("%s: shown as it stands after %g s", self.document.url, self.bounds.seconds)
        try:
            async with asyncio.timeout(GRACE_SECONDS):
                _, size = await _evaluate(devtools, _LOOK)
                if size > self.bounds.most_bytes:
                    raise ReadError(Reason.TOO_LARGE, "the page, shown, is larger than page_bytes allows")
                markup = str(await _evaluate(devtools, _TAKE))
        except TimeoutError:
            raise ReadError(
                Reason.RENDER_FAILED, f"the page's scripts do not come to rest in {self.bounds.seconds:g} s"
            ) from None
        return Shown(page.url, markup, self.goes_to, tuple(self.refused))

    async def _settle(self, devtools: CDPSession) -> None:
        """Wait until nothing more is asked for, the scripts rest, and there is some text."""
        begun = time.monotonic()
        while not self.goes_to:
            if self._under_way_count or time.monotonic() - self._last_at < QUIET_SECONDS:
                await asyncio.sleep(LOOK_SECONDS)
                continue
            count = self._wishes.total()
            text_size, _ = await _evaluate(devtools, _LOOK)
            is_patient = time.monotonic() - begun < PATIENCE_SECONDS
            if count == self._wishes.total() and not (text_size < HARDLY_ANY and is_patient):
                return
            await asyncio.sleep(LOOK_SECONDS)

    async def _answer(self, route: Route, request: Request) -> None:
        """Answer a request of the page; whatever goes wrong with it is this request's alone."""
        try:
            await self._sort(route, request)
        except PlaywrightError as error:
            logger.debug("%s: %s", request.url, error)  # the page has gone before its answer came

    async def _sort(self, route: Route, request: Request) -> None:
        kind, url = request.resource_type, request.url
        if request.is_navigation_request():
            await self._navigate(route, request)
        elif kind == STYLES:
            # Some scripts wait for their styles; none need them.
            await route.fulfill(status=200, content_type="text/css", body="")
        elif kind in FILLING and request.method in METHODS and is_web_address(url) and not is_tracker(url):
            await self._fill(route, request)
        else:
            await route.abort("blockedbyclient")

    async def _navigate(self, route: Route, request: Request) -> None:
        """Give the page its document; where it goes from there is for the renderer to follow."""
        if self._page is None or request.frame != self._page.main_frame:
            await route.abort("blockedbyclient")
        elif not self._is_given:
            self._is_given = True
            await route.fulfill(status=200, headers=_content_type(self.document), body=self.document.body)
        else:
            is_other = request.url.partition("#")[0] != self.document.url.partition("#")[0]
            if request.method == "GET" and is_web_address(request.url) and is_other:
                self.goes_to = request.url
            await route.abort("aborted")

    async def _fill(self, route: Route, request: Request) -> None:
        address = request.url.partition("?")[0]
        self._wishes[address] += 1
        if self._wishes.total() > MOST_WISHES or self._wishes[address] > MOST_OF_ONE:
            await route.abort("blockedbyclient")
            return
        self._under_way_count += 1
        try:
            async with self._gate:
                given = await self.ask(_wish(request, self.document.url))
            self._byte_count += len(given.body)
            if self._byte_count > self.bounds.most_bytes:
                raise WishRefusedError("the page asks for more than page_bytes allows")
            await route.fulfill(status=given.status, headers=hand_back(given), body=given.body)
        except WishRefusedError as refusal:
            self.refused.append(f"{request.url}: {refusal}")
            await route.abort("failed")
        finally:
            self._under_way_count -= 1
            self._last_at = time.monotonic()


async def _close_popup(page: Page) -> None:
    try:
        await page.close()
    except PlaywrightError as error:
        logger.debug("a further window: %s", error)


def _wish(request: Request, page_url: str) -> Wish:
    return Wish(
        url=request.url,
        page_url=page_url,
        method=request.method,
        headers=pass_on(request.headers),
        body=request.post_data_buffer or b"",
    )


def _content_type(document: Given) -> dict[str, str]:
    return {"content-type": dict(document.headers).get("content-type", "") or "text/html"}


async def _evaluate(devtools: CDPSession, expression: str) -> Any:
    """Give the value of an expression in a world of our own, which the page's scripts cannot change."""
    tree = await devtools.send("Page.getFrameTree")
    frame = tree["frameTree"]["frame"]["id"]
    world = await devtools.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": _WORLD})
    answer = await devtools.send(
        "Runtime.evaluate",
        {
            "expression": expression,
            "contextId": world["executionContextId"],
            "returnByValue": True,
            "awaitPromise": True,
        },
    )
    return answer["result"].get("value")
