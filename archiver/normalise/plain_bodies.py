"""A body in the few forms in which the general reading writes most of them: it needs no tree to be cleaned.

What is said here of such a body is what ``bodies`` finds by way of a tree and the cleaner; a body of any
other form is left to these.
"""

from __future__ import annotations

import re

from archiver.normalise.blocks import Block
from archiver.normalise.text import plain_text

LONGEST_BODY, LONGEST_VALUE = 400_000, 2_000
"""Characters of a body that is read so, and of an attribute's value in it."""
DEEPEST = 4
"""Links and emphasis within each other."""

_TEXT = re.compile(r"[^<>&]*+(?:&(?:amp|lt|gt);[^<>&]*+)*+")
# Addresses that the cleaner keeps, letter for letter.
_HOST = r"(?![^/]*xn--)(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24}(?=[/?#\"])"
_ADDRESS = rf"(?:https?://{_HOST}|(?=[/?#.]))(?:[\w./?=#:%+,;@!$*()~-]|&amp;){{0,{LONGEST_VALUE}}}+"
_ALT = rf"(?:[^<>&\"]|&(?:amp|lt|gt|quot|#x27);){{0,{LONGEST_VALUE}}}+"

_PICTURE = re.compile(rf'<img src="({_ADDRESS})" alt="{_ALT}">', re.ASCII)
# Those it keeps in a link, and those that it takes out.
_LINKED = _ADDRESS.replace("&amp;", "&(?:amp|#x27);")
_CONTACT = rf"(?:mailto|tel):[\w.@+()%-]{{1,{LONGEST_VALUE}}}+"
_LINK = re.compile(rf'(<a href="{_LINKED}")>', re.ASCII)
_CONTACT_LINK = re.compile(rf'<a href="{_CONTACT}">', re.ASCII)
_MARK = re.compile(
    rf'<(/?)(a|b|strong|i|em|sub|sup|code|q|cite)(?:(?<=<a) href="(?:{_LINKED}|{_CONTACT})")?>', re.ASCII
)
_ENDS = {f"<{tag}>": f"</{tag}>" for tag in "p h2 h3 h4 h5 h6 li blockquote pre".split()}
"""Start of an element that is a line → its end."""
LONGEST_START = len("<blockquote>")
_LIST_START, _LIST_END = re.compile(r"<([uo]l)>\n(?=<li>)"), re.compile(r"</([uo]l)>(?:\n|\Z)")


def read_plain_body(html: str) -> tuple[list[Block], str] | None:
    """Give the blocks of a body and its cleaned markup; ``None`` where it has another form."""
    if not html or len(html) > LONGEST_BODY or "\r" in html:
        return None
    blocks: list[Block] = []
    place = 0
    around = ""
    while place < len(html):
        start = html.find(">", place, place + LONGEST_START) + 1
        tag = html[place:start]
        if ending := _ENDS.get(tag):
            end = html.find(ending, start)
            # The tree has other blanks about empty elements, and no line break at the start of a ``<pre>``.
            if end < 0 or html.startswith("</", start) or (tag == "<pre>" and html[start] == "\n"):
                return None
            block = _read_line(html[start:end], tag)
            # Items stand in lists, and nothing else does but the pictures between them.
            if block is None or ((tag == "<li>") != bool(around) and not (around and block.image_url)):
                return None
            if block.text or block.image_url:
                blocks.append(block)
            place = end + len(ending)
            if not html.startswith("\n", place) and place != len(html):
                return None
            place += 1
        elif not around and (line := _LIST_START.match(html, place)):
            around, place = line[1], line.end()
        elif around and (line := _LIST_END.match(html, place)) and line[1] == around:
            around, place = "", line.end()
        else:
            return None
    return None if around else (blocks, _cleaned(html))


def _read_line(inside: str, tag: str) -> Block | None:
    """Give the block that an element of a line is; ``None`` where it has another form."""
    if tag == "<p>" and (picture := _PICTURE.fullmatch(inside)):
        return Block("", image_url=_unescaped(picture[1]))
    text = _without_marks(inside) if "<" in inside else inside
    if text is None:
        return None
    if "<" in text or ">" in text or "&" in text:
        if not _TEXT.fullmatch(text):
            return None
        text = _unescaped(text)
    return Block(plain_text(text))


def _without_marks(inside: str) -> str | None:
    """Give a line without its links and emphasis; ``None`` where they are nested as the tree has them not."""
    text, *rest = _MARK.split(inside)
    pieces = [text]
    around: list[str] = []
    is_empty = False
    for end, name, text in zip(rest[::3], rest[1::3], rest[2::3], strict=True):
        if end:
            if is_empty or not around or around.pop() != name:
                return None
        elif len(around) == DEEPEST or (name == "a" and "a" in around):
            return None
        else:
            around.append(name)
        is_empty = not end and not text
        pieces.append(text)
    return None if around else "".join(pieces)


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _cleaned(html: str) -> str:
    """Give the markup as the cleaner writes it."""
    if "<a " in html:
        if '"mailto:' in html or '"tel:' in html:
            html = _CONTACT_LINK.sub('<a rel="noopener noreferrer">', html)
        html = _LINK.sub(r'\1 rel="noopener noreferrer">', html)
    return html.replace("&#x27;", "'").replace("\xa0", "&nbsp;").strip()
