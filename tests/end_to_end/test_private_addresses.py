"""The program asks public addresses only, unless it is allowed more: however an address is written."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from newsrooms import RUN_SECONDS, Newsroom, clean_environment

from archiver.sample.process import Site

TRICKS = (
    "http://127.0.0.1:{port}",
    "http://127.1:{port}",
    "http://127.0.1:{port}",
    "http://0.0.0.0:{port}",
    "http://0:{port}",
    "http://2130706433:{port}",
    "http://0x7f000001:{port}",
    "http://0x7f.0.0.1:{port}",
    "http://0177.0.0.1:{port}",
    "http://017700000001:{port}",
    "http://0x7f.1:{port}",
    "http://127.0.0.1.:{port}",
    "http://127.000.000.001:{port}",
    "http://127.1.2.3:{port}",
    "http://localhost:{port}",
    "http://LOCALHOST:{port}",
    "http://localhost.:{port}",
    "http://[::1]:{port}",
    "http://[::]:{port}",
    "http://[0:0:0:0:0:0:0:1]:{port}",
    "http://[::ffff:127.0.0.1]:{port}",
    "http://[::ffff:7f00:1]:{port}",
    "http://[::127.0.0.1]:{port}",
    "http://[64:ff9b::127.0.0.1]:{port}",
    "http://[64:ff9b:1::7f00:1]:{port}",
    "http://[2002:7f00:1::1]:{port}",
    "http://１２７.０.０.１:{port}",
    "http://①②⑦.⓪.⓪.①:{port}",
    "http://127。0。0。1:{port}",
    "http://127．0．0．1:{port}",
    "http://ｌｏｃａｌｈｏｓｔ:{port}",
    "http://ⓛocalhost:{port}",
    "http://%31%32%37.0.0.1:{port}",
    "http://127.0.0.1%2e:{port}",
    "http://news.example@127.0.0.1:{port}",
    "http://news.example:80@127.0.0.1:{port}",
    "http://127.0.0.1:{port}#@news.example",
    "http://127.0.0.1:{port}\\@news.example",
    "http:\\\\127.0.0.1:{port}",
    "http:///127.0.0.1:{port}",
    "//127.0.0.1:{port}",
    "http://10.0.0.1",
    "http://172.16.0.1",
    "http://192.168.1.1",
    "http://100.64.0.1",
    "http://169.254.169.254/latest/meta-data",
    "http://[fe80::1]",
    "http://[fd00:ec2::254]",
    "http://[ff02::1]",
    "http://224.0.0.1",
    "http://255.255.255.255",
    "http://168.63.129.16",
    "https://127.0.0.1:{port}",
    "file:///etc/passwd",
    "file://localhost/etc/passwd",
    "data:text/html,<p>x</p>",
    "ftp://127.0.0.1:{port}",
    "gopher://127.0.0.1:{port}",
    "javascript:alert(1)",
)


@pytest.fixture
def careful(newsroom: Newsroom) -> Newsroom:
    """A newsroom in which nothing private is allowed."""
    newsroom.set(allow_private=False, retries=0)
    return newsroom


def test_every_trick_is_refused_with_one_line_and_nothing_is_asked(careful: Newsroom, site: Site) -> None:
    # Every address ends in a page of its own, so that none is taken for another.
    addresses = [f"{trick.format(port=site.port)}/en/{number}.html" for number, trick in enumerate(TRICKS)]
    done = careful.run("fetch", *addresses)
    assert done.code == 1
    assert done.out == ""
    assert site.log() == []
    *lines, _summary = done.err.splitlines()
    assert len(lines) == len(addresses)
    for line in lines:
        assert line.endswith(" [private-address]") or line.startswith("error: "), line
    for number, address in enumerate(addresses):
        # A secret that stands in an address is not printed, so its line names the host alone.
        told = [line for line in lines if f"/{number}.html" in line or "carries a user name" in line]
        assert told, address


@pytest.mark.parametrize(
    ("flags", "environment"),
    [(("--allow-private",), {}), ((), {"ARCHIVER_ALLOW_PRIVATE": "1"})],
    ids=["flag", "environment"],
)
def test_who_says_so_may_ask_private_addresses(
    careful: Newsroom, site: Site, flags: tuple[str, ...], environment: dict[str, str]
) -> None:
    page = f"{site.url}/en/lighthouse-library.html"
    lines = [line for line in careful.config.read_text().splitlines() if "allow_private" not in line]
    careful.config.write_text("\n".join(lines))
    assert careful.run("fetch", page).code == 1
    assert careful.run("explain", page).code == 1
    assert careful.run("crawl", "papers").code == 1
    assert site.log() == []
    assert careful.run("explain", page, *flags, **environment).code == 0
    assert careful.run("fetch", page, *flags, **environment).code == 0
    assert careful.run("crawl", "papers", *flags, **environment).code in (0, 3)


def test_the_line_says_what_to_do_where_a_list_is_refused(careful: Newsroom) -> None:
    done = careful.crawl("papers")
    assert done.code == 1
    assert done.report["failed"] == {"private-address": 1}
    message = str(careful.failures()[0]["message"])
    assert "127.0.0.1 is not public (loopback)" in message
    assert "--allow-private" in message


def test_a_source_may_allow_them_for_its_own_requests(careful: Newsroom) -> None:
    sources = careful.folder / "sources.toml"
    allowed = "[sources.papers]\nallow_private = true\n"
    sources.write_text(sources.read_text("utf-8").replace("[sources.papers]\n", allowed), "utf-8")
    report = careful.crawl("papers", "rolling").report
    assert report["failed"]["private-address"] == 1
    assert report["new"] > 0


def ask_once(url: str, *arguments: str) -> dict[str, Any]:
    """Ask in a crawl of its own, to whose requests the script's arguments are done."""
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("ask_once.py")), url, *arguments],
        capture_output=True,
        timeout=RUN_SECONDS,
        env=clean_environment(),
        text=True,
        check=True,
    )
    return dict(json.loads(done.stdout))


