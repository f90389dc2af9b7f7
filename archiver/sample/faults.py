"""Faults on order: what a test wants to go wrong, for which requests and how often."""

from __future__ import annotations

import dataclasses
import gzip
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args
from urllib.parse import quote

from archiver.sample.answers import HTML_TYPE, Answer, refuse
from archiver.sample.walls import WallKind, is_wall, show_wall

FaultKind = (
    Literal[
        "304",
        "404",
        "410",
        "429",
        "500",
        "503",
        "cut",
        "bom",
        "jsonp",
        "html",
        "loop",
        "redirect",
        "say",
        "headers",
        "bomb",
        "slow",
        "drip",
        "huge",
        "drop",
    ]
    | WallKind
)
FAULT_KINDS: tuple[str, ...] = tuple(name for kinds in get_args(FaultKind) for name in get_args(kinds))
DEFAULT_SLOW_SECONDS = 1.0
DEFAULT_HUGE_BYTES = 64 * 1024 * 1024
HEADER_BYTES = 4096

_STATUS_WORDS = {
    "404": "Not Found",
    "410": "Gone",
    "429": "Too Many Requests",
    "500": "Internal Server Error",
    "503": "Service Unavailable",
}
_BUSY_PAGE = (
    "<!DOCTYPE html><html><head><title>提示</title></head><body><p>系统繁忙，请稍后再试。</p></body></html>"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What goes wrong with requests whose path and query contain ``match``.

    Attributes:
        times: how many requests it spoils, ``None`` for all.
        seconds: ``Retry-After`` of 429 and 503, the wait of ``slow``.
        size_bytes: the size of ``huge``, of ``headers``, and of what a ``bomb`` unpacks to.
        words: the ``Location`` of ``redirect``, the plain text that ``say`` says.
    """

    match: str
    kind: FaultKind
    times: int | None = None
    seconds: float | None = None
    size_bytes: int = DEFAULT_HUGE_BYTES
    words: str = ""


class Faults:
    """The faults on order, oldest first; safe to use from several threads."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._lock = threading.Lock()

    def order(self, fault: Fault) -> None:
        """Add a fault behind the others."""
        with self._lock:
            self._faults.append(fault)

    def take(self, path: str) -> Fault | None:
        """Give the fault for a request and count it as used; ``None`` when all is well."""
        with self._lock:
            for place, fault in enumerate(self._faults):
                if fault.match in path:
                    self._use(place, fault)
                    return fault
        return None

    def _use(self, place: int, fault: Fault) -> None:
        if fault.times == 1:
            del self._faults[place]
        elif fault.times is not None:
            self._faults[place] = dataclasses.replace(fault, times=fault.times - 1)

    def clear(self) -> None:
        """Let everything be well again."""
        with self._lock:
            self._faults.clear()


def read_fault(order: Mapping[str, Any]) -> Fault:
    """Read a fault from the control endpoint's JSON.

    Raises:
        ValueError: the kind is unknown, or ``times`` is not positive.
        KeyError: ``match`` or ``kind`` is missing.
    """
    kind, times = order["kind"], order.get("times")
    if kind not in FAULT_KINDS:
        raise ValueError(f"no fault of kind {kind!r}; there are {', '.join(FAULT_KINDS)}")
    if times is not None and times < 1:
        raise ValueError(f"times must be 1 or more, or null: {times!r}")
    return Fault(
        match=order["match"],
        kind=kind,
        times=times,
        seconds=order.get("seconds"),
        size_bytes=order.get("bytes") or DEFAULT_HUGE_BYTES,
        words=order.get("words") or "",
    )


def spoil(answer: Answer, fault: Fault, path: str) -> Answer:
    """Give the answer that a fault makes of a good one.

    ``slow``, ``drip``, ``huge`` and ``drop`` leave the answer as it is: they are the connection's business.
    """
    kind = fault.kind
    if kind in _STATUS_WORDS:
        wait = () if fault.seconds is None else (("Retry-After", f"{fault.seconds:g}"),)
        return refuse(int(kind), _STATUS_WORDS[kind], *wait)
    if is_wall(kind):
        return show_wall(kind)
    match kind:
        case "304":
            return Answer(status=304, body=b"", content_type=HTML_TYPE)
        case "cut":
            return dataclasses.replace(answer, body=answer.body[: len(answer.body) // 2])
        case "bom":
            return dataclasses.replace(answer, body=b"\xef\xbb\xbf" + answer.body)
        case "jsonp":
            return dataclasses.replace(answer, body=b"callback(" + answer.body + b");")
        case "html":
            return Answer(body=_BUSY_PAGE.encode(), content_type=HTML_TYPE)
        case "loop":
            return _redirect(f"/loop?back={quote(path, safe='')}")
        case "redirect":
            return _redirect(fault.words)
        case "say":
            return Answer(body=fault.words.encode(), content_type="text/plain")
        case "headers":
            count = -(-fault.size_bytes // HEADER_BYTES)
            padding = tuple((f"X-Padding-{number}", "x" * HEADER_BYTES) for number in range(count))
            return dataclasses.replace(answer, headers=padding)
        case "bomb":
            packed = gzip.compress(bytes(fault.size_bytes))
            return dataclasses.replace(answer, body=packed, headers=(("Content-Encoding", "gzip"),))
        case _:
            return answer


def loop_back(path: str) -> Answer:
    """Answer the second address of a ``loop``: back to the first."""
    return _redirect(path)


def _redirect(address: str) -> Answer:
    return refuse(302, "Found", ("Location", address))
