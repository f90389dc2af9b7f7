"""The keys that every table ``[sources.NAME]`` may have, whatever its kind."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated, Any, ClassVar

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    ValidationInfo,
    field_validator,
)

from archiver.sources.durations import AUTO, Duration, format_duration, parse_duration
from archiver.sources.pages import Day, finds_elements, fits_an_address, is_host, listed
from archiver.sources.placeholders import Template
from archiver.sources.selectors import compile_place
from archiver.sources.timetables import check_cron, parse_quiet
from archiver.tables import Table

DEFAULT_RECHECK = (timedelta(hours=1), timedelta(hours=6), timedelta(days=1), timedelta(days=7))
NO_PLACES: frozenset[str] = frozenset()

_ADDRESS = re.compile(r"https?://[^/\s]\S*")
_LANGUAGE = re.compile(r"[a-z]{2}")


def _is_place(value: str) -> str:
    if value:
        compile_place(value)
    return value


def _check_host(url: str, host: str) -> None:
    """Refuse an address that names no host.

    Raises:
        ValueError: it does not; the message says so.
    """
    try:
        is_host(host)
    except ValueError:
        raise ValueError(
            f"{url!r} names no host that there can be ({host!r}); write https://HOST/PATH"
        ) from None


def _are_quiet(value: list[str]) -> list[str]:
    parse_quiet(value)
    return value


def _is_language(value: str) -> str:
    if not _LANGUAGE.fullmatch(value):
        raise ValueError(f"{value!r} is no language; write its two letters, such as zh or en (ISO 639-1)")
    return value


def _read_every(value: Any) -> timedelta | str | None:
    if value is None or isinstance(value, timedelta):
        return value
    if value == AUTO:
        return AUTO
    length = parse_duration(value if isinstance(value, str) else repr(value))
    if not length:
        raise ValueError("is no time at all; write one such as 5m")
    return length


def _write_every(value: timedelta | str | None) -> str | None:
    return format_duration(value) if isinstance(value, timedelta) else value


Place = Annotated[str, AfterValidator(_is_place)]
"""A JMESPath place; ``""`` for none."""
Patterns = Annotated[
    list[Annotated[str, AfterValidator(fits_an_address)]],
    BeforeValidator(listed),
    Field(default_factory=list),
]
"""Regular expressions, or a single one."""
LinkRules = Annotated[
    list[Annotated[str, AfterValidator(finds_elements)]], BeforeValidator(listed), Field(default_factory=list)
]
"""Rules that find elements; without any the program looks by itself."""
Every = Annotated[
    timedelta | str | None, PlainValidator(_read_every), PlainSerializer(_write_every, when_used="json")
]
"""A length of time, ``auto``, or nothing."""
Count = Annotated[int, Field(ge=1)]
NotNegative = Annotated[int, Field(ge=0)]
Seconds = Annotated[float, Field(ge=0, le=86_400)]


class Source(Table):
    """What all kinds of source have in common.

    Attributes:
        enabled: whether a crawl without names takes it.
        urls, url: the addresses to ask, or the one.
        category, tags: how to file its articles, in place of what their site says; ``{publisher}`` and
            ``{slug}`` stand for the newspaper.
        publisher: the newspaper; for a list a place in a record, or one in quotes: ``"'The Courier'"``.
        slug: what ``{slug}`` stands for, in place of the pinyin of the newspaper's name.
        language: ISO 639-1, of pages that say none.
        time_zone: of times printed without an offset; ``""`` for the site's, or what a page says.
        pages: names of the page tables that come first for its articles, whatever their host.
        every, cron: when it is asked again: after a length of time, as ``auto`` learns, or at set times of
            ``time_zone``.
        quiet: spans of the day in which it is not asked.
        jitter: up to so much later, by chance.
        recheck: how long after it was read an article is asked for again, one wait after the other; never
            without any.
        since: articles that the list dates earlier are not asked for.
        limit: at most so many articles in one run.
        delay_seconds, concurrency: in place of the settings'.
        allow_private: whether addresses of this machine and its own network may be asked.
        render: whether a browser shows those of its articles' pages that have no text without their scripts.
        stop_after: known articles in a row after which no following page is asked; 0 to stop where a page
            brings nothing unknown.
        most_pages: following pages asked in one run.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", validate_by_alias=True)
    places: ClassVar[frozenset[str]] = NO_PLACES
    """What may stand in braces in its addresses."""
    needs_url: ClassVar[bool] = True

    enabled: bool = True
    urls: list[str] = Field(default_factory=list)
    url: str = Field(default="", validate_default=True)
    category: str | None = None
    tags: list[str] | None = None
    publisher: str = ""
    slug: str = ""
    language: Annotated[str, AfterValidator(_is_language)] = ""
    time_zone: str = ""
    pages: Annotated[list[str], BeforeValidator(listed), Field(default_factory=list)]
    every: Every = None
    cron: str = ""
    quiet: Annotated[
        list[str], BeforeValidator(listed), AfterValidator(_are_quiet), Field(default_factory=list)
    ]
    jitter: Duration | None = None
    recheck: list[Duration] = Field(default_factory=lambda: list(DEFAULT_RECHECK))
    since: Day = None
    limit: Count | None = None
    delay_seconds: Seconds | None = None
    concurrency: Count | None = None
    allow_private: bool = False
    render: bool = False
    stop_after: NotNegative = 0
    most_pages: Count = 20

    @field_validator("urls")
    @classmethod
    def _are_addresses(cls, value: list[str]) -> list[str]:
        for url in value:
            cls._check_address(url)
        return value

    @field_validator("url")
    @classmethod
    def _is_the_address(cls, value: str, info: ValidationInfo) -> str:
        several = info.data.get("urls")
        if value and several:
            raise ValueError("stands beside urls; write one of the two")
        if not value and not several and cls.needs_url and "urls" in info.data:
            raise ValueError("is missing; add it")
        if value:
            cls._check_address(value)
        return value

    @classmethod
    def _check_address(cls, url: str) -> None:
        if not _ADDRESS.fullmatch(url):
            raise ValueError(f"{url!r} is no http or https address")
        Template(url).check(cls.places)
        host = re.split(r"[/?#]", url.partition("://")[2])[0]
        if "{" not in host:
            _check_host(url, host)

    @field_validator("cron")
    @classmethod
    def _is_the_only_schedule(cls, value: str, info: ValidationInfo) -> str:
        if value and info.data.get("every") is not None:
            raise ValueError("stands beside every; write one of the two")
        return check_cron(value) if value else value

    @property
    def newspaper(self) -> str:
        """The newspaper of all its articles, ``""`` where the table names none."""
        return self.publisher

    @property
    def addresses(self) -> tuple[str, ...]:
        """The addresses of the table, places not filled in."""
        return tuple(self.urls) or ((self.url,) if self.url else ())
