"""A body that needs no tree is read and cleaned as one is that does."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.normalise.bodies import clean_body
from archiver.normalise.plain_bodies import read_plain_body

COMMENT = "<!-- -->"
"""Behind a body it says nothing, and has the body read by way of a tree."""
TEXT = st.one_of(
    st.text(alphabet=st.characters(exclude_characters="<>&"), max_size=12),
    st.sampled_from(
        ["&amp;", "&lt;", "&gt;", "&amp;lt;", "\xa0", "\n", " ", "\u200b", "e\u0301", "\u0338", "，"]
    ),
)
SIGN = st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="<>&\"'") | st.sampled_from(
    ["&amp;", "&#x27;"]
)
START = st.sampled_from(
    ["https://a.example", "http://b-c.example/", "/", "#", "?", "./", "//", "https://xn--a.de/"]
)
ADDRESS = st.tuples(START, st.lists(SIGN, max_size=8).map("".join)).map("".join)
PICTURE = st.builds(
    '<p><img src="{}" alt="{}"></p>'.format,
    ADDRESS,
    st.lists(st.sampled_from(["a", "é", "&amp;", "&quot;", "&#x27;", "\xa0", " "]), max_size=4).map("".join),
)


def joined(pieces: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(pieces, max_size=3).map("".join)


def element(names: str, inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(lambda name, text: f"<{name}>{text}</{name}>", st.sampled_from(names.split()), inside)


def link(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    contact = st.sampled_from(["mailto:jo@a.example", "tel:+49-30-123", "mailto:jo@a.example?subject=a"])
    return st.builds('<a href="{}">{}</a>'.format, ADDRESS | contact, inside)


def inline(depth: int) -> st.SearchStrategy[str]:
    if not depth:
        return joined(TEXT)
    inside = inline(depth - 1)
    return joined(TEXT | element("b strong i em sub sup code q cite", inside) | link(inside))


LINE = element("p h2 h3 h4 h5 h6 blockquote pre", inline(2))
ITEMS = st.lists(element("li", inline(2)) | PICTURE, min_size=1, max_size=3)
LIST = st.builds(
    lambda name, items: "\n".join([f"<{name}>", *items, f"</{name}>"]), st.sampled_from(["ul", "ol"]), ITEMS
)
BODY = st.lists(LINE | LIST | PICTURE, min_size=1, max_size=4).map("\n".join)


@given(BODY)
@settings(max_examples=300, deadline=None)
def test_it_is_read_as_by_way_of_a_tree(markup: str) -> None:
    assert clean_body(markup, base_url="https://a.example/b") == clean_body(
        markup + COMMENT, base_url="https://a.example/b"
    )


def test_links_emphasis_lists_and_pictures_need_no_tree() -> None:
    markup = (
        '<h2>Ferries &amp; bridges</h2>\n<p>The <a href="/pier">old <b>pier</b></a>\xa0is open.</p>\n'
        '<ul>\n<li>one</li>\n<p><img src="/y.jpg" alt=""></p>\n<li><em>two</em></li>\n</ul>\n'
        '<p><a href="mailto:jo@a.example">Jo</a></p>\n'
        '<p><img src="https://a.example/x.jpg" alt="It&#x27;s"></p>'
    )
    plain = read_plain_body(markup)
    assert plain is not None
    assert [block.text or block.image_url for block in plain[0]] == [
        "Ferries & bridges",
        "The old pier is open.",
        "one",
        "/y.jpg",
        "two",
        "Jo",
        "https://a.example/x.jpg",
    ]


@pytest.mark.parametrize(
    "markup",
    [
        "",
        "text",
        "<div>text</div>",
        "<p>a<p>b</p>",
        "<p>a<br>b</p>",
        "<p>a &copy; b</p>",
        "<p onclick=x>a</p>",
        "<p><script>a</script></p>",
        '<p><a href="javascript:a">b</a></p>',
        '<p><a href="http://1.2.3.999/">b</a></p>',
        '<p><a href="/a"><b><a href="/b">c</a></b></a></p>',
        "<p>" + COMMENT + "</p>",
        '<p><img src="/a" alt="<b>c</b>"></p>',
        '<p><a href="<b>/c</b>">d</a></p>',
        "<p></p>",
        "<p><b></b>a</p>",
        "<p><b>a</p>",
        "<p>a</b></p>",
        "<p><b><i>a</b></i></p>",
        "<p><b><i><em><strong><q>a</q></strong></em></i></b></p>",
        '<p><b href="/a">c</b></p>',
        "<li>a</li>",
        "<ul>\n</ul>",
        "<ul>\n<li>a</li>\n<p>b</p>\n</ul>",
        "<ul>\n<li>a</li>\n</ol>",
        "<ul>\n<li>a</li>\n",
    ],
)
def test_any_other_markup_does(markup: str) -> None:
    assert read_plain_body(markup) is None
