"""What sources an answer could be made into: told by the answer alone, and by its address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from pydantic import TypeAdapter

from archiver.errors import AddressError, ReadError
from archiver.normalise.slugs import make_slug
from archiver.normalise.urls import host_of
from archiver.records import Capture, Draft, Target
from archiver.sites.address_patterns import find_range, page_by_page
from archiver.sites.answers import read_json
from archiver.sites.directory import Directory
from archiver.sites.json_places import find_places
from archiver.sites.list_pages import ListPage, More
from archiver.sites.listings import enumerate_targets, read_listing
from archiver.sites.share import Share
from archiver.sources.kinds import AnySource, IdsSource

MOST_OF_A_RANGE = 10
"""Addresses of a range that are looked at."""
NEWS = "news sitemap"

_ANY: TypeAdapter[AnySource] = TypeAdapter(AnySource)
_RANKS = {"list": 0, "feed": 0, NEWS: 1, "section": 2, "sitemap": 3, "ids": 4}
_LOCAL_TIME = re.compile(r"\d{4}\D\d{1,2}\D\d{1,2}\D*\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A source that could be made.

    Attributes:
        keys: of its table, in the order in which they are written; those that differ from their defaults.
        site: name and keys of the table of a site that it needs and that is not there.
        targets: what it lists now.
        listed_count: how many records its list has now.
        drafts: identity → draft of the texts that its list carries.
        parts: what else its list names: an index of sitemaps has nothing but these.
    """

    keys: Mapping[str, Any]
    site: tuple[str, Mapping[str, Any]] | None = None
    targets: tuple[Target, ...] = ()
    listed_count: int = 0
    drafts: Mapping[str, Draft] = field(default_factory=dict)
    parts: tuple[More, ...] = ()

    @property
    def label(self) -> str:
        """What it is called where it is chosen: its kind, or that of its sitemap."""
        is_news = self.keys["kind"] == "sitemap" and any(one.listing.raw_title for one in self.targets)
        return NEWS if is_news else str(self.keys["kind"])

    @property
    def url(self) -> str:
        """Its address, places not filled in."""
        return str(self.keys.get("url", ""))

    @property
    def dated_count(self) -> int:
        """How many of its articles its list dates."""
        return sum(target.listing.listed_at is not None for target in self.targets)


def make_source(keys: Mapping[str, Any]) -> AnySource:
    """Make the source of a table's keys.

    Raises:
        ValueError: they are faulty.
    """
    return _ANY.validate_python(dict(keys))


def propose(capture: Capture, directory: Directory, *, kind: str = "") -> list[Proposal]:
    """Say which sources an answer could be made into, the likeliest first.

    Args:
        kind: propose this kind only; ``""`` for whichever fits.
    """
    if kind in ("", "ids") and (codes := list(_propose_codes(capture, directory))):
        return codes
    looks = {
        "feed": _propose_feed,
        "list": _propose_list,
        "sitemap": _propose_sitemap,
        "section": _propose_section,
    }
    lists = (
        list(look(capture, directory, is_wanted=kind == name))
        for name, look in looks.items()
        if kind in ("", name)
    )
    found = next(filter(None, lists), [])
    if kind in ("", "ids"):
        found += _propose_range(capture, directory, is_wanted=kind == "ids")
    return found


def choose_order(proposals: Sequence[Proposal]) -> list[Proposal]:
    """Put proposals in order, the best first, each list once."""
    kept: dict[object, Proposal] = {}
    for one in proposals:
        listed = frozenset(target.identity for target in one.targets)
        kept.setdefault((one.label, listed or one.url), one)
    return sorted(kept.values(), key=lambda one: (not (one.targets or one.parts), _RANKS[one.label]))


def choose_part(proposal: Proposal) -> str:
    """Choose the part of an index to look into: one of news, else the one changed last, else the first."""
    if proposal.targets or not proposal.parts:
        return ""
    news = [part for part in proposal.parts if "news" in part.url.rpartition("/")[2].lower()]
    dated = [part for part in news or proposal.parts if part.changed_at]
    latest = max(dated, key=_change_of, default=None)
    return (latest or (news or proposal.parts)[0]).url


def lacks_offset(proposal: Proposal) -> bool:
    """Whether times of a list name no offset, and no site says what they mean."""
    times = [one.listing.raw_time for one in proposal.targets if one.listing.raw_time]
    is_of_site = any(one.listing.time_zone != "UTC" for one in proposal.targets)
    return not is_of_site and any(_LOCAL_TIME.fullmatch(time) for time in times)


def find_article(capture: Capture, directory: Directory) -> Draft | None:
    """Read an answer as an article's page; ``None`` where it is none."""
    try:
        return directory.extract(capture, directory.page_target(capture.url))
    except ReadError:
        return None


