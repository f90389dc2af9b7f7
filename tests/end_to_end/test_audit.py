"""The program gives account of what it asked of whom, and it is what the hosts saw."""

from __future__ import annotations

from urllib.parse import urlsplit

from newsrooms import Newsroom

DELAY = 0.2


def test_the_account_holds_every_request_that_the_site_saw(newsroom: Newsroom) -> None:
    newsroom.crawl("papers")
    host = urlsplit(newsroom.site.url).netloc
    told = newsroom.run("audit", "--host", host, "--json").lines
    assert sorted(urlsplit(one["url"])._replace(scheme="", netloc="").geturl() for one in told) == sorted(
        request.path for request in newsroom.site.log()
    )


def test_no_gap_is_shorter_than_promised(newsroom: Newsroom) -> None:
    newsroom.set(delay_seconds=DELAY)
    newsroom.crawl("market-38", "market-39", "rolling", "--limit", "6")
    (record,) = newsroom.run("audit", "--json").lines
    assert record["promised_gap_seconds"] == DELAY
    assert record["shorter_gaps"] == 0
    assert record["requests"] >= 6


def test_a_source_may_be_asked_more_slowly_than_the_settings_say(newsroom: Newsroom) -> None:
    tables = newsroom.folder / "sources.toml"
    text = tables.read_text("utf-8").replace(
        "[sources.market-38]", f"[sources.market-38]\ndelay_seconds = {DELAY}"
    )
    tables.write_text(text, "utf-8")
    newsroom.crawl("market-38")
    gaps = [
        one["gap_seconds"]
        for one in newsroom.run("audit", "--host", urlsplit(newsroom.site.url).netloc, "--json").lines
    ]
    assert min(gap for gap in gaps[2:] if gap is not None) >= DELAY - 0.005


def test_a_table_of_hosts_is_shown_to_people(newsroom: Newsroom) -> None:
    newsroom.crawl("market-38")
    shown = newsroom.run("audit").out
    assert urlsplit(newsroom.site.url).netloc in shown
    assert "shortest gap" in shown
