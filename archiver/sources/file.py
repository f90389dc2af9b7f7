"""The tables of sites, sources and pages, read from ``sources.toml``.

A *site* is a family of hosts that serve the same articles under the same codes; a *source* names articles
and is asked again and again (``kinds``); ``[pages.NAME]`` says where the pages of a host carry their
fields (``pages``). All are data: another host needs no code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from pydantic import Field, field_validator, model_validator

from archiver.errors import SettingsError, SourceError
from archiver.sources.kinds import STANDARD_INPUT, AnySource, IdsSource, ListSource, UrlsSource
from archiver.sources.pages import PageTable, is_host
from archiver.sources.selectors import compile_place
from archiver.tables import Table, check_table, find_line, read_toml

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")


def is_name(text: str) -> bool:
    """Whether a text may name a table."""
    return _NAME.fullmatch(text) is not None


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

    @field_validator("hosts")
    @classmethod
    def _are_hosts(cls, value: list[str]) -> list[str]:
        for host in value:
            if "*" in is_host(host):
                raise ValueError(f"{host!r} is a pattern; name the hosts, or write any_host = true")
        return [host.lower() for host in value]

    @field_validator("scheme")
    @classmethod
    def _is_a_scheme(cls, value: str) -> str:
        if value not in ("http", "https"):
            raise ValueError(f"{value!r} is none that is asked; write http or https")
        return value

    @field_validator("page")
    @classmethod
    def _is_a_path(cls, value: str) -> str:
        if not value.startswith("/") or re.search(r"[?#\s]", value):
            raise ValueError(f"{value!r} is no path; write /PATH without host and parameters")
        return value

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
        if not value.startswith(("/", "http://", "https://")):
            raise ValueError(f"{value!r} is no path; write /PATH, or https://HOST/PATH for a host of its own")
        return value

    @field_validator("code_pattern")
    @classmethod
    def _is_a_pattern(cls, value: str) -> str:
        try:
            re.compile(value)
        except re.error as error:
            raise ValueError(f"is no regular expression: {error}") from error
        if re.fullmatch(r"\^?\$?|.*(?<!\\)\$[\w(\[].*", value):
            raise ValueError(f"{value!r} fits no code: nothing can stand behind the end ($)")
        return value


class Sources(Table):
    """All tables of a file: ``[sites.NAME]``, ``[sources.NAME]`` and ``[pages.NAME]``."""

    sites: dict[str, ShareSite] = Field(default_factory=dict)
    sources: dict[str, AnySource] = Field(default_factory=dict)
    pages: dict[str, PageTable] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _names_hold(self) -> Sources:
        for name in [*self.sites, *self.sources, *self.pages]:
            if not is_name(name):
                raise ValueError(f"{name!r} is no name; use small letters, digits, - and _")
        return self

    @cached_property
    def enabled(self) -> tuple[str, ...]:
        """Names of the sources that a crawl without names takes, in the file's order."""
        return tuple(name for name, source in self.sources.items() if source.enabled)

    def explain_none_enabled(self) -> str:
        """Say why a crawl without names has nothing to do, and what helps."""
        if self.sources:
            return "no source is enabled; set enabled = true, or name one"
        return "there is no source yet; archiver sources add URL makes one"

    def get_source(self, name: str) -> AnySource:
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
        f"{path}:{find_line(text, place)}: {'.'.join(place)}: {words}"
        for place, words in _find_strangers(sources)
    ]
    if faults:
        raise SettingsError(faults)
    return _beside(path.parent, sources)


def _find_strangers(sources: Sources) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the keys that name what is not there, and what to do."""
    of_sites = {
        name: source.site
        for name, source in sources.sources.items()
        if isinstance(source, ListSource | IdsSource) and source.site
    }
    for name, site in of_sites.items():
        if site not in sources.sites:
            known = ", ".join(sources.sites)
            words = f"no site is called {site!r}; add [sites.{site}] or name one of those: {known}"
            yield ("sources", name, "site"), words
    for name, table in sources.sites.items():
        if not table.hosts and name in of_sites.values():
            words = "is needed by the sources of this site; name the host that serves the share pages"
            yield ("sites", name, "hosts"), words
    named = {page: name for name, source in sources.sources.items() for page in source.pages}
    for page, name in named.items():
        if page not in sources.pages:
            yield ("sources", name, "pages"), f"no page table is called {page!r}; add [pages.{page}]"
    for page, rules in sources.pages.items():
        if not rules.hosts and page not in named:
            yield ("pages", page, "hosts"), "is empty, and no source names this table; name the hosts"


def _beside(folder: Path, sources: Sources) -> Sources:
    """Read a relative path of a file of addresses as relative to the sources file."""
    placed = {
        name: source.model_copy(update={"file": str(folder / source.file)})
        for name, source in sources.sources.items()
        if isinstance(source, UrlsSource) and source.file not in ("", STANDARD_INPUT)
    }
    return sources.model_copy(update={"sources": {**sources.sources, **placed}}) if placed else sources
