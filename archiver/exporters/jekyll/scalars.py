"""Text of any kind as YAML scalars, as Markdown link text and as addresses."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from urllib.parse import quote

_PLAIN = re.compile(r"[A-Za-z\u3400-\u4dbf\u4e00-\u9fff][A-Za-z0-9\u3400-\u4dbf\u4e00-\u9fff_-]*")
_WORDS_OF_YAML = {"true", "false", "yes", "no", "on", "off", "y", "n", "null"}
_SURROGATE = re.compile("[\ud800-\udfff]")
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_BLANK = re.compile(r"\s")
# Kept beside letters and digits, which quote() always keeps; "|" would start a kramdown table.
_ADDRESS_SIGNS = "%:/?#[]@!$&'()*+,;=-._~{}^\\"


def quoted(text: str) -> str:
    """Write a text as a double-quoted YAML scalar.

    JSON's escapes are YAML's, but YAML also forbids control signs above ASCII, takes line separators
    for line breaks, and knows no lone surrogates, which are replaced.
    """
    sound = json.dumps(_SURROGATE.sub("\ufffd", text), ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", sound)


def plain_or_quoted(text: str) -> str:
    """Write a text as a YAML scalar: plain when nobody can take it for anything else."""
    is_plain = _PLAIN.fullmatch(text) and text.lower() not in _WORDS_OF_YAML
    return text if is_plain else quoted(text)


def words(texts: Sequence[str]) -> str:
    """Write categories or tags: one as a scalar, as Jekyll would cut it at blanks otherwise as a list."""
    if len(texts) == 1 and texts[0] and not _BLANK.search(texts[0]):
        return plain_or_quoted(texts[0])
    return f"[{', '.join(plain_or_quoted(text) for text in texts)}]"


def link_text(text: str) -> str:
    """Write a text inside a Markdown link so that none of its signs means anything."""
    flat = " ".join(_SURROGATE.sub("\ufffd", text).split())
    return _PUNCTUATION.sub(lambda sign: f"&#{ord(sign[0])};", flat)


def address(url: str) -> str:
    """Write an address for ``<…>`` on a line of its own, unchanged unless it holds unsafe signs."""
    sound = _SURROGATE.sub("\ufffd", url.strip())
    return "".join(sign if sign > "\xa0" and not sign.isspace() else _escaped(sign) for sign in sound)


def _escaped(sign: str) -> str:
    return quote(sign, safe=_ADDRESS_SIGNS)
