"""Text without what draws nothing or cannot be kept."""

from __future__ import annotations

import re
import unicodedata

LONGEST_NAME = 200

_UNSEEN = re.compile(r"[\u200b-\u200d\u2060\ufeff\u00ad]")
_UNKEPT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff]|[\ud800-\udfff]")


def scrub(text: str) -> str:
    """Take out control characters and lone surrogates, which databases and UTF-8 refuse."""
    return _UNKEPT.sub("", text)


def plain_text(text: str) -> str:
    """Collapse white space, take out characters that draw nothing; NFC, full-width signs stay."""
    text = scrub(text)
    if not text.isascii():
        text = unicodedata.normalize("NFC", _UNSEEN.sub("", text))
    return " ".join(text.split())


def plain_name(raw: str) -> str | None:
    """Give a name as plain text of bounded length; ``None`` for an empty one."""
    return plain_text(raw)[:LONGEST_NAME].strip() or None
