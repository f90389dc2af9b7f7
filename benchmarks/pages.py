"""The pages with expected values, where they lie, and what a page's site is.

They are not part of the project; ``benchmarks/README.md`` says where they come from.
"""

from __future__ import annotations

import base64
import hashlib
import json
import lzma
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from archiver.normalise.urls import host_of
from archiver.sites.page.encodings import decode_page

SETS = ("wcxb-dev", "fundus-even", "gne-even", "htmldate-even")
SMALL_SETS = ("fundus-even", "gne-even")
"""These are too small to take a sample of."""


@dataclass(frozen=True)
class Page:
    """A page with its expected values; pages of one site have the same ``site``."""

    set_name: str
    site: str
    url: str
    body: bytes
    expected: dict[str, Any]

    @cached_property
    def html(self) -> str:
        """The page's text, decoded once for every system that does not decode for itself."""
        return decode_page(self.body) or self.body.decode("utf-8", "replace")


def pages_folder() -> Path:
    """Give the folder of the pages: in ``ARCHIVER_SHARED``, else in ``shared`` beside the project."""
    shared = os.environ.get("ARCHIVER_SHARED") or Path(__file__).parents[2] / "shared"
    return Path(shared) / "benchmarks"


def load_pages(folder: Path, name: str, every: int = 1) -> list[Page]:
    """Load a set of pages, or each ``every``-th of a large set."""
    return list(_pages(folder, name, 1 if name in SMALL_SETS else every))


def _pages(folder: Path, name: str, every: int) -> Iterator[Page]:
    with lzma.open(folder / f"{name}.jsonl.xz", "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number % every == 0:
                page = json.loads(line)
                url = page["url"] or ""
                body = base64.b64decode(page["html_b64"]) if "html_b64" in page else page["html"].encode()
                yield Page(name, host_of(url) if url else f"{name}-{number}", url, body, page["expected"])


def site_part(site: str, parts: int) -> int:
    """Give the part, of so many, that a site belongs to; always the same one."""
    return int(hashlib.md5(site.encode(), usedforsecurity=False).hexdigest(), 16) % parts
