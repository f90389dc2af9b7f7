"""``archiver explain``: pages from the network and from files, through the command line."""

from __future__ import annotations

import json
import re
import signal
import time
from pathlib import Path
from typing import Any

import pytest
from newsrooms import Newsroom, Run, finish

PAGE = "/en/lighthouse-library.html"
CHINESE = "/news/1351,202202112273400505.html"
CODE = "NW202202112273301403"
LINES = (
    "Three new ferry lines opened this morning, and half as many people wait at the pier.",
    "The first boat leaves at five, the last one at eleven; on windy days none goes at all.",
    "The harbour office will print new tickets in March; children go for half the price.",
)
HTML = (
    '<html lang="en"><head><title>Ferries</title><meta property="og:image" content="/1.jpg"></head><body>'
    f"<a href='/'>Home</a><h1>Ferries</h1><div>{''.join(f'<p>{line}</p>' for line in LINES)}</div></body>"
)


def only_line(done: Run) -> str:
    lines = [line for line in done.err.splitlines() if line.strip()]
    assert len(lines) == 1, done.err
    return lines[0]


def save(newsroom: Newsroom, html: str | bytes = HTML, name: str = "page.html") -> str:
    body = html.encode() if isinstance(html, str) else html
    (newsroom.folder / name).write_bytes(body)
    return name


def told(done: Run) -> dict[str, Any]:
    assert done.code == 0, done.err
    record: dict[str, Any] = json.loads(done.out)
    return record


def made_files(newsroom: Newsroom) -> set[str]:
    return {place.name for place in newsroom.folder.rglob("*")} - {"archiver.toml", "sources.toml"}


def test_a_page_on_the_network_is_explained_and_nothing_is_kept(newsroom: Newsroom) -> None:
    done = newsroom.run("explain", newsroom.site.url + PAGE)
    assert (done.code, done.err) == (0, "")
    rows = {line.split("  ")[0]: line for line in done.out.splitlines()}
    assert "A Library Opens in the Old Lighthouse" in rows["title"]
    assert "h1" in rows["title"]
    assert re.search(r"^blocks: [1-9]\d* kept · [1-9]\d* dropped \(\d+ unlikely", done.out, re.MULTILINE)
    assert made_files(newsroom) == set()
    paths = [request.path for request in newsroom.site.log()]
    assert paths == ["/robots.txt", PAGE]


def test_it_asks_with_the_programs_own_manners(newsroom: Newsroom) -> None:
    newsroom.set(contact="https://example.org/us", retry_wait_seconds=0.1)
    newsroom.site.fault(PAGE, "503", times=1)
    done = newsroom.run("explain", newsroom.site.url + PAGE, "--json")
    assert told(done)["fields"]["title"]["rule"] == "h1"
    assert [request.path for request in newsroom.site.log()].count(PAGE) == 2
    assert all("+https://example.org/us" in request.user_agent for request in newsroom.site.log())


def test_the_json_has_every_field_block_and_count(newsroom: Newsroom) -> None:
    record = told(newsroom.run("explain", newsroom.site.url + PAGE, "--json"))
    assert {"title", "published", "byline", "publisher", "keywords", "body"} <= set(record["fields"])
    for field in record["fields"].values():
        assert set(field) == {"value", "raw", "rule", "others"}
        assert field["value"] is None or field["rule"]
    assert sum(record["counts"].values()) == len(record["blocks"])
    assert record["encoding"]["rule"] == "only ASCII bytes"
    assert record["fields"]["title"]["others"]


def test_a_page_of_another_encoding_says_why_it_is_read_so(newsroom: Newsroom) -> None:
    record = told(newsroom.run("explain", newsroom.site.url + CHINESE, "--json"))
    assert record["encoding"] == {"value": "gb18030", "rule": "declared in the page", "others": []}
    assert record["fields"]["title"]["value"] == "石桥水库蓄水过半"
    html = HTML.replace("Ferries", "三条新航线今天在云溪渡口开通，往来的渡船多了一半")
    saved = told(newsroom.run("explain", save(newsroom, html.encode("gb18030")), "--json"))
    assert (saved["encoding"]["value"], saved["encoding"]["rule"]) == ("gb18030", "guessed")
    assert saved["fields"]["title"]["value"].startswith("三条新航线")


def test_a_saved_page_is_explained_with_the_rules_for_its_address(newsroom: Newsroom) -> None:
    table = '\n[pages.own]\nhosts = ["paper.example"]\ntitle = "css:p"\nsection = "css:.none"\n'
    with (newsroom.folder / "sources.toml").open("a") as stream:
        stream.write(table)
    name = save(newsroom)
    done = newsroom.run("explain", name, "--url", "http://paper.example/a/1.html", "--json")
    record = told(done)
    assert record["fields"]["title"]["rule"] == "rule:own:css:p"
    assert {"rule": "h1", "value": "Ferries"} in record["fields"]["title"]["others"]
    assert record["fields"]["image"]["value"] == "http://paper.example/1.jpg"
    assert "rule-missed" in {one["reason"] for one in record["warnings"]}
    assert done.err == ""
    told_once = newsroom.run("explain", name, "--url", "http://paper.example/a/1.html")
    assert told_once.err.count("pages.own.section") == 1
    assert told(newsroom.run("explain", name, "--json"))["fields"]["title"]["rule"] == "h1"
    assert newsroom.site.log() == []


def test_a_page_on_standard_input_is_explained(newsroom: Newsroom) -> None:
    process = newsroom.start("explain", "-", "--json")
    out, err = process.communicate(HTML, timeout=60)
    assert (process.returncode, err) == (0, "")
    assert [block["text"] for block in json.loads(out)["blocks"] if block["fate"] == "kept"] == list(LINES)


