"""The tables ``[pages.NAME]`` of ``sources.toml``: where the pages of a host carry their fields."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator

from archiver.sources.selectors import Kind, read_selector
from archiver.tables import Table

_HOST = re.compile(r"\*|(?:\*\.)?[\w-]+(?:\.[\w-]+)*(?::\d{1,5})?|\[[0-9a-f:.]+\](?::\d{1,5})?")

FieldName = Literal[
    "title",
    "published",
    "modified",
    "byline",
    "publisher",
    "editor",
    "language",
    "section",
    "description",
    "image",
    "keywords",
    "body",
]


def _is_rule(value: str) -> str:
    read_selector(value)
    return value


def finds_elements(value: str) -> str:
    """Check a rule that must find elements of a page."""
    if read_selector(value).kind not in (Kind.CSS, Kind.XPATH):
        raise ValueError(f"{value!r} finds no elements; begin with css: or xpath:")
    return value


def is_pattern(value: str) -> str:
    """Check a regular expression."""
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"{value!r} is no regular expression: {error}") from error
    return value


def is_host(value: str) -> str:
    """Check a host name or a pattern of one, and give it in lower case without ``www.``."""
    host = value.lower()
    if not host.isascii():
        try:
            host = host.encode("idna").decode()
        except UnicodeError:
            host = ""
    if not _HOST.fullmatch(host):
        raise ValueError(f"{value!r} is no host; write paper.example, or *.paper.example for its subdomains")
    return host.removeprefix("www.")


def fits_a_path(value: str) -> str:
    """Check a regular expression that must fit the beginning of a path, which is always a stroke."""
    if re.match(r"\^?[\w%-]+(?![\w%-]*[*?{|])", is_pattern(value)) and "|" not in value:
        raise ValueError(f"{value!r} fits no path: every path begins with /; write /{value.lstrip('^')}")
    return value


def fits_an_address(value: str) -> str:
    """Check a regular expression that must be found in an address, which always begins with http."""
    if re.match(r"\^(?![hH(.\[\\])", is_pattern(value)) and "|" not in value:
        raise ValueError(f"{value!r} is found in no address: every one begins with http; leave out the ^")
    return value


def listed(value: Any) -> Any:
    """Read a single text as a list of one."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return value
    raise ValueError("is neither a text nor a list of texts")


def read_day(value: Any) -> Any:
    """Read a day that is written as a text."""
    if not isinstance(value, str):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise ValueError(f"{value!r} is no day; write 2020-01-31") from error


Rules = Annotated[
    list[Annotated[str, AfterValidator(_is_rule)]], BeforeValidator(listed), Field(default_factory=list)
]
"""One rule, or several of which the first that finds something counts."""
Day = Annotated[date | None, BeforeValidator(read_day)]


class PageTable(Table):
    """Rules for the pages of some hosts.

    Attributes:
        hosts: host names, with a port where only that is meant; ``*.`` in front for all subdomains. Without
            any, the table is for the sources that name it.
        paths: regular expressions, one of which must fit the beginning of the address's path.
        from_on, to_on: the first and the last day of publication for which the rules hold.
        time_zone: of times printed without an offset; ``""`` to guess it.
        drop: elements that do not belong to the body.
        optional: fields whose rules may find nothing without a warning.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", validate_by_alias=True)

    hosts: Annotated[list[Annotated[str, AfterValidator(is_host)]], BeforeValidator(listed)]
    paths: Annotated[
        list[Annotated[str, AfterValidator(fits_a_path)]],
        BeforeValidator(listed),
        Field(default_factory=list),
    ]
    from_on: Day = Field(default=None, alias="from")
    to_on: Day = Field(default=None, alias="to")
    time_zone: str = ""
    title: Rules
    published: Rules
    modified: Rules
    byline: Rules
    publisher: Rules
    editor: Rules
    language: Rules
    section: Rules
    description: Rules
    image: Rules
    keywords: Rules
    body: Rules
    drop: Annotated[
        list[Annotated[str, AfterValidator(finds_elements)]],
        BeforeValidator(listed),
        Field(default_factory=list),
    ]
    optional: list[FieldName] = Field(default_factory=list)

    @field_validator("to_on")
    @classmethod
    def _is_not_before(cls, value: date | None, info: ValidationInfo) -> date | None:
        begin = info.data.get("from_on")
        if value and begin and value < begin:
            raise ValueError(f"{value} is before from = {begin}")
        return value

    def rules(self, field: str) -> list[str]:
        """Give the rules of a field, the first one first."""
        return list(getattr(self, field))
