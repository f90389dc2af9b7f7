"""What goes between the crawl and the browser: a document, what its page asks for, what then stands in it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Bounds:
    """How every page is shown.

    Attributes:
        agent: the user agent.
        seconds: longest time for a page.
        most_bytes: of all that a page asks for, and of the page in the end.
        process_bytes: of the memory of one of the browser's processes; ordinary news pages stay under a fifth
            of it.
    """

    agent: str
    seconds: float
    most_bytes: int
    process_bytes: int = 1024**3


@dataclass(frozen=True, slots=True)
class Wish:
    """A request of a page.

    Attributes:
        page_url: of the page, as it was asked for.
        is_page: it is the page that stands in its place from now on, not a part of it.
    """

    url: str
    page_url: str
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    is_page: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """The answer to a wish; names of headers in lower case."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


class WishRefusedError(Exception):
    """A wish without an answer; the message says why."""


Ask = Callable[[Wish], Awaitable[Given]]
"""Asks the network; raises ``WishRefusedError``."""


class CrashedError(Exception):
    """The browser, or its process for this page, is gone."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A page as it stood in the browser.

    Attributes:
        goes_to: the address to which its scripts went on, ``""`` if they stayed.
        refused: why requests of it had no answer, in order.
    """

    url: str
    markup: str
    goes_to: str = ""
    refused: tuple[str, ...] = ()
