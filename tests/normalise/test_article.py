"""A draft's raw fields made into a clean article."""

from __future__ import annotations

import os
import re
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.errors import ReadError
from archiver.normalise.article import normalise
from archiver.normalise.fingerprints import SHORTEST_MERGED, fold_text, text_digest
from archiver.normalise.slugs import make_slug
from archiver.normalise.text import prose
from archiver.reasons import Reason
from archiver.records import Draft, Precision, Stage, Target

TARGET = Target(
    url="http://host/html_News/NewsShare.html?infoCode=NW1",
    identity="share:sample:NW1",
    site="sample",
    code="NW1",
    category="{slug}",
    tags=("{publisher}新闻", "渡口"),
    slugs={"漯河日报": "taheribao"},
)
DRAFT = Draft(
    target=TARGET,
    fetched_at=datetime(2022, 2, 11, 4, 0, tzinfo=UTC),
    addresses=(TARGET.url,),
    raw_title="渡船开了",
    raw_published="2022-02-11 08:38:02",
    body_html="<p>港口今天开了三条新航线。</p>",
    time_zone="Asia/Shanghai",
)


def test_a_time_without_offset_is_the_sites() -> None:
    article = normalise(DRAFT)
    assert article.published is not None
    assert article.published.at.isoformat() == "2022-02-11T08:38:02+08:00"


def test_a_date_in_the_future_is_none_and_kept_raw() -> None:
    article = normalise(replace(DRAFT, raw_published="2022-02-14 08:00"))
    assert (article.published, article.raw_published) == (None, "2022-02-14 08:00")
    assert [lack.reason for lack in article.lacks] == [Reason.BAD_DATE]


def test_what_is_missing_is_said_and_the_article_stays() -> None:
    article = normalise(replace(DRAFT, raw_title=" ", raw_published=""))
    assert {lack.reason for lack in article.lacks} == {Reason.NO_TITLE, Reason.NO_DATE}
    assert article.paragraphs


@pytest.mark.parametrize(
    ("count", "message"),
    [
        (1, "1 sign could not be decoded and is shown as U+FFFD"),
        (12, "12 signs could not be decoded and are shown as U+FFFD"),
    ],
)
def test_signs_that_could_not_be_decoded_are_told(count: int, message: str) -> None:
    (lack,) = normalise(replace(DRAFT, replaced_count=count)).lacks
    assert (lack.reason, lack.message) == (Reason.BAD_ENCODING, message)
    assert (lack.stage, lack.key) == (Stage.CLEAN, "clean:bad-encoding:share:sample:NW1")


@pytest.mark.parametrize(
    ("written", "modified"),
    [
        ("2022-02-11T10:15:00+08:00", "2022-02-11T10:15:00+08:00"),
        ("2022-02-11 08:38:02", "2022-02-11T08:38:02+08:00"),
        ("2022-02-11 08:38:01", None),
        ("2022-02-10", None),
        ("2022-02-14 08:00", None),
        ("soon", None),
        ("", None),
    ],
)
def test_a_page_is_changed_after_it_was_published_and_before_it_was_read(
    written: str, modified: str | None
) -> None:
    article = normalise(replace(DRAFT, raw_modified=written))
    assert (article.modified.at.isoformat() if article.modified else None) == modified


def test_a_page_changed_on_the_day_it_was_published_keeps_that_day() -> None:
    article = normalise(replace(DRAFT, raw_modified="2022-02-11"))
    assert article.modified is not None
    assert article.modified.precision is Precision.DAY


def test_a_page_without_a_date_keeps_the_day_of_its_change() -> None:
    article = normalise(replace(DRAFT, raw_published="", raw_modified="2022-02-11 09:00"))
    assert article.modified is not None


@pytest.mark.parametrize(
    ("written", "description"),
    [
        (" 三条\n航线\t开了。 ", "三条 航线 开了。"),
        ("Ferries &amp;amp; buses\x00 &lt;b&gt;run&lt;/b&gt;", "Ferries & buses run"),
        ("AT&T runs them", "AT&T runs them"),
        ("渡船开了", None),
        ("渡船 开了！", None),
        (" \u200b ", None),
        ("", None),
    ],
)
def test_a_description_is_plain_text_and_more_than_the_title(written: str, description: str | None) -> None:
    assert normalise(replace(DRAFT, raw_description=written)).description == description


@pytest.mark.parametrize(
    ("written", "image"),
    [
        ("/a/ferry.jpg", "http://host/a/ferry.jpg"),
        ("//cdn.example/ferry.jpg", "http://cdn.example/ferry.jpg"),
        (" https://cdn.example/ferry.jpg ", "https://cdn.example/ferry.jpg"),
        ("data:image/png;base64,AAAA", None),
        ("javascript:alert(1)", None),
        ("http://[broken", None),
        ("", None),
    ],
)
def test_the_main_picture_is_an_absolute_web_address(written: str, image: str | None) -> None:
    assert normalise(replace(DRAFT, base_url="http://host/page.html", raw_image=written)).image == image


def test_section_and_keywords_are_plain_names_each_once() -> None:
    draft = replace(DRAFT, raw_section=" 财经 &amp;\n港口 ", raw_keywords=("渡船", " 渡船 ", "", "R&amp;D"))
    article = normalise(draft)
    assert (article.section, article.keywords) == ("财经 & 港口", ("渡船", "R&D"))


def test_the_pages_keywords_do_not_file_the_article() -> None:
    article = normalise(replace(DRAFT, raw_keywords=("航线",), raw_section="财经"))
    assert (article.category, article.tags) == (None, ("渡口",))


