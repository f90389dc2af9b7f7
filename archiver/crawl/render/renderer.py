"""Captures of pages that only a script fills become captures of what a reader would see.

One browser shows all pages of a run, each in a context of its own; it is started when the first page needs
it, replaced after a number of pages, which bounds its memory, and after a crash.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from datetime import UTC, datetime
from importlib.util import find_spec
from typing import TYPE_CHECKING

from archiver.crawl.render.exchange import Ask, Bounds, CrashedError, Given, Shown, Wish, WishRefusedError
from archiver.errors import ReadError
from archiver.reasons import Reason
from archiver.records import Capture

if TYPE_CHECKING:
    from archiver.crawl.render.chromium import Chromium

logger = logging.getLogger(__name__)

PAGES_AT_ONCE = 2
PAGES_A_BROWSER = 100
TRIES = 2
MOST_STEPS = 3
"""Pages to which one may go on by script before the article is there."""
HOW_TO_INSTALL = "pip install 'news-archiver[render]'"
SHELL_REASONS = frozenset({Reason.EMPTY_SHELL, Reason.NO_ARTICLE})
"""Why a page that was read may hold an article once its scripts have run."""


def is_installed() -> bool:
    """Whether the extra is there, with which pages are shown."""
    return find_spec("playwright") is not None


class Renderer:
    """Shows pages.

    Args:
        program: path of the browser; ``""`` for the system's, or Playwright's own.
    """

    def __init__(self, program: str, bounds: Bounds) -> None:
        self._program, self._bounds = program, bounds
        self._browser: Chromium | None = None
        self._starting = asyncio.Lock()
        self._places = asyncio.Semaphore(PAGES_AT_ONCE)

    async def render(self, capture: Capture, ask: Ask) -> Capture:
        """Give a page as a browser shows it, with the address it has in the end.

        Args:
            capture: as the server gave it; it is not asked for again.
            ask: answers what the page asks for.

        Raises:
            ReadError: there is no browser, or the page cannot be shown.
        """
        document = Given(capture.url, capture.status, capture.headers, capture.body)
        async with self._places:
            for _ in range(MOST_STEPS):
                shown = await self._show(document, ask)
                if not shown.goes_to:
                    for refused in shown.refused:
                        logger.info("%s: its page asks in vain for %s", capture.url, refused)
                    return _make_capture(capture, shown)
                document = await _go_on(shown.goes_to, document.url, ask)
        raise ReadError(Reason.RENDER_FAILED, f"the page's scripts go on from page to page: {document.url}")

    async def _show(self, document: Given, ask: Ask) -> Shown:
        """Show a page, once more where the browser crashed."""
        for _ in range(TRIES):
            browser = await self._running()
            try:
                return await browser.show(document, ask)
            except CrashedError as error:
                logger.warning("%s: %s", document.url, error)
                crashed = error
            finally:
                await self._end_if_worn(browser)
        raise ReadError(Reason.RENDER_FAILED, f"{crashed}, {TRIES} times")

    async def _running(self) -> Chromium:
        """Give the browser, started where none is running or the last one is worn."""
        # The one place of the extra: before a page is to be shown nothing of it has to be there.
        from archiver.crawl.render.chromium import Chromium, find_browser  # noqa: PLC0415

        async with self._starting:
            if self._browser is None or self._browser.is_worn:
                self._browser = await Chromium.start(find_browser(self._program), self._bounds)
            return self._browser

    async def _end_if_worn(self, browser: Chromium) -> None:
        if browser.page_count >= PAGES_A_BROWSER:
            browser.is_worn = True
        if browser.is_worn and not browser.shown_count:
            if self._browser is browser:
                self._browser = None
            await browser.end()

    async def close(self) -> None:
        """End the browser."""
        browser, self._browser = self._browser, None
        if browser is not None:
            await browser.end()


async def _go_on(url: str, page_url: str, ask: Ask) -> Given:
    """Ask for the page to which another one went on by script."""
    try:
        given = await ask(Wish(url, page_url, is_page=True))
    except WishRefusedError as refusal:
        raise ReadError(
            Reason.RENDER_FAILED, f"the page's scripts go on to {url}, which does not come: {refusal}"
        ) from refusal
    if given.status >= 400:
        message = f"the page's scripts go on to {url}, which answers with status {given.status}"
        raise ReadError(Reason.RENDER_FAILED, message)
    return given


def _make_capture(capture: Capture, shown: Shown) -> Capture:
    """Keep what stood in the browser; the answer's state is the empty page's, and does not hold of it."""
    return replace(
        capture,
        url=shown.url,
        headers=(("content-type", "text/html; charset=utf-8"),),
        # The mark comes before whatever encoding the page still declares of itself.
        body=b"\xef\xbb\xbf" + shown.markup.encode("utf-8", "replace"),
        fetched_at=datetime.now(UTC),
    )
