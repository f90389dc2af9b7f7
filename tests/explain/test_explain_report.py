"""The report on a page: every block once, kept and dropped apart, and nothing that a page says is obeyed."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256

import lxml.html
import pytest
from explained_pages import LINES, explain, page
from hypothesis import given
from hypothesis import strategies as st

from archiver.explain.records import Explanation, one_line
from archiver.explain.report import render_report
from archiver.records import Candidate
from archiver.sites.page.body import Fate

ELEMENTS = frozenset(
    (
        "html head meta title style body main header p h1 h2 code dl div dt dd svg rect ul li table thead"
        " tbody tr th td span details summary ol b"
    ).split()
)
ATTRIBUTES = frozenset(
    (
        "lang charset http-equiv content name class dir viewbox preserveaspectratio role aria-label"
        " aria-hidden x y width height scope title"
    ).split()
)
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg onload=alert(1)>",
    "</style></title></textarea><iframe src='javascript:alert(1)'>",
    "<!--<details open ontoggle=alert(1)>",
    "&lt;b&gt; &amp;amp; &#60;i&#62;",
    "\x1b]0;title\x07 \u202e turned",
)


def tree_of(told: Explanation) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(render_report(told))


def texts(tree: lxml.html.HtmlElement, path: str) -> list[str]:
    return [element.text_content() for element in tree.xpath(path)]


def check_harmless(html: str) -> None:
    """Whatever the page said, the report holds its own elements and attributes only, and no address."""
    tree = lxml.html.document_fromstring(html)
    assert (len(tree.xpath("//meta")), len(tree.xpath("//style"))) == (4, 1)
    for element in tree.iter():
        assert element.tag in ELEMENTS, element.tag
        assert set(element.keys()) <= ATTRIBUTES, element.attrib
    style = html.partition("<style>")[2].partition("</style>")[0]
    assert "url(" not in style
    assert "@import" not in style


def everywhere(told: Explanation, text: str) -> Explanation:
    """Put a text wherever a page may have its word."""
    others, same = (Candidate(text, text + "1"), Candidate(text, text)), (Candidate(text, text),)
    fields = tuple(
        replace(one, value=text, raw=text + "2", rule=text, others=others, same=same) for one in told.fields
    )
    pieces = tuple(replace(one, text=text, box=text, path=text) for one in told.pieces)
    lacks = tuple(replace(one, message=text) for one in told.lacks)
    return replace(told, url=text, language=text, fields=fields, pieces=pieces, lacks=lacks)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text_wherever_it_stands(text: str) -> None:
    told = everywhere(explain(page()), text)
    html = render_report(told)
    check_harmless(html)
    assert set(texts(tree_of(told), "//*[contains(@class, 'text')]")) == {one_line(text)}


@given(st.text(max_size=60))
def test_any_text_stays_text(text: str) -> None:
    html = render_report(everywhere(SIMPLE, text))
    html.encode("utf-8")
    check_harmless(html)


SIMPLE = explain(page())


def test_a_hostile_page_is_read_and_reported_without_harm() -> None:
    said = "".join(f"<p>{lxml.html.tostring(_paragraph(text), encoding='unicode')}</p>" for text in HOSTILE)
    head = f'<meta property="og:title" content="{HOSTILE[0].replace("<", "&lt;")}">'
    check_harmless(render_report(explain(page(head, before=said, inside=said, after=said))))


def _paragraph(text: str) -> lxml.html.HtmlElement:
    element = lxml.html.Element("p")
    element.text = one_line(text)
    return element


def test_the_policy_forbids_all_but_the_reports_own_style() -> None:
    html = render_report(SIMPLE)
    style = html.partition("<style>")[2].partition("</style>")[0]
    digest = b64encode(sha256(style.encode()).digest()).decode()
    found = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">', html)
    assert found is not None
    assert found[1] == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert html.index("Content-Security-Policy") < html.index("<style>")
    assert "<script" not in html
    assert " style=" not in html


def test_every_block_appears_once_in_page_order() -> None:
    tree = tree_of(SIMPLE)
    assert texts(tree, "//*[contains(@class, 'text')]") == [piece.text for piece in SIMPLE.pieces]


def test_kept_and_dropped_blocks_are_marked_in_words_with_their_reason() -> None:
    told = explain(page(inside='<p><a href="/x">Read more: the winter tide table</a></p>', after=""))
    tree = tree_of(told)
    kept = tree.xpath("//li[@class='block kept']")
    assert [li.xpath("string(.//p)") for li in kept] == list(LINES)
    assert {li.xpath("string(.//b)") for li in kept} == {"✓ kept"}
    dropped = tree.xpath("//li[@class='block dropped']")
    marks = {li.xpath("string(.//p)"): li.xpath("string(.//b)") for li in dropped}
    assert marks == {piece.text: f"✕ {piece.fate}" for piece in told.pieces if piece.fate is not Fate.KEPT}


def test_a_block_shows_its_probability_and_its_box_with_the_path() -> None:
    tree = tree_of(SIMPLE)
    block = next(li for li in tree.xpath("//li[@class='block kept']") if LINES[0] in li.text_content())
    piece = next(piece for piece in SIMPLE.pieces if piece.text == LINES[0])
    assert f"{piece.score:.2f}" in block.text_content()
    assert block.xpath(".//code/text()") == ["p"]
    assert block.xpath(".//code/@title") == ["body > main > div#text.story > p"]


def test_a_run_of_dropped_blocks_is_folded_and_a_short_one_is_not() -> None:
    tree = tree_of(SIMPLE)
    assert [texts(li, ".//p[@class='text']") for li in tree.xpath("//li[@class='run']")] == [
        ["Home", "News", "Sport", "Ferries & tides"]
    ]
    assert texts(tree, "//li[@class='run']//summary/b") == ["4 dropped"]
    short = tree_of(explain(page(inside='<p><a href="/x">Read more: the winter tide table</a></p>')))
    assert len(short.xpath("//ol[@class='blocks']/li[@class='block dropped']")) == 1


def test_the_table_names_every_field_with_its_rule() -> None:
    rows = tree_of(SIMPLE).xpath("//tbody/tr")
    told = {row.xpath("string(th)"): row.xpath("string(td[@class='rule'])") for row in rows}
    assert told == {field.name: field.rule or "none" for field in SIMPLE.rows}


def test_many_other_words_of_a_field_are_folded_but_there() -> None:
    others = tuple(
        replace(SIMPLE.field("title").others[0], rule=f"r{n}", value=f"word {n}") for n in range(9)
    )
    title = replace(SIMPLE.field("title"), others=others, same=())
    tree = tree_of(replace(SIMPLE, fields=(title, *SIMPLE.fields[1:])))
    assert texts(tree, "//tbody/tr[1]//details/summary") == ["6 more"]
    assert texts(tree, "//tbody/tr[1]//*[@class='other']") == [f"word {n}" for n in range(9)]


def test_an_answer_without_blocks_is_a_report_of_its_fields() -> None:
    html = render_report(replace(SIMPLE, pieces=()))
    assert "block by block" not in html
    assert "<svg" not in html
    check_harmless(html)
