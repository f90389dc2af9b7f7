"""Pages that are meant to hurt give a record or a reason, in a time that grows with their size."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
import tracemalloc
from datetime import UTC, datetime

import pytest
from hostile_pages import ARTICLE, BAITS, LAST, LIES, SHAPES, fill, page
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.errors import ReadError
from archiver.exporters.record import article_record, record_line
from archiver.normalise import markup
from archiver.normalise.article import normalise
from archiver.normalise.bodies import clean_body
from archiver.normalise.bylines import find_byline, parse_byline
from archiver.normalise.dates import parse_moment
from archiver.reasons import Reason
from archiver.records import Article, Capture, Target
from archiver.sites import article
from archiver.sites.page import blocks
from archiver.sites.page.encodings import decode_page

TARGET = Target(url="http://paper.example/1.html", identity="url:paper.example/1.html", site="paper.example")
SMALL, LARGE = 15_000, 240_000
FACTOR = 16
"""How much larger ``LARGE`` is: the work of a page that takes the square of it grows 256-fold."""
MOST_GROWTH = 4 * FACTOR
UNSEEN_SECONDS = 0.5
"""Less than this says nothing of growth."""
ATTEMPTS = 3
"""A busy machine may slow down one measurement of two."""
CPU_SECONDS = 30
"""A machine whose cores are shared counts the work of 5 s as thrice that."""
ADDRESS_BYTES = 2 * 1024**3


def capture(body: bytes, content_type: str = "text/html") -> Capture:
    at = datetime(2022, 2, 12, tzinfo=UTC)
    headers = (("content-type", content_type),)
    return Capture(url=TARGET.url, status=200, headers=headers, body=body, fetched_at=at)


def read(body: bytes, content_type: str = "text/html") -> Article | None:
    """Read a page as ``archiver extract`` does; ``None`` for a page that is refused."""
    try:
        draft = article.extract(capture(body, content_type), TARGET, needs_text=False)
    except ReadError:
        return None
    read_article = normalise(draft, needs_text=False)
    line = record_line(article_record(read_article))
    assert json.loads(line.encode())["url"] == TARGET.url
    assert "\n" not in line
    return read_article


def seconds(body: bytes) -> float:
    start = time.process_time()
    read(body)
    return time.process_time() - start


def growth(shape: str) -> float:
    """Give how much more work the large page is than the small one, 0 where both are hardly any."""
    large = seconds(SHAPES[shape](LARGE))
    if large <= UNSEEN_SECONDS:
        return 0.0
    return large / max(seconds(SHAPES[shape](SMALL)), UNSEEN_SECONDS / FACTOR)


@pytest.mark.parametrize("shape", SHAPES)
def test_work_grows_with_the_size_of_a_page_and_not_with_its_square(shape: str) -> None:
    assert any(growth(shape) < MOST_GROWTH for _ in range(ATTEMPTS))


@pytest.mark.parametrize(
    "opening", ["<div>", "<b>", "<p><font size=2>", "<ul><li>", "<table><tr><td>", "<h1><div>"]
)
@pytest.mark.parametrize("depth", [1_000, 3_000, 10_000])
def test_a_text_in_ten_thousand_levels_is_read(opening: str, depth: int) -> None:
    found = read(page(opening * depth))
    assert found is not None
    assert LAST in " ".join(found.paragraphs)


def test_a_text_behind_ten_thousand_closed_levels_is_read() -> None:
    found = read(page("<div>" * 10_000 + "<p>x" + "</div>" * 10_000))
    assert found is not None
    assert len(found.paragraphs) == 5


def test_an_element_with_countless_attributes_loses_them() -> None:
    names = " ".join(f"a{number}" for number in range(50_000))
    root = markup.parse_markup(f"<p class=one {names}>a</p><p class=two>b</p>")
    assert root is not None
    assert [dict(element.attrib) for element in root.iter("p")] == [{}, {"class": "two"}]


@pytest.mark.parametrize("trap", ['<!-- <q a=" -->', '<style></stylex <q a="</style>', '<q a=="></q>'])
def test_attributes_cannot_hide_behind_a_quote_elsewhere(trap: str) -> None:
    names = " ".join(f"a{number}" for number in range(50_000))
    root = markup.parse_markup(f"{trap}<p {names}>text</p>")
    assert root is None or all(len(element.attrib) <= markup.MOST_ATTRIBUTES for element in root.iter())


def test_attributes_cannot_hide_behind_a_quote_in_a_value_that_begins_after_a_form_feed() -> None:
    names = " ".join(f"a{number}" for number in range(50_000))
    root = markup.parse_markup(f'<p a=\f b=" {names}>text</p>')
    assert root is None or all(len(element.attrib) <= markup.MOST_ATTRIBUTES for element in root.iter())


def test_a_page_of_more_tags_than_are_read_is_kept_with_a_warning() -> None:
    found = read((ARTICLE + "<i></i>" * markup.MOST_TAGS).encode())
    assert found is not None
    assert len(found.paragraphs) == 5
    assert [lack.reason for lack in found.lacks if lack.reason is not Reason.NO_DATE] == [
        Reason.NO_TITLE,
        Reason.TOO_LARGE,
    ]


def test_a_page_of_more_bytes_than_are_read_is_kept_with_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    body = page("")
    monkeypatch.setattr(article, "LONGEST_PAGE", len(body) - 1)
    found = read(body)
    assert found is not None
    assert Reason.TOO_LARGE in [lack.reason for lack in found.lacks]
    monkeypatch.setattr(article, "LONGEST_PAGE", len(body))
    found = read(body)
    assert found is not None
    assert Reason.TOO_LARGE not in [lack.reason for lack in found.lacks]


@pytest.mark.parametrize("name", LIES)
@pytest.mark.parametrize("place", ["header", "meta"])
def test_no_page_is_read_in_an_encoding_that_is_none_of_pages(name: str, place: str) -> None:
    body = f"<meta charset={name if place == 'meta' else ''}><p>caf\xe9 \\u0041 +AGE- =41</p>".encode(
        "latin-1"
    )
    header = f"text/html; charset={name}" if place == "header" else ""
    assert "caf\xe9 \\u0041 +AGE- =41" in (decode_page(body, header) or "")


@pytest.mark.parametrize(
    "shape", ["nested div", "many attributes", "nested codes", "scripts in text", "many p"]
)
def test_the_markup_of_a_body_has_the_same_bounds(shape: str) -> None:
    html = SHAPES[shape](LARGE).decode()
    start = time.process_time()
    body = clean_body(html)
    assert time.process_time() - start < CPU_SECONDS
    assert LAST in " ".join(body.paragraphs)


def test_long_texts_and_values_of_entities_are_cleaned_as_they_are() -> None:
    text = "".join(f"&lt;{number} &amp;\xa0" for number in range(100_000))
    start = time.process_time()
    html = clean_body(f"<p><b>x</b>{text}<a href='/{text}'>y</a>z</p>").html
    assert time.process_time() - start < CPU_SECONDS
    assert html == f'<p><b>x</b>{text}<a rel="noopener noreferrer">y</a>z</p>'.replace("\xa0", "&nbsp;")


def test_a_control_sign_written_as_an_entity_beside_a_script_is_no_fault() -> None:
    long = "&#1;x" * 20_000
    assert clean_body("<p>a&#1;<script></script>b</p>").paragraphs == ("ab",)
    assert clean_body(f"<p>{long}<script></script>b<i></i>{long}</p>").paragraphs == (
        "x" * 20_000 + "b" + "x" * 20_000,
    )


def test_no_long_text_of_a_page_stays_in_memory() -> None:
    tracemalloc.start()
    for number in range(20):
        long = f"{number} " + "word " * 200_000
        parse_byline(long)
        find_byline(long)
        parse_moment(long, time_zone="UTC", seen_at=datetime(2022, 2, 12, tzinfo=UTC))
        blocks.hides(long)
        blocks.is_for_listeners(long)
    del long
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < 1_000_000


def test_marks_without_end_on_one_letter_are_cut() -> None:
    body = clean_body("<p>a" + "\u0327\u0301" * 200_000 + "b</p>")
    assert len(body.paragraphs[0]) < 40


SCRIPT = """
import base64, json, sys
sys.path.insert(0, {folder!r})
from hostile_pages import SHAPES
for name in {names!r}:
    body = base64.b64encode(SHAPES[name](20_000_000)).decode()
    print(json.dumps({{"url": "http://paper.example/1.html", "html_b64": body}}))