def test_a_body_without_text_is_no_article() -> None:
    with pytest.raises(ReadError) as caught:
        normalise(replace(DRAFT, body_html="<p style='display:none'>字</p>"))
    assert caught.value.reason is Reason.EMPTY_TEXT


def test_the_newspaper_names_category_and_tags() -> None:
    article = normalise(replace(DRAFT, raw_publisher="漯河日报"))
    assert (article.category, article.tags) == ("taheribao", ("漯河日报新闻", "渡口"))


def test_a_newspaper_without_a_set_slug_is_spelled_in_pinyin() -> None:
    assert normalise(replace(DRAFT, raw_publisher="云溪日报")).category == "yunxiribao"


def test_nothing_is_filed_under_an_unknown_newspaper() -> None:
    article = normalise(DRAFT)
    assert (article.category, article.tags) == (None, ("渡口",))


def test_the_lists_newspaper_comes_before_the_bodys_line() -> None:
    body = '<p>港口今天开了三条新航线。</p><p class="em_media">（文章来源：云溪日报）</p>'
    assert normalise(replace(DRAFT, body_html=body)).publisher == "云溪日报"
    assert normalise(replace(DRAFT, body_html=body, raw_publisher="青岚商报")).publisher == "青岚商报"


def test_the_pages_author_comes_before_the_texts_byline() -> None:
    body = "<p>■许立</p><p>港口今天开了三条新航线。</p>"
    assert normalise(replace(DRAFT, body_html=body)).authors == ("许立",)
    assert normalise(replace(DRAFT, body_html=body, raw_byline="林静")).authors == ("林静",)
    assert normalise(replace(DRAFT, body_html=body, raw_byline="编辑部")).authors == ("许立",)


@pytest.mark.parametrize(
    ("declared", "text", "language"),
    [
        ("zh-CN", "港口今天开了三条新航线。", "zh"),
        ("en", "港口今天开了三条新航线。", "zh"),
        ("", "港口今天开了三条新航线。", "zh"),
        ("en_GB", "The harbour opened three new lines today.", "en"),
        ("", "The harbour opened three new lines today.", None),
        ("", "港は今日、三本の新しい航路を開いた。", "ja"),
        ("english", "The harbour opened.", None),
    ],
)
def test_the_script_overrules_the_declared_language(declared: str, text: str, language: str | None) -> None:
    assert normalise(replace(DRAFT, raw_language=declared, body_html=f"<p>{text}</p>")).language == language


@given(st.text(alphabet="aéßΣか\u0301\u3099½℃’“…，。《\xa0 ,", max_size=8))
def test_signs_are_left_out_of_the_text_digest_as_unicode_has_them(text: str) -> None:
    folded = unicodedata.normalize("NFKC", text).casefold()
    assert fold_text(text) == "".join(re.findall(r"[^\W_]", folded))


def test_white_space_width_and_punctuation_do_not_change_the_text_digest() -> None:
    assert text_digest(["港口 ＡＢＣ１２，开了。"]) == text_digest(["港口abc12", "开了"])


def test_a_short_text_has_no_merge_key() -> None:
    assert text_digest(["（详见第二版）"])[1] is None
    assert text_digest(["字" * SHORTEST_MERGED])[1] is not None


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("漯河日报", "luoheribao"),
        ("重庆晨报", "chongqingchenbao"),
        ("Le Monde", "le-monde"),
        ("Süddeutsche", "suddeutsche"),
        ("新闻 [1]/..", "xinwen-1"),
        ("！？", ""),
    ],
)
def test_a_name_is_spelled_in_ascii(name: str, slug: str) -> None:
    assert make_slug(name) == slug


@given(
    title=st.text(max_size=80),
    time=st.text(max_size=40),
    byline=st.text(max_size=80),
    body=st.text(max_size=200),
)
def test_any_raw_text_gives_an_article_that_can_be_kept(
    title: str, time: str, byline: str, body: str
) -> None:
    draft = replace(
        DRAFT,
        raw_title=title,
        raw_published=time,
        raw_byline=byline,
        raw_publisher=byline,
        raw_editor=title,
        raw_modified=time,
        raw_description=byline,
        raw_image=title,
        raw_section=title,
        raw_keywords=(title, byline),
        body_html=body + "<p>港口今天开了三条新航线。</p>",
    )
    article = normalise(draft)
    kept = (
        article.title,
        article.byline,
        article.publisher,
        article.editor,
        article.raw_published,
        article.html,
        article.description,
        article.image,
        article.section,
        *article.keywords,
    )
    for text in (*kept, *article.authors, *article.tags, *article.paragraphs, article.category):
        (text or "").encode("utf-8")
        assert "\x00" not in (text or "")


@given(st.text(alphabet="&amp;lt#x26 <>\u0301e\u212b", max_size=60))
def test_cleaning_a_clean_description_changes_nothing(text: str) -> None:
    cleaned = prose(text)
    assert cleaned is None or prose(cleaned) == cleaned


SEED = Path(os.environ.get("ARCHIVER_SHARED", Path(__file__).parents[3] / "shared")) / "seed"


@pytest.mark.skipif(not SEED.is_dir(), reason=f"the seed posts are not at {SEED}")
def test_the_seed_posts_body_is_read_in_six_paragraphs() -> None:
    post = (SEED / "2022-02-11-NW202202112273301324.md").read_text(encoding="utf-8")
    body = post.split("---\n", 2)[2].split("\n<http")[0]
    article = normalise(replace(DRAFT, body_html=body))
    assert (article.authors, article.publisher, article.category) == (("许绍伟",), "漯河日报", "taheribao")
    assert len(article.paragraphs) == 6
    assert article.paragraphs[0].startswith("源汇区纪委监委认真贯彻落实")
    assert article.paragraphs[-1].startswith("作者系源汇区委常委")
