"""One running sample site for all tests of this folder, well again before each."""

import http.client
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest

from archiver import sample


@dataclass(frozen=True)
class Response:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    def json(self) -> Any:
        return json.loads(self.body)


@pytest.fixture(scope="session")
def started_site() -> Iterator[sample.Site]:
    with sample.running() as site:
        yield site


@pytest.fixture
def site(started_site: sample.Site) -> sample.Site:
    started_site.clear_faults()
    started_site.restore()
    started_site.clear_log()
    return started_site


@pytest.fixture
def get(site: sample.Site) -> Callable[[str], Response]:
    """Ask once, by path or whole address, without following redirects."""

    def ask(address: str, method: str = "GET", **more: str) -> Response:
        parts = urlsplit(address)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        connection = http.client.HTTPConnection("127.0.0.1", parts.port or site.port, timeout=10)
        headers = {"User-Agent": "test/1", "Host": parts.netloc or f"127.0.0.1:{site.port}"}
        headers |= {name.replace("_", "-"): words for name, words in more.items()}
        try:
            connection.request(method, path, headers=headers)
            response = connection.getresponse()
            names = {name.lower(): words for name, words in response.getheaders()}
            return Response(response.status, names, response.read())
        finally:
            connection.close()

    return ask
