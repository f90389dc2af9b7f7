"""Text without what draws nothing or cannot be kept."""

from __future__ import annotations

import html
import re
import unicodedata

LONGEST_NAME = 200
MOST_MARKS = 30
"""Marks on one letter, as Unicode's stream-safe format has it (UAX 15)."""

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b[^<>]*>|<!--[^<>]*-->")
_BREAKING = frozenset({"br", "p", "div", "li", "h1", "h2", "h3", "td", "tr"})
# Only with their semicolon: "AT&T" and "a=1&copy=2" are no entities.
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_UNSEEN = re.compile(r"[\u200b-\u200d\u2060\ufeff\u00ad]")
# Any mark, but no common punctuation, which stands in most texts.
_MARK = r"[^\x00-\u02ff\w\s\u2010-\u205e\u3001-\u3020\uff01-\uff65]"
_ONE_MARK = re.compile(_MARK)
_MARKS = re.compile(rf"{_MARK}{_MARK}{{{MOST_MARKS},}}")  # the first by itself: quicker to look for
_UNKEPT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff]|[\ud800-\udfff]")


def scrub(text: str) -> str:
    """Take out control characters and lone surrogates, which databases and UTF-8 refuse."""
    # Line breaks are not printable; most texts have no other sign that is not.
    return text if text.replace("\n", "").isprintable() else _UNKEPT.sub("", text)


def plain_text(text: str) -> str:
    """Collapse white space, take out characters that draw nothing; NFC, full-width signs stay."""
    if "  " not in text and text.isprintable():  # the only white space that is printable is the blank
        return _composed(text).strip()
    return " ".join(_composed(_UNSEEN.sub("", scrub(text))).split())


def _composed(text: str) -> str:
    """Give a text in NFC."""
    return text if text.isascii() else unicodedata.normalize("NFC", _unstacked(text))


def _unstacked(text: str) -> str:
    """Take out marks above the 30th on one letter: the time to put them in order grows with their square."""
    # So many in a row would have one of themselves among every 31st sign.
    return _MARKS.sub(_first_marks, text) if _ONE_MARK.search(text[:: MOST_MARKS + 1]) else text


def _first_marks(signs: re.Match[str]) -> str:
    kept: list[str] = []
    count = 0
    for sign in signs[0]:
        count = count + 1 if unicodedata.combining(sign) else 0
        if count <= MOST_MARKS:
            kept.append(sign)
    return "".join(kept)


def without_markup(text: str) -> str:
    """Take out tags, and put the signs that entities stand for in their places."""
    if "<" in text:
        text = _TAG.sub(lambda tag: " " if (tag[2] or "").lower() in _BREAKING else "", text)
    return _ENTITY.sub(lambda entity: html.unescape(entity[0]), text) if "&" in text else text


def prose(raw: str, longest: int = LONGEST_NAME) -> str | None:
    """Give what a page says about itself as plain text of bounded length; ``None`` for nothing.

    Some pages escape it twice or thrice; cleaning what is clean changes nothing.
    """
    text = raw[: 2 * longest]
    while True:  # ends: a step shortens the text, or normalises what it will find normalised
        cleaned = plain_text(without_markup(text))[:longest].strip()
        if cleaned == text:
            return text or None
        text = cleaned


def plain_name(raw: str) -> str | None:
    """Give a name as plain text of bounded length; ``None`` for an empty one."""
    return plain_text(raw)[:LONGEST_NAME].strip() or None
