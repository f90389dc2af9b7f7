"""What a source lists: which addresses are asked first, and the answer of each read as its kind wants it."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo

from archiver.errors import SourceError
from archiver.normalise.urls import check_url
from archiver.records import Capture
from archiver.sites.directory import Directory
from archiver.sites.feeds import read_feed_list
from archiver.sites.ids import enumerate_targets
from archiver.sites.json_lists import first_values, read_json_list
from archiver.sites.list_pages import ListPage, More, Reading
from archiver.sites.sections import read_section
from archiver.sites.sitemaps import first_sitemap, read_sitemap
from archiver.sites.written import read_addresses
from archiver.sources.file import Sources
from archiver.sources.kinds import (
    AnySource,
    FeedSource,
    IdsSource,
    ListSource,
    SectionSource,
    SitemapSource,
    UrlsSource,
)
from archiver.sources.placeholders import Template

__all__ = [
    "ListPage",
    "More",
    "enumerate_targets",
    "find_source",
    "first_urls",
    "read_addresses",
    "read_listing",
]


def read_listing(capture: Capture, *, name: str, source: AnySource, directory: Directory) -> ListPage:
    """Read the answer of a source that is asked over the network.

    Raises:
        ReadError: it is not what the source's kind expects.
    """
    reading = Reading(capture, name, source, directory)
    match source:
        case ListSource():
            return read_json_list(reading, source)
        case FeedSource():
            return read_feed_list(reading, source.full_text)
        case SitemapSource():
            return read_sitemap(reading, source)
        case SectionSource():
            return read_section(reading, source)
        case IdsSource() | UrlsSource():
            raise ValueError(f"a source of the kind {source.kind} has no list to ask for")


def first_urls(source: AnySource, *, now: datetime) -> tuple[str, ...]:
    """Give the addresses to ask first; none for a source whose articles' addresses are known without."""
    if isinstance(source, IdsSource | UrlsSource):
        return ()
    if isinstance(source, ListSource):
        values = first_values(source, now.astimezone(ZoneInfo(source.time_zone or "UTC")).date())
        return tuple(Template(url).fill(values) for url in source.addresses)
    if isinstance(source, SitemapSource):
        return tuple(map(first_sitemap, source.addresses))
    return source.addresses


def find_source(address: str, sources: Sources) -> tuple[str, AnySource]:
    """Find the source whose list stands at an address, on whatever host: same path, same kind of list.

    Raises:
        SourceError: no source has such a list, so nobody knows where its fields stand.
    """
    wanted = urlsplit(check_url(address))
    alike = [
        (len(_shared_parameters(wanted.query, urlsplit(url).query)), source.enabled, name)
        for name, source in sources.sources.items()
        if not isinstance(source, IdsSource | UrlsSource)
        for url in source.addresses
        if Template(urlsplit(url).path).match(wanted.path) is not None
    ]
    if not alike:
        raise SourceError(f"{address!r}: no source has a list like this; add one to the sources file")
    name = max(alike, key=lambda one: one[:2])[2]
    return name, sources.sources[name]


def _shared_parameters(one: str, other: str) -> set[tuple[str, str]]:
    return set(parse_qsl(one)) & set(parse_qsl(other))
