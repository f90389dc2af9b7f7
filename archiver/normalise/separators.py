"""The signs of a page that may part the attributes of its elements."""

from __future__ import annotations

SEPARATORS = b" \t\n\r\f\0/\"'"


def count_separators(content: bytes) -> int:
    """Count the separators of some markup."""
    return len(content) - len(content.translate(None, SEPARATORS))


def bound_attributes(content: bytes) -> int:
    """Bound the attributes that one element of some markup may have: here by all separators."""
    return count_separators(content)
