"""The signs of a page that may part the attributes of its elements."""

from __future__ import annotations

SEPARATORS = b" \t\n\r\f\0/\"'"


def count_separators(content: bytes) -> tuple[int, int]:
    """Count the separators of some markup, and bound those that one element may have: here by all of them."""
    count = len(content) - len(content.translate(None, SEPARATORS))
    return count, count