def test_a_redirect_is_checked_like_a_request(newsroom: Newsroom, site: Site) -> None:
    site.fault("/en/first.html", "redirect", words="/en/second.html")
    told = ask_once(f"{site.url}/en/first.html", "--only-the-first-is-allowed")
    assert told["reason"] == "private-address"
    assert [request.path for request in site.log()] == ["/robots.txt", "/en/first.html"]


def test_a_request_that_is_allowed_takes_its_redirects_and_robots_txt_with_it(
    newsroom: Newsroom, site: Site
) -> None:
    site.fault("/robots.txt", "redirect", words="/robots-are-here.txt", times=1)
    site.fault("/en/first.html", "redirect", words="/en/")
    told = ask_once(f"{site.url}/en/first.html", "--all-are-allowed")
    assert told == {"url": f"{site.url}/en/", "status": 200}


def test_a_name_is_judged_by_the_address_that_is_connected_to(newsroom: Newsroom, site: Site) -> None:
    told = ask_once(f"http://news.example:{site.port}/en/", "--every-name-is-here")
    assert told["reason"] == "private-address"
    assert told["message"].startswith("news.example is 127.0.0.1, which is not public")
    assert site.log() == []


def test_a_connection_that_was_allowed_is_not_used_by_a_request_that_is_not(
    newsroom: Newsroom, site: Site
) -> None:
    site.fault("/en/first.html", "redirect", words=f"http://news.example:{site.port}/en/")
    told = ask_once(
        f"http://news.example:{site.port}/en/first.html",
        "--only-the-first-is-allowed",
        "--every-name-is-here",
    )
    assert told["reason"] == "private-address"
    assert [request.path for request in site.log()] == ["/robots.txt", "/en/first.html"]


@pytest.mark.parametrize("place", ["file:///etc/passwd", "data:text/html,x", "ftp://127.0.0.1/x"])
def test_a_redirect_to_what_is_no_web_address_is_one_clear_line(
    newsroom: Newsroom, site: Site, place: str
) -> None:
    site.fault("/en/lighthouse-library.html", "redirect", words=place)
    page = f"{site.url}/en/lighthouse-library.html"
    done = newsroom.run("fetch", page)
    assert done.code == 1
    told = f"it redirects to '{place}', which is no http or https address [redirects]"
    assert done.err.splitlines() == [f"{page}: not archived: {told}"]
