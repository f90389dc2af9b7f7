"""The compiled loops do what the plain ones do, on any page."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from importlib.machinery import EXTENSION_SUFFIXES
from importlib.util import find_spec
from pathlib import Path
from sysconfig import get_path

import numpy as np
import pytest
from hostile_pages import SHAPES
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from test_hostile_pages import MARKUP

from archiver.sites.page import author_marks, blocks, context, date_marks, features, head, trees
from archiver.sites.page.blocks import parse_page
from archiver.sites.page.boxes import Block, Box
from archiver.sites.page.features import Weights
from archiver.sites.page.head import Declared

PLACES = ("archiver.normalise.compiled", "archiver.sites.page.boxes", "archiver.sites.page.compiled")
ARTICLE = """
<html><head><title>Bridge opens again</title></head><body class="home page-7" id=top>
<nav class="menu main-menu"><ul><li><a href=/>Home</a><li><a href=/news>News (12)</a></ul></nav>
<main><article itemprop=articleBody><h1>Bridge opens again</h1>
<p class="byline">By <b>Jo Doe</b>, 12 May 2021, 10:30</p>
<figure><img src=a.jpg><figcaption>The bridge © Jo</figcaption></figure>
<p>The bridge, closed for two years, will open again in May<br>the council said.<br>&nbsp;<br>It did.</p>
<p style="display: none">not shown</p><p hidden>nor this</p><p>A <span class=sr-only>secret</span> line</p>
<script>var a = "<p>";</script><p>大桥将于五月重新开放，市政府说。“是的！”</p>
<p>&#65297;&#65298; Ärger ǅ İstanbul ſ ΟΔΟΣ bridge, Bridge</p>
</article></main>
<aside class="related-links side">
<h2>Related</h2><p><a href=/b>Another bridge</a></p></aside>
<footer class=footer>版权所有 (c) 2021</footer></body></html>
"""
WEIGHTS = Weights(
    names={"<p>": 0.5, "menu": -1.5, "related": -2.25, "main": 0.75, "byline": -0.5},
    words={"bridge": 1.5, "the": 0.25, "related": -2.0, "home": -1.0, "12": 0.125, "οδος": 0.5, "ärger": 3.0},
)
DECLARED = Declared("Bridge opens again", "The bridge, closed for two years", "<p>The bridge, closed " * 30)


def is_compiled(place: str) -> bool:
    spec = find_spec(place)
    return spec is not None and str(spec.origin).endswith(tuple(EXTENSION_SUFFIXES))


needs_compiled = pytest.mark.skipif(
    any(not is_compiled(place) for place in PLACES), reason="no C compiler was found at the installation"
)


@pytest.mark.skipif(
    not ((shutil.which("cc") or shutil.which("gcc")) and (Path(get_path("include")) / "Python.h").exists()),
    reason="no C compiler on the PATH, or no headers of Python",
)
@pytest.mark.parametrize("place", PLACES)
def test_a_c_compiler_is_made_use_of_at_the_installation(place: str) -> None:
    assert is_compiled(place)


def pages() -> st.SearchStrategy[str]:
    return MARKUP.map(lambda markup: f"<html><body>{ARTICLE[:300]}{markup}</body></html>")


def show(
    cut: tuple[Sequence[Block], Sequence[Box]],
) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """Give all that is known of blocks and boxes."""
    said_blocks = [
        (
            *(one.text, one.place, one.box.place, one.link_count, one.link_length, one.strong_length),
            *(one.breaks, tuple(image.get("src") for image in one.images)),
        )
        for one in cut[0]
    ]
    said_boxes = [
        (
            *(
                one.element,
                one.tag,
                one.names,
                one.place,
                one.start,
                one.around.place,
                one.depth,
                one.is_hidden,
            ),
            *(one.in_heading, one.character_count, one.link_length, one.block_count, one.paragraph_count),
        )
        for one in cut[1]
    ]
    return said_blocks, said_boxes


def are_near(one: NDArray[np.float32], other: NDArray[np.float32]) -> bool:
    return one.shape == other.shape and bool(np.allclose(one, other, rtol=1e-5, atol=1e-6))


ADDRESSES = st.lists(
    st.sampled_from(
        [
            "/",
            "?",
            "#",
            "a.htm",
            "bridge",
            "_2",
            "page=2",
            "大桥",
            "%E5%A4%A7",
            "&amp;",
            "\n",
            "é" * 7,
            "\0",
            " ",
        ]
    ),
    max_size=4,
).map("".join)


@needs_compiled
@given(
    st.lists(st.tuples(st.sampled_from(["a", "A", "link", "area", "time"]), ADDRESSES), max_size=8),
    st.lists(st.sampled_from(["bridge", "大桥", "", "a\0"]), max_size=2),
)
@example([("a", "/2021/大桥_2.html")], ["大桥"])
@settings(max_examples=300, deadline=None)
def test_elements_are_picked_alike(links: list[tuple[str, str]], names: list[str]) -> None:
    from archiver.sites.page import compiled  # noqa: PLC0415

    root = parse_page(
        "<meta name=a><meta content=1 name=a property=b><meta content='' name=c>"
        "<link rel=next href=/2><link rel=x><a>none</a>"
        + "".join(f'<{tag} href="{url}">x</{tag}>' for tag, url in links)
    )
    assert root is not None
    assert compiled.pick_elements(root, names) == head.pick_elements(root, names)


MARKS = st.lists(
    st.sampled_from(
        ["author", "Author", "byline", "writer", "contributor", "/people/x", "?author=1", " ", "&amp;", "é"]
    ),
    max_size=3,
).map("".join)


@needs_compiled
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["a", "b", "form"]), st.sampled_from(["class", "rel", "itemprop", "href"]), MARKS
        ),
        max_size=8,
    )
)
@settings(max_examples=300, deadline=None)
def test_elements_that_are_marked_as_an_authors_are_found_alike(marks: list[tuple[str, str, str]]) -> None:
    from archiver.sites.page import compiled  # noqa: PLC0415

    inner = "".join(f'<{tag} {name}="{value}">x</{tag}>' for tag, name, value in marks)
    root = parse_page(f"<div>{inner}</div><p class=author>outside</p>")
    assert root is not None
    for element in root.iter("div", "b"):
        assert compiled.find_marked(element) == author_marks.find_marked(element)


DATES = st.tuples(
    st.sampled_from(["b", "time", "abbr", "p"]),
    st.sampled_from(["datetime", "data-date", "data-day", "itemprop", "property", "id", "data-published"]),
    st.sampled_from(["", "2021-05-12", "datePublished", "name"]),
)


@needs_compiled
@given(st.lists(DATES, max_size=2 * date_marks.MOST_ELEMENTS))
@settings(max_examples=300, deadline=None)
def test_elements_that_hold_a_date_are_found_alike(dates: list[tuple[str, str, str]]) -> None:
    from archiver.sites.page import compiled  # noqa: PLC0415

    inner = "".join(f'<{tag} {name}="{value}">x</{tag}>' for tag, name, value in dates)
    root = parse_page(f"<div>{inner}</div><p datetime=2021-05-12>outside</p>")
    assert root is not None
    for element in root.iter("div", "p"):
        assert compiled.find_dated(element) == date_marks.find_dated(element)


@needs_compiled
def test_only_the_first_elements_of_a_line_are_looked_at_alike() -> None:
    from archiver.sites.page import compiled  # noqa: PLC0415

    root = parse_page("<b class=author>1</b>" * (author_marks.MOST_ELEMENTS + 5))
    assert root is not None
    assert compiled.find_marked(root) == author_marks.find_marked(root)


@needs_compiled
def test_only_the_first_links_of_a_page_are_looked_at_alike() -> None:
    from archiver.sites.page import compiled  # noqa: PLC0415

    root = parse_page("<p><a href=/near>1</a>" * (head.MOST_LINKS + 5))
    assert root is not None
    assert compiled.pick_elements(root).elements["a"] == head.pick_elements(root).elements["a"]
    assert len(head.pick_elements(root).elements["a"]) == head.MOST_LINKS


NAME_PIECES = st.sampled_from(
    ["main", "-", " ", "7", "12", "\n", "Ärger", "正文", "\u0663", "&amp;", "&quot;", "x" * 150, "x" * 398]
)


@needs_compiled
@given(
    st.sampled_from(["p", "h2", "div"]),
    st.dictionaries(
        st.sampled_from(["class", "id", "role", "itemprop", "title", "data-testid"]),
        st.lists(NAME_PIECES, max_size=4).map("".join),
    ),
)
@example("h2", {"class": ""})
@settings(max_examples=200, deadline=None)
def test_boxes_are_named_alike(tag: str, names: dict[str, str]) -> None:
    from archiver.sites.page import compiled  # noqa: PLC0415

    attributes = " ".join(f'{name}="{value}"' for name, value in names.items())
    root = parse_page(f"<{tag} {attributes}>Text</{tag}>")
    assert root is not None
    assert show(compiled.cut_blocks(root)) == show(blocks.cut_blocks(root))


LOOKS = st.lists(
    st.sampled_from(
        [
            *(
                "display",
                "visibility",
                "clip",
                "clip-path",
                ":",
                " ",
                "none",
                "NONE",
                "hidden",
                "h\u0131dden",
            ),
            *("rect(0", "inset(50%", "sr", "-", "only", "ONLY", "screen", "reader", "visually", "a11y", "x"),
            *("assistive-text", "a\u017f\u017fistive-text", "h\u0131dden", "&amp;"),
        ]
    ),
    max_size=6,
).map("".join)


@needs_compiled
@given(LOOKS, st.sampled_from(["span", "p"]), st.sampled_from(["style", "class"]))
@example("display:none", "span", "style")
@example("SR-only", "span", "class")
def test_what_is_not_drawn_is_left_out_alike(look: str, tag: str, attribute: str) -> None:
    from archiver.sites.page import compiled  # noqa: PLC0415

    root = parse_page(f'<p>Seen <{tag} {attribute}="{look}">perhaps</{tag}> seen</p>')
    assert root is not None
    assert show(compiled.cut_blocks(root)) == show(blocks.cut_blocks(root))


@needs_compiled
@given(pages())
@example(ARTICLE)
@settings(max_examples=200, deadline=None)
def test_a_page_is_cut_alike(html: str) -> None:
    from archiver.sites.page import compiled  # noqa: PLC0415

    root = parse_page(html)
    if root is not None:
        assert show(compiled.cut_blocks(root)) == show(blocks.cut_blocks(root))


@needs_compiled
@pytest.mark.parametrize("shape", SHAPES)
def test_a_page_that_is_meant_to_hurt_is_cut_alike(shape: str) -> None:
    from archiver.sites.page import compiled  # noqa: PLC0415

    root = parse_page(SHAPES[shape](20_000).decode("utf-8", "replace"))
    if root is not None:
        assert show(compiled.cut_blocks(root)) == show(blocks.cut_blocks(root))


@needs_compiled
@given(pages())
@example(ARTICLE)
@settings(max_examples=200, deadline=None)
def test_blocks_are_described_and_judged_alike(html: str) -> None:
    from archiver.sites.page import compiled  # noqa: PLC0415

    root = parse_page(html)
    if root is None or not blocks.cut_blocks(root)[0]:
        return
    cut = blocks.cut_blocks(root)
    model = trees.load_model()
    for weights in (WEIGHTS, model.weights):
        first = features.first_rows(*cut, declared=DECLARED, weights=weights)
        assert are_near(compiled.first_rows(*cut, declared=DECLARED, weights=weights), first)
    scores = trees.score_rows(model.first, first)
    assert np.allclose(compiled.score_rows(model.first, first), scores, atol=1e-5)
    second = context.second_rows(*cut, scores)
    assert are_near(compiled.second_rows(*cut, scores), second)
    assert np.allclose(
        compiled.score_rows(model.second, second), trees.score_rows(model.second, second), atol=1e-5
    )


LINE_PIECES = st.sampled_from(
    [
        *(
            "May",
            "may",
            "dec",
            "é",
            ".",
            " ",
            "3",
            "12",
            "2021",
            "-",
            "/",
            "年",
            ":",
            "：",
            " min ",
            " hours ",
            " days ",
        ),
        *("\u0663", "s\u017fep", "x", "(c)", "(C)", "©", "版权", "related", "Related", "RELATED", "get the"),
        *("don't miss", "更多", "评论", "Comments", "_", "你", "\u9fa6", "\U00020000"),
    ]
)


@needs_compiled
@given(st.lists(st.lists(LINE_PIECES, min_size=1, max_size=6).map("".join), max_size=6))
@example(["12 May", "may 3", "4 days left", "2021-3", "3 replies", "\u0663 replies", "May. 12", "may3 4 may"])
@settings(max_examples=1000, deadline=None)
def test_lines_with_dates_and_furniture_are_described_alike(lines: list[str]) -> None:
    from archiver.sites.page import compiled  # noqa: PLC0415

    root = parse_page("<p>A line before</p>" + "".join(f"<p>{line}</p>" for line in lines))
    assert root is not None
    cut = blocks.cut_blocks(root)
    declared = Declared(text=" ".join(lines) + " end" * 200)
    first = features.first_rows(*cut, declared=declared, weights=WEIGHTS)
    assert are_near(compiled.first_rows(*cut, declared=declared, weights=WEIGHTS), first)
    scores = list(np.linspace(0.1, 0.9, len(cut[0])))
    assert are_near(compiled.second_rows(*cut, scores), context.second_rows(*cut, scores))


@needs_compiled
def test_rows_and_scores_of_another_size_are_refused() -> None:
    from archiver.sites.page import compiled  # noqa: PLC0415

    root = parse_page(ARTICLE)
    assert root is not None
    with pytest.raises(ValueError, match="column 136 of rows with 3 columns"):
        compiled.score_rows(trees.load_model().first, np.zeros((1, 3), np.float32))
    with pytest.raises(ValueError, match="1 scores for"):
        compiled.second_rows(*blocks.cut_blocks(root), [0.5])


@needs_compiled
def test_the_columns_differ_from_block_to_block_so_that_likeness_says_something() -> None:
    root = parse_page(ARTICLE)
    assert root is not None
    cut = blocks.cut_blocks(root)
    first = features.first_rows(*cut, declared=DECLARED, weights=WEIGHTS)
    second = context.second_rows(*cut, list(np.linspace(0.1, 0.9, len(cut[0]))))
    assert (first.std(axis=0) > 0).sum() > 100
    assert (second.std(axis=0) > 0).sum() > 35
