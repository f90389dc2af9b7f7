"""Any news page: its encoding whatever it declares, its fields by JSON-LD, meta tags and the page."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from archiver.errors import ReadError
from archiver.normalise.article import normalise
from archiver.reasons import Reason
from archiver.records import Article, Capture, Target
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


def read(body: bytes, content_type: str = "") -> Article:
    headers = (("content-type", content_type),) if content_type else ()
    at = datetime(2022, 2, 12, tzinfo=UTC)
    capture = Capture(url=TARGET.url, status=200, headers=headers, body=body, fetched_at=at)
    return normalise(article.extract(capture, TARGET))


@pytest.mark.parametrize(
    ("encoding", "declared", "content_type"),
    [
        ("utf-8", "utf-8", ""),
        ("utf-8", "", ""),
        ("utf-8", "gb2312", ""),
        ("utf-8", "", "text/html; charset=gbk"),
        ("utf-8-sig", "gb2312", "text/html; charset=gbk"),
        ("gb18030", "gb2312", ""),
        ("gb18030", "gbk", "text/html"),
        ("gb18030", "", "text/html; charset=GB2312"),
        ("gb18030", "", ""),
        ("big5", "big5", ""),
        ("utf-16", "", ""),
    ],
)
def test_the_text_is_exact_whatever_the_page_declares(
    encoding: str, declared: str, content_type: str
) -> None:
    lines = page(f'<meta charset="{declared}">' if declared else "")
    text = lines if encoding != "big5" else lines.translate(str.maketrans("开条来风号", "開條來風號"))
    found = read(text.encode(encoding, "ignore"), content_type)
    assert len(found.paragraphs) == len(LINES)
    if encoding != "big5":
        assert found.paragraphs == LINES


def test_json_ld_comes_before_meta_tags_and_the_page() -> None:
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
    head = (
        f'<script type="application/ld+json">{json.dumps(linked)}</script><meta name="author" content="李四">'
    )
    found = read(page(head).encode())
    assert (found.title, found.authors, found.publisher) == ("三条新航线", ("许立", "林静"), "云溪日报")
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
def test_what_is_no_page_is_told(body: bytes, reason: Reason) -> None:
    with pytest.raises(ReadError) as caught:
        read(body)
    assert caught.value.reason is reason
