"""The log of requests that a test reads back."""

from __future__ import annotations

import dataclasses
import itertools
import threading
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedRequest:
    """One request, as it came in.

    Attributes:
        number: counts requests in the order of their arrival, without gaps; goes on after a clearing.
        at: aware, the moment of arrival.
        host: the Host header.
        path: path with query.
        if_none_match, if_modified_since: the headers, ``""`` where they were not sent.
        status: ``None`` while the answer is being made.
    """

    number: int
    at: datetime
    method: str
    host: str
    path: str
    user_agent: str
    if_none_match: str = ""
    if_modified_since: str = ""
    status: int | None = None


class Journal:
    """Requests in the order of their arrival; safe to use from several threads."""

    def __init__(self) -> None:
        self._requests: dict[int, LoggedRequest] = {}
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()

    def note(
        self,
        *,
        method: str,
        host: str,
        path: str,
        user_agent: str,
        if_none_match: str = "",
        if_modified_since: str = "",
    ) -> int:
        """Write a request down on arrival and give its number."""
        with self._lock:
            number = next(self._numbers)
            self._requests[number] = LoggedRequest(
                number=number,
                at=datetime.now().astimezone(),
                method=method,
                host=host,
                path=path,
                user_agent=user_agent,
                if_none_match=if_none_match,
                if_modified_since=if_modified_since,
            )
        return number

    def settle(self, number: int, status: int) -> None:
        """Write down how a request is answered; nothing when it was cleared meanwhile."""
        with self._lock:
            if number in self._requests:
                self._requests[number] = dataclasses.replace(self._requests[number], status=status)

    def requests(self) -> list[LoggedRequest]:
        """Give the requests so far."""
        with self._lock:
            return list(self._requests.values())

    def clear(self) -> None:
        """Forget the requests so far."""
        with self._lock:
            self._requests.clear()
