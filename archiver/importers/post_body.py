"""A post's body: its text as HTML, the address line and the links home taken off its end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape, unescape

GUARD_OPEN = "{::nomarkdown}"
GUARD_CLOSE = "{:/nomarkdown}"

_BACK_LINK = r"\[返回[^\[\]<>`]*\]\((?:https?://|/|\.)[^()\s<>\"'`]*\)"
_FOOTER = re.compile(rf"{_BACK_LINK}(?:｜{_BACK_LINK})*")
_ADDRESS = re.compile(r"<([^<>]*)>")
_LONE_TAG = re.compile(r"</?[A-Za-z][\w-]*(?:\s[^<>]*)?/?>")
_TAG = re.compile(r"</?[A-Za-z][\w-]*(?:\s[^<>]*)?/?>|<!--")
_HIDDEN = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
_QUOTED_TITLE = re.compile(r"【([^【】]+)】")
_SOURCE_NOTE = re.compile(r"（[^（）]*）$")


@dataclass(frozen=True, slots=True)
class PostBody:
    """What stands below a post's front matter.

    Attributes:
        html: the article's text as HTML.
        address: what the address line says; ``""`` when it is empty, ``None`` when there is none.
        address_line: how many lines below the first the address line stands.
        footer: the links home, as written.
        quoted_title: a title in 【】 at the beginning of the digest or the text; ``""`` if none.
    """

    html: str
    address: str | None
    address_line: int
    footer: str
    quoted_title: str


def read_body(body: str) -> PostBody:
    """Read a post's body."""
    lines = body.split("\n")
    footer = _pop_footer(lines)
    address = _pop_address(lines)
    address_line = len(lines)
    digest, main = _split_digest(lines)
    html = to_html(main)
    if digest and not _repeats(digest, html):
        html = "\n".join(part for part in (_paragraphs(digest), html) if part)
    match = _QUOTED_TITLE.match(digest) or _QUOTED_TITLE.match(visible_text(html).lstrip())
    return PostBody(html, address, address_line, footer, match[1].strip() if match else "")


def to_html(main: str) -> str:
    """Give a post's text as HTML: as it is where it holds tags, escaped paragraphs where it does not."""
    text = main.strip()
    if text.startswith(GUARD_OPEN) and text.endswith(GUARD_CLOSE):
        return text[len(GUARD_OPEN) : -len(GUARD_CLOSE)].strip("\n")
    return text if _TAG.search(text) else _paragraphs(text)


def visible_text(html: str) -> str:
    """Give the text of HTML, roughly: without tags, comments and scripts."""
    return unescape(_TAG.sub("", _HIDDEN.sub("", html)))


def _pop_footer(lines: list[str]) -> str:
    """Take the links home off the end: on one line, or on one line each."""
    taken: list[str] = []
    _pop_blank(lines)
    while lines and _FOOTER.fullmatch(lines[-1].strip()):
        taken.insert(0, lines.pop().strip())
        _pop_blank(lines)
    return "\n".join(taken)


def _pop_address(lines: list[str]) -> str | None:
    """Take the address line off the end; a lone tag such as ``<br>`` belongs to the text."""
    _pop_blank(lines)
    match = _ADDRESS.fullmatch(lines[-1].strip()) if lines else None
    if match is None or _LONE_TAG.fullmatch(match[0]):
        return None
    lines.pop()
    return match[1].strip()


def _pop_blank(lines: list[str]) -> None:
    while lines and not lines[-1].strip():
        lines.pop()


def _split_digest(lines: Sequence[str]) -> tuple[str, str]:
    """Split the block quotation at the beginning, a summary, from the text."""
    start = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
    end = start
    while end < len(lines) and lines[end].startswith(">"):
        end += 1
    digest = "\n".join(line[1:].strip() for line in lines[start:end])
    return digest.strip(), "\n".join(lines[end:])


def _repeats(digest: str, html: str) -> bool:
    """Whether a summary only repeats the text: its title and source note aside, word for word."""
    bare = _SOURCE_NOTE.sub("", _QUOTED_TITLE.sub("", digest, count=1).strip())
    return _squeeze(unescape(bare)) in _squeeze(visible_text(html))


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _paragraphs(text: str) -> str:
    parts = re.split(r"\n\s*\n", text.strip())
    return "\n".join(
        f"<p>{escape(unescape(part.strip()), quote=False)}</p>" for part in parts if part.strip()
    )
