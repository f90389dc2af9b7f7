"""Lines of the JSON log."""

from __future__ import annotations

import json
import logging
import sys
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request

from archiver.logs import JsonFormatter


def line_of(message: str, *arguments: Any, fault: Any = None, **extra: str) -> dict[str, str]:
    record = logging.LogRecord("archiver.crawl", logging.WARNING, "", 0, message, arguments, fault)
    vars(record).update(extra)
    text = JsonFormatter().format(record)
    assert "\n" not in text
    return json.loads(text)


@given(st.text())
def test_any_message_is_one_line(message: str) -> None:
    assert line_of("%s", message)["message"] == message


def test_a_line_about_a_source_names_it() -> None:
    assert line_of("alarm", source="rolling")["source"] == "rolling"


def test_a_line_of_scrapy_about_a_request_names_its_address() -> None:
    line = line_of("Crawled %(request)s", {"request": Request("https://news.example/1")})
    assert line["url"] == "https://news.example/1"


def test_a_traceback_stands_in_the_object() -> None:
    try:
        raise ValueError("odd page")
    except ValueError:
        assert "ValueError: odd page" in line_of("cannot be read", fault=sys.exc_info())["exception"]
