"""A crawl of the sample site's lists, from the lists to the records that come back."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urljoin

import pytest
from newsrooms import Newsroom, Run, open_newsroom

from archiver.sample.articles import SampleArticle, load_articles
from archiver.sample.process import Site

TEXT = "/NewsData/GetNewsText.do"
FIRST_OF_TWO, SECOND_OF_TWO = "NW202202112273301416", "NW202202122273301417"
SHORT_NOTES = ("NW202202112273301414", "NW202202112273301415")
WITH_TEXT = [one for one in load_articles() if one.expected and one.kind != "page"]
ALONE = [one for one in WITH_TEXT if one.code not in (FIRST_OF_TWO, SECOND_OF_TWO)]
ARTICLE_COUNT = len(ALONE) + 1


class Crawled:
    """What two crawls in a row left behind."""

    def __init__(self, newsroom: Newsroom) -> None:
        self.newsroom = newsroom
        self.first: Run = newsroom.crawl()
        self.asked_first = [request.path for request in newsroom.site.log()]
        newsroom.site.clear_log()
        self.second: Run = newsroom.crawl()
        self.asked_second = [request.path for request in newsroom.site.log()]
        self.articles = newsroom.articles()
        self.failures = newsroom.failures()


@pytest.fixture(scope="module")
def crawled(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    return Crawled(open_newsroom(tmp_path_factory.mktemp("crawled"), site))


def record_of(crawled: Crawled, article: SampleArticle) -> dict[str, object]:
    if article.code in crawled.articles:
        return crawled.articles[article.code]
    return crawled.articles[urljoin(crawled.newsroom.site.url, article.path or "")]


@pytest.mark.parametrize("article", ALONE, ids=lambda article: article.code)
def test_an_article_is_read_as_a_person_reads_it(crawled: Crawled, article: SampleArticle) -> None:
    record, expected = record_of(crawled, article), article.expected
    assert expected is not None
    images = [
        {"url": urljoin(crawled.newsroom.site.url, image.url), "caption": image.caption}
        for image in expected.images
    ]
    assert {
        "title": record["title"],
        "published_at": record["published_at"],
        "authors": record["authors"],
        "publisher": record["publisher"],
        "editor": record["editor"],
        "paragraphs": record["paragraphs"],
        "images": record["images"],
        "mentions": record["mentions"],
    } == {
        "title": expected.title,
        "published_at": expected.published_at.isoformat() if expected.published_at else None,
        "authors": list(expected.authors),
        "publisher": expected.publisher,
        "editor": expected.editor,
        "paragraphs": list(expected.paragraphs),
        "images": images,
        "mentions": [{"name": mention.name, "code": mention.code} for mention in expected.mentions],
    }


def test_every_listed_article_with_text_is_archived_once(crawled: Crawled) -> None:
    assert len(crawled.articles) == ARTICLE_COUNT
    assert crawled.first.report["new"] == ARTICLE_COUNT


def test_a_run_with_lost_articles_is_done_in_part(crawled: Crawled) -> None:
    assert crawled.first.code == 3


def test_the_second_crawl_asks_for_no_article(crawled: Crawled) -> None:
    assert [path for path in crawled.asked_second if path.startswith((TEXT, "/news/"))] == []


def test_lists_that_have_not_changed_are_not_sent_again(crawled: Crawled) -> None:
    report = crawled.second.report
    assert (report["new"], report["revised"], report["duplicates"], report["asked"]) == (0, 0, 0, 0)
    assert (report["listed"], report["unmodified_lists"]) == (0, 5)


def test_of_a_list_that_has_changed_only_what_is_new_is_asked_for(newsroom: Newsroom) -> None:
    newsroom.crawl("papers")
    newsroom.site.add("NW9", title="新码头", text="码头开放了。", kind="newspaper", lists=["papers"])
    newsroom.site.clear_log()
    report = newsroom.crawl("papers").report
    assert (report["asked"], report["new"]) == (1, 1)
    assert report["known"] > 10
    assert [request.path for request in newsroom.site.log() if TEXT in request.path] == [f"{TEXT}?id=NW9"]


def test_the_second_crawl_succeeds(crawled: Crawled) -> None:
    assert crawled.second.code == 0


def test_robots_txt_is_asked_first(crawled: Crawled) -> None:
    assert crawled.asked_first[0] == "/robots.txt"


def test_an_article_in_several_lists_is_asked_for_once(crawled: Crawled) -> None:
    texts = [path for path in crawled.asked_first if path.startswith(TEXT)]
    assert len(texts) == len(set(texts))


def test_articles_without_text_are_failures_and_no_articles(crawled: Crawled) -> None:
    empty = {one.code for one in load_articles() if one.expected is None}
    assert empty.isdisjoint(crawled.articles)
    failed = [failure for failure in crawled.failures if failure["reason"] == "empty-text"]
    assert {failure["identity"].rpartition(":")[2] for failure in failed} == empty


def test_broken_list_records_are_kept_as_failures(crawled: Crawled) -> None:
    broken = [failure for failure in crawled.failures if failure["reason"] == "no-code"]
    assert broken
    assert all(failure["stage"] == "find" for failure in broken)
    assert crawled.first.report["failed"]["no-code"] == len(broken)


def test_a_broken_list_record_met_again_is_one_row_with_more_tries(newsroom: Newsroom) -> None:
    newsroom.crawl("papers")
    newsroom.site.edit(FIRST_OF_TWO, title="另一个标题")
    newsroom.crawl("papers")
    assert {failure["tries"] for failure in newsroom.failures() if failure["reason"] == "no-code"} == {2}


def test_an_article_without_a_title_is_kept_and_noted(crawled: Crawled) -> None:
    untitled = [record for record in crawled.articles.values() if record["title"] is None]
    noted = [failure for failure in crawled.failures if failure["reason"] == "no-title"]
    assert len(untitled) == len(noted) == 1


def test_the_same_text_in_two_newspapers_is_one_article_with_two_appearances(crawled: Crawled) -> None:
    kept = crawled.articles.get(FIRST_OF_TWO) or crawled.articles[SECOND_OF_TWO]
    assert len(kept["appearances"]) == 2
    assert len({appearance["publisher"] for appearance in kept["appearances"]}) == 2
    assert {url.rpartition("=")[2] for url in kept["urls"]} == {FIRST_OF_TWO, SECOND_OF_TWO}


def test_short_notes_with_the_same_text_stay_two_articles(crawled: Crawled) -> None:
    assert crawled.articles[SHORT_NOTES[0]]["text"] == crawled.articles[SHORT_NOTES[1]]["text"]


def test_a_rolling_article_keeps_its_share_address_and_its_page(crawled: Crawled) -> None:
    urls = crawled.articles["202202112273400501"]["urls"]
    assert any("NewsShare.html" in url for url in urls)
    assert any("/news/" in url for url in urls)


def test_an_article_whose_text_is_only_on_its_page_is_read_there(crawled: Crawled) -> None:
    assert crawled.articles["202202112273400505"]["paragraphs"]


def test_category_and_tag_come_from_the_newspaper(crawled: Crawled) -> None:
    record = crawled.articles["NW202202112273301405"]
    assert (record["category"], record["tags"]) == ("hailanxinwen", ["海澜新闻新闻"])


def test_a_source_sets_its_own_category_and_tag(crawled: Crawled) -> None:
    record = crawled.articles["202202112273400502"]
    assert (record["category"], record["tags"], record["source"]) == ("rolling", ["滚动新闻"], "rolling")


def test_the_sanitised_markup_has_no_hidden_chart_or_script(crawled: Crawled) -> None:
    for record in crawled.articles.values():
        assert "display:none" not in record["html"]
        assert "<script" not in record["html"]
        assert "GetPic" not in record["html"]


def test_the_records_are_the_same_under_any_time_zone(site: Site, tmp_path: Path) -> None:
    def rows(zone: str) -> list[object]:
        newsroom = open_newsroom(tmp_path / zone.replace("/", "-"), site)
        newsroom.environment = {"TZ": zone}
        newsroom.crawl()
        # Which of two newspapers or lists is met first is the network's choice; all else is the article's.
        alone = [record for record in newsroom.articles().values() if len(record["appearances"]) == 1]
        left_out = ("id", "first_seen_at", "last_seen_at", "source", "category", "tags", "urls")
        kept = [{key: value for key, value in record.items() if key not in left_out} for record in alone]
        return sorted(kept, key=str)

    assert rows("America/New_York") == rows("Asia/Shanghai")
