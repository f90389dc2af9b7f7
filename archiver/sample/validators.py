"""ETag and Last-Modified, and "not modified" for who has the answer. Source: RFC 9110, section 13."""

from __future__ import annotations

import dataclasses
import hashlib
import threading
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime

from archiver.sample.answers import Answer

_ONE_SECOND = timedelta(seconds=1)


class Validators:
    """When the answer of each address last changed; safe to use from several threads."""

    def __init__(self) -> None:
        self._seen: dict[str, tuple[str, datetime]] = {}
        self._lock = threading.Lock()

    def mark(self, path: str, answer: Answer) -> Answer:
        """Give a whole answer with ETag and Last-Modified."""
        if answer.status != 200:
            return answer
        etag = f'"{hashlib.sha256(answer.body).hexdigest()[:20]}"'
        headers = (
            ("ETag", etag),
            ("Last-Modified", format_datetime(self._changed_at(path, etag), usegmt=True)),
        )
        return dataclasses.replace(answer, headers=(*answer.headers, *headers))

    def _changed_at(self, path: str, etag: str) -> datetime:
        """Give when the answer changed: never the same second twice, for dates tell no less."""
        now = datetime.now(UTC).replace(microsecond=0)
        with self._lock:
            known, at = self._seen.get(path, ("", now - _ONE_SECOND))
            if known != etag:
                at = max(now, at + _ONE_SECOND)
                self._seen[path] = (etag, at)
        return at


def spare(answer: Answer, if_none_match: str, if_modified_since: str) -> Answer:
    """Give "not modified" in an answer's place where the client has it; the ETag counts before the date."""
    told = dict(answer.headers)
    if "ETag" not in told:
        return answer
    if if_none_match:
        tags = [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]
        has_it = "*" in tags or told["ETag"] in tags
    else:
        has_it = _is_not_after(told["Last-Modified"], if_modified_since)
    return dataclasses.replace(answer, status=304, body=b"") if has_it else answer


def _is_not_after(changed: str, since: str) -> bool:
    try:
        return bool(since) and parsedate_to_datetime(changed) <= parsedate_to_datetime(since)
    except (ValueError, TypeError):
        return False
