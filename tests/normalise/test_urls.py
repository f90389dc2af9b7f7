"""Addresses: refused when they are none, brought to one form when they are compared."""

from __future__ import annotations

from contextlib import suppress
from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.errors import AddressError
from archiver.normalise.urls import LONGEST_URL, canonical_url, check_url, host_of, join_url, url_identity


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "news",
        "//host/path",
        "ftp://host/",
        "javascript:alert(1)",
        "http://",
        "http:///path",
        "http://[::1",
        "http://user:secret@host/",
        "http://host:port/",
        "http://host:99999/",
        "http://a b/",
        "http://host/a b",
        "http://host/\x00",
        "http://" + "a" * 70 + ".example/",
        "http://host/" + "a" * LONGEST_URL,
    ],
)
def test_an_address_that_is_none_is_refused(raw: str) -> None:
    with pytest.raises(AddressError):
        check_url(raw)


@pytest.mark.parametrize(
    "raw",
    [
        "http://host/",
        " https://host/path?a=1 ",
        "http://[::1]:80/",
        "http://主机.中国/文章",
        "http://127.0.0.1:8080/",
    ],
)
def test_an_address_is_given_back_without_blanks(raw: str) -> None:
    assert check_url(raw) == raw.strip()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("HTTP://Host.Example/a", "http://host.example/a"),
        ("http://host.example:80/a", "http://host.example/a"),
        ("https://host.example:443", "https://host.example/"),
        ("http://host.example/a#part", "http://host.example/a"),
        ("http://host.example/a?utm_source=x&id=3&utm_medium=y", "http://host.example/a?id=3"),
        ("http://host.example/a?fbclid=x", "http://host.example/a"),
        ("http://host.example/a?spm=1.2&id=3", "http://host.example/a?id=3"),
        ("http://host.example/a?b=2&a=1", "http://host.example/a?a=1&b=2"),
        ("http://user:secret@host.example/a", "http://host.example/a"),
        ("http://host.example./a", "http://host.example/a"),
        ("http://主机.example/文", "http://xn--tiq422d.example/%E6%96%87"),
    ],
)
def test_two_forms_of_an_address_are_one(one: str, other: str) -> None:
    assert canonical_url(one) == canonical_url(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://host/a", "http://host/b"),
        ("http://host/a?id=1", "http://host/a?id=2"),
        ("http://host/A", "http://host/a"),
        ("http://one/", "http://other/"),
        ("http://host:81/", "http://host/"),
    ],
)
def test_different_addresses_stay_different(one: str, other: str) -> None:
    assert canonical_url(one) != canonical_url(other)


def test_parameters_in_another_encoding_stay_apart() -> None:
    one, other = (f"http://host/s?key={key}&utm_source=x" for key in ("%B9%FA", "%C8%CB"))
    assert canonical_url(one) != canonical_url(other)
    assert canonical_url(one) == canonical_url("http://host/s?key=%B9%FA")


def test_http_and_https_name_the_same_article() -> None:
    assert url_identity("http://host/a") == url_identity("https://host/a") == "url:host/a"


def test_the_host_of_an_address_has_its_port_and_no_www() -> None:
    assert host_of("https://WWW.Paper.example:8443/a") == "paper.example:8443"


@given(st.text(max_size=60).map("http://host.example/{}".format))
def test_the_canonical_form_is_its_own(url: str) -> None:
    try:
        checked = check_url(url)
    except AddressError:
        return
    assert canonical_url(canonical_url(checked)) == canonical_url(checked)


@given(st.text(max_size=80))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    with suppress(AddressError):
        check_url(text)


_PIECES = [
    "news.example",
    "www.",
    "a",
    "B",
    "-",
    "_",
    "~",
    ".",
    "/",
    "//",
    "?",
    "&a=b",
    ":80",
    "%2f",
    "é",
    "@",
]


@given(st.sampled_from(["http://", "https://www.example.com/"]), st.lists(st.sampled_from(_PIECES)))
def test_a_place_on_the_page_changes_neither_the_form_of_an_address_nor_its_host(
    start: str, pieces: list[str]
) -> None:
    url = start + "".join(pieces)
    with suppress(ValueError):
        there = canonical_url(url + "#place")
        assert canonical_url(url) == there
        assert host_of(url) == urlsplit(there).netloc.removeprefix("www.")


@pytest.mark.parametrize(
    "base", ["", "http://a.example/b/c?d#e", "https://host:80/f", "ftp://host/g", "about:blank"]
)
@given(rest=st.text(alphabet="ab0A/.:%~,=&+@!$()*';#?_- é\n", max_size=16))
def test_an_address_is_joined_as_the_standard_library_does(base: str, rest: str) -> None:
    for url in (f"http://{rest}", f"https://h/{rest}", rest):
        with suppress(ValueError):
            assert join_url(base, url) == urljoin(base, url)
