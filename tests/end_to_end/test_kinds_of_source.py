"""One source of every kind, crawled through the command line."""

from __future__ import annotations

import pytest
from newsrooms import Newsroom

from archiver.sample.articles import load_articles

PLAIN = {article.path for article in load_articles() if article.path}
JSON_LIST = 'records = "items"\naddress = "link"\ntitle = "headline"\ntime = "published"\npublisher = "paper"'


def add_source(newsroom: Newsroom, table: str) -> None:
    with (newsroom.folder / "sources.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n[sources.one]\n{table.replace('SITE', newsroom.site.url)}\n")


def paths(newsroom: Newsroom) -> set[str]:
    return {str(record["url"]).removeprefix(newsroom.site.url) for record in newsroom.articles().values()}


@pytest.mark.parametrize(
    "table",
    [
        'kind = "feed"\nurl = "SITE/feed.rss"',
        'kind = "feed"\nurl = "SITE/feed.atom"',
        'kind = "feed"\nurl = "SITE/feed.json"\nfull_text = "never"',
        'kind = "feed"\nurl = "SITE/rdf"',
        'kind = "sitemap"\nurl = "SITE/"',
        'kind = "section"\nurl = "SITE/section/"',
        'kind = "section"\nurl = "SITE/section/"\nlinks = "css:.card a"\nnext = "css:.pages a:last-child"',
        f'url = "SITE/api/pages?page={{page}}&size=4"\n{JSON_LIST}',
        f'url = "SITE/api/offset?offset={{offset}}&size=4"\n{JSON_LIST}',
        f'url = "SITE/api/cursor?cursor={{cursor}}&size=4"\nnext = "next"\n{JSON_LIST}',
    ],
)
def test_a_source_of_any_kind_brings_all_its_articles(newsroom: Newsroom, table: str) -> None:
    add_source(newsroom, table)
    newsroom.crawl("one")
    assert paths(newsroom) == PLAIN


def test_numbers_with_holes_bring_all_their_articles(newsroom: Newsroom) -> None:
    add_source(newsroom, 'kind = "ids"\nurl = "SITE/id/{number}.html"\nnumbers = "101-"\nmost_misses = 5')
    report = newsroom.crawl("one").report
    assert report["new"] == len(PLAIN)


def test_indexes_that_name_each_other_for_ever_come_to_an_end(newsroom: Newsroom) -> None:
    add_source(newsroom, 'kind = "sitemap"\nurl = "SITE/sitemap-deep-1.xml"')
    assert newsroom.crawl("one").code == 0
    asked = [request.path for request in newsroom.site.log() if "deep" in request.path]
    assert asked == [f"/sitemap-deep-{number}.xml" for number in range(1, 6)]


def test_written_addresses_are_read(newsroom: Newsroom) -> None:
    (newsroom.folder / "addresses.txt").write_text(
        f"# by hand\n{newsroom.site.url}/en/bakers-strike-ends.html\n"
    )
    add_source(newsroom, 'kind = "urls"\nfile = "addresses.txt"')
    newsroom.crawl("one")
    assert paths(newsroom) == {"/en/bakers-strike-ends.html"}


def test_a_text_that_the_feed_carries_is_not_asked_for(newsroom: Newsroom) -> None:
    add_source(newsroom, 'kind = "feed"\nurl = "SITE/feed.json"\nfull_text = "always"\ninclude = "/en/"')
    newsroom.crawl("one")
    assert paths(newsroom) == {path for path in PLAIN if path.startswith("/en/")}
    assert not [request for request in newsroom.site.log() if request.path.startswith("/en/")]


def test_the_keys_of_a_source_reach_its_articles(newsroom: Newsroom) -> None:
    rules = '\n[pages.own]\nhosts = []\ntitle = "text:By the rule"\n'
    keys = 'publisher = "The Quay"\ncategory = "{slug}"\nslug = "quay"\ntags = ["sea"]\npages = "own"'
    add_source(newsroom, f'kind = "section"\nurl = "SITE/section/"\ninclude = "lighthouse"\n{keys}\n{rules}')
    newsroom.crawl("one")
    (record,) = newsroom.articles().values()
    assert (record["title"], record["publisher"]) == ("By the rule", "The Quay")
    assert (record["category"], record["tags"]) == ("quay", ["sea"])
