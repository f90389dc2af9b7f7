"""Reads what walls say, by kind, from ``walls.toml``, and tells whether a title or line is a wall's."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from importlib import resources
from typing import Any

from archiver.reasons import Reason

LONGEST_LINE, LONGEST_CONSENT_LINE = 320, 900
"""Characters of a line that may be a wall's: walls speak shortly, but for those of lawyers."""
LEAST_SHARE = 0.45
"""How much of a sentence, and of a line, must be the wall's own words: news of walls say more."""
LONGEST_TITLE = 90
_WIDE_SIGN = r"[\u2e80-\u9fff\uac00-\ud7a3\uff00-\uffef]"
_WIDE = re.compile(f"{_WIDE_SIGN}{_WIDE_SIGN}*")  # the first by itself: quicker to look for
_SENTENCE = re.compile(r"[^。！？!?.\n]+(?:\.(?=\S)[^。！？!?.\n]+)*[。！？!?.\n]*")
_TITLE_PARTS = re.compile(r"\s+[|–—_·»:-]+\s+|[_|｜]|\s*-{2,}\s*|(?<=[\u4e00-\u9fff])-")
_WORD = re.compile(r"<(\w+)>")

Words = Mapping[Reason, re.Pattern[str]]


def _read_tables() -> dict[str, dict[str, Any]]:
    source = resources.files("archiver.sites.page").joinpath("walls.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


def _join(patterns: Iterable[str], words: Mapping[str, str]) -> re.Pattern[str]:
    filled = (_WORD.sub(lambda found: words[found[1]], pattern) for pattern in patterns)
    return re.compile("|".join(filled), re.IGNORECASE)


def _join_all(tables: Mapping[str, dict[str, Any]], name: str) -> Words:
    words = tables["words"]
    return {Reason(kind): _join(patterns, words) for kind, patterns in tables[name].items()}


_TABLES = _read_tables()
TITLES = _join_all(_TABLES, "titles")
SENTENCES = _join_all(_TABLES, "sentences")
_KEYS = {Reason(kind): tuple("|".join(keys).lower().split("|")) for kind, keys in _TABLES["keys"].items()}
_ASCII_KEYS = {kind: tuple(filter(str.isascii, keys)) for kind, keys in _KEYS.items()}
BUTTON, NEEDS_SCRIPT, OTHER_THAN_READING, REPORTED = (
    _join(_TABLES["others"][name], {})
    for name in ("button", "needs_script", "other_than_reading", "reported")
)


def weigh(text: str) -> int:
    """Give the length of a text, with Chinese, Japanese and Korean characters counted twice."""
    return len(text) if text.isascii() else len(text) + sum(map(len, _WIDE.findall(text)))


def is_title_of(kind: Reason, text: str) -> bool:
    """Whether a title, or a part of it beside the site's name, is wholly one of a kind of wall."""
    pattern = TITLES.get(kind)
    if pattern is None or not text or len(text) > LONGEST_TITLE:
        return False
    parts = [text, *_TITLE_PARTS.split(text)]
    return any(pattern.fullmatch(part.strip(" .…!！。?？")) for part in parts)


def is_said_by(kind: Reason, text: str) -> bool:
    """Whether most of a line is what a kind of wall says."""
    longest = LONGEST_CONSENT_LINE if kind is Reason.CONSENT else LONGEST_LINE
    if len(text) > longest or not has_key(kind, text) or REPORTED.search(text):
        return False
    if kind in (Reason.LOGIN, Reason.PAYWALL) and OTHER_THAN_READING.search(text):
        return False
    own = sum(weigh(one) for one in _SENTENCE.findall(text) if _is_mostly(kind, one.strip()))
    return own >= weigh(text) * LEAST_SHARE


def has_key(kind: Reason, text: str) -> bool:
    """Whether a text, of one line or more, has a word without which this kind of wall does not speak."""
    return has_small_key(kind, small_letters(text))


def has_small_key(kind: Reason, small: str) -> bool:
    """The same of a text in ``small_letters``."""
    return any(map(small.__contains__, (_ASCII_KEYS if small.isascii() else _KEYS)[kind]))


def small_letters(text: str) -> str:
    """Give a text in small letters, also the signs that are an i or s in another case, and that stay else."""
    return (text if text.isascii() else text.replace("ſ", "s").replace("ı", "i").replace("İ", "i")).lower()


def _is_mostly(kind: Reason, sentence: str) -> bool:
    matched = sum(weigh(one.group()) for one in SENTENCES[kind].finditer(sentence))
    return matched > 0 and matched >= weigh(sentence) * LEAST_SHARE