def _change_of(part: More) -> datetime:
    assert part.changed_at is not None
    return part.changed_at


def _propose_codes(capture: Capture, directory: Directory) -> Iterator[Proposal]:
    """Propose a share page as a source of codes, and its host as a site where it is none yet."""
    target = directory.page_target(capture.url)
    if target.code is None:
        return
    share = directory.share(target.site)
    host = host_of(capture.url)
    keys: dict[str, Any] = {"kind": "ids", "site": target.site, "codes": [target.code]}
    if host in share.table.hosts:
        yield Proposal(keys=keys, targets=(target,), listed_count=1)
        return
    name = make_slug(host.partition(":")[0].replace(".", "-")) or "share"
    site = {"hosts": [host], **share.table.model_dump(mode="json", exclude_defaults=True)} | {"hosts": [host]}
    site.pop("any_host", None)
    if capture.url.startswith("https:"):
        site["scheme"] = "https"
    yield Proposal(keys=keys | {"site": name}, site=(name, site), targets=(target,), listed_count=1)


def _propose_feed(capture: Capture, directory: Directory, *, is_wanted: bool) -> Iterator[Proposal]:
    if _is_json(capture) and not is_wanted:
        answer = _find_json(capture)
        version = answer.get("version") if isinstance(answer, dict) else None
        if not isinstance(version, str) or "jsonfeed.org" not in version:
            return
    yield from _read({"kind": "feed", "url": capture.url}, capture, directory)


def _propose_sitemap(capture: Capture, directory: Directory, *, is_wanted: bool) -> Iterator[Proposal]:
    del is_wanted
    if not _is_json(capture):
        yield from _read({"kind": "sitemap", "url": capture.url}, capture, directory)


def _propose_section(capture: Capture, directory: Directory, *, is_wanted: bool) -> Iterator[Proposal]:
    is_page = b"<" in capture.body[:4000] and not _is_json(capture)
    if is_page and (is_wanted or find_article(capture, directory) is None):
        yield from _read({"kind": "section", "url": capture.url}, capture, directory)


def _propose_list(capture: Capture, directory: Directory, *, is_wanted: bool) -> Iterator[Proposal]:
    """Propose an answer in JSON as a list, with the places of its records told by their looks."""
    del is_wanted
    answer = _find_json(capture)
    if answer is None:
        return
    share = _find_share(capture.url, directory)
    is_code = share.is_code if share else None
    places = find_places(answer, capture.url, seen_at=capture.fetched_at, is_code=is_code)
    if places is None:
        return
    keys: dict[str, Any] = {"kind": "list"}
    if share and places.code:
        keys["site"] = share.name
    keys |= page_by_page(capture.url, answer) | {key: place for key, place in asdict(places).items() if place}
    yield from _read(keys, capture, directory)


def _propose_range(capture: Capture, directory: Directory, *, is_wanted: bool) -> Iterator[Proposal]:
    """Propose an article's address as one of many, where a number or a day stands in it."""
    keys = find_range(capture.url)
    if keys is None or _is_json(capture) or not (is_wanted or find_article(capture, directory)):
        return
    keys = {"kind": "ids", **keys}
    source = make_source(keys)
    if not isinstance(source, IdsSource):
        return
    targets = enumerate_targets(
        source, name="", directory=directory, start_after=None, now=capture.fetched_at
    )
    yield Proposal(keys=keys, targets=tuple(islice(targets, MOST_OF_A_RANGE)))


def _read(keys: Mapping[str, Any], capture: Capture, directory: Directory) -> Iterator[Proposal]:
    """Read an answer as a source with such keys would; nothing where it is none."""
    try:
        page = read_listing(capture, name="", source=make_source(keys), directory=directory)
    except (ReadError, AddressError):
        return
    if page.targets or any(not one.is_next for one in page.more):
        yield fill(Proposal(keys=keys), page)


def fill(proposal: Proposal, page: ListPage) -> Proposal:
    """Give a proposal with what a page of its list names."""
    parts = tuple(one for one in page.more if not one.is_next)
    return Proposal(
        keys=proposal.keys,
        site=proposal.site,
        targets=page.targets,
        listed_count=page.listed_count,
        drafts=page.drafts,
        parts=parts,
    )


def _find_share(url: str, directory: Directory) -> Share | None:
    """Find the share site whose codes a list on this host may name."""
    host = host_of(url)
    return next((share for share in directory.shares if host in share.table.hosts), None)


def _is_json(capture: Capture) -> bool:
    return _find_json(capture) is not None


def _find_json(capture: Capture) -> Any:
    begin = capture.body[:4000].removeprefix(_BYTE_ORDER_MARK).lstrip()
    if begin.startswith(b"<"):
        return None
    try:
        answer = read_json(capture)
    except ReadError:
        return None
    return answer if isinstance(answer, dict | list) else None
