"""What a page says, made harmless for the report."""

from __future__ import annotations

from html import escape

from archiver.explain.records import Explanation, one_line


def safe(text: str) -> str:
    """Give a text as one line that is no markup, neither between tags nor between quotes."""
    return escape(one_line(text), quote=True)


def language_of(told: Explanation) -> str:
    """Give the ``lang`` attribute of what the page says, ``""`` where its language is not known."""
    return f' lang="{safe(told.language)}"' if told.language else ""
