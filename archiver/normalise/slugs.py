"""Slugs: a name in ASCII, for categories and file names."""

from __future__ import annotations

import re
import unicodedata

from pypinyin import Style, lazy_pinyin

LONGEST_SLUG = 60


def make_slug(name: str) -> str:
    """Spell a name in small ASCII letters: Chinese in pinyin without blanks, anything else folded.

    ``漯河日报`` → ``luoheribao``; ``Le Monde`` → ``le-monde``; ``""`` when nothing can be spelled.
    """
    spelled = "".join(lazy_pinyin(name, style=Style.NORMAL, errors=lambda rest: rest))
    folded = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", folded)[:LONGEST_SLUG].strip("-")
