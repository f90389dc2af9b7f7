"""A body's markup made into paragraphs, images, mentions and sanitised HTML.

Lines that are not text - byline, newspaper's line, editor's line - are read here and taken out of
the paragraphs; the sanitised HTML keeps them as printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import nh3
from lxml.etree import Comment, XPath, _Comment, _Element, iterwalk, strip_elements, tostring

from archiver.normalise.blocks import Block, find_blocks
from archiver.normalise.bylines import Byline, find_byline, find_editor, find_publisher
from archiver.normalise.markup import DROPPED, parse_markup
from archiver.normalise.plain_bodies import read_plain_body
from archiver.normalise.text import plain_text, scrub
from archiver.normalise.urls import join_url
from archiver.records import Image, Mention

_CHART_START = re.compile(r"<!--\s{0,9}EM_StockImg_Start\s{0,9}-->")
_CHART_END = re.compile(r"<!--\s{0,9}EM_StockImg_End\s{0,9}-->")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_ADVERT = re.compile(
    r"toplink|em_handle_adv\w*|ad|ads|advert\w*|ad[-_]\w+|\w+[-_]ads?|sponsor\w*", re.IGNORECASE
)
_CAPTION = re.compile(
    r"[（(\[【]?\s*(?:图片来源|图片说明|图源|图为|图：|供图|photo(?:graph)?\s*(?:by|:)|image\s*:|credit\s*:)",
    re.I,
)
_NOT_TEXT = {"script", "style", "noscript", "template", "iframe", "form", "object", "embed", "svg", "button"}
_CODES = XPath("descendant::*/@data-code")
_CREDITS = ("em_media", "res-edit")
"""Classes of the newspaper's and the editor's own line."""
LONGEST_CAPTION = 200
LONGEST_VALUE, PART_LENGTH = 8_000, 20_000
"""Characters of an attribute's value and of a piece of text, for the cleaner."""
_MAY_BE_LONG = XPath(
    f"string-length() > {PART_LENGTH} or descendant-or-self::*/@*[string-length() > {LONGEST_VALUE}]"
)
"""Whether all text together is longer than a piece may be, or one value is too long."""
MOST_PIECES = 100
"""Pieces of text in a wrapped name that are looked at."""
EDGE = 4
"""How many paragraphs from either end a line of its own may be a byline."""

