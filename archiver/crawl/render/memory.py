"""Bounds what a page may need: a process of the browser that grows too large is ended, and its page fails."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from contextlib import suppress
from pathlib import Path

from playwright.async_api import Browser, CDPSession
from playwright.async_api import Error as PlaywrightError

logger = logging.getLogger(__name__)

LOOK_SECONDS = 0.5


async def find_pids(devtools: CDPSession, kind: str) -> list[int]:
    """Give the numbers of the browser's processes of a kind: ``browser``, ``renderer``."""
    answer = await devtools.send("SystemInfo.getProcessInfo")
    return [int(process["id"]) for process in answer["processInfo"] if process["type"] == kind]


async def keep_small(browser: Browser, most_bytes: int) -> None:
    """End processes that grow too large, until the browser is gone or this is cancelled."""
    with suppress(PlaywrightError):
        devtools = await browser.new_browser_cdp_session()
        while browser.is_connected():
            for pid in await find_pids(devtools, "renderer"):
                if resident_bytes(pid) > most_bytes:
                    logger.warning(
                        "a page needs more than %d MiB in the browser; it is given up", most_bytes >> 20
                    )
                    with suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)
            await asyncio.sleep(LOOK_SECONDS)


def resident_bytes(pid: int) -> int:
    """Give the memory that a process has in use; 0 where it is gone, or where no /proc tells."""
    try:
        pages = Path(f"/proc/{pid}/statm").read_text().split()[1]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
