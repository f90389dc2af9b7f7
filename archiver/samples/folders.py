"""Samples on disk: ``samples/SOURCE/SLUG`` with the answer's bytes, what came with them, what is expected.

Only what reading needs is kept of the headers: cookies and the like are nobody's business.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from archiver.errors import UsageError
from archiver.exporters.record import time_text
from archiver.normalise.slugs import make_slug
from archiver.records import Capture

FOLDER = "samples"
CAPTURE, EXPECTED = "capture.json", "expected.json"
LONGEST_SLUG = 60
_KEPT_HEADERS = frozenset(("content-type", "content-language", "last-modified"))
_ENDINGS = {b"\x1f\x8b": "gz"} | dict.fromkeys((b"<?xml", b"<rss", b"<feed", b"<urlset", b"<sitemap"), "xml")


@dataclass(frozen=True, slots=True)
class Sample:
    """A saved answer.

    Attributes:
        folder: where it is, or will be.
        source: the source that reads it; ``""`` for a page that none lists.
        asked: the address of the article, or of the list.
        is_list: whether it is a source's list, not an article's answer.
        expected: the record; ``None`` before it was written.
    """

    folder: Path
    source: str
    asked: str
    is_list: bool
    capture: Capture
    expected: Mapping[str, Any] | None = None

    @property
    def name(self) -> str:
        """``SOURCE/SLUG``."""
        return f"{self.folder.parent.name}/{self.folder.name}"


def choose_folder(root: Path, source: str, asked: str) -> Path:
    """Choose the folder of a sample: that of the same address, or one that no other address has."""
    parts = urlsplit(asked)
    words = make_slug(f"{parts.path} {parts.query}")[:LONGEST_SLUG].strip("-") or "home"
    folder = root / source / words
    place = folder / CAPTURE
    if place.exists() and _read_json(place).get("asked") != asked:
        return root / source / f"{words}-{sha256(asked.encode()).hexdigest()[:8]}"
    return folder


def save_sample(sample: Sample, expected: Mapping[str, Any]) -> None:
    """Write a sample, in place of an earlier one of the same address."""
    sample.folder.mkdir(parents=True, exist_ok=True)
    for earlier in sample.folder.glob("answer.*"):
        earlier.unlink()
    body = f"answer.{_ending(sample.capture)}"
    (sample.folder / body).write_bytes(sample.capture.body)
    told = {
        "what": "list" if sample.is_list else "article",
        "source": sample.source,
        "asked": sample.asked,
        "url": sample.capture.url,
        "status": sample.capture.status,
        "headers": {name: value for name, value in sample.capture.headers if name in _KEPT_HEADERS},
        "fetched_at": time_text(sample.capture.fetched_at),
        "body": body,
    }
    _write_json(sample.folder / CAPTURE, told)
    save_expected(sample, expected)


def save_expected(sample: Sample, expected: Mapping[str, Any]) -> None:
    """Write what is expected of a sample."""
    _write_json(sample.folder / EXPECTED, expected)


def load_samples(root: Path, names: Collection[str] = ()) -> Iterator[Sample]:
    """Yield the samples of a folder in the order of their names.

    Args:
        names: of the sources whose samples are wanted; all if empty.

    Raises:
        UsageError: one is broken.
    """
    for place in sorted(root.glob(f"*/*/{CAPTURE}")):
        if not names or place.parent.parent.name in names:
            yield _load(place.parent)


def _load(folder: Path) -> Sample:
    told = _read_json(folder / CAPTURE)
    try:
        capture = Capture(
            url=told["url"],
            status=told["status"],
            headers=tuple(told["headers"].items()),
            body=(folder / os.path.basename(told["body"])).read_bytes(),
            fetched_at=datetime.fromisoformat(told["fetched_at"]),
        )
        if capture.fetched_at.tzinfo is None:
            raise ValueError("fetched_at names no offset")
        is_list = told["what"] == "list"
        return Sample(folder, told["source"], told["asked"], is_list, capture, _read_json(folder / EXPECTED))
    except (KeyError, ValueError, TypeError, AttributeError, OSError) as error:
        raise UsageError(f"{folder}: is no whole sample ({error!r}); record it again") from None


def _ending(capture: Capture) -> str:
    kind = dict(capture.headers).get("content-type", "").lower()
    begin = capture.body.lstrip()
    told = next((ending for mark, ending in _ENDINGS.items() if begin.startswith(mark)), "")
    if told:
        return told
    if "json" in kind or begin[:1] in (b"{", b"["):
        return "json"
    return "html" if begin.startswith(b"<") else "txt"


def _read_json(place: Path) -> dict[str, Any]:
    try:
        told = json.loads(place.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{place}: cannot be read ({error}); record the sample again") from None
    if not isinstance(told, dict):
        raise UsageError(f"{place}: is no JSON object; record the sample again")
    return told


def _write_json(place: Path, told: Mapping[str, Any]) -> None:
    text = json.dumps(told, ensure_ascii=False, indent=2)
    place.write_bytes((text + "\n").encode("utf-8", "backslashreplace"))
