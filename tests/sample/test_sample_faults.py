"""Everything that can be ordered to go wrong does, as often as ordered."""

import gzip
import http.client
import json
import socket
import time

import pytest

from archiver.sample.articles import get_article

CODE = "NW202202112273301402"


@pytest.fixture
def path(site):
    return f"/NewsData/GetNewsText.do?id={CODE}"


@pytest.mark.parametrize("kind", ["404", "410", "429", "500", "503"])
def test_status(site, get, path, kind):
    site.fault(CODE, kind, times=2)
    assert [get(path).status for _ in range(3)] == [int(kind), int(kind), 200]
    assert [request.status for request in site.log()] == [int(kind), int(kind), 200]


@pytest.mark.parametrize("kind", ["429", "503"])
def test_retry_after(site, get, path, kind):
    site.fault(CODE, kind, times=1, seconds=7)
    assert get(path).headers["retry-after"] == "7"
    assert get(path).status == 200


def test_no_retry_after_unless_asked(site, get, path):
    site.fault(CODE, "429")
    assert "retry-after" not in get(path).headers


def test_always_until_cleared(site, get, path):
    site.fault(CODE, "500")
    assert {get(path).status for _ in range(4)} == {500}
    site.clear_faults()
    assert get(path).status == 200


def test_faults_wait_for_each_other(site, get, path):
    site.fault(CODE, "500", times=1)
    site.fault(CODE, "429", times=1)
    assert [get(path).status for _ in range(3)] == [500, 429, 200]


def test_other_requests_are_well(site, get):
    site.fault("GetNewsText", "500")
    assert get("/web/webapi?type=45").status == 200


def test_cut(site, get, path):
    whole = get(path).body
    site.fault(CODE, "cut", times=1)
    half = get(path)
    assert half.body == whole[: len(whole) // 2]
    assert int(half.headers["content-length"]) == len(half.body)


def test_bom(site, get, path):
    whole = get(path).body
    site.fault(CODE, "bom", times=1)
    assert get(path).body == b"\xef\xbb\xbf" + whole


def test_jsonp(site, get, path):
    site.fault("type=45", "jsonp", times=1)
    text = get("/web/webapi?type=45").text
    assert json.loads(text.removeprefix("callback(").removesuffix(");"))["nodeList"]


def test_html(site, get, path):
    site.fault(CODE, "html", times=1)
    answer = get(path)
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("text/html")
    assert "系统繁忙" in answer.text


def test_loop(site, get, path):
    site.fault(CODE, "loop")
    address = path
    for _ in range(3):
        first = get(address)
        second = get(first.headers["location"])
        assert (first.status, second.status) == (302, 302)
        assert first.headers["location"] != path
        address = second.headers["location"]
        assert address == path


def test_redirect(site, get, path):
    site.fault(CODE, "redirect", times=1, words="file:///etc/passwd")
    answer = get(path)
    assert (answer.status, answer.headers["location"]) == (302, "file:///etc/passwd")


def test_say(site, get):
    site.fault("/robots.txt", "say", times=1, words="User-agent: *\nDisallow: /\n")
    assert get("/robots.txt").text == "User-agent: *\nDisallow: /\n"


def test_headers(site, get, path):
    site.fault(CODE, "headers", times=1, size_bytes=20_000)
    answer = get(path)
    assert sum(len(words) for name, words in answer.headers.items() if name.startswith("x-padding")) > 20_000
    assert answer.json()["text"] == get_article(CODE).body


def test_bomb(site, get, path):
    site.fault(CODE, "bomb", times=1, size_bytes=1_000_000)
    answer = get(path)
    assert answer.headers["content-encoding"] == "gzip"
    assert len(gzip.decompress(answer.body)) == 1_000_000


def test_drip(site, get, path):
    site.fault("/robots.txt", "drip", times=1)
    started = time.monotonic()
    assert len(get("/robots.txt").body) > 20
    assert time.monotonic() - started >= 2.0


def test_slow(site, get, path):
    site.fault(CODE, "slow", times=1, seconds=0.2)
    started = time.monotonic()
    assert get(path).json()["text"] == get_article(CODE).body
    assert time.monotonic() - started >= 0.2


def test_huge(site, get, path):
    site.fault(CODE, "huge", times=1, size_bytes=300_000)
    answer = get(path)
    assert answer.headers["transfer-encoding"] == "chunked"
    assert 200_000 < len(answer.body) < 400_000
    assert answer.json()["text"].startswith("<p>")


def test_huge_stops_when_the_client_goes(site, get, path):
    site.fault(CODE, "huge", times=1)
    with socket.create_connection(("127.0.0.1", site.port), timeout=5) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: h\r\n\r\n".encode())
        assert connection.recv(4096).startswith(b"HTTP/1.1 200")
    assert get(path).status == 200


def test_drop(site, get, path):
    site.fault(CODE, "drop", times=1)
    with pytest.raises(http.client.IncompleteRead):
        get(path)
    assert get(path).status == 200


@pytest.mark.parametrize(
    ("kind", "status", "words"),
    [
        ("challenge", 200, "Just a moment"),
        ("challenge-403", 403, "verify that you are human"),
        ("challenge-503", 503, "Ray ID"),
        ("consent", 200, "Accept all"),
        ("paywall", 200, "订阅后阅读全文"),
        ("soft404", 200, "页面不存在"),
        ("shell", 200, '<div id="app"></div>'),
        ("login-text", 200, "请登录后查看"),
    ],
)
def test_wall(site, get, path, kind, status, words):
    site.fault(CODE, kind, times=1)
    answer = get(path)
    assert answer.status == status
    assert words in answer.text
    assert get(path).json()["text"] == get_article(CODE).body


def test_login_sends_on_to_a_form(site, get, path):
    site.fault(CODE, "login", times=1)
    answer = get(path)
    assert answer.status == 302
    assert 'type="password"' in get(answer.headers["location"]).text


@pytest.mark.parametrize(("kind", "times"), [("earthquake", None), ("500", 0)])
def test_senseless_orders_are_refused(site, kind, times):
    with pytest.raises(ValueError, match=r"fault of kind|times"):
        site.fault(CODE, kind, times=times)
