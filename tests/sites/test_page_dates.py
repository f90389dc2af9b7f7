"""When an article was published: which of the dates on a page it is."""

import time
from datetime import UTC, datetime

import pytest

from archiver.normalise.dates import parse_moment
from archiver.records import Finding
from archiver.sites.page.dates import find_modified, find_published, guess_time_zone
from archiver.sites.page.page import open_page

SEEN_AT = datetime(2022, 3, 1, 12, tzinfo=UTC)
PROSE = (
    "The council agreed on Tuesday to build a new bridge over the river, after years of debate in the town. "
)
CHINESE = "市议会周二决定在河上修建一座新桥，此前全市就此争论多年，居民意见不一，工程预计耗时三年才能完成。"


def make_page(*, head="", top="", bottom="", prose=PROSE, language="en", url="https://news.example/bridge"):
    body = "".join(f"<p>{prose * 3} {number}.</p>" for number in range(5))
    return open_page(
        f'<html lang="{language}"><head><title>A new bridge for the town</title>{head}</head><body>'
        f"<article><h1>A new bridge for the town</h1>{top}<div>{body}</div></article>{bottom}</body></html>",
        url,
    )


def published(page, zone="UTC"):
    return find_published(page, seen_at=SEEN_AT, time_zone=zone)


def moment(page, zone="UTC"):
    found = parse_moment(published(page, zone).value, time_zone=zone, seen_at=SEEN_AT)
    return found.at.isoformat() if found else None


def test_json_ld_of_an_article_is_taken_with_its_offset():
    linked = '{"@type": "NewsArticle", "datePublished": "2022-02-11T22:25:00+02:00"}'
    page = make_page(head=f'<script type="application/ld+json">{linked}</script>')
    assert moment(page) == "2022-02-11T22:25:00+02:00"
    assert published(page).rule == "json-ld:datePublished"


def test_a_meta_tag_is_taken_and_the_modified_one_is_not():
    page = make_page(
        head='<meta property="article:modified_time" content="2022-02-20T10:00:00Z">'
        '<meta property="article:published_time" content="2022-02-11T10:00:00Z">'
    )
    assert moment(page) == "2022-02-11T10:00:00+00:00"
    assert published(page).rule == "meta:article:published_time"


def test_the_line_with_a_time_of_day_is_preferred_to_a_declared_day():
    page = make_page(
        head='<meta property="article:published_time" content="2022-02-11">',
        top='<div class="meta">Posted on February 11, 2022 10:25 PM</div>',
    )
    assert moment(page) == "2022-02-11T22:25:00+00:00"
    assert published(page).rule == "near title"


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("Posted on February 11, 2022 by Jane Doe", "en"),
        ("Veröffentlicht am 11. Februar 2022", "de"),
        ("Publié le 11 février 2022", "fr"),
        ("Publicado el 11 de febrero de 2022", "es"),
        ("Opublikowano: 11 lutego 2022", "pl"),
        ("11 Şubat 2022", "tr"),
        ("11 Φεβρουαρίου 2022", "el"),
        ("11 февраля 2022", "ru"),
        ("2022. február 11.", "hu"),
        ("Publisert 11. februar 2022", "nb"),
        ("11.02.2022", "de"),
    ],
)
def test_a_date_below_the_headline_is_read_in_many_languages(line, language):
    assert moment(make_page(top=f"<p>{line}</p>", language=language)) == "2022-02-11T00:00:00+00:00"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("2022年02月11日 22:25 来源：示例日报", "2022-02-11T22:25:00+08:00"),
        ("发布时间：2022-02-11 22:25:03", "2022-02-11T22:25:03+08:00"),
        ("2022/02/11 22:25 编辑：张三", "2022-02-11T22:25:00+08:00"),
    ],
)
def test_a_chinese_line_is_taken_with_its_time_of_day(line, expected):
    page = make_page(top=f'<div class="info">{line}</div>', prose=CHINESE, language="zh-CN")
    assert moment(page, guess_time_zone(page)) == expected


def test_a_time_element_is_read_by_its_attribute():
    page = make_page(top='<time datetime="2022-02-11T22:25:00+01:00">yesterday</time>')
    assert moment(page) == "2022-02-11T22:25:00+01:00"
    assert published(page).rule == "time"


def test_the_day_in_the_address_is_taken_where_there_is_no_other():
    page = make_page(url="https://news.example/2022/02/11/bridge.html")
    assert published(page) == Finding("2022-02-11", "url")


def test_a_date_in_a_script_is_taken_where_there_is_no_other():
    page = make_page(head='<script>var page = {"publish_time": "2022-02-11 22:25:03"};</script>')
    assert moment(page) == "2022-02-11T22:25:03+00:00"


def test_dates_of_comments_and_related_articles_are_not_taken():
    page = make_page(
        top="<p>February 11, 2022</p>",
        bottom='<div class="related"><a>Other news</a><time datetime="2022-02-25">25 Feb</time></div>'
        '<div class="comments"><p>Joe, 2022-02-20 10:00</p><p>Sue, 2022-02-20 11:00</p></div>',
    )
    assert moment(page) == "2022-02-11T00:00:00+00:00"


