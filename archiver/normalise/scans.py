"""Passes over the bytes of a page, before it is parsed."""

from __future__ import annotations

import re

SEPARATORS = b" \t\n\r\f\0/\"'"
"""Signs that may part the attributes of an element."""
_END = rb"</(?:body|html)\s{0,9}>"
_ENDS = re.compile(_END, re.IGNORECASE)
_NOTHING = re.compile(rb"(?:[ \t\n\r\f]++|" + _END + rb"|<!--(?:[^-]|-(?!-))*+-->)*+", re.IGNORECASE)


def count_separators(content: bytes) -> int:
    """Count the separators of some markup."""
    return len(content) - len(content.translate(None, SEPARATORS))


def count_tags(content: bytes) -> int:
    """Count the signs ``<`` of some markup."""
    return content.count(b"<")


def bound_attributes(content: bytes) -> int:
    """Bound the attributes that one element of some markup may have: here by all separators."""
    return count_separators(content)


def drop_ends(content: bytes) -> tuple[bytes, int]:
    """Take out where a page says that it ends, and bound the attributes of an element in what is left.

    Pages put together from parts say so several times. Where nothing follows the first, as mostly, all stay.
    """
    end = _ENDS.search(content)
    if end and not says_nothing(content[end.start() :]):
        content = _ENDS.sub(b"", content)
    return content, bound_attributes(content)


def says_nothing(markup: bytes) -> bool:
    """Whether some markup is nothing but blanks, comments and ends of a page."""
    return _NOTHING.fullmatch(markup) is not None


def is_utf8(content: bytes) -> bool:
    """Whether some bytes are a text in UTF-8."""
    return fits(content, "utf-8")


def fits(content: bytes, encoding: str) -> bool:
    """Whether some bytes are a text in an encoding that Python knows."""
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
