"""The tables of sites, sources and pages, read from ``sources.toml``.

A *site* is a family of hosts that serve the same articles under the same codes; a *source* is a list
of such articles that is asked again and again; ``[pages.NAME]`` says where the pages of a host carry their
fields (``page_tables``). All are data: another host needs no code.
"""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path

from pydantic import Field, field_validator, model_validator

from archiver.errors import SettingsError, SourceError
from archiver.page_tables import PageTable
from archiver.selectors import compile_place
from archiver.tables import Table, check_table, find_line, read_toml

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")


class ShareSite(Table):
    """A family of share hosts.

    Attributes:
        hosts: host names, with a port where one is used; the first makes addresses for listed codes.
        any_host: also read a share address on a host that is not in the list.
        page: path of the share page.
        code_parameter: the parameter of the share page that names the article.
        text: address of the text endpoint, relative to the share page's host.
        text_keys: JMESPath places of the body in its answer, the first with text wins; likewise
            ``title_keys``, ``time_keys`` and ``publisher_keys``.
        time_zone: of times printed without an offset.
        category, tags: how to file; ``{publisher}`` and ``{slug}`` stand for the newspaper.
        slugs: newspaper → slug, where the pinyin of the name is not the one wanted.
    """

    hosts: list[str] = Field(default_factory=list)
    any_host: bool = False
    scheme: str = "http"
    page: str = "/html_News/NewsShare.html"
    code_parameter: str = "infoCode"
    code_pattern: str = "[A-Za-z0-9_-]{1,64}"
    text: str = "/NewsData/GetNewsText.do?id={code}"
    text_keys: list[str] = Field(default_factory=lambda: ["text", "content"])
    title_keys: list[str] = Field(default_factory=lambda: ["title"])
    time_keys: list[str] = Field(default_factory=lambda: ["showtime", "datetime", "time"])
    publisher_keys: list[str] = Field(default_factory=lambda: ["medianame", "source", "from"])
    time_zone: str = "Asia/Shanghai"
    category: str = "{slug}"
    tags: list[str] = Field(default_factory=lambda: ["{publisher}新闻"])
    slugs: dict[str, str] = Field(default_factory=dict)

    @field_validator("text_keys", "title_keys", "time_keys", "publisher_keys")
    @classmethod
    def _are_places(cls, value: list[str]) -> list[str]:
        for place in value:
            compile_place(place)
        return value

    @field_validator("text")
    @classmethod
    def _names_the_code(cls, value: str) -> str:
        if "{code}" not in value:
            raise ValueError("must hold {code}, where the article's code goes")
        return value

    @field_validator("code_pattern")
    @classmethod
    def _is_a_pattern(cls, value: str) -> str:
        try:
            re.compile(value)
        except re.error as error:
            raise ValueError(f"is no regular expression: {error}") from error
        return value


class Source(Table):
    """A list of shared articles, asked again and again.

    Attributes:
        site: the share site whose codes it lists.
        url: address of the list; ``{count}`` stands for ``count``.
        records: JMESPath place of the list in the answer.
        code, title, time, publisher, address, digest: JMESPath places in one record; ``""`` if not there.
        category, tags: in place of the site's.
    """

    site: str
    url: str
    enabled: bool = True
    count: int = Field(default=50, ge=1)
    records: str
    code: str
    title: str = ""
    time: str = ""
    publisher: str = ""
    address: str = ""
    digest: str = ""
    category: str | None = None
    tags: list[str] | None = None

    @field_validator("records", "code", "title", "time", "publisher", "address", "digest")
    @classmethod
    def _is_a_place(cls, value: str) -> str:
        if value:
            compile_place(value)
        return value

    @field_validator("url")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        if not re.match(r"https?://[^/]", value):
            raise ValueError(f"{value!r} is no http or https address")
        return value

    @property
    def list_url(self) -> str:
        """The address to ask."""
        return self.url.replace("{count}", str(self.count))


class Sources(Table):
    """All tables of a file: ``[sites.NAME]``, ``[sources.NAME]`` and ``[pages.NAME]``."""

    sites: dict[str, ShareSite] = Field(default_factory=dict)
    sources: dict[str, Source] = Field(default_factory=dict)
    pages: dict[str, PageTable] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _names_hold(self) -> Sources:
        for name in [*self.sites, *self.sources, *self.pages]:
            if not _NAME.fullmatch(name):
                raise ValueError(f"{name!r} is no name; use small letters, digits, - and _")
        return self

    @cached_property
    def enabled(self) -> tuple[str, ...]:
        """Names of the sources that a crawl without names takes, in the file's order."""
        return tuple(name for name, source in self.sources.items() if source.enabled)

    def get_source(self, name: str) -> Source:
        """Give the source of that name.

        Raises:
            SourceError: there is none.
        """
        try:
            return self.sources[name]
        except KeyError:
            known = ", ".join(self.sources) or "none"
            raise SourceError(f"no source is called {name!r}; there are: {known}") from None


DEFAULT_SITE = "newsshare"


def load_sources(path: Path) -> Sources:
    """Read the tables; without the file, only the usual share page on any host is known.

    Raises:
        SettingsError: with every fault of the file.
    """
    if not path.exists():
        return Sources(sites={DEFAULT_SITE: ShareSite(any_host=True)})
    table, text = read_toml(path)
    sources = check_table(Sources, table, path=path, text=text)
    faults = [
        f"{path}:{find_line(text, ('sources', name, 'site'))}: sources.{name}.site: "
        f"no site is called {source.site!r}; add [sites.{source.site}] or name one of those: "
        + ", ".join(sources.sites)
        for name, source in sources.sources.items()
        if source.site not in sources.sites
    ]
    faults += [
        f"{path}:{find_line(text, ('sites', name))}: sites.{name}.hosts: "
        "is needed by the sources of this site; name the host that serves the share pages"
        for name, site in sources.sites.items()
        if not site.hosts and any(source.site == name for source in sources.sources.values())
    ]
    if faults:
        raise SettingsError(faults)
    return sources