def test_published_is_chosen_beside_updated():
    page = make_page(top="<p>Published February 11, 2022</p><p>Updated February 20, 2022</p>")
    assert moment(page) == "2022-02-11T00:00:00+00:00"


def test_day_and_month_are_ordered_by_the_date_in_the_address():
    page = make_page(top="<p>02/11/2022</p>", url="https://news.example/2022/02/11/bridge.html")
    assert moment(page) == "2022-02-11T00:00:00+00:00"


def test_a_page_without_a_date_gets_none():
    page = make_page(bottom='<footer class="footer">Copyright 2022 Example. All rights reserved.</footer>')
    assert published(page) == Finding()


def test_a_page_that_names_only_its_change_has_no_publication():
    page = make_page(head='<meta property="article:modified_time" content="2022-02-20T10:00:00Z">')
    assert published(page).value == ""


def test_a_day_after_the_page_was_seen_is_never_taken():
    page = make_page(head='<meta property="article:published_time" content="2022-05-01T10:00:00Z">')
    assert published(page).value == ""


def test_the_other_dates_are_told():
    page = make_page(
        head='<meta property="article:published_time" content="2022-02-11T10:00:00Z">',
        top="<p>Updated February 20, 2022</p>",
    )
    assert "February 20, 2022" in [other.value for other in published(page).others]


def test_the_change_is_found_by_itself():
    page = make_page(
        head='<meta property="article:modified_time" content="2022-02-20T10:00:00Z">'
        '<meta property="article:published_time" content="2022-02-11T10:00:00Z">'
    )
    found = find_modified(page, seen_at=SEEN_AT, time_zone="UTC")
    assert (found.value, found.rule) == ("2022-02-20T10:00:00Z", "meta:article:modified_time")


def test_no_change_is_found_where_none_is_named():
    page = make_page(top="<p>February 11, 2022</p>")
    assert find_modified(page, seen_at=SEEN_AT, time_zone="UTC").value == ""


@pytest.mark.parametrize(
    ("language", "url", "zone"),
    [
        ("zh-CN", "https://news.example/a", "Asia/Shanghai"),
        ("zh-TW", "https://news.example/a", "Asia/Taipei"),
        ("de", "https://zeitung.example/a", "Europe/Berlin"),
        ("de", "https://zeitung.at/a", "Europe/Vienna"),
        ("en", "https://paper.co.uk/a", "Europe/London"),
        ("en", "https://news.example/a", "UTC"),
        ("", "", "UTC"),
    ],
)
def test_the_zone_is_guessed_by_language_and_address(language, url, zone):
    assert guess_time_zone(make_page(language=language, url=url)) == zone


def test_chinese_signs_make_the_zone_that_of_china():
    assert guess_time_zone(make_page(language="", prose=CHINESE)) == "Asia/Shanghai"


@pytest.mark.parametrize(
    "part",
    [
        '<time datetime="99999999999999999999">x</time>',
        '<time datetime="2022-99-99T99:99">x</time>',
        "<p>0000-00-00 31/31/2022 99.99.99 ٣/٤/٢٠٢٢</p>",
        '<script type="application/ld+json">{"@type": "Article", "datePublished": {"a": [1]}}</script>',
        '<script type="application/ld+json">{"@type": "Article", "datePublished": 1e400}</script>',
        '<script type="application/ld+json">{"@type": [[]], "datePublished": NaN}</script>',
        '<script>"publish_time": "' + "9" * 50_000 + "</script>",
    ],
)
def test_nonsense_is_no_date(part):
    assert published(make_page(top=part)).value == ""


@pytest.mark.parametrize(
    "part",
    [
        "<div><time>" * 5_000,
        "<p>" + "2022-02-11 " * 20_000 + "</p>",
        "<p>11.02.2022</p>" * 10_000,
        "<script>" + "datePublished : " * 20_000 + "</script>",
        '<span data-date="' + "1 2 3 " * 20_000 + '">x</span>' * 50,
    ],
)
def test_a_hostile_page_is_read_in_bounded_time(part):
    page = make_page(top=part)
    started = time.process_time()
    published(page)
    find_modified(page, seen_at=SEEN_AT, time_zone="UTC")
    assert time.process_time() - started < 1


def test_a_line_that_says_published_counts_wherever_it_stands_between_headline_and_text():
    lines = "".join(f"<p>Part {number} of the harbour and its bridges</p>" for number in range(9))
    page = make_page(top=f"{lines}<aside><div class=note>Published: 11 February 2022</div></aside>{lines}")
    assert moment(page) == "2022-02-11T00:00:00+00:00"


@pytest.mark.parametrize(
    ("address", "expected"),
    [("a-new-bridge-opens", "2022-02-11T00:00:00+00:00"), ("opening-hours", None)],
)
def test_the_creation_of_the_page_is_a_publication_only_at_a_headlines_address(address, expected):
    linked = '{"@type": "WebPage", "datePublished": "2022-02-11"}'
    head = f'<script type="application/ld+json">{linked}</script>'
    assert moment(make_page(head=head, url=f"https://news.example/{address}/")) == expected
