"""Slugs: a name in ASCII, for categories and file names."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LONGEST_SLUG = 60

_PLACES = {
    "漯河": "luò hé",
    "涡阳": "guō yáng",
    "单县": "shàn xiàn",
    "洪洞": "hóng tóng",
    "长治": "cháng zhì",
    "朝阳": "cháo yáng",
    "会稽": "kuài jī",
    "筠连": "jūn lián",
    "荥经": "yíng jīng",
    "浚县": "xùn xiàn",
    "珲春": "hún chūn",
    "繁峙": "fán shì",
    "都匀": "dū yún",
}
"""Places whose newspapers the dictionary would misspell: it reads their signs as in other words."""


@lru_cache(maxsize=4096)
def make_slug(name: str) -> str:
    """Spell a name in small ASCII letters: Chinese in pinyin without blanks, anything else folded.

    ``漯河日报`` → ``luoheribao``; ``Le Monde`` → ``le-monde``; ``""`` when nothing can be spelled.
    """
    spelled = name if name.isascii() else _spell(name)
    folded = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", folded)[:LONGEST_SLUG].strip("-")


def _spell(name: str) -> str:
    # The dictionary takes 0.3 s to load, which a run that meets no new newspaper need not pay.
    from pypinyin import Style, lazy_pinyin, load_phrases_dict  # noqa: PLC0415

    load_phrases_dict({place: [[sound] for sound in sounds.split()] for place, sounds in _PLACES.items()})
    return "".join(lazy_pinyin(name, style=Style.NORMAL, errors=lambda rest: rest))