_TAGS = (
    "p br h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote q cite pre code em strong b i u s sub sup small"
    " a span div center figure figcaption img table caption thead tbody tfoot tr td th hr section"
)
_ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt", "title", "width", "height"}}
_CLEANER = nh3.Cleaner(
    tags=set(_TAGS.split()),
    attributes=_ATTRIBUTES,
    allowed_classes={"p": {"em_media", "res-edit"}},
    url_schemes={"http", "https"},
    link_rel="noopener noreferrer",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What a body says; ``byline`` keeps the line as printed even where it names nobody."""

    paragraphs: tuple[str, ...]
    images: tuple[Image, ...]
    mentions: tuple[Mention, ...]
    html: str
    byline: Byline | None = None
    publisher: str | None = None
    editor: str | None = None


def clean_body(html: str, *, base_url: str = "") -> Body:
    """Read the markup of a body; never raises, empty markup gives an empty body."""
    html = scrub(html)
    if plain := read_plain_body(html):
        return _put_together(*plain, base_url=base_url)
    root = _parse(_drop_charts(html))
    if root is None:
        return Body(paragraphs=(), images=(), mentions=(), html="")
    _drop_unseen(root)
    mentions = tuple(dict.fromkeys(_find_mentions(root)))
    return _put_together(list(find_blocks(root)), _sanitise(root), mentions, base_url=base_url)


def _put_together(
    blocks: list[Block], html: str, mentions: tuple[Mention, ...] = (), *, base_url: str
) -> Body:
    """Tell text from what stands around it."""
    blocks, images = _take_captions(blocks, base_url)
    lines, publisher, editor = _take_credits(blocks)
    paragraphs, byline = _take_byline(lines)
    return Body(
        paragraphs=tuple(paragraphs),
        images=images,
        mentions=mentions,
        html=html,
        byline=byline,
        publisher=publisher,
        editor=editor,
    )


def _drop_charts(html: str) -> str:
    """Take out what stands between the comments around a chart; a start without an end stays."""
    kept: list[str] = []
    place = 0
    while (start := _CHART_START.search(html, place)) and (end := _CHART_END.search(html, start.end())):
        kept.append(html[place : start.start()])
        place = end.end()
    return "".join([*kept, html[place:]])


def _parse(html: str) -> _Element | None:
    page = parse_markup(f"<html><body>{html}</body></html>") if html.strip() else None
    return None if page is None else page.find("body")


def _drop_unseen(root: _Element) -> None:
    """Take out what a reader never sees or came for: scripts, hidden parts, advertising."""
    for element in root.iter():
        if (element.tag in _NOT_TEXT or (element.keys() and _is_unseen(element))) and element is not root:
            element.tag = DROPPED
    # All at once: one by one, the text around them would be put together anew each time.
    strip_elements(root, DROPPED, with_tail=False)


def _is_unseen(element: _Element) -> bool:
    """Whether the attributes of an element say that it is not shown, or advertising."""
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    if _HIDDEN.search(element.get("style", "")):
        return True
    return any(_ADVERT.fullmatch(name) for name in element.get("class", "").split())


def _find_mentions(root: _Element) -> Iterator[Mention]:
    """Find wrapped names, but not those a script wrapped in the newspaper's own line."""
    if not _CODES(root):
        return
    walker = iterwalk(root, events=("start",))
    for _, element in walker:
        if any(credit in element.get("class", "") for credit in _CREDITS):
            walker.skip_subtree()
            continue
        if element.get("data-code") is None or element is root:
            continue
        name = plain_text("".join(islice(element.itertext(), MOST_PIECES)))
        code = re.sub(r"\s*[,|]\s*", ".", element.get("data-code", "").strip())
        if name and code:
            yield Mention(name=name, code=code)


def _take_captions(blocks: list[Block], base_url: str) -> tuple[list[Block], tuple[Image, ...]]:
    """Tell captions from paragraphs: a figure's caption, or the centred or marked line after a picture."""
    kept: list[Block] = []
    images: list[Image] = []
    for position, block in enumerate(blocks):
        if block.image_url:
            images.append(Image(url=_absolute(base_url, block.image_url)))
        elif images and _is_caption(block, follows_image=bool(blocks[position - 1].image_url)):
            images[-1] = Image(url=images[-1].url, caption=images[-1].caption or block.text)
        elif not block.is_caption:
            kept.append(block)
    return kept, tuple(dict.fromkeys(images))


def _is_caption(block: Block, *, follows_image: bool) -> bool:
    if len(block.text) > LONGEST_CAPTION:
        return False
    return block.is_caption or (
        follows_image and (block.is_centred or _CAPTION.match(block.text) is not None)
    )


def _absolute(base_url: str, url: str) -> str:
    try:
        return join_url(base_url, url.strip())
    except ValueError:
        return url.strip()


def _take_credits(blocks: list[Block]) -> tuple[list[str], str | None, str | None]:
    """Take out the newspaper's and the editor's line."""
    lines: list[str] = []
    publisher: str | None = None
    editor: str | None = None
    for block in blocks:
        if "em_media" in block.classes or "res-edit" in block.classes or len(block.text) <= LONGEST_CAPTION:
            if name := find_publisher(block.text):
                publisher = publisher or name
                continue
            if name := find_editor(block.text):
                editor = editor or name
                continue
        lines.append(block.text)
    return lines, publisher, editor


def _take_byline(lines: list[str]) -> tuple[list[str], Byline | None]:
    """Take out lines that are only a byline; read one inside a sentence where no line names anybody."""
    whole: list[Byline] = []
    inside: list[Byline] = []
    paragraphs: list[str] = []
    for position, line in enumerate(lines):
        at_an_edge = position < EDGE or position >= len(lines) - EDGE
        byline = find_byline(line) if at_an_edge else None
        if byline and byline.whole:
            whole.append(byline)
            continue
        if byline:
            inside.append(byline)
        paragraphs.append(line)
    # A page that is nothing but a byline is a short note, whose only line is its text.
    if not paragraphs:
        return lines, whole[0] if whole else None
    found = [*whole, *inside]
    return paragraphs, next((b for b in found if b.authors), found[0] if found else None)


def _sanitise(root: _Element) -> str:
    _bound_pieces(root)
    # The body's own tag is none of those kept, so the cleaner takes it off.
    markup = tostring(root, encoding="unicode", method="html", with_tail=False)
    return _CLEANER.clean(markup.replace("&nbsp;", "\xa0")).strip()


def _bound_pieces(root: _Element) -> None:
    """Spare the cleaner long pieces, as its time grows with the square of a piece's entities.

    Long values are left out; long texts are parted by comments, which it drops.
    """
    if not _MAY_BE_LONG(root):
        return
    for element in list(root.iter()):
        for name, value in element.items():
            if len(value) > LONGEST_VALUE:
                del element.attrib[name]
        if len(tail := element.tail or "") > PART_LENGTH and element is not root:
            tail = scrub(tail)
            element.tail = None  # else it would stay behind what is added
            for part in reversed(_rest_in_parts(tail)):
                element.addnext(part)
            element.tail = tail[:PART_LENGTH]
        if len(text := element.text or "") > PART_LENGTH:
            text = scrub(text)
            element.text = text[:PART_LENGTH]
            for place, part in enumerate(_rest_in_parts(text)):
                element.insert(place, part)


def _rest_in_parts(text: str) -> list[_Comment]:
    """Give what a text has beyond its first part, as comments with tails."""
    parts: list[_Comment] = []
    for start in range(PART_LENGTH, len(text), PART_LENGTH):
        parts.append(Comment())
        parts[-1].tail = text[start : start + PART_LENGTH]
    return parts
