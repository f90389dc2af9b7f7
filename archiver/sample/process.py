"""The sample site as a process of its own, and the handle by which tests and the demo use it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote, urlsplit

from archiver.sample.articles import Kind
from archiver.sample.control import PREFIX
from archiver.sample.faults import FaultKind
from archiver.sample.journal import LoggedRequest

STOP_SECONDS = 5.0
ListName = Literal["rolling", "papers", "market37", "market38", "market39"]
_LIST_PATHS = {
    "rolling": "/web/webapi?type=102&count={count}&newsid=1",
    "papers": "/web/webapi?type=45&count={count}&newsid=1",
    "market37": "/information/newmarket/web/webapi?marketType=37&count={count}",
    "market38": "/information/newmarket/web/webapi?marketType=38&count={count}",
    "market39": "/information/newmarket/web/webapi?marketType=39&count={count}",
}


class Site:
    """A running sample site.

    Attributes:
        url: its address without closing slash, by number: ``http://127.0.0.1:PORT``.
        other_url: the same site under its other host name, ``http://localhost:PORT``.
        pid: its process.
    """

    def __init__(self, url: str, pid: int) -> None:
        self.url = url
        self.port = urlsplit(url).port or 0
        self.other_url = f"http://localhost:{self.port}"
        self.pid = pid

    def share_url(self, code: str, *, other: bool = False) -> str:
        """Give an article's share link, on the site's first or other host name."""
        return f"{self.other_url if other else self.url}/html_News/NewsShare.html?infoCode={quote(code)}"

    def text_url(self, code: str) -> str:
        """Give the address of an article's text."""
        return f"{self.url}/NewsData/GetNewsText.do?id={quote(code)}"

    def list_url(self, name: ListName, count: int = 100) -> str:
        """Give the address of a list."""
        return self.url + _LIST_PATHS[name].format(count=count)

    def log(self) -> list[LoggedRequest]:
        """Give the requests so far, in the order of their arrival."""
        return [
            LoggedRequest(**{**request, "at": datetime.fromisoformat(request["at"])})
            for request in self._ask("GET", "log")
        ]

    def clear_log(self) -> None:
        """Forget the requests so far."""
        self._ask("POST", "clear", {"what": "log"})

    def fault(
        self,
        match: str,
        kind: FaultKind,
        *,
        times: int | None = None,
        seconds: float | None = None,
        size_bytes: int | None = None,
        words: str | None = None,
    ) -> None:
        """Let requests go wrong whose path and query contain ``match``.

        Args:
            times: how many of them; ``None`` for all.
            seconds: ``Retry-After`` of 429 and 503, the wait of ``slow``.
            size_bytes: the size of ``huge``, of ``headers``, and of what a ``bomb`` unpacks to.
            words: the ``Location`` of ``redirect``, the plain text that ``say`` says.
        """
        order = {
            "match": match,
            "kind": kind,
            "times": times,
            "seconds": seconds,
            "bytes": size_bytes,
            "words": words,
        }
        self._ask("POST", "fault", order)

    def clear_faults(self) -> None:
        """Let everything be well again."""
        self._ask("POST", "clear", {"what": "faults"})

    def edit(
        self, code: str, *, title: str | None = None, body: str | None = None, text: str | None = None
    ) -> None:
        """Change an article: its title, its markup, or its plain text with one paragraph a line."""
        changes = {"title": title, "body": body, "text": text}
        self._ask(
            "POST", "edit", {"code": code, **{key: new for key, new in changes.items() if new is not None}}
        )

    def delete(self, code: str) -> None:
        """Take an article off the lists and answer 404 for its text and page."""
        self._ask("POST", "delete", {"code": code})

    def add(
        self,
        code: str,
        *,
        title: str,
        text: str,
        kind: Kind = "page",
        newspaper: str | None = None,
        time: str | None = None,
        lists: Sequence[str] = (),
    ) -> None:
        """Publish a further article, as of ``time`` on 1 March 2022 unless given.

        Args:
            code: of a ``page`` the name of its file, else digits.
            text: one paragraph a line.
            lists: names of the lists that carry it.
        """
        order = {"code": code, "title": title, "text": text, "kind": kind, "lists": list(lists)}
        more = {"newspaper": newspaper, "time": time}
        self._ask("POST", "add", order | {key: words for key, words in more.items() if words is not None})

    def redesign(self) -> None:
        """Show article pages in other markup, without any date."""
        self._ask("POST", "redesign")

    def restore(self) -> None:
        """Undo every edit, addition and deletion, and the redesign."""
        self._ask("POST", "clear", {"what": "edits"})

    def _ask(self, method: str, name: str, order: dict[str, Any] | None = None) -> Any:
        # By http.client, so that no proxy of the environment comes between.
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, PREFIX + name, json.dumps(order) if order else None)
            response = connection.getresponse()
            answer = json.loads(response.read())
        finally:
            connection.close()
        if response.status != 200:
            raise ValueError(answer["error"])
        return answer


@contextmanager
def running(count: int = 0, *, port: int = 0) -> Iterator[Site]:
    """Run the sample site in a process of its own for as long as the context lasts.

    Args:
        count: how many generated articles it has besides the hand-written ones.
        port: 0 for any free one.

    Raises:
        RuntimeError: it did not start.
    """
    process = _start(count, port)
    try:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        if not url:
            raise RuntimeError(f"the sample site did not start: exit code {process.wait()}")
        yield Site(url, process.pid)
    finally:
        _stop(process)


def _start(count: int, port: int) -> subprocess.Popen[str]:
    """Start the server; it ends with its standard input, so even if we are killed it does not stay."""
    root = str(Path(__file__).parents[2])
    path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    arguments = ["--port", str(port), "--count", str(count), "--until-stdin-closes"]
    return subprocess.Popen(  # noqa: S603 - our own interpreter and module
        [sys.executable, "-m", "archiver.sample", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": path},
    )


def _stop(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.close()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    process.stdout.close()
