"""What is no article is told by its reason and never kept as one, through the command line."""

from __future__ import annotations

import json

import pytest
from newsrooms import Newsroom

PAGE = "/en/lighthouse-library.html"
CODE = "NW202202112273301403"
TEXT = f"GetNewsText.do?id={CODE}"
WALLS = [
    ("challenge", "challenge"),
    ("challenge-403", "challenge"),
    ("challenge-503", "challenge"),
    ("consent", "consent"),
    ("paywall", "paywall"),
    ("login", "login"),
    ("soft404", "soft-404"),
    ("shell", "empty-shell"),
]


@pytest.mark.parametrize(("kind", "reason"), WALLS)
def test_a_walled_page_is_a_failure_with_its_reason(newsroom: Newsroom, kind: str, reason: str) -> None:
    newsroom.set(retries=0)
    newsroom.site.fault(PAGE, kind)
    done = newsroom.run("fetch", newsroom.site.url + PAGE)
    assert done.code == 1
    assert f"[{reason}]" in done.err
    assert [failure["reason"] for failure in newsroom.failures()] == [reason]
    assert newsroom.articles() == {}


@pytest.mark.parametrize("kind", ["challenge", "paywall", "login"])
def test_a_known_article_that_meets_a_wall_stays_as_it_is(newsroom: Newsroom, kind: str) -> None:
    url = newsroom.site.url + PAGE
    newsroom.run("fetch", url)
    known, history = newsroom.articles(), newsroom.run("show", url, "--history").out
    newsroom.site.fault(PAGE, kind)
    assert newsroom.run("fetch", url, "--refetch").code == 3
    assert newsroom.articles() == known
    assert newsroom.run("show", url, "--history").out == history


def test_a_known_article_whose_page_says_that_there_is_none_keeps_its_text(newsroom: Newsroom) -> None:
    url = newsroom.site.url + PAGE
    newsroom.run("fetch", url)
    (known,) = newsroom.articles().values()
    newsroom.site.fault(PAGE, "soft404")
    newsroom.run("fetch", url, "--refetch")
    (kept,) = newsroom.articles().values()
    assert (kept["title"], kept["paragraphs"]) == (known["title"], known["paragraphs"])
    assert kept["revision"] == known["revision"]


def test_a_text_endpoint_that_asks_for_a_login_gives_no_article(newsroom: Newsroom) -> None:
    newsroom.site.fault("GetNewsText.do", "login-text")
    report = newsroom.crawl("papers").report
    assert report["failed"]["login"] == report["asked"]
    assert newsroom.articles() == {}


def test_an_article_whose_endpoint_asks_for_a_login_is_had_from_its_page(newsroom: Newsroom) -> None:
    newsroom.site.fault("GetNewsText.do", "login-text")
    assert newsroom.crawl("rolling").report["new"] > 0
    assert not [one for one in newsroom.articles().values() if "登录后查看" in "".join(one["paragraphs"])]


@pytest.mark.parametrize("path", ["/news/", "/"])
def test_a_front_page_is_no_article(newsroom: Newsroom, path: str) -> None:
    done = newsroom.run("fetch", newsroom.site.url + path)
    assert done.code == 1
    assert "[not-an-article]" in done.err
    assert newsroom.articles() == {}


def test_extract_tells_the_wall_beside_what_was_read(newsroom: Newsroom) -> None:
    html = "<title>Just a moment...</title><h2>Checking your browser before you go on</h2>"
    process = newsroom.start("extract")
    out, _ = process.communicate(json.dumps({"url": "", "html": html}) + "\n", timeout=60)
    assert "[challenge]" in json.loads(out)["error"]


def test_explain_tells_the_wall(newsroom: Newsroom) -> None:
    newsroom.site.fault(PAGE, "paywall")
    done = newsroom.run("explain", newsroom.site.url + PAGE)
    assert done.code == 0
    assert "[paywall]" in done.err
