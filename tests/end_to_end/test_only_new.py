"""A crawl asks only for what is new: read from the log of the site, not from what the program says."""

from __future__ import annotations

from pathlib import Path

import pytest
from newsrooms import Newsroom

from archiver.sample.articles import load_articles

TEXT = "/NewsData/GetNewsText.do"
EDITED, DELETED = "NW202202112273301405", "NW202202112273301402"


def add_source(newsroom: Newsroom, name: str, text: str) -> None:
    table = text.replace("{url}", newsroom.site.url)
    with (newsroom.folder / "sources.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n[sources.{name}]\n{table}")


def asked(newsroom: Newsroom, *statuses: int) -> list[str]:
    return [one.path for one in newsroom.site.log() if one.status in statuses and "robots" not in one.path]


@pytest.mark.parametrize("path", ["/feed.rss", "/feed.atom", "/feed.json", "/rdf"])
def test_an_unchanged_feed_costs_one_request_with_an_empty_answer(newsroom: Newsroom, path: str) -> None:
    add_source(newsroom, "courier", f'kind = "feed"\nurl = "{{url}}{path}"\n')
    first = newsroom.crawl("courier").report
    newsroom.site.clear_log()
    second = newsroom.crawl("courier").report
    assert first["new"] > 0
    assert [(request.path, request.status) for request in newsroom.site.log()] == [(path, 304)]
    assert (second["new"], second["unmodified_lists"], second["requests"]) == (0, 1, 1)


@pytest.mark.parametrize(("kind", "path"), [("sitemap", "/sitemap-news.xml"), ("section", "/section/")])
def test_an_unchanged_source_costs_one_request_for_each_of_its_addresses(
    newsroom: Newsroom, kind: str, path: str
) -> None:
    add_source(newsroom, "courier", f'kind = "{kind}"\nurl = "{{url}}{path}"\n')
    assert newsroom.crawl("courier").report["new"] > 0
    newsroom.site.clear_log()
    newsroom.crawl("courier")
    assert asked(newsroom, 200) == []
    assert asked(newsroom, 304) == [path]


def test_the_second_crawl_of_all_lists_asks_for_no_article(newsroom: Newsroom) -> None:
    newsroom.crawl()
    newsroom.site.clear_log()
    newsroom.crawl()
    assert asked(newsroom, 200) == []
    assert len(asked(newsroom, 304)) == 5


def test_a_changed_list_is_read_and_only_its_new_article_is_asked_for(newsroom: Newsroom) -> None:
    newsroom.crawl("papers")
    newsroom.site.add(
        "900000000001",
        title="新桥通车",
        text="河边的新桥昨日通车。\n全长三百米。",
        kind="newspaper",
        newspaper="云溪日报",
        lists=["papers"],
    )
    newsroom.site.clear_log()
    report = newsroom.crawl("papers").report
    assert report["new"] == 1
    assert [path for path in asked(newsroom, 200) if path.startswith(TEXT)] == [f"{TEXT}?id=900000000001"]


def test_one_article_edited_and_one_deleted_are_one_revised_and_one_gone(newsroom: Newsroom) -> None:
    newsroom.crawl("papers")
    before = newsroom.articles()
    newsroom.site.edit(EDITED, text="观测站把开放日推迟到了四月，原因是连日大雨。\n雨停以后会再次公布时间。")
    newsroom.site.delete(DELETED)
    newsroom.site.clear_log()
    report = newsroom.crawl("papers", "--recheck").report
    assert (report["revised"], report["gone"], report["new"]) == (1, 1, 0)
    assert [path for path in asked(newsroom, 200) if TEXT in path] == [f"{TEXT}?id={EDITED}"]
    after = newsroom.articles()
    assert after[DELETED]["gone_at"]
    assert after[DELETED]["paragraphs"] == before[DELETED]["paragraphs"]
    assert after[EDITED]["revision"] == 2


def test_an_article_that_is_there_again_is_not_gone(newsroom: Newsroom) -> None:
    newsroom.crawl("papers")
    newsroom.site.delete(DELETED)
    newsroom.crawl("papers", "--recheck")
    newsroom.site.restore()
    newsroom.crawl("papers", "--recheck")
    assert newsroom.articles()[DELETED]["gone_at"] is None


