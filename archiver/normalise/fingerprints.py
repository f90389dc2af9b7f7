"""Fingerprints: what two prints of the same text have in common, whatever their white space and width."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable

SHORTEST_MERGED = 100
"""Letters and digits a text needs to tell articles apart by itself; "see page 2" has fewer."""

# None of them becomes a letter or digit, or is put together with a sign beside it.
_COMMON_SIGNS = "‘’“”–—…，：；！？（）。、《》\xa0"
_ASCII_SIGNS = bytes(code for code in range(128) if not chr(code).isalnum())
_OTHER_SIGN = re.compile(r"[^\x00-\x7f\w]")


def fold_text(text: str) -> str:
    """Reduce a text to its letters and digits: NFKC, case-folded, no white space or punctuation."""
    if not text.isascii():
        for sign in _COMMON_SIGNS:  # most texts without them are in NFKC, which is quickly seen
            text = text.replace(sign, " ")
    text = unicodedata.normalize("NFKC", text).casefold()
    # Nearly all signs are ASCII, and taken out of bytes far quicker than out of a text.
    words = text.encode("utf-8", "surrogatepass").translate(None, _ASCII_SIGNS)
    text = words.decode("utf-8", "surrogatepass")
    return text if text.isascii() else _OTHER_SIGN.sub("", text)


def text_digest(paragraphs: Iterable[str]) -> tuple[str, str | None]:
    """Give the digest of a text, and the same as a merge key where it is long enough to be one."""
    folded = fold_text("".join(paragraphs))
    digest = hashlib.sha256(folded.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return digest, digest if len(folded) >= SHORTEST_MERGED else None
