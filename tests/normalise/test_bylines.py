"""Who wrote an article: the lines of ``bylines.toml`` as a specification, and what holds of any text."""

import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from archiver.normalise.bylines import find_byline, find_editor, find_publisher, parse_byline

ROWS = tomllib.loads((Path(__file__).parent / "bylines.toml").read_text(encoding="utf-8"))
SIGNS = st.sampled_from(
    [
        *list("张三李四王五欧阳修赵和文图摄记者作编辑来源报讯电新华社■□·、，。：:（）()【】/| \u3000\n"),
        "本报记者",
        "By ",
        "and ",
        "John ",
        "Smith",
        "作者：",
        "责任编辑：",
        "新华社北京2月11日电",
        "Editing by ",
        "&lt;",
    ]
)
LINES = st.one_of(st.text(max_size=80), st.lists(SIGNS, max_size=30).map("".join))
GIVEN_NAMES = st.sampled_from(["三", "四", "晓明", "丽华", "一夫", "建国"])
NAMES = st.builds(str.__add__, st.sampled_from([*"张李王刘赵孙吴郑钱", "欧阳", "诸葛"]), GIVEN_NAMES)
WORDS = st.sampled_from(
    (
        "Jane Doe JOHN MCDONALD McDonald van der Al Ph D K login Table of Contents Team Chief Staff writer"
        " editor Reuters AP fox news bbc The Times Daily Post Head Special Story written article reporting"
        " opinion photo photos photography medically reviewed additional edited editing translated produced"
        " January Jan may on am min minutes account he To So last first author authors byline http www"
        " by and und y et e en with in at from for von par por di door follow updated published posted"
        " modified dr prof mr mrs ms mx sir dame rev professor doctor jr II phd MD MA MSc BA Esq CFP psyd"
    ).split()
).flatmap(lambda word: st.sampled_from([word, word.lower(), word.upper(), word.title()]))


@pytest.mark.parametrize(("raw", "authors", "publisher", "editor"), ROWS["parse"], ids=str)
def test_a_field_gives_the_names_that_are_printed_in_it(raw, authors, publisher, editor):
    byline = parse_byline(raw)
    assert (list(byline.authors), byline.publisher or "", byline.editor or "") == (authors, publisher, editor)
    assert byline.whole


@pytest.mark.parametrize(("paragraph", "whole", "authors", "publisher", "editor"), ROWS["find"], ids=str)
def test_a_paragraph_is_or_holds_a_byline(paragraph, whole, authors, publisher, editor):
    byline = find_byline(paragraph)
    assert byline is not None
    found = (byline.whole, list(byline.authors), byline.publisher or "", byline.editor or "")
    assert found == (whole, authors, publisher, editor)


@pytest.mark.parametrize("paragraph", ROWS["prose"])
def test_prose_that_looks_like_a_byline_is_none(paragraph):
    assert find_byline(paragraph) is None


@pytest.mark.parametrize(("paragraph", "name"), ROWS["publisher"])
def test_a_line_of_its_own_names_the_newspaper(paragraph, name):
    assert (find_publisher(paragraph) or "") == name


@pytest.mark.parametrize(("paragraph", "names"), ROWS["editor"])
def test_a_line_of_its_own_names_the_editor(paragraph, names):
    assert (find_editor(paragraph) or "") == names


def test_a_byline_in_a_sentence_is_kept_as_printed():
    paragraph = "本报讯（记者　张三）2月10日，会议召开。"
    assert find_byline(paragraph).raw == "本报讯（记者 张三）"
    assert find_byline("会议召开。（记者 张三）").raw == "（记者 张三）"
    assert find_byline("LONDON (Reuters) - The pound fell.").raw == "LONDON (Reuters)"


def test_a_byline_is_found_at_either_end_of_a_long_paragraph():
    text = "会议在京召开，与会者就各项工作交换了意见。" * 200
    assert find_byline(f"本报讯（记者 张三）{text}").authors == ("张三",)
    assert find_byline(f"{text}（记者 李四）").authors == ("李四",)
    assert (
        find_byline(f"{'It rained all day long. ' * 400}(Reporting by Ann Lee; Editing by Bob Ray)").editor
        == "Bob Ray"
    )


def test_the_raw_line_has_single_blanks_and_a_bounded_length():
    assert parse_byline(" 作者：\n\t张三 ").raw == "作者： 张三"
    assert len(parse_byline("Ann Lee, " * 500).raw) <= 200


def test_many_names_are_all_kept():
    names = [f"{first} Example" for first in ("Ann", "Bob", "Carl", "Dora", "Emil", "Fritz", "Gerd", "Hans")]
    assert parse_byline(", ".join(names)).authors == tuple(names)


@given(st.lists(NAMES, min_size=1, max_size=6, unique=True))
@settings(deadline=None)
def test_joined_names_are_parted_again(names):
    assert parse_byline("、".join(names)).authors == tuple(names)
    assert parse_byline(f"本报记者 {' '.join(names)}").authors == tuple(names)
    assert find_byline(f"会议召开。（记者 {' '.join(names)}）").authors == tuple(names)


@given(st.lists(WORDS, min_size=1, max_size=6).map(" ".join))
@settings(max_examples=1000, deadline=None)
def test_a_sign_behind_a_field_changes_nothing_of_what_its_words_say(field):
    bare, signed = parse_byline(field), parse_byline(f"{field} ;")
    assert (bare.authors, bare.publisher, bare.editor) == (signed.authors, signed.publisher, signed.editor)


@example("张图文㐀")
@given(LINES)
@settings(max_examples=400, deadline=None)
def test_authors_joined_again_are_the_same_authors(raw):
    authors = parse_byline(f"记者 {raw}").authors
    assert parse_byline("、".join(authors)).authors == authors


@given(LINES)
@settings(max_examples=400, deadline=None)
def test_no_text_is_too_strange(text):
    byline = parse_byline(text)
    assert len(byline.raw) <= 200
    assert len(set(byline.authors)) == len(byline.authors)
    assert all(name == " ".join(name.split()) and name for name in byline.authors)
    found = find_byline(text)
    assert found is None or found.authors or found.publisher or found.whole
    for name in (find_publisher(text), find_editor(text)):
        assert name is None or name.strip()


@pytest.mark.parametrize(
    "piece",
    [
        "（",
        "(",
        "记者",
        "张",
        "张三",
        "A ",
        "Aa ",
        "文/",
        "By ",
        "、",
        " ",
        "&",
        "Dr. ",
        "来源：",
        "<a",
        "·",
        "电",
        "edited by ",
    ],
)
def test_a_hostile_text_is_read_in_no_time(piece):
    text = piece * (100_000 // len(piece))
    start = time.perf_counter()
    for read in (parse_byline, find_byline, find_publisher, find_editor):
        read(text)
        read(f"本报讯（{text}）")
    assert time.perf_counter() - start < 2
