"""JSON answers as servers really give them."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.errors import ReadError
from archiver.reasons import Reason
from archiver.records import Capture
from archiver.sites.answers import find_text, read_json, text_at


def capture(body: bytes) -> Capture:
    return Capture(url="http://h/", status=200, headers=(), body=body, fetched_at=datetime.now(UTC))


@pytest.mark.parametrize(
    "body",
    [
        b'{"text": "\xe5\xad\x97"}',
        b'\xef\xbb\xbf{"text": "\xe5\xad\x97"}',
        b'  {"text": "\xe5\xad\x97"}\n',
        b'callback({"text": "\xe5\xad\x97"});',
        b'/**/jQuery1_2.cb({"text": "\xe5\xad\x97"})',
        '{"text": "字"}'.encode("gb18030"),
    ],
)
def test_the_same_answer_in_other_clothes(body: bytes) -> None:
    assert read_json(capture(body)) == {"text": "字"}


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", Reason.NOT_JSON),
        (b"<html><body>Login</body></html>", Reason.NOT_JSON),
        (b"words", Reason.NOT_JSON),
        (b'{"text": "cut', Reason.CUT_OFF),
        (b'{"records": [{"id": 1},', Reason.CUT_OFF),
        (b"[" * 100_000, Reason.CUT_OFF),
    ],
)
def test_what_is_no_json_is_told_apart(body: bytes, reason: Reason) -> None:
    with pytest.raises(ReadError) as caught:
        read_json(capture(body))
    assert caught.value.reason is reason


@given(st.binary(max_size=200))
def test_any_bytes_are_json_or_a_read_error(body: bytes) -> None:
    with suppress(ReadError):
        read_json(capture(body))


def test_the_first_place_with_text_wins() -> None:
    assert find_text({"text": " ", "content": "字"}, ["text", "content"]) == ("字", "content")
    assert find_text({"text": None}, ["text", "content"]) == ("", "")


def test_numbers_are_text_and_objects_are_not() -> None:
    assert text_at({"id": 5}, "id") == "5"
    assert text_at({"id": {"a": 1}}, "id") == ""
    assert text_at({"id": True}, "id") == ""
    assert text_at(None, "id") == ""
