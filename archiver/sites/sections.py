"""Section pages: their links to articles, found by rules or without, and their following page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml.etree import _Element

from archiver.errors import ReadError
from archiver.reasons import Reason
from archiver.records import Capture, Listing, Target
from archiver.sites.link_signs import Link, choose_links, read_links
from archiver.sites.list_pages import ListPage, More, Reading, resolve_url
from archiver.sites.next_pages import find_next
from archiver.sites.page.blocks import parse_page
from archiver.sites.page.encodings import decode_page
from archiver.sites.page.rule_texts import find_nodes
from archiver.sources.kinds import SectionSource
from archiver.sources.selectors import read_selector

LONGEST_PAGE = 20 * 1024 * 1024


def read_section(reading: Reading, source: SectionSource) -> ListPage:
    """Read a section page.

    Raises:
        ReadError: it is no page, or links to no article.
    """
    root = _parse(reading.capture)
    base = _base(root, reading.capture.url)
    every = read_links(root, base)
    links = _by_rules(source.links, root, every, base) if source.links else choose_links(every, base)
    targets = [_make_target(link, reading) for link in links]
    if not targets:
        words = "the rules of links find none" if source.links else "name them with rules (links)"
        raise ReadError(Reason.NOT_A_LIST, f"the page has no links to articles that can be told; {words}")
    next_url = _next_by_rules(source.next, root, base) if source.next else find_next(root, every, base)
    more = [More(next_url, is_next=True)] if next_url else []
    return reading.page(targets, listed_count=len(targets), more=more)


def _parse(capture: Capture) -> _Element:
    text = decode_page(capture.body[:LONGEST_PAGE], dict(capture.headers).get("content-type", ""))
    root = None if text is None else parse_page(text)
    if root is None:
        raise ReadError(Reason.NOT_HTML, "the answer is empty or no page, where a section page was expected")
    return root


def _base(root: _Element, url: str) -> str:
    """Give what the page's addresses are relative to."""
    declared = next((base.get("href", "") for base in root.iter("base")), "")
    return resolve_url(url, declared) or url


def _make_target(link: Link, reading: Reading) -> Target:
    return reading.target(link.url, Listing(raw_title=link.text, only_fills=True))


def _by_rules(rules: Sequence[str], root: _Element, every: Sequence[Link], base: str) -> list[Link]:
    """Give the links of the first rule that finds any: links, addresses of attributes, or boxes of links."""
    for rule in rules:
        links = list(_found_by(rule, root, every, base))
        if links:
            return list({link.url: link for link in reversed(links)}.values())[::-1]
    return []


def _found_by(rule: str, root: _Element, every: Sequence[Link], base: str) -> Iterator[Link]:
    of_elements = {link.element: link for link in every}
    for node in find_nodes(read_selector(rule), root):
        if isinstance(node, str):
            if url := resolve_url(base, node):
                yield Link(url, "", root)
            continue
        for element in node.iter("a"):
            if element in of_elements:
                yield of_elements[element]


def _next_by_rules(rules: Sequence[str], root: _Element, base: str) -> str:
    for rule in rules:
        for node in find_nodes(read_selector(rule), root):
            raws = (
                [node] if isinstance(node, str) else [one.get("href", "") for one in node.iter("a", "link")]
            )
            for url in (resolve_url(base, raw) for raw in raws):
                if url:
                    return url
    return ""
