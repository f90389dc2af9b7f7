"""Posts of a Jekyll site as drafts: what is kept, and what is reported beside it."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from textwrap import dedent

import pytest

from archiver.errors import AddressError, ImportingError
from archiver.importers.jekyll import read_jekyll
from archiver.reasons import Reason
from archiver.records import Draft, Failure, Stage, Target

AT = datetime(2024, 5, 2, tzinfo=UTC)
NAME = "2024-05-01-NW202405011234567890.md"
URL = "http://share.example/read.html?code=NW202405011234567890"
FOOTER = "[返回河边日报新闻](//news.example/category/hebianribao.html)｜[返回首页](//news.example/)"


def name_target(url: str, code: str | None) -> Target:
    if not url and code is None:
        raise AddressError("neither an address nor a code is known")
    return Target(url=url, identity=f"share:paper:{code}" if code else f"url:{url}", site="paper", code=code)


def post(
    *,
    title='"新桥通车"',
    date="2024-05-01 08:30:05 +0800",
    more="",
    body="<p>新桥昨日通车。</p>",
    address=f"<{URL}>",
    footer=FOOTER,
) -> str:
    front = f"layout: post\ntitle: {title}\ndate: {date}\ncategories: hebianribao\ntags: 河边日报新闻\n{more}"
    return f"---\n{front}---\n" + "\n\n".join((body, address, footer))


def read(path: Path) -> tuple[list[Draft], list[Failure]]:
    records = list(read_jekyll(path, name_target, AT))
    drafts = [record for record in records if isinstance(record, Draft)]
    return drafts, [record for record in records if isinstance(record, Failure)]


@pytest.fixture
def read_one(tmp_path):
    """Read one post of the given text, under a name."""

    def read_text(text: str | bytes, name: str = NAME) -> tuple[Draft | None, list[Failure]]:
        (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        drafts, failures = read(tmp_path)
        return (drafts[0] if drafts else None), failures

    return read_text


def reasons(failures: list[Failure]) -> set[Reason]:
    return {failure.reason for failure in failures}


def test_a_sound_post_becomes_a_draft_without_failures(read_one):
    draft, failures = read_one(post())
    assert failures == []
    assert (draft.raw_title, draft.raw_published) == ("新桥通车", "2024-05-01 08:30:05 +0800")
    assert draft.body_html == "<p>新桥昨日通车。</p>"
    assert (draft.addresses, draft.base_url) == ((URL,), URL)
    assert (draft.time_zone, draft.fetched_at) == ("Asia/Shanghai", AT)


def test_the_target_is_named_by_the_address_and_the_code_in_the_file_name(read_one):
    draft, _ = read_one(post())
    assert (draft.target.url, draft.target.code) == (URL, "NW202405011234567890")


def test_the_category_is_kept_as_written_and_the_tags_as_a_list(read_one):
    draft, _ = read_one(post())
    assert (draft.target.category, draft.target.tags) == ("hebianribao", ("河边日报新闻",))


def test_it_says_where_each_field_was_found(read_one):
    draft, _ = read_one(post())
    assert {name: finding.rule for name, finding in draft.found.items()} == {
        "title": "jekyll:title",
        "published": "jekyll:date",
        "category": "jekyll:categories",
        "tags": "jekyll:tags",
        "body": "jekyll:body",
    }


def test_what_a_page_says_about_its_article_is_read_and_told_where(read_one):
    about = "description: 步行\nimage: /a.jpg\nsection: 城市\nkeywords: [桥, 新 路]\n"
    more = f"last_modified_at: 2024-05-01 18:00 +0800\n{about}"
    draft, failures = read_one(post(more=more))
    assert (draft.raw_modified, draft.raw_description) == ("2024-05-01 18:00 +0800", "步行")
    assert (draft.raw_image, draft.raw_section, draft.raw_keywords) == ("/a.jpg", "城市", ("桥", "新 路"))
    assert draft.found["modified"].rule == "jekyll:last_modified_at"
    assert failures == []


def test_what_an_export_gives_back_is_kept_as_origin(read_one):
    draft, _ = read_one(post())
    assert draft.origin == {"jekyll.name": NAME, "jekyll.footer": FOOTER}


def test_a_date_of_another_form_is_kept_as_origin_too(read_one):
    draft, _ = read_one(post(date="2024-05-01 08:30:05"))
    assert draft.origin["jekyll.date"] == "2024-05-01 08:30:05"


def test_links_home_on_two_lines_are_taken_off_the_body(read_one):
    footer = "[返回河边日报新闻](../hebianribao/)\n[返回首页](../)"
    draft, _ = read_one(post(footer=footer))
    assert draft.body_html == "<p>新桥昨日通车。</p>"
    assert draft.origin["jekyll.footer"] == footer


def test_a_footer_with_a_script_for_an_address_is_not_taken_for_one(read_one):
    draft, _ = read_one(post(footer="[返回首页](javascript:alert)"))
    assert "jekyll.footer" not in draft.origin


def test_plain_text_becomes_escaped_paragraphs(read_one):
    draft, _ = read_one(post(body="一 < 二 &amp; 三\n\n第二段"))
    assert draft.body_html == "<p>一 &lt; 二 &amp; 三</p>\n<p>第二段</p>"


def test_html_stays_as_it_is(read_one):
    body = '<p>一</p>\n <p class="em_media">（文章来源：河边日报）</p><br>'
    draft, _ = read_one(post(body=body))
    assert draft.body_html == body


def test_a_last_line_that_is_a_tag_is_no_address(read_one):
    draft, failures = read_one(post(body="<p>一</p>\n\n<br>", address="", footer=""))
    assert draft.body_html == "<p>一</p>\n\n<br>"
    assert reasons(failures) == {Reason.NO_ADDRESS}


def test_a_summary_that_repeats_the_text_is_left_out(read_one):
    draft, _ = read_one(post(body="> 【通车】新桥 昨日通车。（河边日报）\n\n<p><a>新桥</a>昨日通车。</p>"))
    assert draft.body_html == "<p><a>新桥</a>昨日通车。</p>"


def test_a_summary_that_says_more_is_the_first_paragraph(read_one):
    draft, _ = read_one(post(body="> 据悉，桥长三百米。\n\n<p>新桥昨日通车。</p>"))
    assert draft.body_html == "<p>据悉，桥长三百米。</p>\n<p>新桥昨日通车。</p>"


def test_a_summary_alone_is_the_text(read_one):
    draft, failures = read_one(post(body="> 新桥昨日通车。"))
    assert draft.body_html == "<p>新桥昨日通车。</p>"
    assert failures == []


def test_a_missing_title_is_taken_from_the_brackets_before_the_summary(read_one):
    draft, failures = read_one(post(title='""', body="> 【新桥通车】新桥昨日通车。\n\n<p>新桥昨日通车。</p>"))
    assert (draft.raw_title, draft.found["title"].rule) == ("新桥通车", "jekyll:digest")
    assert failures == []


def test_a_missing_title_is_taken_from_the_brackets_before_the_text(read_one):
    draft, _ = read_one(post(title="", body="<p>　【新桥通车】新桥昨日通车。</p>"))
    assert draft.raw_title == "新桥通车"


def test_a_title_that_is_nowhere_is_reported_with_file_and_line(read_one):
    draft, (failure,) = read_one(post(title='""'))
    assert draft.raw_title == ""
    assert (failure.stage, failure.reason, failure.key) == (
        Stage.IMPORT,
        Reason.NO_TITLE,
        f"import:{NAME}:no-title",
    )
    assert failure.message.endswith(f"{NAME}: line 3: the title is empty")
    assert (failure.url, failure.identity) == (URL, draft.target.identity)


def test_an_empty_date_is_reported_and_the_text_kept(read_one):
    draft, failures = read_one(post(date=" +0800"), name="-202405011234567890.md")
    assert reasons(failures) == {Reason.NO_DATE}
    assert (draft.raw_published, draft.body_html) == ("", "<p>新桥昨日通车。</p>")
    assert draft.target.code == "202405011234567890"


def test_an_empty_date_is_the_file_names_day_where_it_has_one(read_one):
    draft, failures = read_one(post(date=""))
    assert (draft.raw_published, draft.found["published"].rule) == ("2024-05-01", "jekyll:name")
    assert failures == []


def test_an_undated_post_does_not_take_its_file_names_day(read_one):
    draft, failures = read_one(post(date="", more="undated: true\n"))
    assert draft.raw_published == ""
    assert reasons(failures) == {Reason.NO_DATE}


@pytest.mark.parametrize("address", ["<>", ""])
def test_an_empty_address_is_reported_and_the_code_names_the_article(read_one, address):
    draft, failures = read_one(post(address=address))
    assert reasons(failures) == {Reason.NO_ADDRESS}
    assert (draft.addresses, draft.target.code) == ((), "NW202405011234567890")


def test_an_address_that_is_none_is_reported_apart(read_one):
    draft, failures = read_one(post(address="<www.example/1.html>"))
    assert reasons(failures) == {Reason.BAD_ADDRESS}
    assert draft.body_html == "<p>新桥昨日通车。</p>"


def test_a_name_that_is_no_code_is_none_where_the_address_names_the_article(read_one):
    draft, _ = read_one(post(), name="2024-05-01-the-bridge.md")
    assert draft.target.code is None


def test_a_post_without_address_and_code_is_named_by_its_file(read_one):
    draft, _ = read_one(post(address=""), name="2024-05-01-the-bridge.md")
    assert draft.target.code == "2024-05-01-the-bridge"


@pytest.mark.parametrize(
    ("written", "title"),
    [('"他说"新桥"通车"', '他说"新桥"通车'), ('"C:\\桥"', "C:\\桥"), ('"新桥', "新桥")],
)
def test_a_title_that_breaks_the_yaml_is_kept_and_reported(read_one, written, title):
    draft, (failure,) = read_one(post(title=written))
    assert draft.raw_title == title
    assert (failure.reason, "line 3" in failure.message) == (Reason.BROKEN_POST, True)


def test_front_matter_that_is_never_closed_is_reported_and_read(read_one):
    draft, failures = read_one(f"---\ntitle: 新桥\ndate: 2024-05-01\n<p>文</p>\n\n<{URL}>")
    assert (draft.raw_title, draft.body_html) == ("新桥", "<p>文</p>")
    assert reasons(failures) == {Reason.BROKEN_POST}


def test_a_post_without_text_is_reported(read_one):
    draft, failures = read_one(post(body=""))
    assert draft.body_html == ""
    assert reasons(failures) == {Reason.EMPTY_TEXT}


def test_a_post_of_windows_with_a_byte_order_mark_is_read(read_one):
    draft, failures = read_one(b"\xef\xbb\xbf" + post().replace("\n", "\r\n").encode("utf-8"))
    assert (draft.raw_title, failures) == ("新桥通车", [])


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"", "empty"),
        (b"just text", "front matter"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"---\n\0\n---\n", "binary"),
    ],
)
def test_a_file_that_is_no_post_is_only_a_failure(read_one, raw, told):
    draft, (failure,) = read_one(raw)
    assert draft is None
    assert failure.reason is Reason.BROKEN_POST
    assert told in failure.message


def test_an_address_that_the_sites_refuse_is_only_a_failure(tmp_path):
    def refuse(url: str, code: str | None) -> Target:
        raise AddressError("no such site")

    (tmp_path / NAME).write_text(post(), encoding="utf-8")
    (failure,) = read_jekyll(tmp_path, refuse, AT)
    assert (failure.reason, failure.identity) == (Reason.BAD_ADDRESS, None)


def test_posts_are_read_in_order_of_their_names(tmp_path):
    for name in ("b.md", "a.markdown", "c/a.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(post(), encoding="utf-8")
    drafts, _ = read(tmp_path)
    assert [draft.origin["jekyll.name"] for draft in drafts] == ["a.markdown", "b.md", "a.html"]


def test_where_there_are_posts_folders_only_they_hold_posts(tmp_path):
    for name in ("index.html", "_layouts/post.html", "_posts/a.md", "old/_posts/b.md", ".git/_posts/c.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(post(), encoding="utf-8")
    drafts, _ = read(tmp_path)
    assert [draft.origin["jekyll.name"] for draft in drafts] == ["a.md", "b.md"]


def test_one_post_can_be_read_alone(tmp_path):
    (tmp_path / NAME).write_text(post(), encoding="utf-8")
    drafts, _ = read(tmp_path / NAME)
    assert len(drafts) == 1


def test_a_path_that_does_not_exist_is_refused_at_once(tmp_path):
    with pytest.raises(ImportingError, match="no such file or folder"):
        read_jekyll(tmp_path / "absent", name_target, AT)


def test_a_folder_without_posts_is_refused_at_once(tmp_path):
    (tmp_path / "notes.txt").touch()
    with pytest.raises(ImportingError, match="holds no posts"):
        read_jekyll(tmp_path, name_target, AT)


def test_lists_and_folded_lines_of_other_writers_are_read(read_one):
    text = dedent(
        f"""\
        ---
        title: 'It''s
          a bridge'
        date: 2024-05-01
        categories: ["a b", c]
        tags:
        - x y
        - "z"
        lang: en
        ---
        <p>t</p>

        <{URL}>
        """
    )
    draft, failures = read_one(text)
    assert failures == []
    assert (draft.raw_title, draft.raw_language) == ("It's a bridge", "en")
    assert (draft.target.category, draft.target.tags) == ("a b", ("x y", "z"))


@pytest.fixture(scope="module")
def seed():
    given = os.environ.get("ARCHIVER_SHARED")
    folder = (Path(given) if given else Path(__file__).resolve().parents[3] / "shared") / "seed"
    if not folder.is_dir():
        pytest.skip(f"the real posts are not here ({folder}); name their parent in ARCHIVER_SHARED")
    return read(folder)


def test_every_real_post_becomes_a_draft(seed):
    assert len(seed[0]) == 4


def test_only_the_real_broken_post_is_reported(seed):
    assert {failure.key for failure in seed[1]} == {
        f"import:-202205262391921712.md:{reason}" for reason in ("no-title", "no-date", "no-address")
    }


def test_the_real_summary_that_repeats_the_text_is_left_out(seed):
    assert seed[0][0].body_html.startswith('<p style="display:none')


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the machine has no named pipes")
def test_a_named_pipe_among_the_posts_is_reported_and_not_waited_for(tmp_path):
    (tmp_path / NAME).write_text(post(), encoding="utf-8")
    os.mkfifo(tmp_path / "2024-05-02-pipe.md")
    drafts, failures = read(tmp_path)
    assert len(drafts) == 1
    assert [failure.reason for failure in failures] == [Reason.BROKEN_POST]
