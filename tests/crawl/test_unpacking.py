"""Answers are unpacked within bounds, whatever they are packed with."""

from __future__ import annotations

import gzip
import zlib

import brotli
import pytest
from backports import zstd
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from archiver.crawl.refusals import BrokenPackingError, TooOftenPackedError
from archiver.crawl.unpacking import BoundedUnpacking

MOST_BYTES = 100_000
PACK = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress, "zstd": zstd.compress}


def unpack(body: bytes, *packings: str) -> bytes:
    unpacking = BoundedUnpacking.from_crawler(get_crawler(settings_dict={"DOWNLOAD_MAXSIZE": MOST_BYTES}))
    response = Response("http://news.example/", body=body, headers={"Content-Encoding": ", ".join(packings)})
    answer = unpacking.process_response(Request(response.url), response)
    assert isinstance(answer, Response)
    return answer.body


@pytest.mark.parametrize("packing", PACK)
def test_what_is_packed_is_unpacked(packing: str) -> None:
    assert unpack(PACK[packing](b"text"), packing) == b"text"


@pytest.mark.parametrize("packing", PACK)
def test_a_bomb_is_not_unpacked(packing: str) -> None:
    with pytest.raises(IgnoreRequest, match="MAXSIZE"):
        unpack(PACK[packing](bytes(50_000_000)), packing)


def test_a_bomb_in_a_bomb_is_not_unpacked() -> None:
    with pytest.raises(IgnoreRequest, match="MAXSIZE"):
        unpack(gzip.compress(gzip.compress(bytes(50_000_000))), "gzip", "gzip")


def test_two_layers_are_unpacked() -> None:
    assert unpack(brotli.compress(gzip.compress(b"text")), "gzip", "br") == b"text"


def test_more_layers_than_anybody_needs_are_refused() -> None:
    with pytest.raises(TooOftenPackedError, match="packed 4 times over"):
        unpack(b"", "gzip", "gzip", "gzip", "gzip")


@pytest.mark.parametrize("packing", ["gzip", "zstd"])
def test_what_cannot_be_unpacked_is_told_in_a_line(packing: str) -> None:
    with pytest.raises(BrokenPackingError, match="cannot be unpacked"):
        unpack(b"\x00 this is not packed", packing)
