"""The pages of one article joined in order; what a page repeats of those before stands once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from lxml import etree
from lxml.etree import _Element

from archiver.normalise.fingerprints import fold_text
from archiver.normalise.markup import DROPPED, parse_markup, texts_in
from archiver.records import Draft

SHORTEST_REPEATED = 12
"""Letters of a line that is dropped wherever it is repeated; a shorter one only where a page begins."""
LEAST_NEW = 20
"""Letters that a page must add; one with fewer shows an earlier page once more."""
_LINES = ("p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "td")


def join_drafts(first: Draft, rest: Sequence[Draft], addresses: Sequence[str] = ()) -> Draft:
    """Join the pages of an article: the first page's fields, and the text of all.

    Args:
        addresses: those of the further pages; they become the article's.
    """
    seen = set(_keys(first.body_html)) | {fold_text(first.raw_title), fold_text(first.raw_byline)}
    parts = [first.body_html]
    for draft in rest:
        markup, keys = _without(draft.body_html, seen)
        seen |= keys
        parts.append(markup)
    pages = (first, *rest)
    return replace(
        first,
        body_html="\n".join(filter(None, parts)),
        addresses=tuple(dict.fromkeys((*first.addresses, *addresses))),
        next_url="",
        replaced_count=sum(one.replaced_count for one in pages),
        missed_rules=tuple(dict.fromkeys(name for one in pages for name in one.missed_rules)),
        is_cut=any(one.is_cut for one in pages),
    )


def adds_text(pages: Sequence[Draft], draft: Draft) -> bool:
    """Whether a page says what those before did not."""
    seen = {key for one in pages for key in _keys(one.body_html)}
    return sum(len(key) for key in _keys(draft.body_html) if key not in seen) >= LEAST_NEW


def _keys(markup: str) -> Iterator[str]:
    root = parse_markup(markup) if markup.strip() else None
    for line in _lines(root) if root is not None else ():
        if key := fold_text("".join(texts_in(line))):
            yield key


def _lines(root: _Element) -> list[_Element]:
    """Give the innermost boxes of lines; of markup without any, its body as one."""
    lines = [one for one in root.iter(*_LINES) if next(one.iterdescendants(*_LINES), None) is None]
    return lines or [root]


def _without(markup: str, seen: set[str]) -> tuple[str, set[str]]:
    """Give a page's markup without the lines that were seen before, and the keys of those that are left."""
    root = parse_markup(markup) if markup.strip() else None
    if root is None:
        return "", set()
    kept: set[str] = set()
    is_beginning = True
    for line in _lines(root):
        key = fold_text("".join(texts_in(line)))
        if key and key in seen and (is_beginning or len(key) >= SHORTEST_REPEATED):
            if line is root or line.getparent() is None:
                return "", kept
            line.tag = DROPPED
        elif key:
            is_beginning = False
            kept.add(key)
    etree.strip_elements(root, DROPPED, with_tail=False)
    body = root.find("body")
    box = root if body is None else body
    inner = (etree.tostring(one, encoding="unicode", method="html", with_tail=True) for one in box)
    return ((box.text or "") + "".join(inner)).strip(), kept
