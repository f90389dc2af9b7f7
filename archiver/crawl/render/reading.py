"""Reads an answer, and shows its page in a browser first where it has no text without one."""

from __future__ import annotations

from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.http import Response

from archiver.cleaning import Found
from archiver.crawl.extension import ArchiveExtension
from archiver.crawl.faults import make_capture
from archiver.crawl.render.asking import asker
from archiver.crawl.render.renderer import HOW_TO_INSTALL, SHELL_REASONS, is_installed
from archiver.errors import ReadError
from archiver.reasons import Reason
from archiver.records import Target
from archiver.sites.directory import Directory

NO_ENDPOINT = frozenset({Reason.NOT_FOUND, Reason.NOT_JSON, Reason.HTTP_STATUS})
"""What a host answers that has no text at a share family's endpoint."""


async def read_page(
    response: Response, target: Target, shared: ArchiveExtension, crawler: Crawler
) -> tuple[Found, bool]:
    """Read an answer.

    Returns:
        What was read, and whether a browser showed it first.

    Raises:
        ReadError, BrokenPageError: it holds no readable article, or cannot be shown or read.
    """
    capture = make_capture(response)
    try:
        return await shared.readers.read(capture, target), False
    except ReadError as error:
        is_page = target.code is None or bool(target.via)
        if response.request is None or not is_page or error.reason not in SHELL_REASONS:
            raise
        # A share page that is asked for itself had no text at its endpoint: it is a shell.
        if not (response.meta.get("render") or target.via == target.url):
            raise ReadError(error.reason, f"{error}{_advise(error.reason)}") from error
        if not is_installed():
            raise ReadError(
                Reason.NO_BROWSER, f"{error}; to show it in a browser: {HOW_TO_INSTALL}"
            ) from error
    shown = await shared.renderer.render(capture, asker(crawler, response.request))
    shared.count("shown")
    try:
        return await shared.readers.read(shown, target), True
    except ReadError as error:
        raise ReadError(error.reason, f"{error}; it was shown in a browser") from error


def has_unknown_endpoint(reason: Reason, target: Target, directory: Directory) -> bool:
    """Whether a share page's host may keep its text elsewhere than its family does."""
    share = directory.find_share(target)
    if share is None or target.via or not target.url or reason not in NO_ENDPOINT:
        return False
    is_known = urlsplit(target.url).netloc.lower() in share.table.hosts or "://" in share.table.text
    return not is_known


def _advise(reason: Reason) -> str:
    if reason is not Reason.EMPTY_SHELL:
        return ""
    first = "" if is_installed() else f"{HOW_TO_INSTALL}, then "
    return f"; to show it in a browser: {first}render = true in its source, or fetch --render"
