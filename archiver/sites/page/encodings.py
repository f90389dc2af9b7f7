"""The encoding of a page, told from its bytes before what the page declares of itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from charset_normalizer import from_bytes
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom

from archiver.normalise.loops import is_utf8
from archiver.normalise.scans import fits
from archiver.records import Candidate, Finding

BINARY_SIGNS = 8
"""NULs at the start that no text has."""
BAD_SHARE = 0.05
"""Share of a page's non-ASCII signs that may be broken, in a page cut off or put together from parts."""
SAMPLE = 6000
"""Bytes of text by which an encoding that is declared nowhere is guessed."""

# What browsers read under a name: the larger set that the smaller one's pages really use.
_READ_AS = {
    "gb2312": "gb18030", "gbk": "gb18030", "hz": "gb18030", "cp936": "gb18030",
    "big5": "big5hkscs", "cp950": "big5hkscs", "shift_jis": "cp932", "euc_kr": "cp949",
    "iso8859-1": "cp1252", "latin-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "tis-620": "cp874",
    "iso8859-11": "cp874",
}  # fmt: skip
_GUESSED = (
    "gb18030 big5hkscs cp932 euc_jp cp949 cp1251 koi8_r cp1250 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257"
    " cp1258 cp874"
).split()
# Python has more, which no browser reads a page in: utf-7, idna, hex, unicode_escape.
_ENCODINGS = frozenset(
    (
        "gb18030 big5hkscs cp932 euc_jp iso2022_jp cp949 cp866 cp874 cp1250 cp1251 cp1252 cp1253 cp1254"
        " cp1255 cp1256 cp1257 cp1258 koi8-r koi8-u mac-roman mac-cyrillic iso8859-2 iso8859-3 iso8859-4"
        " iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-10 iso8859-13 iso8859-14 iso8859-15 iso8859-16"
    ).split()
)
_MULTI_BYTE = frozenset({"gb18030", "big5hkscs", "cp932", "euc_jp", "cp949", "iso2022_jp"})
_MARKUP = re.compile(rb"<(script|style)\b(?:[^<]++|<(?!/\1))*+|<[^<>]*>|&#?\w{1,10};", re.IGNORECASE)
_LINE_END = re.compile(rb"\r\n")
_FOREIGN = re.compile(rb"[^\x00-\x7f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page's text, and the encoding in which its bytes were read.

    Attributes:
        content: the text in UTF-8; the bytes of most pages are just that.
        encoding: its name, what spoke for it, and what else was declared.
    """

    content: bytes
    encoding: Finding

    @property
    def text(self) -> str:
        """The text."""
        return self.content.decode()


def decode_page(body: bytes, content_type: str = "") -> str | None:
    """Decode a page; ``None`` for an empty or binary answer."""
    decoded = read_bytes(body, content_type)
    return decoded.text if decoded else None


def read_bytes(body: bytes, content_type: str = "") -> Decoded | None:
    """Decode a page; ``None`` for an empty or binary answer. What cannot be decoded becomes U+FFFD.

    Bytes that are UTF-8 are taken as UTF-8 whatever the page declares: text in another encoding is
    hardly ever valid UTF-8 by chance, and many Chinese pages declare gb2312 after a change to UTF-8.
    """
    if not body or body.isspace():
        return None
    said = _said(body, content_type)
    read = _read(body, said)
    if read is None:
        return None
    content, name, rule = read
    if b"\x00" in content:
        content = content.replace(b"\x00", b"")
    if b"\r" in content:
        content = _LINE_END.sub(b"\n", content)  # twice as quick as ``replace`` where there are few
    return Decoded(content, Finding(name, rule, tuple(one for one in said if one != Candidate(rule, name))))


def _read(body: bytes, said: Sequence[Candidate]) -> tuple[bytes, str, str] | None:
    """Give the text in UTF-8, its encoding, and what spoke for that; ``None`` for a binary answer."""
    marked, mark = read_bom(body)
    if marked:
        return body[len(mark or b"") :].decode(marked, "replace").encode(), marked, "byte-order mark"
    if body[:1024].count(b"\x00") > BINARY_SIGNS:
        return None
    has_escapes = b"\x1b" in body and b"\x1b$" in body  # ASCII and UTF-8 have none
    if not has_escapes and body.isascii():
        return body, "ascii", "only ASCII bytes"
    if not has_escapes and is_utf8(body):
        return body, "utf-8", "valid UTF-8"
    text, name, rule = _read_as_said(body, said)
    return text.encode(), name, rule


def _read_as_said(body: bytes, said: Sequence[Candidate]) -> tuple[str, str, str]:
    as_utf8 = body.decode("utf-8", "replace")
    if _is_nearly_right(as_utf8, body):
        return as_utf8, "utf-8", "nearly valid UTF-8"
    rules = {one.value: one.rule for one in reversed(said) if one.value in _ENCODINGS}
    declared = list(dict.fromkeys(one.value for one in said if one.value in rules))
    fitting = [encoding for encoding in declared if fits(body, encoding)]
    # A text in one byte a sign fits every such encoding; one that fits a stricter encoding is in that.
    fitting.sort(key=lambda encoding: (encoding not in _MULTI_BYTE, encoding == "cp1252"))
    if not fitting:
        fitting = [
            encoding for encoding in declared if _is_nearly_right(body.decode(encoding, "replace"), body)
        ]
    if not fitting or (fitting[0] == "cp1252" and not _looks_western(body)):
        guessed = _guess(body)
        return body.decode(guessed, "replace"), guessed, "guessed"
    return body.decode(fitting[0], "replace"), fitting[0], rules[fitting[0]]


def _said(body: bytes, content_type: str) -> list[Candidate]:
    """Give what is declared, the page's own word first: a server often says the same of all its pages."""
    declared = (
        ("declared in the page", html_body_declared_encoding(body)),
        ("http:content-type", http_content_type_encoding(content_type)),
    )
    return [Candidate(rule, _READ_AS.get(name, name)) for rule, name in declared if name]


def _is_nearly_right(text: str, body: bytes) -> bool:
    """Whether hardly any sign beyond ASCII was broken when ``body`` was decoded to ``text``."""
    broken = text.count("\ufffd") - body.count(b"\xef\xbf\xbd")
    return broken < BAD_SHARE * (len(text) - len(text.encode("ascii", "ignore")))


def _looks_western(body: bytes) -> bool:
    """Whether signs beyond ASCII stand alone among letters, as accents and dashes do."""
    sample = _sample(body)
    foreign = len(_FOREIGN.findall(sample))
    return foreign < 0.3 * max(1, len(sample))


def _guess(body: bytes) -> str:
    """Guess an encoding that is declared nowhere, or wrongly."""
    found = from_bytes(_sample(body), cp_isolation=_GUESSED, preemptive_behaviour=False)
    best = found.best()
    if best is None:
        return "cp1252"
    as_good = [one.encoding for one in found if (one.chaos, one.coherence) == (best.chaos, best.coherence)]
    return "cp1252" if "cp1252" in as_good else best.encoding


def _sample(body: bytes) -> bytes:
    """Give the start of the page's text, without markup and without lines that are all ASCII."""
    text = _MARKUP.sub(b" ", body[:400_000])
    lines = (line.strip() for line in text.splitlines())
    return b"\n".join(line for line in lines if line and not line.isascii())[:SAMPLE]
