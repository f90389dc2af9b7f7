"""What servers do to a crawler, and what is left of it: a failure with its reason, or the article."""

from __future__ import annotations

import pytest
from newsrooms import Newsroom, Run

from archiver.sample.process import Site

CODE = "NW202202112273301403"
TEXT = f"GetNewsText.do?id={CODE}"


def fetch(newsroom: Newsroom) -> Run:
    return newsroom.run("fetch", newsroom.site.share_url(CODE), "--format", "json")


def failure_of(newsroom: Newsroom) -> dict[str, object]:
    failures = newsroom.failures()
    assert len(failures) == 1
    return failures[0]


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("404", "not-found"),
        ("410", "not-found"),
        ("500", "server-error"),
        ("cut", "cut-off"),
        ("drop", "cut-off"),
        ("html", "not-json"),
        ("loop", "redirects"),
    ],
)
def test_a_fault_that_stays_is_a_failure_with_its_reason(newsroom: Newsroom, kind: str, reason: str) -> None:
    newsroom.site.fault(TEXT, kind)
    done = fetch(newsroom)
    assert done.code == 1
    assert reason in done.err
    assert failure_of(newsroom)["reason"] == reason
    assert newsroom.articles() == {}


@pytest.mark.parametrize("kind", ["bom", "jsonp"])
def test_json_in_odd_clothes_is_read(newsroom: Newsroom, kind: str) -> None:
    newsroom.site.fault(TEXT, kind)
    assert fetch(newsroom).lines[0]["code"] == CODE


@pytest.mark.parametrize("kind", ["500", "503", "drop"])
def test_a_fault_that_passes_is_tried_again(newsroom: Newsroom, kind: str) -> None:
    newsroom.site.fault(TEXT, kind, times=2)
    assert fetch(newsroom).lines[0]["code"] == CODE


def test_retry_after_is_waited_for(newsroom: Newsroom) -> None:
    newsroom.site.fault(TEXT, "429", times=1, seconds=2)
    assert fetch(newsroom).code == 0
    first, second = [request.at for request in newsroom.site.log() if TEXT in request.path]
    assert (second - first).total_seconds() >= 2


def test_a_pause_holds_the_hosts_other_requests(newsroom: Newsroom) -> None:
    newsroom.set(concurrency=1, delay_seconds=0.3)
    newsroom.site.fault("GetNewsText.do", "429", times=1, seconds=2)
    newsroom.crawl("papers", "--limit", "5")
    texts = [request for request in newsroom.site.log() if "GetNewsText.do" in request.path]
    refused = next(request for request in texts if request.status == 429)
    after = [request.at for request in texts if request.number > refused.number]
    assert (min(after) - refused.at).total_seconds() >= 1.9


def test_a_pause_longer_than_allowed_ends_the_hosts_requests(newsroom: Newsroom) -> None:
    newsroom.set(concurrency=1, longest_wait_seconds=1.0)
    newsroom.site.fault("GetNewsText.do", "429", seconds=7200)
    report = newsroom.crawl("papers").report
    texts = [request for request in newsroom.site.log() if "GetNewsText.do" in request.path]
    assert len(texts) <= 2
    assert report["failed"]["rate-limited"] == report["asked"]


def test_an_article_without_text_anywhere_is_asked_for_once_at_each_place(newsroom: Newsroom) -> None:
    code = "202202112273400505"
    newsroom.site.fault(f"/news/1351,{code}", "404")
    newsroom.crawl("rolling")
    asked = [request.path for request in newsroom.site.log() if code in request.path]
    assert len(asked) == 2


def test_an_answer_with_only_hidden_text_turns_to_the_articles_page(newsroom: Newsroom) -> None:
    code = "202202112273400501"
    newsroom.site.edit(code, body="<p style='display:none'>x</p>")
    newsroom.crawl("rolling")
    asked = [request.path for request in newsroom.site.log() if code in request.path]
    assert any(path.startswith("/news/") for path in asked)


def test_a_wait_longer_than_allowed_ends_the_tries_and_sets_the_next_one(newsroom: Newsroom) -> None:
    newsroom.set(longest_wait_seconds=1.0)
    newsroom.site.fault(TEXT, "429", seconds=7200)
    assert fetch(newsroom).code == 1
    failure = failure_of(newsroom)
    assert failure["reason"] == "rate-limited"
    assert str(failure["next_try_at"]) > str(failure["last_at"])
    assert len([request for request in newsroom.site.log() if TEXT in request.path]) == 1


def test_a_slow_answer_is_given_up(newsroom: Newsroom) -> None:
    newsroom.set(timeout_seconds=1.0, retries=0)
    newsroom.site.fault(TEXT, "slow", seconds=5)
    assert fetch(newsroom).code == 1
    assert failure_of(newsroom)["reason"] == "timeout"


