"""Makes records fit what every database takes: no U+0000, no lone surrogates, no key too long for an index.

What was found is cleaned before it comes here; this is for what slips through, so that one bad
character never costs a whole batch.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from hashlib import sha256
from typing import Any, TypeVar

LONGEST_KEY_BYTES = 2400
"""Source: a row of a PostgreSQL B-tree holds at most 2,704 bytes; an identity is ``url:`` and an address."""
LONGEST_NAME = 500

_KEYS = frozenset({"identity", "key"})
_NAMES = frozenset({"authors", "tags", "publisher", "category", "source", "code", "site"})
_REFUSED = re.compile("[\x00\ud800-\udfff]")

T = TypeVar("T")


def fit(record: T) -> T:
    """Give a record of which every text can be stored; itself, if all of it can."""
    changes: dict[str, Any] = {}
    kind: type = type(record)
    for name in _field_names(kind):
        before = getattr(record, name)
        after = _fit_value(before, name)
        if after is not before and after != before:
            changes[name] = after
    return replace(record, **changes) if changes else record  # type: ignore[type-var]  # it has fields


def fit_key(key: str) -> str:
    """Give a key that an index takes; the end of a longer one becomes a digest of the whole."""
    whole = scrub(key)
    encoded = whole.encode()
    if len(encoded) <= LONGEST_KEY_BYTES:
        return whole
    digest = f"#{sha256(encoded).hexdigest()}"
    return encoded[: LONGEST_KEY_BYTES - len(digest)].decode(errors="ignore") + digest


def is_key(text: str) -> bool:
    """Whether a text is short enough for an index."""
    return len(text) * 4 <= LONGEST_KEY_BYTES or len(text.encode()) <= LONGEST_KEY_BYTES


def scrub(text: str) -> str:
    """Take out what databases and UTF-8 refuse."""
    if "\x00" not in text:
        try:
            text.encode()
        except UnicodeEncodeError:
            pass
        else:
            return text
    return _REFUSED.sub("", text)


@cache
def _field_names(kind: type) -> tuple[str, ...]:
    """Give the names of a record's fields; none for what is no record."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()


def _fit_value(value: Any, name: str) -> Any:
    if isinstance(value, str):
        if name in _KEYS:
            return fit_key(value)
        return scrub(value)[:LONGEST_NAME] if name in _NAMES else scrub(value)
    if isinstance(value, tuple):
        return tuple([_fit_value(part, name) for part in value])
    if isinstance(value, Mapping):
        return {scrub(key): scrub(text) for key, text in value.items()}
    return fit(value)
