"""Samples and live tests of sources, through the command line against the sample site."""

from __future__ import annotations

import json

import pytest
from newsrooms import Newsroom, only_line

PAGE = "/en/lighthouse-library.html"
TABLE = """
[sources.tide]
kind = "feed"
url = "{url}/feed.rss"
full_text = "never"

[sources.numbers]
kind = "ids"
url = "{url}/id/{{number}}.html"
numbers = "100-"

[pages.own]
hosts = ["127.0.0.1"]
paths = ["/en/"]
title = "css:{element}"
byline = "css:.nobody"
optional = ["byline"]
"""


@pytest.fixture
def sampled(newsroom: Newsroom) -> Newsroom:
    """A newsroom with a sample of a feed and of one of its articles."""
    write_tables(newsroom, "h1")
    newsroom.run("sources", "record", newsroom.site.url + "/feed.rss")
    done = newsroom.run("sources", "record", newsroom.site.url + PAGE, "--source", "tide")
    assert done.code == 0, done.err
    return newsroom


def write_tables(newsroom: Newsroom, element: str) -> None:
    place = newsroom.folder / "sources.toml"
    before = place.read_text("utf-8").partition("\n[sources.tide]")[0]
    place.write_text(before + TABLE.format(url=newsroom.site.url, element=element), "utf-8")


def test_samples_are_checked_without_network(sampled: Newsroom) -> None:
    sampled.site.redesign()
    sampled.site.clear_log()
    done = sampled.run("sources", "check")
    assert (done.code, done.out.splitlines()[-1]) == (0, "2 samples: all as expected")
    assert sampled.site.log() == []


def test_a_rule_that_breaks_is_told_with_sample_field_values_and_rule(sampled: Newsroom) -> None:
    write_tables(sampled, "aside h2")
    done = sampled.run("sources", "check", "tide")
    assert done.code == 1
    assert done.out.splitlines()[1:] == [
        "tide/en-lighthouse-library-html: title",
        '  expected: "A Library Opens in the Old Lighthouse"',
        '  found:    "More from the Port Ellison Courier"',
        "  rule:     rule:own:css:aside h2",
        "2 samples: 1 differ in 1 fields",
    ]


def test_a_list_that_is_read_otherwise_is_told_by_its_records(sampled: Newsroom) -> None:
    place = sampled.folder / "sources.toml"
    place.write_text(
        place.read_text("utf-8").replace('full_text = "never"', 'exclude = "lighthouse"'), "utf-8"
    )
    done = sampled.run("sources", "check", "tide")
    assert done.code == 1
    assert f"tide/feed-rss: targets[{sampled.site.url}{PAGE}]" in done.out
    assert "  found:    nothing" in done.out


def test_update_shows_what_differs_and_expects_it_from_then_on(sampled: Newsroom) -> None:
    write_tables(sampled, "aside h2")
    done = sampled.run("sources", "check", "--update")
    assert done.code == 0
    assert "expected: " in done.out
    assert done.out.splitlines()[-1].endswith("expected so from now on")
    assert sampled.run("sources", "check").code == 0


def test_an_expected_record_that_a_person_corrected_is_what_counts(sampled: Newsroom) -> None:
    place = sampled.folder / "samples/tide/en-lighthouse-library-html/expected.json"
    record = json.loads(place.read_text("utf-8"))
    place.write_text(json.dumps(record | {"authors": ["Nora Whitfield"]}), "utf-8")
    done = sampled.run("sources", "check")
    assert done.code == 1
    assert "authors[1]" in done.out
    assert '"Sam Okoro"' in done.out


def test_a_rule_that_finds_nothing_on_any_sample_is_told(sampled: Newsroom) -> None:
    write_tables(sampled, "h1.headline")
    done = sampled.run("sources", "check")
    assert "pages.own.title: finds nothing on any sample: css:h1.headline" in done.out


def test_a_share_sites_article_and_a_json_list_are_samples_too(newsroom: Newsroom) -> None:
    url = newsroom.site.share_url("NW202202112273301403")
    for address, name in ((url, "papers"), (newsroom.site.list_url("papers"), "papers")):
        done = newsroom.run("sources", "record", address, "--source", name)
        assert done.code == 0, done.err
    done = newsroom.run("sources", "check", "papers")
    assert (done.code, done.out.splitlines()[-1]) == (0, "2 samples: all as expected")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("check", "nowhere"), 2, "no source is called 'nowhere'"),
        (("test", "nowhere"), 2, "no source is called 'nowhere'"),
        (("record", "news"), 2, "is no address"),
        (("record", "{url}/nothing", "--source", "rolling"), 1, "[not-found]; nothing is saved"),
        (("record", "{url}/x"), 2, "name its source with --source"),
    ],
)
def test_what_cannot_be_checked_is_told_in_one_line(
    newsroom: Newsroom, arguments: tuple[str, ...], code: int, words: str
) -> None:
    done = newsroom.run("sources", *(word.format(url=newsroom.site.url) for word in arguments))
    assert done.code == code
    assert words in only_line(done)


def test_a_live_test_tells_each_field_with_its_rule_and_stores_nothing(sampled: Newsroom) -> None:
    done = sampled.run("sources", "test", "tide", "--limit", "2")
    assert done.code == 0
    assert done.out.startswith("tide: 11 articles, 11 with a date, 0 broken records")
    rows = [line.split() for line in done.out.splitlines()]
    title = ["title", "A", "Library", "Opens", "in", "the", "Old", "Lighthouse", "rule:own:css:h1"]
    assert title in rows
    assert "2 of 2 articles read; missing: " in done.out
    assert "archiver explain " in done.err
    assert not (sampled.folder / "archive.db").exists()


def test_a_live_test_of_a_range_passes_over_its_holes(sampled: Newsroom) -> None:
    done = sampled.run("sources", "test", "numbers", "--limit", "2")
    assert done.code == 0
    assert f"{sampled.site.url}/id/104.html" in done.out


@pytest.mark.parametrize(("match", "code"), [("/feed.rss", 1), (PAGE, 3), ("html", 1)])
def test_a_live_test_fails_where_nothing_comes_and_partly_where_some_does(
    sampled: Newsroom, match: str, code: int
) -> None:
    sampled.site.fault(match, "404")
    assert sampled.run("sources", "test", "tide").code == code
