"""``archiver extract``: pages in, records out, line by line; no archive, no network."""

from __future__ import annotations

import base64
import json
import sys
from datetime import UTC, datetime
from typing import Any

import typer

from archiver.cli.options import Config, settings_of, sources_of
from archiver.errors import AddressError, ReadError
from archiver.exporters.record import article_record, record_line
from archiver.normalise.article import normalise
from archiver.normalise.urls import check_url
from archiver.records import Capture, Wall
from archiver.sites.directory import Directory, plain_target


class _LineError(Exception):
    """A line that is no page; the message says why."""


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(extract)


def extract(config: Config = None) -> None:
    """Read pages as JSON Lines {"url", "html_b64"} (or "html") and print one JSON record per line."""
    directory = Directory.of(sources_of(settings_of(None, config)))
    for line in sys.stdin.buffer:
        record = _extract_line(line, directory)
        sys.stdout.buffer.write(record_line(record).encode("utf-8", "replace") + b"\n")
        sys.stdout.buffer.flush()


def _extract_line(line: bytes, directory: Directory) -> dict[str, Any]:
    """Read one page; whatever is wrong with it becomes its record."""
    url: str | None = None
    try:
        page = _read_line(line)
        url = str(page.get("url") or "")
        capture, target = _capture(page, url), plain_target(check_url(url) if url else "")
        draft = directory.extract(capture, target, needs_text=False)
        read = normalise(draft, needs_text=False)
        return article_record(read) | _tell_lack(draft.wall, has_text=bool(read.paragraphs))
    except (ReadError, AddressError) as error:
        return {"url": url, "error": str(error)}
    except _LineError as error:
        return {"url": url, "error": f"the line is no page: {error}"}
    except Exception as error:  # noqa: BLE001 - one page must never end the stream
        return {"url": url, "error": f"the page cannot be read: {error!r}"[:300]}


def _tell_lack(wall: Wall | None, *, has_text: bool) -> dict[str, str]:
    if wall is not None:
        return {"error": f"{wall.message} [{wall.reason}]"}
    return {} if has_text else {"error": "the page holds no article's text"}


def _read_line(line: bytes) -> dict[str, Any]:
    if not line.strip():
        raise _LineError("it is empty")
    try:
        page = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise _LineError(f"it is no JSON ({error})") from error
    if not isinstance(page, dict):
        raise _LineError('it is no JSON object; write {"url": …, "html_b64": …}')
    return page


def _capture(page: dict[str, Any], url: str) -> Capture:
    if "html_b64" in page:
        try:
            body = base64.b64decode(str(page["html_b64"]), validate=True)
        except ValueError as error:
            raise _LineError(f'its "html_b64" is no Base64 ({error})') from error
        headers: tuple[tuple[str, str], ...] = ()
    elif isinstance(page.get("html"), str):
        body = page["html"].encode("utf-8", "replace")
        headers = (("content-type", "text/html; charset=utf-8"),)
    else:
        raise _LineError('it has neither "html_b64" nor "html"')
    if isinstance(page.get("content_type"), str):
        headers = (("content-type", page["content_type"]),)
    return Capture(url=url, status=200, headers=headers, body=body, fetched_at=datetime.now(UTC))
