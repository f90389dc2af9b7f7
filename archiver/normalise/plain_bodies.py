"""A body in the few forms in which the general reading writes most of them: it needs no tree to be cleaned.

What is said here of such a body is what ``bodies`` finds by way of a tree and the cleaner; a body of any
other form is left to these.
"""

from __future__ import annotations

import re

from archiver.normalise.blocks import Block
from archiver.normalise.text import drawn_text

LONGEST_BODY, LONGEST_VALUE = 400_000, 2_000
"""Characters of a body that is read so, and of an attribute's value in it."""
DEEPEST = 4
"""Links and emphasis within each other."""
_BETWEEN = "\x85"
"""Put between lines; a text that has it is not read here."""

# No element is empty: the tree has other blanks about such.
_TEXT = r"(?!</)[^<>&]*+(?:&(?:amp|lt|gt);[^<>&]*+)*+"
# Addresses that the cleaner keeps, letter for letter.
_HOST = r"(?![^/]*xn--)(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24}(?=[/?#\"])"
_ADDRESS = rf"(?:https?://{_HOST}|(?=[/?#.]))(?:[\w./?=#:%+,;@!$*()~-]|&amp;){{0,{LONGEST_VALUE}}}+"
_ALT = rf"(?:[^<>&\"]|&(?:amp|lt|gt|quot|#x27);){{0,{LONGEST_VALUE}}}+"

_PICTURE = re.compile(rf'<img src="({_ADDRESS})" alt="{_ALT}">', re.ASCII)
_LINK = re.compile(rf'(<a href="{_ADDRESS}")>', re.ASCII)
_INNERMOST = re.compile(rf"<(a|b|strong|i|em|sub|sup|code|q|cite)>({_TEXT})</\1>")
_BARE_PICTURE = "<p><img></p>"
_LINE = "|".join(f"<{name}>{_TEXT}</{name}>" for name in "p h2 h3 h4 h5 h6 blockquote".split())
_LIST = "|".join(rf"<{name}>\n(?:<li>{_TEXT}</li>\n)++</{name}>" for name in ("ul", "ol"))
_LINES = re.compile(rf"(?:(?:{_LINE}|{_LIST}|{_BARE_PICTURE})(?:\n|\Z))++")
_LINE_TAG = re.compile(r"</?(?:p|h[2-6]|li|ul|ol|blockquote)>")


def read_plain_body(html: str) -> tuple[list[Block], str] | None:
    """Give the blocks of a body and its cleaned markup; ``None`` where it has another form."""
    if len(html) > LONGEST_BODY or "\r" in html or _BETWEEN in html:
        return None
    if not all("</a>" in link for link in html.split("<a ")[1:]):
        return None  # a link within a link
    # No tag has "<" in it: what stands in the value of another is left over there.
    bare = _LINK.sub("<a>", _PICTURE.sub("<img>", html))
    for _ in range(DEEPEST):
        bare, count = _INNERMOST.subn(r"\2", bare)
        if not count:
            break
    return (_blocks(bare, _PICTURE.findall(html)), _cleaned(html)) if _LINES.fullmatch(bare) else None


def _blocks(bare: str, sources: list[str]) -> list[Block]:
    """Give the blocks of a body without its links and emphasis; the addresses of its pictures beside."""
    blocks: list[Block] = []
    for number, part in enumerate(bare.split(_BARE_PICTURE)):
        if number:
            blocks.append(Block("", image_url=_unescaped(sources[number - 1])))
        text = drawn_text(_unescaped(_LINE_TAG.sub(_BETWEEN, part)))
        lines = (" ".join(line.split()) for line in text.split(_BETWEEN))
        blocks += [Block(line) for line in lines if line]
    return blocks


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _cleaned(html: str) -> str:
    """Give the markup as the cleaner writes it."""
    html = _LINK.sub(r'\1 rel="noopener noreferrer">', html)
    return html.replace("&#x27;", "'").replace("\xa0", "&nbsp;").strip()
