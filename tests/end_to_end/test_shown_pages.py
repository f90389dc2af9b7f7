"""Pages that only a script fills, through the command line and with a real Chromium."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from newsrooms import Newsroom, finish
from scripted_pages import (
    LOAD,
    PARAGRAPHS,
    STORY,
    ScriptedSite,
    browser_pids,
    needs_browser,
    serving,
)

from archiver.sample.process import Site

SETTINGS = """
database = "sqlite:///archive.db"
sources = "sources.toml"
delay_seconds = 0.0
autothrottle = false
retries = 0
readers = 0
allow_private = true
rendering_seconds = 60
"""
SOURCE = """
[sources.post]
kind = "urls"
render = true
urls = [{urls}]
"""
ANY_SHARE = """
[sites.papers]
any_host = true
hosts = ["papers.example"]
"""
SHARE_PATH = "/html_News/NewsShare.html"
CODE = "NW202202112273301403"
WAIT_SECONDS = 60


@pytest.fixture
def scripted() -> Iterator[ScriptedSite]:
    with serving() as site:
        yield site


@pytest.fixture
def room(tmp_path: Path, site: Site) -> Newsroom:
    config = tmp_path / "archiver.toml"
    config.write_text(SETTINGS)
    (tmp_path / "sources.toml").write_text("")
    return Newsroom(tmp_path, config, site)


def crawling(room: Newsroom, *urls: str) -> Newsroom:
    (room.folder / "sources.toml").write_text(SOURCE.format(urls=", ".join(f'"{url}"' for url in urls)))
    return room


@needs_browser
def test_an_empty_page_is_fetched_with_its_text_when_that_is_wished(
    room: Newsroom, scripted: ScriptedSite
) -> None:
    done = room.run("fetch", "--render", scripted.page(LOAD, body='<img src="/a.png">'))
    assert done.code == 0, done.err
    assert all(text in done.out for text in PARAGRAPHS)
    assert str(STORY["title"]) in done.out
    assert scripted.asked == ["/robots.txt", "/story.html", "/fill.js", "/api/story.json"]
    assert len(scripted.agents) == 1


def test_without_the_wish_an_empty_page_is_a_failure_that_says_how(
    room: Newsroom, scripted: ScriptedSite
) -> None:
    done = room.run("fetch", scripted.page(LOAD))
    assert done.code == 1
    assert "render = true in its source, or fetch --render [empty-shell]" in done.err
    assert scripted.asked == ["/robots.txt", "/story.html"]


def test_without_the_extra_the_failure_says_what_to_install(room: Newsroom, scripted: ScriptedSite) -> None:
    done = room.run("fetch", "--render", scripted.page(LOAD), PYTHONPATH=without_playwright(room))
    assert done.code == 1
    assert "pip install 'news-archiver[render]' [no-browser]" in done.err


def without_playwright(room: Newsroom) -> str:
    """Give a folder that hides Playwright from a Python that has it in its path."""
    folder = room.folder / "hiding"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text("import sys\nsys.modules['playwright'] = None\n")
    return str(folder)


@needs_browser
def test_only_the_pages_of_a_source_that_need_it_are_shown(room: Newsroom, scripted: ScriptedSite) -> None:
    plain = scripted.page(
        "fetch('/plain.json')",
        path="/plain.html",
        body="<article><h1>Plain</h1>" + "".join(f"<p>{text}</p>" for text in PARAGRAPHS) + "</article>",
    )
    crawling(room, scripted.page(LOAD), plain)
    report = room.crawl().report
    assert report["new"] + report["duplicates"] == 2
    assert "/plain.json" not in scripted.asked
    assert scripted.asked.count("/api/story.json") == 1


@needs_browser
def test_a_shown_article_is_not_asked_for_by_the_state_of_its_empty_page(
    room: Newsroom, scripted: ScriptedSite
) -> None:
    crawling(room, scripted.page(LOAD)).crawl()
    scripted.conditions.clear()
    scripted.asked.clear()
    report = room.crawl("--recheck").report
    assert report["unchanged"] == 1
    assert scripted.asked.count("/api/story.json") == 1
    assert set(scripted.conditions) == {""}


@needs_browser
def test_a_shown_page_reaches_no_other_private_address(room: Newsroom, scripted: ScriptedSite) -> None:
    with serving() as other:
        script = f"fetch('{other.url}/api/story.json').catch(() => {{ {LOAD} }});"
        done = room.run("fetch", "--render", scripted.page(script))
        assert done.code == 0, done.err
        assert other.asked == []


@needs_browser
def test_a_shown_page_is_not_followed_to_another_private_address(
    room: Newsroom, scripted: ScriptedSite
) -> None:
    with serving() as other:
        done = room.run("fetch", "--render", scripted.page(f"location = '{other.url}/story.html'"))
        assert done.code == 1
        assert "is not public" in done.err
        assert "[render-failed]" in done.err
        assert other.asked == []


@needs_browser
def test_what_robots_txt_forbids_is_not_asked_by_a_shown_page_either(
    room: Newsroom, scripted: ScriptedSite
) -> None:
    scripted.pages["/robots.txt"] = ("User-agent: *\nDisallow: /api/\n", "text/plain")
    done = room.run("fetch", "--render", scripted.page(LOAD))
    assert done.code == 1
    assert "it was shown in a browser" in done.err
    assert "/api/story.json" not in scripted.asked


@needs_browser
def test_a_share_page_of_a_host_whose_endpoint_is_not_known_is_shown(
    room: Newsroom, scripted: ScriptedSite
) -> None:
    (room.folder / "sources.toml").write_text(ANY_SHARE)
    scripted.page(LOAD, path=SHARE_PATH)
    done = room.run("fetch", f"{scripted.url}{SHARE_PATH}?infoCode={CODE}")
    assert done.code == 0, done.err
    assert f"code:      {CODE}" in done.out
    assert PARAGRAPHS[0] in done.out


def test_without_the_extra_such_a_share_page_says_what_to_install(
    room: Newsroom, scripted: ScriptedSite
) -> None:
    (room.folder / "sources.toml").write_text(ANY_SHARE)
    scripted.page(LOAD, path=SHARE_PATH)
    url = f"{scripted.url}{SHARE_PATH}?infoCode={CODE}"
    done = room.run("fetch", url, PYTHONPATH=without_playwright(room))
    assert done.code == 1
    assert "pip install 'news-archiver[render]' [no-browser]" in done.err


@needs_browser
@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGKILL, signal.SIGINT])
def test_no_browser_stays_when_the_program_is_ended(
    room: Newsroom, scripted: ScriptedSite, sent: signal.Signals
) -> None:
    process = room.start("fetch", "--render", scripted.page("fetch('/never')", body="<i></i>"))
    wait_until(lambda: "/never" in scripted.asked, process.poll)
    browsers = browser_pids(process.pid)
    assert len(browsers) == 1
    process.send_signal(sent)
    scripted.is_over.set()
    if sent is signal.SIGKILL:
        process.communicate()
    else:
        assert finish(process).code == 130
    wait_until(lambda: not any(is_alive(pid) for pid in browsers), lambda: None)


def wait_until(holds: object, ended: object) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while not holds():
        assert time.monotonic() < deadline
        assert ended() is None
        time.sleep(0.05)


def is_alive(pid: int) -> bool:
    try:
        return (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
