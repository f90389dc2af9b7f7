"""Edits of an article make revisions; nothing that was archived is lost."""

from __future__ import annotations

from newsrooms import Newsroom

CODE = "NW202202112273301405"


def test_an_edited_article_gets_a_revision_and_keeps_the_old_text(newsroom: Newsroom) -> None:
    newsroom.crawl("papers")
    old = newsroom.articles()[CODE]
    newsroom.site.edit(
        CODE, body="<p>观测站把开放日推迟到了四月，原因是连日大雨。</p><p>雨停以后会再次公布时间。</p>"
    )
    report = newsroom.crawl("papers", "--refetch").report
    record = newsroom.articles()[CODE]
    assert report["revised"] == 1
    assert record["revision"] == 2
    assert record["paragraphs"][0].startswith("观测站把开放日")
    shown = newsroom.run("show", CODE, "--history").out
    assert str(sum(map(len, old["paragraphs"]))) in shown


def test_an_unchanged_article_fetched_again_makes_no_revision(newsroom: Newsroom) -> None:
    newsroom.crawl("papers")
    report = newsroom.crawl("papers", "--refetch").report
    assert report["revised"] == 0
    assert report["unchanged"] > 0
    assert all(record["revision"] == 1 for record in newsroom.articles().values())


def test_an_article_taken_down_stays_in_the_archive(newsroom: Newsroom) -> None:
    newsroom.crawl("papers")
    newsroom.site.delete(CODE)
    newsroom.crawl("papers", "--refetch")
    assert newsroom.articles()[CODE]["paragraphs"]


def test_after_a_crawl_the_archive_is_one_file(newsroom: Newsroom) -> None:
    newsroom.crawl("papers", "--limit", "2")
    assert sorted(path.name for path in newsroom.folder.glob("archive.db*")) == ["archive.db"]


def test_a_known_article_listed_again_is_seen_later(newsroom: Newsroom) -> None:
    newsroom.crawl("papers")
    before = newsroom.articles()[CODE]
    newsroom.site.add("NW9", title="新码头", text="码头开放了。", kind="newspaper", lists=["papers"])
    newsroom.crawl("papers")
    after = newsroom.articles()[CODE]
    assert after["last_seen_at"] > before["last_seen_at"]
    assert after["first_seen_at"] == before["first_seen_at"]
