"""Retry-After, as RFC 9110 has it: seconds or a date."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.http import Response

from archiver.crawl.retry import retry_after_seconds

NOW = datetime(2022, 2, 11, 8, 0, 0, tzinfo=UTC)


def answer(header: str | None) -> Response:
    return Response("http://host/", headers={"Retry-After": header} if header is not None else None)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120.0),
        ("0", 0.0),
        ("Fri, 11 Feb 2022 08:02:00 GMT", 120.0),
        ("Fri, 11 Feb 2022 07:00:00 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("", None),
        (None, None),
        ("１２", None),
    ],
)
def test_seconds_and_dates_are_read(header: str | None, seconds: float | None) -> None:
    assert retry_after_seconds(answer(header), NOW) == seconds


@given(st.text(alphabet=st.characters(max_codepoint=255), max_size=40))
def test_any_header_is_a_wait_or_none(header: str) -> None:
    wait = retry_after_seconds(answer(header), NOW)
    assert wait is None or wait >= 0
