"""The compiled passes over a page's bytes do what the plain ones do, on any bytes."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml.etree import HTMLParser

from archiver.normalise import scans
from archiver.normalise.markup import MOST_ATTRIBUTES
from archiver.normalise.scans import count_separators

compiled = pytest.importorskip(
    "archiver.normalise.compiled", reason="no C compiler was found at the installation"
)
ARTICLE = """<article itemprop=articleBody><h1 class="headline main">Bridge opens again</h1>
<p class="byline">By <b>Jo Doe</b></p><p style="margin: 0">The council said so.</p></article>
"""


def attribute_counts(html: str) -> list[int]:
    """Give how many attributes each element has, as the parser sees it."""

    class Target:
        def __init__(self) -> None:
            self.counts: list[int] = []

        def start(self, _tag: str, attributes: dict[str, str]) -> None:
            self.counts.append(len(attributes))

        def close(self) -> list[int]:
            return self.counts

    target = Target()
    parser: HTMLParser = HTMLParser(encoding="utf-8", target=target)  # type: ignore[arg-type]
    parser.feed(html.encode("utf-8", "replace"))
    parser.close()
    return target.counts


TAG_PIECES = st.sampled_from(
    [
        "<p ",
        "<q a=",
        '"',
        "'",
        "=",
        " ",
        "b",
        "c=1",
        "/",
        ">",
        "<!-- ",
        " -->",
        "<style>",
        "</style>",
        "\n",
        "\f",
        "é",
    ]
)


@given(st.lists(TAG_PIECES, max_size=30).map("".join))
@settings(max_examples=1000, deadline=None)
def test_no_element_has_more_attributes_than_the_bound(tags: str) -> None:
    content = f"<p {tags}".encode()
    most = max(attribute_counts(content.decode()), default=0)
    assert most <= compiled.bound_attributes(content) <= scans.bound_attributes(content)


@given(st.lists(st.sampled_from([b"<", b"a", b"\xff", b"<<" * 50])).map(b"".join))
def test_tags_are_counted_alike(content: bytes) -> None:
    assert compiled.count_tags(content) == scans.count_tags(content)


@given(st.binary())
def test_the_compiled_bound_is_the_closer_one_for_any_bytes(content: bytes) -> None:
    assert 0 <= compiled.bound_attributes(content) <= scans.bound_attributes(content)


def test_a_long_page_of_ordinary_elements_is_within_the_bound() -> None:
    content = (ARTICLE * 500).encode()
    assert count_separators(content) > 10_000
    assert compiled.bound_attributes(content) < MOST_ATTRIBUTES / 10


END_PIECES = st.sampled_from(
    [
        *(
            b"<",
            b"/",
            b">",
            b"</body>",
            b"</HTML",
            b"</bOdY",
            b" ",
            b"\t\x0b\n\r\x0c",
            b"\x08",
            b"</bod",
            b"y",
            b"<!-- made in 3 ms -->",
            b"-->",
        ),
        *(b"</html         >", b"</html          >", b"text", b"\xa0"),
    ]
)


@given(st.lists(END_PIECES, max_size=12).map(b"".join))
@example(b"<p>one</body></html>\n<p>two</body></html>")
@settings(max_examples=1000, deadline=None)
def test_the_ends_of_a_page_are_taken_out_alike(content: bytes) -> None:
    assert compiled.drop_ends(content)[0] == scans.drop_ends(content)[0]


@given(st.lists(TAG_PIECES | st.sampled_from(["</body>", "</html >", "<"]), max_size=30).map("".join))
@example("<</body>p b=1 c=1 b=1 b=1>")
@example("<p a='</body>b c=1 b=1")
@settings(max_examples=2000, deadline=None)
def test_the_bound_holds_when_the_ends_of_a_page_are_taken_out(tags: str) -> None:
    left, bound = compiled.drop_ends(tags.encode())
    most = max(attribute_counts(left.decode()), default=0)
    assert most <= bound <= scans.drop_ends(tags.encode())[1]


UTF8_EDGES = st.binary(max_size=9) | st.lists(
    st.sampled_from(b"A\x7f\x80\x8f\x90\x9f\xa0\xbf\xc1\xc2\xdf\xe0\xe1\xed\xef\xf0\xf1\xf4\xf5\xff"),
    max_size=6,
).map(bytes)


@given(st.text(max_size=12), UTF8_EDGES, st.text(max_size=12))
@settings(max_examples=2000, deadline=None)
def test_utf8_is_told_from_other_bytes_alike(before: str, edge: bytes, behind: str) -> None:
    content = before.encode() + edge + behind.encode()
    assert compiled.is_utf8(content) == scans.is_utf8(content)


@given(st.text())
def test_any_text_in_utf8_is_known_as_such(text: str) -> None:
    assert compiled.is_utf8(text.encode())