def test_the_report_is_written_whole_and_told_on_standard_error(newsroom: Newsroom) -> None:
    done = newsroom.run("explain", save(newsroom), "--report", "out/report.html")
    assert done.code == 0
    assert "out/report.html" in done.err
    report = (newsroom.folder / "out" / "report.html").read_text("utf-8")
    assert report.startswith("<!DOCTYPE html>")
    assert all(report.count(line) == 1 for line in LINES)
    assert "✓ kept" in report
    assert made_files(newsroom) == {"page.html", "out", "report.html"}


def test_without_report_no_file_is_written(newsroom: Newsroom) -> None:
    newsroom.run("explain", save(newsroom))
    assert made_files(newsroom) == {"page.html"}


def test_a_share_address_is_explained_by_its_endpoint(newsroom: Newsroom) -> None:
    done = newsroom.run("explain", newsroom.site.share_url(CODE), "--json")
    record = told(done)
    assert (record["code"], record["blocks"], record["encoding"]) == (CODE, [], None)
    assert record["fields"]["body"]["rule"] == "json:text"
    assert record["fields"]["byline"] == {
        "value": ["欧阳晓岚", "沈静"],
        "raw": "本报记者 欧阳晓岚 沈静",
        "rule": "byline in the text",
        "others": [],
    }
    assert made_files(newsroom) == set()
    plain = newsroom.run("explain", newsroom.site.share_url(CODE))
    assert "fetch also looks" in plain.err


def test_a_page_cannot_steer_the_terminal(newsroom: Newsroom) -> None:
    html = HTML.replace("Ferries", "Fer\x1b[31mries\x1b]0;gone\x07 [bold]x[/bold]")
    done = newsroom.run("explain", save(newsroom, html))
    assert done.code == 0
    assert "\x1b" not in done.out + done.err
    assert "[bold]x[/bold]" in done.out


def test_a_page_without_text_is_explained_and_told(newsroom: Newsroom) -> None:
    done = newsroom.run("explain", save(newsroom, "<title>Tides</title><a href='/'>Home</a>"))
    assert done.code == 0
    assert "the page holds no article's text [no-article]" in done.err
    assert "Tides" in done.out


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("nowhere.html",), 2, "nowhere.html: no such file; name a saved page, or an address"),
        (("www.paper.example/1.html",), 2, "begins with http:// or https://"),
        ((".",), 2, ".: it is a folder; name a saved page in it"),
        (("empty.html",), 1, "empty.html: it is empty; save the page once more"),
        (
            ("binary.html",),
            1,
            "binary.html: the answer is binary, not a page [not-html]; save the page as HTML",
        ),
        (("page.html", "--url", "paper"), 2, "'paper' is no address"),
        (("page.html", "--report", "page.html"), 2, "--report page.html: that is the page itself"),
        (("page.html", "--report", "-"), 2, "name a file"),
        (("http://paper.example/", "--url", "http://paper.example/"), 2, "is an address itself"),
        (("ftp://paper.example/",), 2, "must begin with http:// or https://"),
        (
            ("http://127.0.0.1:9/a.html",),
            1,
            "(the host refuses the connection), so nothing is asked until it can [robots-unreachable]; look",
        ),
        (("{site}/no/such/page.html",), 1, "status 404 [not-found]; look at it in a browser"),
        (("{site}/private/report.html",), 1, "robots.txt forbids it [robots]"),
        (("{site}/html_News/NewsShare.html",), 2, "without a usable infoCode"),
        (("{site}/images/1.gif",), 1, "[not-html]"),
    ],
)
def test_bad_input_is_one_line_that_says_what_where_and_what_to_do(
    newsroom: Newsroom, arguments: tuple[str, ...], code: int, words: str
) -> None:
    newsroom.set(retries=0)
    save(newsroom)
    save(newsroom, b" \n", "empty.html")
    save(newsroom, b"\x00\x01\x02" * 99, "binary.html")
    done = newsroom.run("explain", *(one.format(site=newsroom.site.url) for one in arguments))
    assert (done.code, done.out) == (code, "")
    assert words in only_line(done)
    assert made_files(newsroom) == {"page.html", "empty.html", "binary.html"}


def test_ctrl_c_while_a_page_is_asked_for_is_one_line_and_code_130(newsroom: Newsroom) -> None:
    newsroom.site.fault(PAGE, "slow", seconds=5)
    process = newsroom.start("explain", newsroom.site.url + PAGE)
    deadline = time.monotonic() + 60
    while PAGE not in {request.path for request in newsroom.site.log()}:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    done = finish(process)
    assert (done.code, done.out) == (130, "")
    assert "stopped; nothing was kept" in only_line(done)


def test_a_report_that_cannot_be_written_is_told(newsroom: Newsroom) -> None:
    name = save(newsroom)
    done = newsroom.run("explain", name, "--report", f"{name}/report.html")
    assert done.code == 1
    assert f"cannot write {name}/report.html" in done.err.splitlines()[-1]


def test_a_file_larger_than_the_settings_allow_is_not_read(newsroom: Newsroom) -> None:
    newsroom.set(page_bytes=100)
    done = newsroom.run("explain", save(newsroom))
    assert done.code == 1
    assert "larger than page_bytes (100) allows" in only_line(done)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="the machine has no endless file")
def test_an_endless_file_ends(newsroom: Newsroom) -> None:
    newsroom.set(page_bytes=100_000)
    process = newsroom.start("explain", "/dev/zero")
    assert finish(process).code == 1
