"""A body's markup becomes paragraphs, images with captions, mentions, credits and safe HTML."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.normalise.bodies import clean_body
from archiver.records import Image, Mention

FILLER = "<p>港口今天开了三条新航线，往来的渡船多了一半。</p>" * 12


def paragraphs(html: str) -> tuple[str, ...]:
    return clean_body(html).paragraphs


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>　　渡船开了。</p>\n<p>　　人多了。</p>", ("渡船开了。", "人多了。")),
        ("渡船开了。<br/>人多了。", ("渡船开了。", "人多了。")),
        ("<p>渡船开了。<br><br>人多了。</p>", ("渡船开了。", "人多了。")),
        ("<div>渡船<div>开了。</div>人多了。</div>", ("渡船", "开了。", "人多了。")),
        ("<p>A&amp;B 两线&nbsp;&nbsp;投产</p>", ("A&B 两线 投产",)),
        ("<p>the <a href='/x'>ferry</a> sails</p>", ("the ferry sails",)),
        ("<ul><li>one</li><li>two</li></ul>", ("one", "two")),
        ("<blockquote><p>quoted</p></blockquote><p>said she</p>", ("quoted", "said she")),
        ("plain words", ("plain words",)),
        ("<p></p><p> </p><p>　</p>", ()),
        ("", ()),
        ("<p>e\u0301tat</p>", ("état",)),
        ("<p>全角，（括号）：！</p>", ("全角，（括号）：！",)),
    ],
)
def test_paragraphs_are_split_as_the_page_splits_them(html: str, expected: tuple[str, ...]) -> None:
    assert paragraphs(html) == expected


@pytest.mark.parametrize(
    "unseen",
    [
        '<p style="display:none;height:1px">藏起来的字</p>',
        '<p style="Visibility: hidden">藏起来的字</p>',
        "<p hidden>藏起来的字</p>",
        "<script>var 字 = 1</script>",
        "<style>p { color: red }</style>",
        "<!-- 一条注释 -->",
        "<!-- EM_StockImg_Start --><p><a href='/q'>K线图</a></p><!-- EM_StockImg_End -->",
        '<p class="em_handle_adv_close">三分钟开户</p>',
        '<a class="toplink" href="/app">打开客户端</a>',
        '<div class="ad-banner">买一送一</div>',
        "<iframe src='//x'>框</iframe>",
        "<noscript>请打开脚本</noscript>",
    ],
)
def test_what_a_reader_does_not_see_or_come_for_is_no_paragraph(unseen: str) -> None:
    body = clean_body(f"<p>渡船开了。</p>{unseen}<p>人多了。</p>")
    assert body.paragraphs == ("渡船开了。", "人多了。")


def test_a_chart_between_its_comments_leaves_nothing_behind() -> None:
    body = clean_body(
        "<p>一</p><!-- EM_StockImg_Start --><p><img src='/k.png' data-code='106,NIO'></p>"
        "<!-- EM_StockImg_End --><p>二</p>"
    )
    assert (body.images, body.mentions, "k.png" in body.html) == ((), (), False)


def test_wrapped_company_names_stay_words_of_the_sentence_and_are_mentions() -> None:
    body = clean_body(
        '<p>昨天<span id="stock_1"><a class="keytip" data-code="106,QHC" href="/q">启航车业</a></span>'
        '<span id="quote_1"></span>与'
        '<span class="em_stock_key_common" data-code="90,BK1">船厂</span>签约。</p>'
    )
    assert body.paragraphs == ("昨天启航车业与船厂签约。",)
    assert body.mentions == (Mention(name="启航车业", code="106.QHC"), Mention(name="船厂", code="90.BK1"))


def test_names_wrapped_in_the_newspapers_own_line_are_no_mentions() -> None:
    body = clean_body('<p>正文。</p><p class="em_media">（文章来源：云溪<a data-code="90,B">日报</a>）</p>')
    assert (body.mentions, body.publisher) == ((), "云溪日报")


def test_the_newspapers_and_the_editors_line_are_fields_and_no_paragraphs() -> None:
    body = clean_body(
        '<p>正文在此。</p><p class="em_media">（文章来源：云溪日报）</p>'
        '<p class="res-edit">（责任编辑：林静）</p>'
    )
    assert (body.paragraphs, body.publisher, body.editor) == (("正文在此。",), "云溪日报", "林静")


def test_a_byline_line_is_a_field_and_no_paragraph() -> None:
    body = clean_body(f"<p>■许立</p>{FILLER}")
    assert body.byline is not None
    assert body.byline.authors == ("许立",)
    assert "■许立" not in body.paragraphs
    assert "■许立" in body.html


def test_a_byline_inside_a_sentence_stays_in_the_text() -> None:
    body = clean_body("<p>本报讯（记者 许立）2月10日，渡口通了电。</p>" + FILLER)
    assert body.byline is not None
    assert body.byline.authors == ("许立",)
    assert body.paragraphs[0] == "本报讯（记者 许立）2月10日，渡口通了电。"


def test_an_authors_position_stays_in_the_text() -> None:
    assert paragraphs(f"{FILLER}<p>作者系渡口管理站站长</p>")[-1] == "作者系渡口管理站站长"


def test_an_interviewers_question_in_the_middle_is_no_byline() -> None:
    assert "记者：渡船几点开？" in paragraphs(FILLER + "<p>记者：渡船几点开？</p>" + FILLER)


@pytest.mark.parametrize(
    "caption",
    [
        '<p style="text-align:center">渡口的清晨。</p>',
        "<p>图片来源：渡口管理站</p>",
        "<p>Photo by Anna Marlow</p>",
        '<div class="img-caption">渡口的清晨。</div>',
    ],
)
def test_a_line_under_a_picture_is_its_caption(caption: str) -> None:
    body = clean_body(
        f"<p>一</p><center><img src='/a.jpg'></center>{caption}<p>二</p>", base_url="http://h/p"
    )
    assert body.paragraphs == ("一", "二")
    assert len(body.images) == 1
    assert body.images[0].url == "http://h/a.jpg"
    assert body.images[0].caption


def test_a_figure_keeps_its_caption() -> None:
    body = clean_body("<figure><img src='a.png'><figcaption>The pier</figcaption></figure><p>Text.</p>")
    assert body.images == (Image(url="a.png", caption="The pier"),)
    assert body.paragraphs == ("Text.",)


def test_a_lazily_loaded_picture_is_found_at_its_real_address() -> None:
    body = clean_body("<img src='data:image/gif;base64,xx' data-src='http://h/real.jpg'>")
    assert body.images == (Image(url="http://h/real.jpg"),)


def test_the_html_is_safe() -> None:
    html = clean_body(
        "<p onclick='x()'>字<script>alert(1)</script><a href='javascript:x()'>链</a></p><img src=x onerror=x>"
    ).html
    for danger in ("onclick", "script", "javascript", "onerror"):
        assert danger not in html


def test_the_html_of_plain_paragraphs_is_kept_to_the_letter() -> None:
    html = '<p>■许立</p>\n <p>正文“一”。</p>\n <p>正文二。</p><p class="em_media">（文章来源：云溪日报）</p>'
    assert clean_body(html).html == html


def test_a_picture_amid_a_sentence_does_not_part_it() -> None:
    body = clean_body("<p>渡船<img src='http://h/a.png'>开了。</p>")
    assert (body.paragraphs, len(body.images)) == (("渡船开了。",), 1)


def test_many_chart_starts_without_an_end_are_read_in_one_pass() -> None:
    assert paragraphs("<!-- EM_StockImg_Start -->" * 20_000 + "<p>渡船开了。</p>") == ("渡船开了。",)


@given(st.text(max_size=400))
def test_any_text_gives_a_body(text: str) -> None:
    clean_body(text)


TAGS = st.sampled_from(["p", "div", "br", "b", "img", "table", "td", "li", "a", "center", "figure", "script"])
MARKUP = st.lists(
    st.one_of(
        TAGS.map("<{}>".format),
        TAGS.map("</{}>".format),
        st.text(max_size=12),
        st.sampled_from(
            ["<!--", "-->", "<![CDATA[", "&#0;", "&#xD800;", "<p style='display:none'>", "<?xml?>"]
        ),
    ),
    max_size=40,
).map("".join)


@given(MARKUP)
def test_any_markup_gives_clean_paragraphs(markup: str) -> None:
    body = clean_body(markup)
    for paragraph in body.paragraphs:
        assert paragraph == paragraph.strip() != ""
        assert "\n" not in paragraph
    body.html.encode("utf-8")


INLINE = st.recursive(
    st.text("渡船开了 ab。", max_size=6),
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(["b", "i", "span"]), inner).map(
            lambda one: f"<{one[0]}>{one[1]}</{one[0]}>"
        ),
        st.lists(inner, max_size=3).map("".join),
    ),
    max_leaves=6,
)
WELL_FORMED = st.lists(
    st.tuples(st.sampled_from(["p", "div", "blockquote", "h2"]), INLINE).map(
        lambda one: f"<{one[0]}>{one[1]}</{one[0]}>"
    ),
    max_size=6,
).map("".join)


@given(WELL_FORMED)
def test_cleaning_the_clean_html_again_changes_nothing(markup: str) -> None:
    once = clean_body(markup)
    again = clean_body(once.html)
    assert (again.html, again.paragraphs) == (once.html, once.paragraphs)


def test_ten_thousand_levels_of_nesting_are_read() -> None:
    assert paragraphs("<div>" * 10_000 + "渡船开了。" + "</div>" * 10_000) in (("渡船开了。",), ())
