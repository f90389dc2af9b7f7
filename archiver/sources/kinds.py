"""The kinds of source: what a table ``[sources.NAME]`` may hold.

Every kind has the keys of ``Source``; ``kind`` says which further ones there are.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Discriminator, Field, Tag, ValidationInfo, field_validator

from archiver.sources.keys import Count, LinkRules, NotNegative, Patterns, Place, Source
from archiver.sources.pages import Day
from archiver.sources.placeholders import Template
from archiver.tables import UNION_MARK, UNKNOWN_KIND

LIST_PLACES = frozenset({"count", "page", "offset", "cursor", "date", "id"})
ID_PLACES = frozenset({"number", "date", "code"})
STANDARD_INPUT = "-"

_NUMBERS = re.compile(r"(\d{1,18})\s*-\s*(\d{1,18})?")


class ListSource(Source):
    """A JSON endpoint that lists articles, asked page by page.

    Attributes:
        site: the share site whose codes it lists; ``""`` where the records have addresses.
        count: what ``{count}`` stands for.
        first_page: what ``{page}`` begins with.
        first_cursor: what ``{cursor}`` or ``{id}`` begins with.
        next: JMESPath place of the next cursor, or of the following page's address.
        records: JMESPath place of the list in the answer.
        code, title, time, publisher, address, digest: JMESPath places in one record; ``""`` if not there.
    """

    places: ClassVar[frozenset[str]] = LIST_PLACES

    kind: Literal["list"] = "list"
    site: str = ""
    publisher: Place = ""
    count: Count = 50
    first_page: NotNegative = 1
    first_cursor: str = ""
    next: Place = ""
    records: Place
    code: Place = ""
    title: Place = ""
    time: Place = ""
    address: Place = Field(default="", validate_default=True)
    digest: Place = ""

    @field_validator("code")
    @classmethod
    def _is_of_a_site(cls, value: str, info: ValidationInfo) -> str:
        if value and info.data.get("site") == "":
            raise ValueError("is a code of no site; name the site, or give the place of an address instead")
        return value

    @field_validator("address")
    @classmethod
    def _names_an_article(cls, value: str, info: ValidationInfo) -> str:
        if not value and info.data.get("code") == "":
            raise ValueError("is missing; give the place of an address, or of a code with its site")
        return value

    @property
    def newspaper(self) -> str:
        """None: a list says it record by record."""
        return ""


class ShareSource(ListSource):
    """A list of a share site's codes: a list that must name the site and where the codes stand."""

    kind: Literal["share"]  # type: ignore[assignment]  # in place of the list's own word
    site: str
    code: Place


class IdsSource(Source):
    """Addresses made of numbers, days or codes.

    Attributes:
        numbers: ``FIRST-LAST`` or ``FIRST-``, what ``{number}`` stands for one after the other.
        from_on, to_on: the days that ``{date}`` stands for; without ``to`` up to today.
        codes: what ``{code}`` stands for.
        site: the share site that the codes are of; it makes the addresses where there is no ``url``.
        most_misses: after so many addresses in a row at which there is nothing, it ends; with days and
            numbers, the day ends.
    """

    places: ClassVar[frozenset[str]] = ID_PLACES
    needs_url: ClassVar[bool] = False

    kind: Literal["ids"]
    numbers: str = ""
    from_on: Day = Field(default=None, alias="from")
    to_on: Day = Field(default=None, alias="to")
    codes: list[str] = Field(default_factory=list)
    site: str = Field(default="", validate_default=True)
    most_misses: Count = 20

    @field_validator("numbers")
    @classmethod
    def _is_a_range(cls, value: str) -> str:
        if value and not read_range(value):
            raise ValueError(f"{value!r} is no range of numbers; write 1-2000, or 1000- without an end")
        return value

    @field_validator("codes")
    @classmethod
    def _are_codes(cls, value: list[str]) -> list[str]:
        for code in value:
            if not code or "/" in code:
                raise ValueError(f"{code!r} is no code; a code is not empty and has no / in it")
        return value

    @field_validator("to_on")
    @classmethod
    def _is_not_before(cls, value: Any, info: ValidationInfo) -> Any:
        begin = info.data.get("from_on")
        if value and begin and value < begin:
            raise ValueError(f"{value} is before from = {begin}")
        return value

    @field_validator("site")
    @classmethod
    def _is_filled_in(cls, value: str, info: ValidationInfo) -> str:
        """Hold the places of the address against what fills them in."""
        said = info.data
        if not {"urls", "url", "numbers", "from_on", "codes"} <= said.keys():
            return value
        urls = said["urls"] or ([said["url"]] if said["url"] else [])
        if not urls and not (value and said["codes"]):
            raise ValueError("is missing: without a url the site makes the addresses of codes; add url")
        for url in urls:
            names = Template(url).names
            for place, key in (("number", "numbers"), ("date", "from_on"), ("code", "codes")):
                if (place in names) != bool(said[key]):
                    word = key.removesuffix("_on")
                    raise ValueError(
                        f"{{{place}}} in {url!r} and the key {word} need each other; add the other"
                    )
        return value


