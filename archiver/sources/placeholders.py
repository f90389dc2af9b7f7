"""Addresses with places to fill in: ``https://h/list?page={page}``, ``https://h/{date:%Y/%m/%d}/{number}``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from urllib.parse import quote, unquote

_PLACE = re.compile(r"\{(\w+)(?::([^{}]*))?\}", re.ASCII)
_WIDTH = re.compile(r"0(\d)d?", re.ASCII)
_NUMBERS = frozenset({"page", "offset", "number", "count"})
_DAY_FORM = "%Y-%m-%d"
# What the parts of a printed day look like; a day needs all of year, month and day to be read back.
_DAY_PARTS = {"%Y": r"\d{4}", "%y": r"\d{2}", "%m": r"\d{2}", "%d": r"\d{2}", "%j": r"\d{3}"}

Value = str | int | date


@dataclass(frozen=True)
class Template:
    """An address with places.

    A place is ``{name}``, or ``{name:form}``: a day has a form of ``strftime``, a number ``05`` for five
    digits with noughts in front.
    """

    text: str

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of its places."""
        return frozenset(found[1] for found in _PLACE.finditer(self.text))

    def check(self, allowed: frozenset[str]) -> None:
        """Refuse places that nobody fills in.

        Raises:
            ValueError: a place has no such name, or a form that is none; the message says which.
        """
        for found in _PLACE.finditer(self.text):
            name, form = found[1], found[2]
            if name not in allowed:
                known = ", ".join(f"{{{one}}}" for one in sorted(allowed)) or "none"
                raise ValueError(f"{found[0]} is no place that is filled in here; there are: {known}")
            if form and name == "date":
                parts = re.findall(r"%.", form)
                if not parts or any(part not in _DAY_PARTS for part in parts) or len(set(parts)) < len(parts):
                    raise ValueError(f"{found[0]} is no form of a day; use %Y, %m and %d, each once")
            elif form and not (name in _NUMBERS and _WIDTH.fullmatch(form)):
                raise ValueError(f"{found[0]} has a form that is none; a number may have one such as 05")
        if re.search(r"[{}]", _PLACE.sub("", self.text)):
            raise ValueError(f"{self.text!r} holds a stray brace; write {{name}}")

    def fill(self, values: Mapping[str, Value]) -> str:
        """Give the address with every place filled in; one without a value is left empty."""
        return _PLACE.sub(lambda found: _write(values.get(found[1], ""), found[2] or ""), self.text)

    def match(self, url: str) -> dict[str, str | date] | None:
        """Read back what an address was filled with, whatever its host; ``None`` where it is another's.

        The answer's address is compared, so what a redirect did to scheme and host makes no difference.
        """
        found = self._pattern.fullmatch(_without_host(url))
        if found is None:
            return None
        values: dict[str, str | date] = {}
        for name, text in found.groupdict().items():
            day = _read_day(text, self._day_form) if name == "date" else None
            if name == "date" and day is None:
                return None
            values[name] = unquote(text) if day is None else day
        return values

    @cached_property
    def _day_form(self) -> str:
        forms = [found[2] or _DAY_FORM for found in _PLACE.finditer(self.text) if found[1] == "date"]
        return forms[0] if forms else _DAY_FORM

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile("".join(self._parts()))

    def _parts(self) -> Iterator[str]:
        text, end, seen = _without_host(self.text), 0, set[str]()
        for found in _PLACE.finditer(text):
            yield re.escape(text[end : found.start()])
            name, form = found[1], found[2] or ""
            pattern = _pattern_of(name, form)
            yield f"(?:{pattern})" if name in seen else f"(?P<{name}>{pattern})"
            seen.add(name)
            end = found.end()
        yield re.escape(text[end:])


def _without_host(url: str) -> str:
    scheme, mark, rest = url.partition("://")
    if not mark:
        return scheme
    _, slash, path = rest.partition("/")
    return slash + path if slash else "/"


def _pattern_of(name: str, form: str) -> str:
    if name == "date":
        parts = re.split(r"(%.)", form or _DAY_FORM)
        return "".join(_DAY_PARTS.get(part) or re.escape(part) for part in parts)
    return r"\d+" if name in _NUMBERS else r"[^&/#]*"


def _read_day(text: str, form: str) -> date | None:
    try:
        return datetime.strptime(text, form).date()
    except ValueError:
        return None


def _write(value: Value, form: str) -> str:
    if isinstance(value, date):
        return value.strftime(form or _DAY_FORM)
    if isinstance(value, int):
        width = _WIDTH.fullmatch(form)
        return str(value).zfill(int(width[1])) if width else str(value)
    return quote(value, safe="")
