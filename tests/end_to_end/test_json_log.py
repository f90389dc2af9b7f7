"""With ``--log-format json`` every line of standard error is an object."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from newsrooms import Newsroom, Run


def lines_of(run: Run) -> list[dict[str, str]]:
    return [json.loads(line) for line in run.err.splitlines()]


def test_messages_are_objects_with_a_time_that_has_an_offset(newsroom: Newsroom) -> None:
    run = newsroom.crawl("--log-format", "json")
    (line,) = [line for line in lines_of(run) if "some lists or articles did not come" in line["message"]]
    assert (line["level"], line["logger"]) == ("info", "archiver")
    assert datetime.fromisoformat(line["time"]).tzinfo


def test_lines_of_scrapy_are_objects_and_name_the_address(newsroom: Newsroom) -> None:
    run = newsroom.crawl("--verbose", "rolling", ARCHIVER_LOG_FORMAT="json")
    lines = lines_of(run)
    assert {"info"} <= {line["level"] for line in lines}
    assert any(line["logger"].startswith("scrapy.") for line in lines)


@pytest.mark.parametrize("place", ["before", "after", "setting"])
def test_an_error_is_an_object_wherever_the_form_was_asked_for(newsroom: Newsroom, place: str) -> None:
    wrong = ["crawl", "nowhere"]
    if place == "setting":
        newsroom.set(log_format="json")
        run = newsroom.run(*wrong)
    else:
        option = ["--log-format=json"]
        run = newsroom.run(*(option + wrong if place == "before" else wrong + option))
    (line,) = lines_of(run)
    assert line["level"] == "error"
    assert "nowhere" in line["message"]
    assert not line["message"].startswith("error: ")
    assert run.code == 2


def test_a_faulty_setting_is_an_object_too(newsroom: Newsroom) -> None:
    run = newsroom.run("--log-format", "json", "list", ARCHIVER_CONCURRENCY="none")
    (line,) = lines_of(run)
    assert "ARCHIVER_CONCURRENCY" in line["message"]


def test_an_unknown_form_is_told(newsroom: Newsroom) -> None:
    run = newsroom.run("list", "--log-format", "xml")
    assert run.code == 2
    assert "log_format" in run.err


def test_without_it_the_log_is_text(newsroom: Newsroom) -> None:
    assert newsroom.run("crawl", "nowhere").err.startswith("error: ")
