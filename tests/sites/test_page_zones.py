"""What the names of boxes say stands in them, and how long a text is."""

from __future__ import annotations

import pytest

from archiver.sites.page.blocks import cut_blocks, parse_page
from archiver.sites.page.features import Weights, first_rows, measure
from archiver.sites.page.head import Declared
from archiver.sites.page.zones import NOWHERE, find_zones, zone_depths


def depths(html: str) -> list[dict[int, float]]:
    """Give for each box the zones around it, with the depth of the box that names them."""
    root = parse_page(html)
    assert root is not None
    _, boxes = cut_blocks(root)
    return [{zone: depth for zone, depth in enumerate(row) if depth != NOWHERE} for row in zone_depths(boxes)]


@pytest.mark.parametrize("names", ["div commentBody", "li comment-list", "div user_comments"])
def test_a_box_is_known_by_the_words_of_its_names_however_they_are_joined(names: str) -> None:
    assert set(find_zones("div comments")) <= set(find_zones(names))


def test_a_word_inside_another_word_says_nothing() -> None:
    assert find_zones("div uncommented shareholder") == ()


def test_the_names_of_the_whole_page_say_nothing() -> None:
    assert find_zones("body single-post comments-open") == ()


def test_a_box_stands_in_the_nearest_box_that_names_a_zone() -> None:
    (zone,) = find_zones("div comments")
    body, outer, inner, leaf = depths(
        "<body><div class=comments><div class=comment><p>x</p></div></div></body>"
    )
    assert (body, outer, inner, leaf) == ({}, {zone: 1.0}, {zone: 2.0}, {zone: 2.0})


def test_a_chinese_text_is_longer_than_its_signs() -> None:
    assert measure("渡口开了新航线") > 2 * len("渡口开了新航线")
    assert measure("a ferry") == len("a ferry")


@pytest.mark.parametrize(("text", "sign"), [("The ferry has left.", 1.0), ("Read our paper today.", 0.0)])
def test_the_text_in_json_ld_speaks_for_the_lines_that_stand_in_it(text: str, sign: float) -> None:
    root = parse_page(f"<body><p>{text}</p></body>")
    assert root is not None
    blocks, boxes = cut_blocks(root)
    declared = "<p>The ferry has left.</p> " + "Nobody was on it but the man who steers. " * 10
    none, known = (
        first_rows(blocks, boxes, declared=Declared(text=told), weights=Weights({}, {}))[0]
        for told in ("", declared)
    )
    assert [float(value) for value, was in zip(known, none, strict=True) if value != was] == [sign]