def test_an_unchanged_article_asked_for_again_costs_one_line_and_no_row(newsroom: Newsroom) -> None:
    newsroom.crawl("papers")
    before = newsroom.articles()
    newsroom.site.clear_log()
    report = newsroom.crawl("papers", "--recheck").report
    assert newsroom.articles() == before
    lines = newsroom.run("ledger", "--source", "papers", "--json", "--limit", "100").lines
    checked = [line for line in lines if line["checks"] == 1]
    assert report["unchanged"] == len(checked) == len([p for p in asked(newsroom, 304) if TEXT in p])


@pytest.mark.parametrize("body", ["", "<p>&nbsp;</p>", "<script>nothing()</script>"])
def test_an_emptied_article_is_gone_and_keeps_its_text(newsroom: Newsroom, body: str) -> None:
    newsroom.crawl("papers")
    before = newsroom.articles()[EDITED]
    newsroom.site.edit(EDITED, body=body)
    report = newsroom.crawl("papers", "--recheck").report
    assert report["gone"] == 1
    after = newsroom.articles()[EDITED]
    assert after["gone_at"]
    assert after["paragraphs"] == before["paragraphs"]


def test_what_a_limited_run_left_is_asked_for_by_the_next_one(newsroom: Newsroom) -> None:
    assert newsroom.crawl("papers", "--limit", "3").report["asked"] == 3
    waiting = newsroom.run("ledger", "--state", "waiting", "--json").lines
    newsroom.site.clear_log()
    report = newsroom.crawl("papers").report
    assert len(waiting) > 0
    assert report["asked"] == len(waiting)
    assert newsroom.run("ledger", "--state", "waiting", "--json").lines == []


def test_an_article_that_never_came_is_not_taken_for_an_unchanged_one(newsroom: Newsroom) -> None:
    newsroom.site.fault(EDITED, "304")
    report = newsroom.crawl("papers").report
    assert (report["failed"].get("http-status"), report["unchanged"]) == (1, 0)
    newsroom.site.clear_faults()
    newsroom.run("retry", "--reason", "http-status")
    newsroom.crawl("papers")
    assert EDITED in newsroom.articles()


def test_since_leaves_out_what_a_list_dates_earlier(newsroom: Newsroom) -> None:
    newsroom.crawl("papers", "--since", "2022-02-11")
    days = {record["published_at"][:10] for record in newsroom.articles().values() if record["published_at"]}
    assert min(days) >= "2022-02-11"
    newsroom.crawl("papers")
    days = {record["published_at"][:10] for record in newsroom.articles().values() if record["published_at"]}
    assert min(days) < "2022-02-11"


def test_a_paged_list_is_followed_while_it_brings_unknown_articles(newsroom: Newsroom) -> None:
    add_source(newsroom, "paged", PAGED)
    first = newsroom.crawl("paged").report
    newsroom.site.clear_log()
    newsroom.crawl("paged")
    assert first["listed"] > 3
    assert [path for path in asked(newsroom, 200, 304) if "/api/" in path] == ["/api/pages?page=1&size=3"]


def test_a_back_fill_goes_on_where_it_stopped(newsroom: Newsroom) -> None:
    add_source(newsroom, "paged", PAGED)
    newsroom.crawl("paged", "--backfill", "--limit", "4")
    newsroom.site.clear_log()
    newsroom.crawl("paged", "--backfill")
    pages = {path for path in asked(newsroom, 200, 304) if "/api/" in path}
    assert {f"/api/pages?page={number}&size=3" for number in (1, 3, 4)} <= pages
    assert "/api/pages?page=2&size=3" not in pages
    assert {str(one["url"]).removeprefix(newsroom.site.url) for one in newsroom.articles().values()} == PLAIN


PLAIN = {article.path for article in load_articles() if article.path}
PAGED = """kind = "list"
url = "{url}/api/pages?page={page}&size=3"
records = "items"
address = "link"
title = "headline"
time = "published"
"""


def test_a_range_of_numbers_ends_after_misses_and_goes_on_after_its_last_hit(newsroom: Newsroom) -> None:
    add_source(newsroom, "range", RANGE)
    first = newsroom.crawl("range").report
    newsroom.site.clear_log()
    second = newsroom.crawl("range").report
    assert first["new"] > 0
    assert (second["new"], second["failed"]) == (0, {})
    assert len(asked(newsroom, 404)) <= 8
    assert newsroom.run("ledger", "--source", "range", "--state", "gone", "--json").lines == []


