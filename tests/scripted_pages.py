"""A loopback server of pages whose text only scripts bring, in all the ways that pages have of doing so."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

PARAGRAPHS = [
    "The harbour of Westmere opened its new mole on Monday, after nine years of work and two hard winters.",
    "Captain Ilse Brandt was the first to moor there, with forty crates of apples and one very tired dog.",
    "The town has paid for half of the stone; the other half came from the old lighthouse, which was empty.",
    "Until the summer the ferries go on from the old quay; a footbridge joins the two, said the mayor.",
]
STORY = {
    "title": "A new mole for Westmere",
    "published": "2026-03-02T08:15:00+01:00",
    "paragraphs": PARAGRAPHS,
}

FILL = """
function fill(story) {
  document.title = story.title;
  const place = document.getElementById('app');
  place.innerHTML = '<article><h1></h1><time></time></article>';
  place.querySelector('h1').textContent = story.title;
  place.querySelector('time').setAttribute('datetime', story.published);
  place.querySelector('time').textContent = story.published;
  for (const text of story.paragraphs) {
    const p = document.createElement('p');
    p.textContent = text;
    place.firstChild.append(p);
  }
}
"""
LOAD = "fetch('/api/story.json').then(answer => answer.json()).then(fill);"


def shell(script: str, *, head: str = "", body: str = "") -> str:
    """Give an empty page with a script."""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Westmere Post</title>'
        f'{head}</head><body><div id="app"></div>{body}<script src="/fill.js"></script>'
        f"<script>{script}</script></body></html>"
    )


@dataclass
class ScriptedSite:
    """A running server.

    Attributes:
        pages: path → body and content type; anything else is 404, and robots.txt allows all.
        asked: paths with their queries, in order; ``/never`` gets no answer.
        agents: user agents that asked.
        conditions: If-None-Match of each request.
    """

    port: int
    pages: dict[str, tuple[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    conditions: list[str] = field(default_factory=list)
    is_over: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def page(self, script: str, path: str = "/story.html", **parts: str) -> str:
        """Serve a shell with a script; gives its address."""
        self.pages[path] = (shell(script, **parts), "text/html; charset=utf-8")
        return self.url + path


@contextmanager
def serving() -> Iterator[ScriptedSite]:
    """Run a server in a thread."""
    site = ScriptedSite(0)
    site.pages["/fill.js"] = (FILL, "text/javascript")
    site.pages["/api/story.json"] = (json.dumps(STORY), "application/json")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(self.path)
            site.conditions.append(self.headers.get("If-None-Match", ""))
            if self.path == "/never":
                site.is_over.wait()
                return
            site.agents.add(self.headers.get("User-Agent", ""))
            body, kind = site.pages.get(self.path.partition("?")[0], ("", ""))
            content = body.encode()
            self.send_response(200 if kind else 404)
            self.send_header("Content-Type", kind or "text/plain")
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Connection", "close")
            self.send_header("ETag", '"shell-1"')
            self.send_header("Access-Control-Allow-Origin", "*")
            self.end_headers()
            self.wfile.write(content)

        do_POST = do_GET  # noqa: N815 - the name that http.server calls

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield site
    finally:
        site.is_over.set()
        server.shutdown()
        thread.join()
        server.server_close()


def browser_pids(of: int) -> set[int]:
    """Give the browsers, without their own processes, that a process or one below it has started."""
    parents, found = {}, set()
    for place in Path("/proc").glob("[0-9]*"):
        try:
            fields = (place / "stat").read_text().rpartition(")")[2].split()
            words = (place / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        parents[int(place.name)] = int(fields[1])
        if b"--remote-debugging-pipe" in words and not any(word.startswith(b"--type=") for word in words):
            found.add(int(place.name))
    return {pid for pid in found if of in _ancestors(pid, parents)}


def renderer_pids(browser: int) -> set[int]:
    """Give the processes of a browser that show pages."""
    parents, found = {}, set()
    for place in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(place.name)] = int((place / "stat").read_text().rpartition(")")[2].split()[1])
            if b"--type=renderer" in (place / "cmdline").read_bytes():
                found.add(int(place.name))
        except OSError:
            continue
    return {pid for pid in found if browser in _ancestors(pid, parents)}


def _ancestors(pid: int, parents: dict[int, int]) -> set[int]:
    above: set[int] = set()
    while (pid := parents.get(pid, 0)) and pid not in above:
        above.add(pid)
    return above


needs_browser = pytest.mark.skipif(
    find_spec("playwright") is None or not any(map(shutil.which, NAMES)),
    reason="no Chromium on the PATH, or no extra render: pages are not shown",
)
