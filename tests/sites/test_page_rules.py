"""Pages read by the rules of their host's tables: every kind of rule, dates from and to, and the way back."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archiver.errors import ReadError, SettingsError
from archiver.normalise.article import normalise
from archiver.reasons import Reason
from archiver.records import Article, Capture, Draft, Listing, Target
from archiver.sites.directory import Directory
from archiver.sources.file import Sources, load_sources

URL = "http://paper.example/news/1.html"
LINES = (
    "Three new ferry lines opened this morning, and half as many people wait at the pier.",
    "The first boat leaves at five, the last one at eleven; on windy days none goes at all.",
    "The harbour office will print new tickets in March; children go for half the price.",
)
STORY = {
    "headline": "Ferries &amp; Tides",
    "when": "2022-02-11 08:38",
    "people": [{"name": "Ann Marlow"}, {"name": "Ben Ode"}],
    "topics": ["Ferries", "Harbour"],
    "paragraphs": ["<p>The first paragraph, from the script.</p>", "The second <one."],
}
LINKED = {"@type": "NewsArticle", "headline": "By JSON-LD", "articleBody": "One line.\n\nAnother one."}
PAGE = (
    '<html lang="en"><head><title>General title | Paper</title>'
    '<meta name="author" content="Wrong Name"><meta property="og:title" content="By meta">'
    f'<script type="application/ld+json">{json.dumps(LINKED)}</script>'
    f'<script id="__NEXT_DATA__" type="application/json">{json.dumps({"props": STORY})}</script>'
    f"<script>var other = 1; window.__STATE__ = {json.dumps(STORY)}; more();</script></head><body>"
    '<h1>General title</h1><div class="own">Own<br>title</div>'
    '<p class="by"><b>Cleo Park</b> <i>Dan Roe</i></p>'
    '<time datetime="2021-03-04T05:06:00">4 March</time><img class="main" src="/1.jpg">'
    f'<div class="text"><h1>General title</h1><div class="promo">Buy our paper today!</div><p>{LINES[0]}</p>'
    f'<img data-src="/2.jpg" src="data:,"><p>{LINES[1]}</p><p>{LINES[2]}</p></div></body></html>'
)


def directory_of(tmp_path: Path, tables: str) -> Directory:
    place = tmp_path / "sources.toml"
    place.write_text(tables, "utf-8")
    return Directory.of(load_sources(place))


def draft_of(
    directory: Directory,
    html: str = PAGE,
    url: str = URL,
    listing: Listing | None = None,
    day: str = "2024-05-06",
) -> Draft:
    at = datetime.fromisoformat(day).replace(tzinfo=UTC)
    target = Target(url=url, identity="url:one", site="paper.example", listing=listing or Listing())
    headers = (("content-type", "text/html; charset=utf-8"),)
    capture = Capture(url=url, status=200, headers=headers, body=html.encode(), fetched_at=at)
    return directory.extract(capture, target)


def read(tmp_path: Path, rules: str, html: str = PAGE) -> Draft:
    return draft_of(directory_of(tmp_path, f'[pages.own]\nhosts = ["paper.example"]\n{rules}\n'), html)


def clean(draft: Draft) -> Article:
    return normalise(draft)


@pytest.mark.parametrize(
    ("rule", "title"),
    [
        ("css:div.own", "Own title"),
        ("css:div.own::text", "Own"),
        ("css:time::attr(datetime)", "2021-03-04T05:06:00"),
        ("xpath://div[@class='own']", "Own title"),
        ("xpath:string(//title)", "General title | Paper"),
        ("xpath:substring-before(//title, ' | ')", "General title"),
        ("xpath:re:replace(//title, '[|].*', '', '!')", "General title !"),
        ("xpath:count(//p)", "4.0"),
        ("meta:OG:Title", "By meta"),
        ("json:headline", "By JSON-LD"),
        ("script:__NEXT_DATA__:props.headline", "Ferries & Tides"),
        ("script:window.__STATE__:headline", "Ferries & Tides"),
        ("script:__STATE__:headline", "Ferries & Tides"),
        ("script:STATE__:headline", None),
        ("text:Always the same", "Always the same"),
    ],
)
def test_every_kind_of_rule_finds_a_text(tmp_path: Path, rule: str, title: str | None) -> None:
    found = read(tmp_path, f"title = {json.dumps(rule)}").found["title"]
    if title is None:
        assert found.rule == "h1"
        return
    assert (found.value, found.rule) == (title, f"rule:own:{rule}")
    assert ("h1", "General title") in [(other.rule, other.value) for other in found.others]


def test_the_first_rule_that_finds_something_is_taken(tmp_path: Path) -> None:
    draft = read(tmp_path, 'title = ["css:.absent", "json:absent", "css:.own", "text:Last"]')
    assert (draft.raw_title, draft.missed_rules) == ("Own title", ())


def test_every_field_can_have_rules(tmp_path: Path) -> None:
    rules = """
    time_zone = "Asia/Tokyo"
    published = "css:time::attr(datetime)"
    modified = "script:__NEXT_DATA__:props.when"
    byline = "css:.by > *"
    publisher = "text:The Paper"
    editor = "text:Eve Stone"
    language = "text:pt"
    section = "text:Harbour"
    description = "css:.own"
    image = "css:img.main::attr(src)"
    keywords = "script:__NEXT_DATA__:props.topics"
    body = "css:.text > p"
    """
    draft = read(tmp_path, rules)
    found = clean(draft)
    assert found.published is not None
    assert found.published.at.isoformat() == "2021-03-04T05:06:00+09:00"
    assert draft.raw_modified == "2022-02-11 08:38"
    assert found.authors == ("Cleo Park", "Dan Roe")
    assert (found.publisher, found.editor, found.language) == ("The Paper", "Eve Stone", "pt")
    assert (draft.raw_section, draft.raw_description) == ("Harbour", "Own title")
    assert draft.raw_image == "http://paper.example/1.jpg"
    assert draft.raw_keywords == ("Ferries", "Harbour")
    assert found.paragraphs == LINES
    assert draft.found["body"].rule == "rule:own:css:.text > p"
    assert not draft.missed_rules


def test_a_body_loses_its_headline_and_what_is_dropped_and_keeps_its_pictures(tmp_path: Path) -> None:
    found = clean(read(tmp_path, 'body = "css:.text"\ndrop = ["css:.promo"]'))
    assert found.paragraphs == LINES
    assert [image.url for image in found.images] == ["http://paper.example/2.jpg"]
    assert "Buy our paper" not in found.html


def test_what_is_dropped_leaves_the_body_of_the_general_reading(tmp_path: Path) -> None:
    found = clean(read(tmp_path, "drop = \"xpath://p[contains(., 'tickets in March')]\""))
    assert [line for line in LINES if line in found.paragraphs] == list(LINES[:2])


def test_elements_within_each_other_are_taken_once(tmp_path: Path) -> None:
    found = clean(read(tmp_path, "body = \"xpath://div[@class='text']/p | //body/div[@class='text']\""))
    assert found.paragraphs.count(LINES[0]) == 1


@pytest.mark.parametrize(
    ("rule", "paragraphs"),
    [
        ("json:articleBody", ("One line.", "Another one.")),
        ("css:.text > p::text", LINES),
    ],
)
def test_a_body_may_be_plain_text(tmp_path: Path, rule: str, paragraphs: tuple[str, ...]) -> None:
    assert clean(read(tmp_path, f'body = "{rule}"')).paragraphs == paragraphs


def test_a_page_whose_text_stands_in_a_script_is_read(tmp_path: Path) -> None:
    data = {"story": {"text": [f"<p>{line}</p>" for line in LINES]}}
    html = f'<html><body><div id="app"></div><script id="data">{json.dumps(data)}</script></body></html>'
    with pytest.raises(ReadError, match="empty until scripts"):
        read(tmp_path, "", html)
    assert clean(read(tmp_path, 'body = "script:data:story.text"', html)).paragraphs == LINES
    with pytest.raises(ReadError, match="empty until scripts"):
        read(tmp_path, 'body = "script:data:story.body"', html)


def test_rules_that_find_nothing_fall_back_with_a_warning(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    rules = 'title = "css:.gone"\npublished = "css:.own"\nbody = "css:.gone"\nmodified = "css:.gone"\n'
    with caplog.at_level(logging.WARNING):
        draft = read(tmp_path, f'{rules}optional = ["modified"]')
    assert (draft.raw_title, draft.found["title"].rule, draft.found["body"].rule) == (
        "General title",
        "h1",
        "blocks",
    )
    assert draft.missed_rules == ("own.title", "own.published", "own.body")
    [line] = caplog.messages
    assert line.startswith(f"{URL}: the rules of pages.own.title, pages.own.published, pages.own.body find")
    found = clean(draft)
    assert set(LINES) <= set(found.paragraphs)
    [lack] = [lack for lack in found.lacks if lack.reason is Reason.RULE_MISSED]
    assert "pages.own.title, pages.own.published, pages.own.body" in lack.message


def test_a_rule_comes_before_a_list_and_a_list_before_the_page(tmp_path: Path) -> None:
    directory = directory_of(tmp_path, '[pages.own]\nhosts = ["paper.example"]\ntitle = "css:.own"\n')
    listing = Listing(raw_title="Listed", raw_publisher="Listed Paper")
    found = draft_of(directory, listing=listing).found
    assert (found["title"].value, found["title"].others[0].rule) == ("Own title", "list")
    assert found["publisher"].value == "Listed Paper"


DATED = """
[pages.new]
hosts = ["paper.example"]
from = 2022-01-01
title = "text:new"
[pages.old]
hosts = ["paper.example"]
to = 2021-12-31
title = "text:old"
[pages.always]
hosts = ["paper.example"]
title = "text:always"
"""


@pytest.mark.parametrize(
    ("printed", "listed", "fetched", "title"),
    [
        ("2021-12-31T23:00:00+01:00", "", "2024-05-06", "old"),
        ("2022-01-01T00:00:00+01:00", "", "2024-05-06", "new"),
        ("2022-01-01T00:00:00+01:00", "2021-05-06", "2024-05-06", "old"),
        ("", "", "2024-05-06", "new"),
        ("", "", "2021-05-06", "old"),
    ],
)
def test_the_day_of_publication_chooses_the_table(
    tmp_path: Path, printed: str, listed: str, fetched: str, title: str
) -> None:
    meta = f'<meta property="article:published_time" content="{printed}">'
    paragraphs = "".join(f"<p>{line}</p>" for line in LINES)
    html = f"<html><head>{meta}</head><body><h1>One</h1>{paragraphs}</body></html>"
    draft = draft_of(directory_of(tmp_path, DATED), html, listing=Listing(raw_time=listed), day=fetched)
    assert draft.raw_title == title


def test_a_tables_own_rule_for_the_date_tells_its_day(tmp_path: Path) -> None:
    tables = """
    [pages.old]
    hosts = ["paper.example"]
    to = 2021-12-31
    published = "css:time::attr(datetime)"
    title = "text:old"
    """
    html = PAGE.replace("<head>", '<head><meta property="article:published_time" content="2023-02-03">')
    assert draft_of(directory_of(tmp_path, tables), html).raw_title == "old"
    draft = draft_of(directory_of(tmp_path, tables), html.replace("2021-03-04T", "2022-03-04T"))
    assert (draft.raw_title, draft.missed_rules) == ("General title", ())


ORDERED = """
[pages.all]
hosts = ["*"]
title = "text:all"
section = "text:all"
[pages.below]
hosts = ["*.paper.example"]
title = "text:below"
[pages.port]
hosts = ["paper.example:8080"]
title = "text:port"
[pages.host]
hosts = "www.paper.example"
title = "text:host"
[pages.path]
hosts = ["paper.example"]
paths = ["/sport/", "/[0-9]{4}/"]
title = "text:path"
"""


@pytest.mark.parametrize(
    ("url", "title"),
    [
        ("http://paper.example/a", "host"),
        ("https://WWW.paper.example/a", "host"),
        ("http://paper.example:81/a", "host"),
        ("http://paper.example:8080/a", "port"),
        ("http://paper.example/sport/a", "path"),
        ("http://paper.example/2022/a", "path"),
        ("http://paper.example/a/2022/", "host"),
        ("http://m.paper.example/a", "below"),
        ("http://newspaper.example/a", "all"),
    ],
)
def test_the_more_exact_table_comes_first_and_the_others_stand_behind_it(
    tmp_path: Path, url: str, title: str
) -> None:
    draft = draft_of(directory_of(tmp_path, ORDERED), url=url)
    assert (draft.raw_title, draft.raw_section) == (title, "all")


def test_faulty_page_tables_are_told_at_once_with_their_lines(tmp_path: Path) -> None:
    tables = (
        "[pages.one]\n"
        'hosts = ["paper.example", "no host"]\n'
        "from = 2022-01-02\n"
        'to = "2022-01-01"\n'
        'title = "css:h1["\n'
        "byline = [\n"
        '  "css:.by",\n'
        '  "xpath:unknown(//a)",\n'
        "  'json:a[',\n"
        '  "json:unknown(a)",\n'
        "]\n"
        'body = "div.text"\n'
        'drop = "json:a"\n'
        'optional = ["headline"]\n'
        'paths = ["("]\n'
        'section = "script:data"\n'
        "editor = 3\n"
        'headline = "css:h1"\n'
        'description = "css:a::word"\n'
        "[pages.two]\n"
        'title = "css:h1"\n'
    )
    place = tmp_path / "sources.toml"
    place.write_text(tables, "utf-8")
    with pytest.raises(SettingsError) as caught:
        load_sources(place)
    told = {int(fault.removeprefix(f"{place}:").partition(":")[0]) for fault in caught.value.faults}
    assert told == {2, 4, 5, 8, 9, 10, 12, 13, 14, 15, 16, 17, 18, 19, 20}


def test_without_tables_nothing_changes() -> None:
    draft = draft_of(Directory.of(Sources()))
    assert (draft.raw_title, draft.missed_rules) == ("General title", ())


def test_a_control_sign_written_as_an_entity_beside_what_is_dropped_is_no_fault(tmp_path: Path) -> None:
    html = "<p class=text>&#1;One line of text<b class=ad>ad</b>&#2; More.<img data-src='/a&#1;.jpg'></p>"
    article = clean(read(tmp_path, 'body = "css:.text"\ndrop = "css:.ad"', html))
    assert article.paragraphs == ("One line of text More.",)
    assert [image.url for image in article.images] == ["http://paper.example/a.jpg"]