def test_a_number_that_failed_and_is_not_there_later_is_not_asked_for_in_every_run(
    newsroom: Newsroom,
) -> None:
    add_source(newsroom, "range", RANGE)
    newsroom.site.fault("1351,202202112273400501", "500")
    newsroom.crawl("range")
    newsroom.site.clear_faults()
    newsroom.site.fault("1351,202202112273400501", "404")
    newsroom.run("retry", "--source", "range")
    newsroom.crawl("range")
    (line,) = newsroom.run(
        "ledger", "--host", newsroom.site.url.partition("//")[2], "--state", "gone", "--json"
    ).lines
    assert line["url"].endswith("1351,202202112273400501.html")
    assert (line["reason"], line["tries"]) == ("not-found", 1)


RANGE = """kind = "ids"
url = "{url}/news/1351,{number}.html"
numbers = "202202112273400501-"
most_misses = 4
"""


def test_addresses_of_a_file_are_crawled(newsroom: Newsroom, tmp_path: Path) -> None:
    pages = [f"{newsroom.site.url}/en/lighthouse-library.html", f"{newsroom.site.url}/en/none.html"]
    (newsroom.folder / "addresses.txt").write_text("# pages\n\n" + "\n".join(pages) + "\n", encoding="utf-8")
    add_source(newsroom, "written", 'kind = "urls"\nfile = "addresses.txt"\n')
    report = newsroom.crawl("written").report
    assert report["listed"] == 2
    assert report["failed"] == {"not-found": 1}


def test_an_unchanged_index_hides_no_part_that_did_not_come(newsroom: Newsroom) -> None:
    add_source(newsroom, "courier", 'kind = "sitemap"\nurl = "{url}/sitemap.xml"\n')
    newsroom.site.fault("/sitemap-", "404")
    newsroom.crawl("courier")
    newsroom.site.clear_faults()
    newsroom.site.clear_log()
    assert newsroom.crawl("courier").report["new"] > 0
    assert {"/sitemap-news.xml", "/sitemap-2022.xml.gz"} <= set(asked(newsroom, 200))


def test_a_following_page_that_did_not_come_is_asked_for_by_the_next_run(newsroom: Newsroom) -> None:
    add_source(newsroom, "paged", PAGED)
    newsroom.site.fault("page=2", "500")
    newsroom.crawl("paged")
    newsroom.site.clear_faults()
    newsroom.site.clear_log()
    report = newsroom.crawl("paged").report
    assert "/api/pages?page=2&size=3" in asked(newsroom, 200)
    assert report["new"] > 0


def test_a_list_is_read_anew_once_its_table_says_something_else(newsroom: Newsroom) -> None:
    sources = newsroom.folder / "sources.toml"
    add_source(newsroom, "courier", 'kind = "feed"\nurl = "{url}/feed.rss"\ninclude = ["nothing-has-this"]\n')
    assert newsroom.crawl("courier").report["new"] == 0
    assert newsroom.crawl("courier").report["unmodified_lists"] == 1
    sources.write_text(sources.read_text("utf-8").replace("nothing-has-this", "/en/"), "utf-8")
    report = newsroom.crawl("courier").report
    assert report["new"] > 0
    assert report["unmodified_lists"] == 0


def test_an_index_that_dates_its_parts_costs_one_request_once_all_of_them_came(newsroom: Newsroom) -> None:
    add_source(newsroom, "courier", 'kind = "sitemap"\nurl = "{url}/sitemap.xml"\n')
    part = "<sitemap><loc>{}{}</loc><lastmod>2022-03-01</lastmod></sitemap>"
    parts = "".join(
        part.format(newsroom.site.url, path) for path in ("/sitemap-news.xml", "/sitemap-2022.xml.gz")
    )
    names = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    newsroom.site.fault("/sitemap.xml", "say", words=f"<sitemapindex {names}>{parts}</sitemapindex>")
    assert newsroom.crawl("courier").report["new"] > 0
    newsroom.crawl("courier")
    newsroom.site.clear_log()
    newsroom.crawl("courier")
    assert [(request.path, request.status) for request in newsroom.site.log()] == [("/sitemap.xml", 304)]
