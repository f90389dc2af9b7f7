"""What is no article is told by its kind; what is one is never refused, whatever else its page carries."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wall_articles import ARTICLES
from wall_pages import CHALLENGES, NOTICES, WALLS
from wall_parts import ARTICLE_URL, WallPage, whole

from archiver.errors import ReadError
from archiver.reasons import Reason
from archiver.records import Capture, Target
from archiver.sites import article
from archiver.sites.directory import plain_target
from archiver.sites.page.rules import PageRules
from archiver.sites.page.wall_words import has_key
from archiver.sites.page.walls import find_wall_in
from archiver.sites.share import Share
from archiver.sources.file import ShareSite
from archiver.sources.pages import PageTable

AT = datetime(2024, 5, 8, tzinfo=UTC)
PAGES = [(kind, page) for kind, pages in WALLS.items() for page in pages]


def capture(page: WallPage, status: int = 200) -> Capture:
    headers = (("content-type", "text/html; charset=utf-8"), *page.headers)
    return Capture(url=page.url, status=status, headers=headers, body=page.html.encode(), fetched_at=AT)


@pytest.mark.parametrize(("kind", "page"), PAGES, ids=[f"{kind}: {page.name}" for kind, page in PAGES])
def test_a_wall_is_refused_as_what_it_is(kind: str, page: WallPage) -> None:
    with pytest.raises(ReadError) as caught:
        article.extract(capture(page), plain_target(page.requested))
    assert caught.value.reason == kind


@pytest.mark.parametrize("page", ARTICLES, ids=lambda page: page.name)
def test_an_article_is_none(page: WallPage) -> None:
    assert article.extract(capture(page), plain_target(page.requested)).wall is None


@pytest.mark.parametrize("page", CHALLENGES, ids=lambda page: page.name)
def test_a_wall_is_told_beside_what_was_read_where_no_text_is_needed(page: WallPage) -> None:
    draft = article.extract(capture(page), plain_target(page.requested), needs_text=False)
    assert draft.wall is not None
    assert draft.wall.reason is Reason.CHALLENGE


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind, texts in NOTICES.items() for text in texts]
)
def test_an_answer_of_json_that_only_asks_for_something_is_a_wall(kind: str, text: str) -> None:
    share = Share("sample", ShareSite(any_host=True))
    target = share.target("NW202202112273301403", "http://paper.example/share?infoCode=NW202202112273301403")
    body = json.dumps({"text": text}).encode()
    answer = Capture(url=target.url, status=200, headers=(), body=body, fetched_at=AT)
    with pytest.raises(ReadError) as caught:
        share.extract(answer, target)
    assert caught.value.reason == kind


@pytest.mark.parametrize(
    "text",
    [
        "<p>云溪网信办周五表示，该文章已被删除，相关账号被禁言30天。</p>",
        "<p>登录系统今日升级</p><p>云溪银行的客户要重新设置密码，柜台延长服务到晚上八点。</p>",
        "<p>渡口今天停航。</p>",
        "",
    ],
)
def test_an_answer_of_json_that_is_short_news_is_none(text: str) -> None:
    assert find_wall_in(text) is None


@pytest.mark.parametrize(
    ("status", "page", "kind"),
    [
        *((status, CHALLENGES[0], "challenge") for status in (403, 429, 503)),
        (403, CHALLENGES[3], "challenge"),
        (401, WallPage("bare", whole("401", "<p>Unauthorized</p>")), "login"),
        (402, WallPage("bare", whole("402", "<p>Payment required</p>")), "paywall"),
        (403, WALLS["paywall"][0], "paywall"),
        (403, WALLS["login"][2], "login"),
    ],
)
def test_a_refused_request_tells_what_was_asked_for(status: int, page: WallPage, kind: str) -> None:
    wall = article.find_refusal(capture(page, status))
    assert wall is not None
    assert wall.reason == kind


@pytest.mark.parametrize(
    ("status", "html"),
    [
        (
            503,
            whole("Service unavailable", "<h1>Service unavailable</h1><p>The server is being repaired.</p>"),
        ),
        (500, ""),
        (403, whole("Notice", "<p>The archive is closed on Sundays.</p>")),
        (404, WALLS["soft-404"][0].html),
    ],
)
def test_a_refused_request_that_asks_for_nothing_tells_nothing(status: int, html: str) -> None:
    assert article.find_refusal(capture(WallPage("", html), status)) is None


def test_a_body_that_a_rule_found_is_no_list_and_no_shell() -> None:
    page = WALLS["not-an-article"][0]
    table = PageTable.model_validate({"hosts": ["paper.example"], "body": "css:ul.list"})
    draft = article.extract(capture(page), plain_target(page.requested), rules=(PageRules("courier", table),))
    assert draft.wall is None


def test_a_teaser_that_a_rule_found_is_a_paywall_nevertheless() -> None:
    page = WALLS["paywall"][0]
    table = PageTable.model_validate({"hosts": ["paper.example"], "body": "css:.story"})
    with pytest.raises(ReadError) as caught:
        article.extract(capture(page), plain_target(page.requested), rules=(PageRules("courier", table),))
    assert caught.value.reason is Reason.PAYWALL


@given(st.text(alphabet="<>/pdivh1 登录后查看全文404 not foundpage.subscribe to continue", max_size=400))
def test_whatever_stands_on_a_page_its_walls_are_looked_for_without_an_error(soup: str) -> None:
    target = Target(url=ARTICLE_URL, identity="url:x", site="paper.example")
    answer = Capture(url=ARTICLE_URL, status=200, headers=(), body=soup.encode(), fetched_at=AT)
    try:
        article.extract(answer, target, needs_text=False)
    except ReadError as error:
        assert error.reason in (Reason.NOT_HTML, Reason.NO_ARTICLE)  # noqa: PT017
    find_wall_in(soup)
    article.find_refusal(answer)


@pytest.mark.parametrize("text", ["Please LOG in", "请登陆", "REGİSTER", "ſign in", "– Regısterıng –"])
def test_the_words_of_a_wall_are_known_in_any_case(text: str) -> None:
    assert has_key(Reason.LOGIN, text)
    assert not has_key(Reason.CHALLENGE, text)
