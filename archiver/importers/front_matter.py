"""Front matter: the lines between two ``---`` at the top of a post, read even when they are broken.

Reads the YAML that posts use (``key: value``, quoted or not, lists, folded lines). Where a value is no
YAML, such as a title with quotation marks of its own inside quotation marks, it is taken literally
and reported as a fault, because the old archive wrote such posts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_KEY = re.compile(r"([A-Za-z_][\w-]*):(?:[ \t]+(.*)|)", re.ASCII)
_DOUBLE = re.compile(r'"((?:[^"\\]|\\.)*)"(?:\s+#.*)?')
_SINGLE = re.compile(r"'((?:[^']|'')*)'(?:\s+#.*)?")
_ESCAPE = re.compile(r"\\(x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|.)")
_FLOW_PART = re.compile(r"""\s*("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^,]*?)\s*(?:,|$)""")
_BLOCK_SIGN = re.compile(r"[|>][+-]?")
_PAIR_SIGN = re.compile(r":(?:\s|$)")
_SIGNS = "{}[]&*!|>%@`,#?"
_ESCAPED = {
    **{"0": "\0", "a": "\a", "b": "\b", "t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r"},
    **{"e": "\x1b", " ": " ", '"': '"', "/": "/", "\\": "\\", "N": "\x85", "_": "\xa0"},
    **{"L": "\u2028", "P": "\u2029"},
}


@dataclass(frozen=True, slots=True)
class Value:
    """The value of a key: its texts (one, unless it is a list) and the line it stands in."""

    line: int
    texts: tuple[str, ...]
    is_list: bool = False

    @property
    def text(self) -> str:
        """The text, or the first of a list; ``""`` when there is none."""
        return next(iter(self.texts), "")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is broken, and the line of the file."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The values by key, the text below, the line where it begins, and what was broken."""

    values: dict[str, Value]
    body: str
    body_line: int
    faults: tuple[Fault, ...]


def read_front_matter(post: str) -> FrontMatter | None:
    """Read a post's front matter; ``None`` when the text does not begin with any."""
    lines = post.split("\n")
    if lines[0].rstrip() != "---":
        return None
    end = next((at for at, line in enumerate(lines) if at and line.rstrip() in ("---", "...")), None)
    faults: list[Fault] = []
    if end is None:
        end = next((at for at, line in enumerate(lines) if at and not _belongs(line)), len(lines))
        faults.append(Fault(1, "the front matter is never closed by ---"))
        body_start = end
    else:
        body_start = end + 1
    values = _read_values(lines[1:end], faults)
    return FrontMatter(values, "\n".join(lines[body_start:]), body_start + 1, tuple(faults))


def _belongs(line: str) -> bool:
    return bool(_KEY.fullmatch(line)) or line.startswith((" ", "\t", "- "))


def _read_values(lines: Sequence[str], faults: list[Fault]) -> dict[str, Value]:
    """Gather each key's lines, then read them; the last of a repeated key counts, as in Jekyll."""
    gathered: list[tuple[int, str, list[str]]] = []
    for number, line in enumerate(lines, start=2):
        if match := _KEY.fullmatch(line):
            gathered.append((number, match[1], [match[2] or ""]))
        elif gathered and (line.startswith((" ", "\t", "- ")) or line.strip() == "-"):
            gathered[-1][2].append(line)
        elif line.strip() and not line.startswith("#"):
            faults.append(Fault(number, "the line is no 'key: value'"))
    return {key: _read_value(number, key, parts, faults) for number, key, parts in gathered}


def _read_value(number: int, key: str, parts: Sequence[str], faults: list[Fault]) -> Value:
    first, rest = parts[0].strip(), [part.strip() for part in parts[1:]]
    if _BLOCK_SIGN.fullmatch(first):
        return Value(number, (("\n" if first[0] == "|" else " ").join(rest),))
    if not first and rest and all(part.startswith("- ") or part == "-" for part in rest):
        raw_texts, is_list = [part[1:].strip() for part in rest], True
    else:
        joined = " ".join([first, *rest]).strip()
        is_list = joined.startswith("[") and joined.endswith("]")
        raw_texts = _flow_parts(joined) if is_list else [joined]
    texts = []
    for raw in raw_texts:
        text, is_sound = read_scalar(raw)
        texts.append(text)
        if not is_sound:
            faults.append(Fault(number, f"the value of {key} is broken YAML, taken as it stands"))
    return Value(number, tuple(texts), is_list)


def _flow_parts(joined: str) -> list[str]:
    parts = [match[1] for match in _FLOW_PART.finditer(joined[1:-1].strip())]
    return [part for part in parts if part]


def read_scalar(raw: str) -> tuple[str, bool]:
    """Read one YAML scalar; gives its text and whether it was sound."""
    if raw.startswith('"'):
        match = _DOUBLE.fullmatch(raw)
        text = _unescape(match[1]) if match else None
        return (_bare(raw, '"'), False) if text is None else (text, True)
    if raw.startswith("'"):
        match = _SINGLE.fullmatch(raw)
        return (match[1].replace("''", "'"), True) if match else (_bare(raw, "'"), False)
    plain = re.sub(r"(^|\s+)#.*$", "", raw) if not raw.startswith("#") else ""
    if plain in ("~", "null", "Null", "NULL"):
        return "", True
    return plain, not plain.startswith(tuple(_SIGNS)) and not _PAIR_SIGN.search(plain)


def _bare(raw: str, quote: str) -> str:
    return raw[1:].removesuffix(quote)


def _unescape(inner: str) -> str | None:
    """Resolve the escapes of a double-quoted scalar; ``None`` if one of them is none."""
    if any(match[1] not in _ESCAPED and len(match[1]) == 1 for match in _ESCAPE.finditer(inner)):
        return None
    return _ESCAPE.sub(_unescape_one, inner)


def _unescape_one(match: re.Match[str]) -> str:
    escape = match[1]
    if len(escape) == 1:
        return _ESCAPED[escape]
    number = int(escape[1:], 16)
    return chr(number) if number <= 0x10FFFF else "\ufffd"