class FeedSource(Source):
    """A feed: RSS, RDF, Atom or JSON Feed.

    Attributes:
        full_text: whether the text that the feed carries is taken as the article, so that its page is not
            asked for: ``auto`` where it is whole, ``always``, ``never``.
        include, exclude: regular expressions; an article's address must hold one of the former, and none of
            the latter.
    """

    kind: Literal["feed"]
    full_text: Literal["auto", "always", "never"] = "auto"
    include: Patterns
    exclude: Patterns


class SitemapSource(Source):
    """A sitemap, an index of sitemaps, or a site whose robots.txt names them.

    Attributes:
        include, exclude: as for a feed.
        news_only: only entries of a news sitemap.
    """

    kind: Literal["sitemap"]
    include: Patterns
    exclude: Patterns
    news_only: bool = False


class SectionSource(Source):
    """A page that links to articles.

    Attributes:
        links: rules that find the links, or boxes that hold them; without any the program looks by itself.
        next: rules that find the link to the following page, likewise.
        include, exclude: as for a feed.
    """

    kind: Literal["section"]
    links: LinkRules
    next: LinkRules
    include: Patterns
    exclude: Patterns


class UrlsSource(Source):
    """Addresses of articles, written down in the table or in a file.

    Attributes:
        file: one address a line, relative to the sources file; ``-`` for standard input.
    """

    needs_url: ClassVar[bool] = False

    kind: Literal["urls"]
    file: str = Field(default="", validate_default=True)

    @field_validator("file")
    @classmethod
    def _names_addresses(cls, value: str, info: ValidationInfo) -> str:
        if not value and info.data.get("url") == "" and info.data.get("urls") == []:
            raise ValueError("is missing; name a file of addresses, or write them as urls")
        return value


def read_range(text: str) -> tuple[int, int | None] | None:
    """Read ``FIRST-LAST`` or ``FIRST-``; ``None`` where it is none, or ends before it begins."""
    found = _NUMBERS.fullmatch(text.strip())
    if found is None:
        return None
    first, last = int(found[1]), int(found[2]) if found[2] else None
    return (first, last) if last is None or last >= first else None


KINDS: dict[str, type[Source]] = {
    "list": ListSource,
    "share": ShareSource,
    "ids": IdsSource,
    "feed": FeedSource,
    "sitemap": SitemapSource,
    "section": SectionSource,
    "urls": UrlsSource,
}


def _tag(value: Any) -> str | None:
    kind = value.get("kind", "list") if isinstance(value, dict) else getattr(value, "kind", "list")
    return f"{UNION_MARK}{kind}" if isinstance(kind, str) and kind in KINDS else None


AnySource = Annotated[
    Annotated[ListSource, Tag(f"{UNION_MARK}list")]
    | Annotated[ShareSource, Tag(f"{UNION_MARK}share")]
    | Annotated[IdsSource, Tag(f"{UNION_MARK}ids")]
    | Annotated[FeedSource, Tag(f"{UNION_MARK}feed")]
    | Annotated[SitemapSource, Tag(f"{UNION_MARK}sitemap")]
    | Annotated[SectionSource, Tag(f"{UNION_MARK}section")]
    | Annotated[UrlsSource, Tag(f"{UNION_MARK}urls")],
    Discriminator(
        _tag,
        custom_error_type=UNKNOWN_KIND,
        custom_error_message=f"is no kind of source; write one of {', '.join(KINDS)}",
    ),
]
"""A source of any kind."""
