"""The ledger through the command line: what became of every address, and taking up what failed."""

from __future__ import annotations

import signal
import time

import pytest
from newsrooms import Newsroom, finish

TEXT = "/NewsData/GetNewsText.do"


def states(newsroom: Newsroom) -> dict[str, int]:
    counts: dict[str, int] = {}
    for line in newsroom.run("ledger", "--json", "--limit", "1000").lines:
        counts[line["state"]] = counts.get(line["state"], 0) + 1
    return counts


def await_texts(newsroom: Newsroom, count: int) -> None:
    """Wait until so many texts have been asked for."""
    deadline = time.monotonic() + 60
    while sum(TEXT in request.path for request in newsroom.site.log()) < count:
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_every_address_of_a_crawl_has_a_line(newsroom: Newsroom) -> None:
    report = newsroom.crawl("papers").report
    counts = states(newsroom)
    assert counts["fetched"] == report["asked"] - report["failed"]["empty-text"] + 1  # and the list
    assert counts["failed"] == report["failed"]["empty-text"]


def test_a_killed_run_leaves_its_addresses_waiting_and_the_next_one_takes_them_first(
    newsroom: Newsroom,
) -> None:
    newsroom.set(delay_seconds=0.5, concurrency=1)
    process = newsroom.start("crawl", "papers")
    await_texts(newsroom, 3)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    waiting = states(newsroom)["waiting"]
    newsroom.set(delay_seconds=0.0, concurrency=8)
    newsroom.site.clear_log()
    newsroom.crawl("papers")
    asked = [request.path for request in newsroom.site.log() if "robots" not in request.path]
    first_list = next(place for place, path in enumerate(asked) if "webapi" in path)
    assert waiting > 0
    assert any(TEXT in path for path in asked[: max(1, first_list)])
    assert "waiting" not in states(newsroom)


def test_what_failed_is_taken_up_again_at_once_after_a_retry(newsroom: Newsroom) -> None:
    newsroom.site.fault(TEXT, "404")
    newsroom.crawl("market-38")
    newsroom.site.clear_faults()
    missing = states(newsroom)["gone"]
    told = newsroom.run("retry", "--state", "gone").out
    assert told.startswith(f"{missing} addresses are due now")
    report = newsroom.crawl("market-38").report
    assert report["new"] == missing


def test_a_failed_article_is_tried_again_by_itself_although_no_list_names_it_any_more(
    newsroom: Newsroom,
) -> None:
    newsroom.site.fault(TEXT, "404")
    newsroom.crawl("market-38")
    newsroom.site.clear_faults()
    newsroom.run("retry")
    newsroom.site.fault("marketType=38", "500")
    newsroom.set(retries=0)
    assert newsroom.crawl("market-38").report["new"] > 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("ledger", "--state", "lost"), "--state 'lost' is unknown"),
        (("ledger", "--reason", "bad-luck"), "--reason 'bad-luck' is unknown"),
        (("retry", "--state", "lost"), "--state 'lost' is unknown"),
    ],
)
def test_a_state_or_reason_that_is_none_is_told(
    newsroom: Newsroom, arguments: tuple[str, ...], told: str
) -> None:
    newsroom.crawl("market-38")
    done = newsroom.run(*arguments)
    assert done.code == 2
    assert told in done.err


def test_a_stopped_crawl_leaves_the_rest_to_the_next(newsroom: Newsroom) -> None:
    newsroom.set(delay_seconds=0.5, concurrency=1)
    process = newsroom.start("crawl", "papers")
    await_texts(newsroom, 2)
    process.send_signal(signal.SIGTERM)
    done = finish(process)
    assert done.code == 130
    newsroom.set(delay_seconds=0.0, concurrency=8)
    newsroom.crawl("papers")
    assert "waiting" not in states(newsroom)


def test_a_second_signal_stops_a_crawl_at_once_and_is_told_as_a_stop(newsroom: Newsroom) -> None:
    newsroom.site.fault(TEXT, "slow", seconds=20)
    process = newsroom.start("crawl", "papers")
    await_texts(newsroom, 1)
    process.send_signal(signal.SIGTERM)
    time.sleep(0.3)
    process.send_signal(signal.SIGTERM)
    done = finish(process)
    assert done.code == 130
    assert "stopped" in done.err