def test_an_oversized_answer_is_not_read(newsroom: Newsroom) -> None:
    newsroom.set(page_bytes=100_000)
    newsroom.site.fault(TEXT, "huge", size_bytes=5_000_000)
    assert fetch(newsroom).code == 1
    assert failure_of(newsroom)["reason"] == "too-large"


def test_an_answer_that_never_ends_is_given_up_although_it_never_pauses(newsroom: Newsroom) -> None:
    newsroom.set(timeout_seconds=2.0, retries=0)
    newsroom.site.fault(TEXT, "drip")
    assert fetch(newsroom).code == 1
    assert failure_of(newsroom)["reason"] == "timeout"


def test_a_small_answer_that_unpacks_to_a_large_one_is_not_read(newsroom: Newsroom) -> None:
    newsroom.set(page_bytes=1_000_000)
    newsroom.site.fault(TEXT, "bomb", size_bytes=100_000_000)
    assert fetch(newsroom).code == 1
    assert failure_of(newsroom)["reason"] == "too-large"


def test_headers_without_end_are_not_read_and_not_asked_for_again(newsroom: Newsroom) -> None:
    newsroom.set(header_bytes=10_000)
    newsroom.site.fault(TEXT, "headers", size_bytes=40_000)
    assert fetch(newsroom).code == 1
    assert failure_of(newsroom)["message"] == "the answer's headers are larger than header_bytes allows"
    assert len([request for request in newsroom.site.log() if TEXT in request.path]) == 1


def test_headers_within_bounds_are_read(newsroom: Newsroom) -> None:
    newsroom.site.fault(TEXT, "headers", size_bytes=40_000)
    assert fetch(newsroom).code == 0


def test_a_failed_article_waits_for_its_next_try(newsroom: Newsroom) -> None:
    newsroom.site.fault(TEXT, "404")
    newsroom.crawl("papers")
    newsroom.site.clear_faults()
    newsroom.site.edit(CODE, title="另一个标题")  # so that the list is read again
    newsroom.site.clear_log()
    report = newsroom.crawl("papers").report
    assert report["waiting"] >= 1
    assert not [request for request in newsroom.site.log() if TEXT in request.path]


def test_a_fetch_by_hand_does_not_wait_and_clears_the_failure(newsroom: Newsroom) -> None:
    newsroom.site.fault(TEXT, "404")
    fetch(newsroom)
    newsroom.site.clear_faults()
    assert fetch(newsroom).code == 0
    assert newsroom.failures() == []


def test_a_list_that_fails_leaves_the_others(newsroom: Newsroom) -> None:
    newsroom.site.fault("type=45", "404")
    done = newsroom.crawl("papers", "rolling")
    assert done.code == 3
    assert done.report["new"] > 0
    assert done.report["failed"]["not-found"] == 1


def test_a_list_that_works_again_is_no_failure_any_more(newsroom: Newsroom) -> None:
    newsroom.site.fault("type=45", "404")
    newsroom.crawl("papers")
    assert [failure["reason"] for failure in newsroom.failures()] == ["not-found"]
    newsroom.site.clear_faults()
    newsroom.crawl("papers", "--limit", "1")
    assert "not-found" not in {failure["reason"] for failure in newsroom.failures()}


def test_a_list_that_is_no_list_is_a_failure(newsroom: Newsroom) -> None:
    newsroom.site.fault("type=45", "html")
    done = newsroom.crawl("papers")
    assert done.code == 1
    assert failure_of(newsroom)["reason"] == "not-json"


def test_a_host_that_does_not_exist_is_one_clear_line(newsroom: Newsroom) -> None:
    done = newsroom.run("fetch", "http://no-such-host.invalid/page.html")
    assert done.code == 1
    told = "http://no-such-host.invalid/page.html: not archived: the host does not exist; check the address"
    assert [line for line in done.err.splitlines() if line] == [f"{told} [no-host]"]


def test_nobody_listening_is_one_clear_line(newsroom: Newsroom) -> None:
    newsroom.set(retries=0)
    done = newsroom.run("fetch", "http://127.0.0.1:9/page.html")
    assert done.code == 1
    assert len(done.err.strip().splitlines()) == 1


def test_a_refetch_that_fails_keeps_the_article(newsroom: Newsroom, site: Site) -> None:
    fetch(newsroom)
    site.fault(TEXT, "404")
    done = newsroom.run("fetch", newsroom.site.share_url(CODE), "--refetch")
    assert done.code == 3
    assert CODE in newsroom.articles()
