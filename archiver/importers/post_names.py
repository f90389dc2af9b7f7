"""What a post's file name says: ``YYYY-MM-DD-NAME.md``, where NAME may be the article's code."""

from __future__ import annotations

import re

_DATED = re.compile(r"(\d{4}-\d\d-\d\d)-(.+)", re.ASCII)
# Codes seen are letters and at least ten digits (NW202202112273301324); a blog's slug is not one.
_CODE = re.compile(r"(?=(?:[A-Za-z]*\d){6})[A-Za-z\d]+", re.ASCII)


def split_name(stem: str) -> tuple[str, str]:
    """Split a file name without suffix into its day (``""`` if it has none) and the rest.

    The old archive wrote ``-CODE`` for articles without a time.
    """
    if match := _DATED.fullmatch(stem):
        return match[1], match[2]
    return "", stem.removeprefix("-")


def find_code(stem: str) -> str | None:
    """Find the code in a file name without suffix; ``None`` if the name is only a name."""
    name = split_name(stem)[1]
    return name if _CODE.fullmatch(name) else None
