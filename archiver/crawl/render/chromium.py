"""The browser: found, started without a network, restarted after many pages and after a crash.

It is the one place that imports Playwright beside ``page``; ``renderer`` imports it only when a page is to be
shown. Its processes end with this one: Playwright's driver reads from a pipe of ours and ends the browser
when that closes, however we ended.
"""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import signal
from contextlib import suppress
from pathlib import Path
from typing import Self

from playwright.async_api import Browser as PlaywrightBrowser
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Playwright, async_playwright

from archiver.crawl.render.exchange import Ask, Bounds, CrashedError, Given, Shown
from archiver.crawl.render.memory import find_pids, keep_small
from archiver.crawl.render.page import PageShow
from archiver.errors import ReadError
from archiver.reasons import Reason

logger = logging.getLogger(__name__)

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
START_SECONDS = 60.0
END_SECONDS = 10.0
NOWHERE = "http://127.0.0.1:9"
"""A proxy that is none: what escapes our answers reaches nothing."""
_OPTIONS = (
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-quic",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-features=WebTransport,Prerender2,SpeculationRulesPrefetchFuture,NetworkPrediction",
    "--blink-settings=imagesEnabled=false",
    "--js-flags=--max-old-space-size=512",
    "--renderer-process-limit=4",
    "--mute-audio",
)


def find_browser(chosen: str) -> str | None:
    """Find Chromium's program: the chosen one, else the system's; ``None`` for Playwright's own.

    Raises:
        ReadError: the chosen one is not there.
    """
    if chosen:
        if not (Path(chosen).is_file() and os.access(chosen, os.X_OK)):
            raise ReadError(Reason.NO_BROWSER, f"browser = {chosen!r} is no program; correct the setting")
        return chosen
    return next(filter(None, map(shutil.which, NAMES)), None)


class Chromium:
    """A running browser, with its driver.

    Attributes:
        page_count: pages it has shown or shows.
        shown_count: pages it shows now.
        is_worn: no further page is to be shown in it.
    """

    def __init__(
        self, driver: Playwright, browser: PlaywrightBrowser, pids: list[int], bounds: Bounds
    ) -> None:
        self._driver, self._browser, self._pids, self._bounds = driver, browser, pids, bounds
        self._watch = asyncio.ensure_future(keep_small(browser, bounds.process_bytes))
        self.page_count = 0
        self.shown_count = 0
        self.is_worn = False

    @classmethod
    async def start(cls, program: str | None, bounds: Bounds) -> Self:
        """Start a browser; ``None`` for Playwright's own.

        Raises:
            ReadError: none can be started.
        """
        try:
            driver = await async_playwright().start()
        except (OSError, PlaywrightError) as error:
            raise ReadError(Reason.NO_BROWSER, f"Playwright does not start: {first_line(error)}") from error
        try:
            browser = await driver.chromium.launch(
                executable_path=program,
                args=list(_OPTIONS),
                # Chromium refuses to start its sandbox for root.
                chromium_sandbox=os.geteuid() != 0,
                proxy={"server": NOWHERE, "bypass": "<-loopback>"},
                handle_sigint=False,
                handle_sigterm=False,
                handle_sighup=False,
                timeout=START_SECONDS * 1000,
            )
            pids = await find_pids(await browser.new_browser_cdp_session(), "browser")
        except PlaywrightError as error:
            await driver.stop()
            raise ReadError(Reason.NO_BROWSER, _say_why(program, error)) from error
        logger.debug("browser %s shows pages", pids)
        return cls(driver, browser, pids, bounds)

    async def show(self, document: Given, ask: Ask) -> Shown:
        """Show a page in a context of its own.

        Args:
            document: as the server gave it.
            ask: answers what it asks for.

        Raises:
            CrashedError: the browser, or its process for the page, went away.
            ReadError: the page cannot be shown.
        """
        self.page_count += 1
        self.shown_count += 1
        try:
            context = await self._browser.new_context(
                user_agent=self._bounds.agent, service_workers="block", accept_downloads=False
            )
            shown = await PageShow(document, ask, self._bounds).show(context)
            async with asyncio.timeout(END_SECONDS):
                await context.close()
            return shown
        except (PlaywrightError, TimeoutError) as error:
            self.is_worn = True
            raise CrashedError(first_line(error)) from error
        except BaseException:
            self.is_worn = True  # its scripts may still run
            raise
        finally:
            self.shown_count -= 1

    async def end(self) -> None:
        """End the browser and its driver, by force where it does not listen."""
        self.is_worn = True
        self._watch.cancel()
        try:
            async with asyncio.timeout(END_SECONDS):
                await self._browser.close()
        except (PlaywrightError, TimeoutError):
            for pid in self._pids:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        with suppress(PlaywrightError, TimeoutError):
            async with asyncio.timeout(END_SECONDS):
                await self._driver.stop()


def first_line(error: BaseException) -> str:
    """Give what an error says, without the pages of advice and logs that follow."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:300]


def _say_why(program: str | None, error: PlaywrightError) -> str:
    if program is None and "Executable doesn't exist" in str(error):
        return (
            "no browser is there; install Chromium, or run: playwright install chromium;"
            " or set browser to the path of one"
        )
    name = program or "the Chromium of Playwright"
    return f"{name} does not start: {first_line(error)}"