"""


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_BYTES, ADDRESS_BYTES))


@pytest.mark.parametrize(
    "shape",
    [
        *("one paragraph", "nested div", "many h1", "many attributes", "marked authors"),
        *("authors around nothing", "high noise"),
    ],
)
def test_twenty_megabytes_are_read_within_bounds_of_time_and_memory(shape: str) -> None:
    folder = __file__.rpartition("/")[0]
    making = [sys.executable, "-c", SCRIPT.format(folder=folder, names=[shape])]
    with subprocess.Popen(making, stdout=subprocess.PIPE) as maker:
        done = subprocess.run(
            [sys.executable, "-m", "archiver", "extract"],
            stdin=maker.stdout,
            capture_output=True,
            check=False,
            preexec_fn=limit,
            env={"OPENBLAS_NUM_THREADS": "1", "PATH": ""},
            timeout=120,
        )
    assert done.returncode == 0, done.stderr[-500:]
    assert [json.loads(line)["url"] for line in done.stdout.splitlines()] == [TARGET.url]


TAGS = (
    "div p a b br table td li ul h1 h2 script style title meta time span img svg body html head font !-- / /p"
).split()
ATTRIBUTES = (
    *("", " class=author", ' class="date published"', " rel=author", " datetime='2020-01-01'", " hidden"),
    *(
        " itemprop=datePublished content=2021-02-30",
        " href='http://['",
        " style='display:none'",
        ' a="',
        " a='>'",
    ),
    *(
        ' type="application/ld+json"',
        " name=author content='By Jo'",
        " property=og:title content='|'",
        " lang=zh",
    ),
)
JSON_LD = (
    '{"@type":"NewsArticle",',
    '"author":[{"name":',
    '"datePublished":"2020',
    "}",
    "]",
    "[",
    '"@graph":',
    "1e999",
)
PIECES = st.one_of(
    st.tuples(st.sampled_from(TAGS), st.sampled_from(ATTRIBUTES), st.sampled_from((">", "/>", "", " <")))
    .map("".join)
    .map("<{}".format),
    st.sampled_from([f"</{tag}>" for tag in TAGS]),
    st.tuples(st.sampled_from(BAITS), st.integers(1, 60)).map(lambda bait: bait[0] * bait[1]),
    st.sampled_from([ARTICLE[:400], *JSON_LD]),
    st.text(max_size=20),
)
SOUPS = st.lists(
    st.one_of(PIECES.map(lambda text: text.encode("utf-8", "replace")), st.binary(max_size=6)), max_size=40
)


MARKUP = st.lists(PIECES, max_size=40).map("".join)
CONTENT_TYPES = ("text/html", "", "text/html; charset=gbk", "text/html; charset=idna")


@given(SOUPS, st.sampled_from(CONTENT_TYPES))
@settings(max_examples=300)
def test_any_soup_of_tags_gives_a_record_or_a_reason(pieces: list[bytes], content_type: str) -> None:
    read(b"".join(pieces), content_type)


@given(MARKUP)
@settings(max_examples=200)
def test_any_soup_of_markup_makes_a_body(html: str) -> None:
    assert all(clean_body(html).paragraphs)


def test_the_pages_here_are_as_large_as_they_say() -> None:
    assert 0.9 < len(page(fill("<p>x", LARGE))) / LARGE < 1.1
