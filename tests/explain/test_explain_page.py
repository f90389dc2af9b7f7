"""What is told of a page: the rule behind every field, and what became of every block."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from explained_pages import LINES, URL, directory_of, explain, find_piece, page

from archiver.errors import ReadError
from archiver.explain.capture import explain_capture
from archiver.explain.record import explanation_record
from archiver.explain.records import Field, count_line, one_line
from archiver.records import Candidate, Capture
from archiver.sites.directory import Directory
from archiver.sites.page.body import Fate
from archiver.sources.file import ShareSite, Sources

SHARE = "http://news.example/html_News/NewsShare.html?infoCode=NW202202112273301403"


def test_a_field_says_its_rule_and_what_the_others_said() -> None:
    title = explain(page('<meta property="og:title" content="Ferries at night">')).field("title")
    assert (title.value, title.rule) == ("Ferries & tides", "h1")
    assert title.agreeing == ("title",)
    assert title.differing == (Candidate("meta:og:title", "Ferries at night"),)


def test_dates_that_name_the_same_moment_agree_however_they_are_written() -> None:
    head = (
        '<meta property="article:published_time" content="2024-05-01T08:30:00+02:00">'
        '<script type="application/ld+json">'
        '{"@type": "NewsArticle", "datePublished": "2024-05-01T06:30:00Z"}</script>'
    )
    published = explain(page(head)).field("published")
    assert len(published.others) == len(published.agreeing) == 1
    assert published.differing == ()


def test_names_that_cleaning_finds_in_the_text_say_so() -> None:
    answer = {"text": "<p>本报记者 欧阳晓岚</p><p>渡口开了三条新航线。</p>（文章来源：云溪日报）"}
    told = explain_share(answer)
    byline, publisher = told.field("byline"), told.field("publisher")
    assert (byline.value, byline.rule) == (("欧阳晓岚",), "byline in the text")
    assert byline.raw == "本报记者 欧阳晓岚"
    assert (publisher.value, publisher.rule) == ("云溪日报", "source in the text")


def test_a_declared_language_that_the_script_contradicts_is_passed_over_and_told() -> None:
    lines = "".join(f"<p>渡口今天开了{number}条新航线，往来的渡船多了一半。</p>" for number in "三四五六")
    told = explain(f"<html lang=en><head><title>渡口</title></head><body><h1>渡口</h1><div>{lines}</div>")
    language = told.field("language")
    assert (language.value, language.rule) == ("zh", "script of the text")
    assert Candidate("html:lang", "en") in language.others


def test_a_value_that_cleaning_refuses_is_still_told_as_received() -> None:
    head = '<meta name="description" content="Ferries &amp; tides">'
    description = explain(page(head)).field("description")
    assert (description.value, description.raw, description.rule) == (
        None,
        "Ferries & tides",
        "meta:description",
    )
    assert description.raw_shown == "Ferries & tides"


def test_the_encoding_is_told_with_what_was_declared() -> None:
    html = page('<meta charset="gb2312">', before="<p>朱镕基 㑇</p>")
    told = explain(html.encode("gb18030"))
    assert (told.encoding.value, told.encoding.rule) == ("gb18030", "declared in the page")
    assert told.rows[-1].name == "encoding"


def test_every_block_is_told_once_with_its_fate_its_probability_and_its_box() -> None:
    told = explain(page(inside='<p class="more"><a href="/x">Read more: the winter tide table</a></p>'))
    assert [piece.text for piece in told.pieces][:4] == ["Home", "News", "Sport", "Ferries & tides"]
    assert sum(told.counts.values()) == len(told.pieces)
    assert [piece.text for piece in told.pieces if piece.is_kept] == list(LINES)
    kept, dropped = find_piece(told, LINES[0]), find_piece(told, "Home")
    assert kept.score > 0.5 > dropped.score >= 0
    assert (kept.box, kept.path) == ("p", "body > main > div#text.story > p")
    assert dropped.fate is Fate.UNLIKELY


def test_the_headline_printed_again_says_so() -> None:
    told = explain(page().replace('id="text">', 'id="text"><p>Ferries &amp; tides</p>'))
    fates = [piece.fate for piece in told.pieces if piece.text == "Ferries & tides"]
    assert Fate.KEPT not in fates


def test_the_blocks_of_a_body_that_a_rule_found_are_those_in_its_element(tmp_path: Path) -> None:
    tables = (
        '[pages.own]\nhosts = ["paper.example"]\nbody = "css:div.box"\ndrop = "css:.tip"\ntitle = "css:h1"\n'
    )
    box = (
        '<div class="box"><h1>Ferries &amp; tides</h1><p>Kept by the rule.</p><p class="tip">A tip.</p></div>'
    )
    html = page(after=box).replace("<main><h1>Ferries &amp; tides</h1>", "<main>")
    told = explain(html, directory=directory_of(tmp_path, tables))
    assert told.field("body").rule == "rule:own:css:div.box"
    assert find_piece(told, "Kept by the rule.").fate is Fate.KEPT
    assert find_piece(told, "A tip.").fate is Fate.DROPPED
    assert find_piece(told, "Ferries & tides").fate is Fate.HEADLINE
    assert {piece.fate for piece in told.pieces if piece.text in LINES} == {Fate.OUTSIDE}
    body = told.field("body")
    assert body.value == "Kept by the rule."
    assert [one.rule for one in body.others] == ["blocks"]
    assert body.others[0].value.startswith("\n\n".join(LINES))
    assert body.differing == (Candidate("blocks", f"{len(body.others[0].value)} characters"),)


def test_a_rule_that_finds_the_general_body_says_so(tmp_path: Path) -> None:
    tables = '[pages.own]\nhosts = ["paper.example"]\nbody = "css:.story"\n'
    body = explain(page(), directory=directory_of(tmp_path, tables)).field("body")
    assert (body.rule, body.agreeing, body.differing) == ("rule:own:css:.story", ("blocks",), ())


def test_a_body_from_a_script_keeps_no_block_of_the_page(tmp_path: Path) -> None:
    tables = '[pages.own]\nhosts = ["paper.example"]\nbody = "script:__DATA__:text"\n'
    script = '<script id="__DATA__" type="application/json">{"text": ["From the script."]}</script>'
    told = explain(page(script), directory=directory_of(tmp_path, tables))
    assert told.field("body").value == "From the script."
    assert set(told.counts) == {Fate.OUTSIDE}


def test_blocks_that_a_rule_drops_from_the_general_body_say_so(tmp_path: Path) -> None:
    tables = '[pages.own]\nhosts = ["paper.example"]\ntitle = "css:h1"\ndrop = "css:.story > p:first-child"\n'
    told = explain(page(), directory=directory_of(tmp_path, tables))
    assert find_piece(told, LINES[0]).fate is Fate.DROPPED
    assert find_piece(told, LINES[1]).fate is Fate.KEPT


def test_a_page_without_text_is_explained_and_says_so() -> None:
    told = explain("<html><head><title>Tides</title></head><body><a href='/'>Home</a></body></html>")
    assert told.field("title").value == "Tides"
    assert "no-article" in {lack.reason for lack in told.lacks}


@pytest.mark.parametrize("body", [b"", b"\x00\x01\x02" * 99])
def test_what_is_no_page_is_refused(body: bytes) -> None:
    with pytest.raises(ReadError):
        explain(body)


def explain_share(answer: dict[str, str]):
    directory = Directory.of(Sources(sites={"sample": ShareSite(hosts=["news.example"])}))
    at = datetime(2024, 5, 6, tzinfo=UTC)
    body = json.dumps(answer).encode()
    capture = Capture(url="http://news.example/t", status=200, headers=(), body=body, fetched_at=at)
    return explain_capture(capture, directory.target(SHARE), directory)


def test_an_answer_of_a_share_site_has_fields_and_no_blocks() -> None:
    told = explain_share(
        {"text": "<p>渡口开了三条新航线。</p>", "title": "渡口", "showtime": "2022-02-11 08:00"}
    )
    assert (told.code, told.pieces, told.encoding.rule) == ("NW202202112273301403", (), "")
    assert (told.field("title").rule, told.field("body").rule) == ("json:title", "json:text")
    assert told.field("published").value == "2022-02-11T08:00:00+08:00"
    assert told.rows == told.fields


def test_the_record_cuts_nothing_off() -> None:
    long = "A long description of the ferries. " * 40
    record = explanation_record(explain(page(f'<meta name="description" content="{long}">')))
    fields = record["fields"]
    assert isinstance(fields, dict)
    assert fields["description"]["value"] == long.strip()
    assert fields["body"]["value"] == "\n\n".join(LINES)
    assert record["url"] == URL
    blocks = record["blocks"]
    assert isinstance(blocks, list)
    assert {"text", "score", "fate", "box", "path"} == set(blocks[0])
    assert json.loads(json.dumps(record)) == record


def test_a_deep_page_names_only_the_innermost_boxes() -> None:
    html = f"<html><body>{'<div>' * 300}<p>{LINES[0]}</p>"
    assert find_piece(explain(html), LINES[0]).path == "… > " + "div > " * 11 + "p"


def test_counts_name_each_reason() -> None:
    assert count_line({Fate.KEPT: 2, Fate.UNLIKELY: 3, Fate.STAMP: 1}) == (
        "2 kept · 4 dropped (3 unlikely, 1 stamp)"
    )
    assert count_line({}) == "0 kept"


def test_signs_that_a_terminal_obeys_are_taken_out_of_lines() -> None:
    line = one_line("a\x1b[31mb\x07\u202ec\nd\x9b")
    assert line == "a\ufffd[31mb\ufffdc d\ufffd"
    told = Field(name="title", value="x\x1b]0;y", raw="x")
    assert "\x1b" not in told.shown
    assert replace(told, summary="\x1bz").shown == "\ufffdz"
