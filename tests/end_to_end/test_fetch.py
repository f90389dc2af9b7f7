"""One-off fetches: by share address, by code, by page."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from newsrooms import Newsroom

CODE = "NW202202112273301403"
TITLED_ANSWER = "NW202202112273301408"
UNTITLED = "NW202202112273301427"
TEXT = "/NewsData/GetNewsText.do"


def texts_asked(newsroom: Newsroom) -> list[str]:
    return [request.path for request in newsroom.site.log() if request.path.startswith(TEXT)]


def test_a_share_address_is_fetched_kept_and_printed(newsroom: Newsroom) -> None:
    done = newsroom.run("fetch", newsroom.site.share_url(CODE), "--format", "json")
    assert done.code == 0
    assert done.lines[0]["code"] == CODE
    assert CODE in newsroom.articles()


def test_a_fetched_share_address_gets_title_and_time_from_a_list_of_its_site(newsroom: Newsroom) -> None:
    record = newsroom.run("fetch", newsroom.site.share_url(CODE), "--format", "json").lines[0]
    assert record["title"] == "启航车业给冬天的电池穿上“棉衣”"
    assert record["published_at"] == "2022-02-11T09:02:11+08:00"


def test_an_answer_that_says_title_and_time_needs_no_list(newsroom: Newsroom) -> None:
    record = newsroom.run("fetch", newsroom.site.share_url(TITLED_ANSWER), "--format", "json").lines[0]
    assert record["title"]
    assert record["published_at"]
    assert not [request for request in newsroom.site.log() if "webapi" in request.path]


def test_a_share_address_no_list_holds_is_kept_and_filled_by_a_later_list(newsroom: Newsroom) -> None:
    newsroom.site.fault("webapi", "404")
    done = newsroom.run("fetch", newsroom.site.share_url(CODE), "--format", "json")
    assert (done.lines[0]["title"], done.lines[0]["published_at"]) == (None, None)
    assert {failure["reason"] for failure in newsroom.failures()} == {"no-title", "no-date"}
    newsroom.site.clear_faults()
    newsroom.crawl()
    record = newsroom.articles()[CODE]
    assert record["title"] == "启航车业给冬天的电池穿上“棉衣”"
    assert record["published_at"] == "2022-02-11T09:02:11+08:00"
    assert record["revision"] == 1
    assert not [f for f in newsroom.failures() if f["identity"] and f["identity"].endswith(CODE)]


def test_a_known_article_is_printed_without_a_request(newsroom: Newsroom) -> None:
    newsroom.run("fetch", newsroom.site.share_url(CODE))
    newsroom.site.clear_log()
    done = newsroom.run("fetch", newsroom.site.share_url(CODE))
    assert done.code == 0
    assert "棉衣" in done.out
    assert newsroom.site.log() == []


def test_refetch_asks_again(newsroom: Newsroom) -> None:
    newsroom.run("fetch", newsroom.site.share_url(CODE))
    newsroom.site.clear_log()
    newsroom.run("fetch", newsroom.site.share_url(CODE), "--refetch")
    assert len(texts_asked(newsroom)) == 1


@pytest.mark.parametrize(
    "form",
    [
        "{other}/html_News/NewsShare.html?infoCode={code}",
        "{url}/html_News/NewsShare.html?cid=4301&infoCode={code}",
        "{url}/html_News/NewsShare.html?infoCode={code}&cid=77&utm_source=wechat",
        "{url}/html_News/NewsShare.html?infoCode={code}#comments",
        "{url}//html_News/NewsShare.html?infocode={code}",
        "{code}",
    ],
)
def test_one_article_per_code_whatever_the_address(newsroom: Newsroom, form: str) -> None:
    newsroom.run("fetch", newsroom.site.share_url(CODE))
    newsroom.site.clear_log()
    address = form.format(url=newsroom.site.url, other=newsroom.site.other_url, code=CODE)
    done = newsroom.run("fetch", address, "--format", "json")
    assert done.lines[0]["code"] == CODE
    assert len(newsroom.articles()) == 1
    assert newsroom.site.log() == []


def test_every_address_of_an_article_is_kept(newsroom: Newsroom) -> None:
    first = newsroom.site.share_url(CODE)
    second = newsroom.site.share_url(CODE, other=True) + "&cid=9"
    newsroom.run("fetch", first)
    newsroom.run("fetch", second, "--refetch")
    assert newsroom.articles()[CODE]["urls"] == [first, second]


def test_the_text_is_asked_from_the_share_pages_own_host(newsroom: Newsroom) -> None:
    newsroom.run("fetch", newsroom.site.share_url(CODE, other=True))
    asked = [request for request in newsroom.site.log() if request.path.startswith(TEXT)]
    assert {request.host for request in asked} == {urlsplit(newsroom.site.other_url).netloc}


def test_a_news_page_is_read(newsroom: Newsroom) -> None:
    url = f"{newsroom.site.url}/en/lighthouse-library.html"
    record = newsroom.run("fetch", url, "--format", "json").lines[0]
    assert (record["language"], record["url"]) == ("en", url)
    assert record["title"] == "A Library Opens in the Old Lighthouse"
    assert record["authors"]
    assert record["paragraphs"]


def test_no_save_prints_and_leaves_no_archive(newsroom: Newsroom) -> None:
    done = newsroom.run("fetch", newsroom.site.share_url(CODE), "--no-save")
    assert done.code == 0
    assert "棉衣" in done.out
    assert not (newsroom.folder / "archive.db").exists()


def test_a_code_that_the_site_does_not_know_is_told_and_kept_as_failure(newsroom: Newsroom) -> None:
    done = newsroom.run("fetch", newsroom.site.share_url("NW209901010000000001"))
    assert done.code == 1
    assert "empty-text" in done.err
    assert newsroom.articles() == {}
    assert len(newsroom.failures()) == 1


def test_a_bad_address_among_good_ones_is_told_and_the_others_are_fetched(newsroom: Newsroom) -> None:
    done = newsroom.run("fetch", "not an address", newsroom.site.share_url(CODE))
    assert done.code == 3
    assert "not an address" in done.err
    assert CODE in newsroom.articles()


def test_a_page_that_robots_txt_forbids_is_not_asked_for(newsroom: Newsroom) -> None:
    done = newsroom.run("fetch", f"{newsroom.site.url}/private/report.html")
    assert done.code == 1
    assert "robots" in done.err
    assert [request.path for request in newsroom.site.log()] == ["/robots.txt"]


def test_the_user_agent_names_the_program_and_its_contact(newsroom: Newsroom) -> None:
    newsroom.run("fetch", newsroom.site.share_url(CODE))
    agents = {request.user_agent for request in newsroom.site.log()}
    assert len(agents) == 1
    assert "news-archiver/" in agents.pop()
    assert all("archiver@example.org" in request.user_agent for request in newsroom.site.log())


def test_markdown_begins_with_the_title(newsroom: Newsroom) -> None:
    done = newsroom.run("fetch", newsroom.site.share_url(CODE), "--format", "markdown")
    assert done.out.startswith("# 启航车业")
