"""Sources and answers for the tests of lists: read as a crawl reads them, without network."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from pydantic import TypeAdapter

from archiver.records import Capture
from archiver.sites.directory import Directory
from archiver.sites.listings import ListPage, read_listing
from archiver.sources.file import ShareSite, Sources
from archiver.sources.kinds import AnySource
from archiver.sources.pages import PageTable

NOW = datetime(2024, 5, 3, 12, tzinfo=UTC)
SOURCES = Sources(
    sites={"share": ShareSite(hosts=["share.example"])},
    pages={"own": PageTable(hosts=[], title="css:h1")},
)
DIRECTORY = Directory.of(SOURCES)
_ANY: TypeAdapter[AnySource] = TypeAdapter(AnySource)


def make_source(**keys: Any) -> Any:
    """Make a source of the keys of a table."""
    return _ANY.validate_python(keys, strict=True)


def make_capture(body: bytes | str | Any, url: str, content_type: str = "") -> Capture:
    """Make an answer of bytes, of text, or of what is sent as JSON."""
    if isinstance(body, str):
        body = body.encode()
    if not isinstance(body, bytes):
        body = json.dumps(body).encode()
    headers = (("content-type", content_type),) if content_type else ()
    return Capture(url=url, status=200, headers=headers, body=body, fetched_at=NOW)


def read(source: Any, body: bytes | str | Any, url: str = "", content_type: str = "") -> ListPage:
    """Read an answer of a source, which is called ``tide``."""
    capture = make_capture(body, url or source.addresses[0], content_type)
    return read_listing(capture, name="tide", source=source, directory=DIRECTORY)
