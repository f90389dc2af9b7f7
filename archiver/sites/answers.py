"""JSON answers as servers really give them: with a byte-order mark, as JSONP, in other encodings."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError

from archiver.errors import ReadError
from archiver.reasons import Reason
from archiver.records import Capture

_JSONP = re.compile(r"\s*(?:/\*.*?\*/)?\s*[\w$.\[\]\"']+\s*\((.*)\)\s*;?\s*\Z", re.DOTALL)


def read_json(capture: Capture) -> Any:
    """Decode the JSON of an answer.

    Raises:
        ReadError: it holds none (``not-json``), or only a part of it (``cut-off``).
    """
    text = _decode(capture.body).strip()
    for candidate in (text, _unwrap(text)):
        try:
            return json.loads(candidate)
        except (ValueError, RecursionError):
            continue
    if not text:
        raise ReadError(Reason.NOT_JSON, "the answer is empty")
    if text.startswith("<"):
        raise ReadError(Reason.NOT_JSON, "the answer is HTML where JSON was expected")
    if text[0] in "{[" and text[-1] not in "}]":
        raise ReadError(Reason.CUT_OFF, "the JSON answer is cut off")
    raise ReadError(Reason.NOT_JSON, f"the answer is no JSON: {text[:60]!r}")


def find_text(answer: Any, places: Iterable[str]) -> tuple[str, str]:
    """Find the first non-empty text at JMESPath places; the text and its place, or two empty strings."""
    for place in places:
        text = text_at(answer, place)
        if text.strip():
            return text, place
    return "", ""


def text_at(answer: Any, place: str) -> str:
    """Give the text or number at a JMESPath place, ``""`` where there is none."""
    found = search(answer, place) if place else None
    if isinstance(found, bool) or not isinstance(found, str | int | float):
        return ""
    return str(found)


def search(answer: Any, place: str) -> Any:
    """Give what stands at a JMESPath place; ``None`` where a function of it does not fit the answer."""
    try:
        return jmespath.search(place, answer)
    except JMESPathError:
        return None


def _decode(body: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    return body.decode("utf-8", "replace")


def _unwrap(text: str) -> str:
    matched = _JSONP.match(text)
    return matched.group(1) if matched else text
