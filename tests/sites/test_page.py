"""Any news page put together: its fields by JSON-LD, meta tags and the page, and who said what."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from archiver.errors import ReadError
from archiver.normalise.article import normalise
from archiver.reasons import Reason
from archiver.records import Article, Capture, Draft, Listing, Target
from archiver.sites import article

TARGET = Target(url="http://paper.example/1.html", identity="url:paper.example/1.html", site="paper.example")
LINES = (
    "渡口今天开了三条新航线，往来的渡船多了一半，等船的人少了。",
    "船工说，最早的一班在清晨五点，最晚的一班在夜里十一点，风大的日子停航。",
    "管理站将在三月公布新的船票，老人和孩子半价，自行车不另收钱。",
)


def page(head: str = "", title: str = "渡船开了") -> str:
    paragraphs = "".join(f"<p>{line}</p>" for line in LINES)
    furniture = "<div><a href='/'>首页</a> <a href='/n'>新闻</a></div>"
    return f"<html><head>{head}</head><body>{furniture}<h1>{title}</h1><div>{paragraphs}</div></body></html>"


def capture(body: bytes) -> Capture:
    at = datetime(2022, 2, 12, tzinfo=UTC)
    return Capture(url=TARGET.url, status=200, headers=(), body=body, fetched_at=at)


def read(body: bytes) -> Article:
    return normalise(article.extract(capture(body), TARGET))


def test_json_ld_names_authors_publisher_and_time() -> None:
    linked = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebSite", "name": "Elsewhere"},
            {
                "@type": ["NewsArticle"],
                "headline": "三条新航线",
                "datePublished": "2022-02-11T08:38:02+08:00",
                "author": [{"@type": "Person", "name": "许立"}, {"@type": "Person", "name": "林静"}],
                "publisher": {"@type": "Organization", "name": "云溪日报"},
            },
        ],
    }
    script = f'<script type="application/ld+json">{json.dumps(linked)}</script>'
    head = f'{script}<meta name="author" content="云溪日报">'
    found = read(page(head).encode())
    assert (found.authors, found.publisher) == (("许立", "林静"), "云溪日报")
    assert found.published is not None
    assert found.published.at.isoformat() == "2022-02-11T08:38:02+08:00"


def test_meta_tags_come_before_the_page() -> None:
    head = (
        '<meta property="og:site_name" content="云溪日报"><meta name="author" content="许立">'
        '<meta property="article:published_time" content="2022-02-11 08:38">'
    )
    found = read(page(head).encode())
    assert (found.title, found.authors, found.publisher) == ("渡船开了", ("许立",), "云溪日报")
    assert found.published is not None
    assert found.published.at.isoformat() == "2022-02-11T08:38:00+08:00"


@pytest.mark.parametrize(
    "broken", ["{", '{"@type": "NewsArticle", "author": ' + "[" * 700 + "]" * 700 + "}", "[]", "5"]
)
def test_broken_json_ld_leaves_the_page(broken: str) -> None:
    found = read(page(f'<script type="application/ld+json">{broken}</script>').encode())
    assert (found.title, found.paragraphs) == ("渡船开了", LINES)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", Reason.NOT_HTML),
        (b"  \n ", Reason.NOT_HTML),
        (b"\x00\x01\x02" * 500, Reason.NOT_HTML),
        (b"<html><body></body></html>", Reason.NO_ARTICLE),
    ],
)
def test_what_is_no_article_is_told(body: bytes, reason: Reason) -> None:
    with pytest.raises(ReadError) as caught:
        read(body)
    assert caught.value.reason is reason


def test_every_value_says_who_found_it_and_what_others_said() -> None:
    head = '<meta property="og:title" content="渡船开了，航线更多">'
    found = article.extract(capture(page(head).encode()), TARGET).found["title"]
    assert (found.value, found.rule) == ("渡船开了", "h1")
    assert [(other.rule, other.value) for other in found.others] == [("meta:og:title", "渡船开了，航线更多")]


def test_every_field_of_a_full_page_names_the_rule_that_found_it() -> None:
    linked = {"@type": "NewsArticle", "datePublished": "2022-02-11", "dateModified": "2022-02-12"}
    head = (
        f'<script type="application/ld+json">{json.dumps(linked)}</script>'
        '<meta name="source" content="云溪日报"><meta name="description" content="三条新航线开通">'
        '<meta property="og:image" content="/1.jpg"><meta property="article:section" content="本地">'
        '<meta name="keywords" content="渡船,航线">'
    )
    body = page(head).replace("<html>", "<html lang=zh>").replace("</h1>", "</h1><p>记者 许立</p>")
    draft = article.extract(capture(body.replace("</body>", "<p>责任编辑：林静</p></body>").encode()), TARGET)
    raw = {name.removeprefix("raw_") for name in Draft.__dataclass_fields__ if name.startswith("raw_")}
    assert set(draft.found) == raw | {"body", "encoding"}
    assert [name for name, finding in draft.found.items() if not finding.rule] == []
    values = {name: getattr(draft, f"raw_{name}") for name in raw - {"keywords"}}
    assert values == {name: draft.found[name].value for name in values}
    assert draft.raw_keywords == draft.found["keywords"].lines


def test_tags_of_an_article_come_before_a_list_of_keywords() -> None:
    head = (
        '<meta property="article:tag" content="渡船"><meta property="article:tag" content="航线">'
        '<meta name="keywords" content="云溪,新闻">'
    )
    found = article.extract(capture(page(head).encode()), TARGET).found["keywords"]
    assert (found.lines, found.rule) == (("渡船", "航线"), "meta:article:tag")
    assert [(other.rule, other.value) for other in found.others] == [("meta:keywords", "云溪\n新闻")]


def test_what_a_list_said_comes_before_the_page() -> None:
    target = replace(TARGET, listing=Listing(raw_title="列表里的标题"))
    found = article.extract(capture(page().encode()), target).found["title"]
    assert (found.value, found.rule, found.others[0].rule) == ("列表里的标题", "list", "h1")


def test_a_page_without_text_still_tells_its_title_and_date_when_no_text_is_needed() -> None:
    body = "<html><head><title>渡船开了</title></head><body><h1>渡船开了</h1></body></html>"
    found = normalise(article.extract(capture(body.encode()), TARGET, needs_text=False), needs_text=False)
    assert (found.title, found.paragraphs) == ("渡船开了", ())


def test_the_page_tells_description_picture_section_and_tags() -> None:
    head = (
        '<meta property="og:description" content="三条新航线开通"><meta property="og:image" content="/1.jpg">'
        '<meta property="article:section" content="本地"><meta name="keywords" content="渡船,航线，渡船">'
    )
    found = article.extract(capture(page(head).encode()), TARGET)
    assert (found.raw_description, found.raw_section, found.raw_keywords) == (
        "三条新航线开通",
        "本地",
        ("渡船", "航线"),
    )
    assert found.raw_image == "http://paper.example/1.jpg"


def test_the_printed_source_comes_before_the_sites_own_name() -> None:
    body = page('<meta property="og:site_name" content="门户网">').replace(
        "</h1>", "</h1><p>2022-02-11 08:38　来源：云溪日报</p>"
    )
    found = article.extract(capture(body.encode()), TARGET).found["publisher"]
    assert (found.value, found.rule) == ("云溪日报", "source line")


def test_signs_that_cannot_be_decoded_are_counted() -> None:
    broken = page().encode().replace("渡口".encode(), "渡".encode() + b"\xe5\x8f", 1)
    assert article.extract(capture(broken), TARGET).replaced_count == 1
