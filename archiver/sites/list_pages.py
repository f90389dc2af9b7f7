"""What the reader of a list gives, whatever kind of source it is, and how a target is made of an entry."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from archiver.errors import AddressError, ReadError
from archiver.normalise.dates import parse_moment
from archiver.normalise.urls import check_url
from archiver.reasons import Reason
from archiver.records import Capture, Draft, Failure, Listing, Stage, Target
from archiver.sites.directory import Directory
from archiver.sources.keys import Source


@dataclass(frozen=True, slots=True)
class More:
    """A further address to ask of the same source.

    Attributes:
        is_next: whether it is a following page, asked only while pages bring unknown articles; else it is a
            part of the list, always to be asked.
        changed_at: aware, when the list says it last changed; it need be asked only when that is newer than
            the last time.
        level: how many indexes it stands below; whoever asks counts them, for a reader sees one answer.
    """

    url: str
    is_next: bool
    changed_at: datetime | None = None
    level: int = 0


@dataclass(frozen=True, slots=True)
class ListPage:
    """What one answer of a source said.

    Attributes:
        targets: in the order of the list, without repeats.
        failures: the records that were broken.
        listed_count: how many records there were, those that are not wanted among them.
        more: what else to ask of the source.
        drafts: identity → draft made of the text that the list itself carried; its page need not be asked.
    """

    targets: tuple[Target, ...]
    failures: tuple[Failure, ...]
    listed_count: int
    more: tuple[More, ...] = ()
    drafts: Mapping[str, Draft] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader of a list reads with.

    Attributes:
        name: the source's.
    """

    capture: Capture
    name: str
    source: Source
    directory: Directory

    def fail(self, error: ReadError, shown: str) -> Failure:
        """Make the failure of a record that leads to no article.

        Args:
            shown: the record as text; the same record met again is the same failure.
        """
        digest = hashlib.sha256(shown.encode("utf-8", "replace")).hexdigest()[:16]
        return Failure(
            stage=Stage.FIND,
            reason=error.reason,
            key=f"find:{self.name}:{digest}",
            url=self.capture.url,
            message=f"{error}: {shown[:300]}",
            at=self.capture.fetched_at,
            source=self.name,
        )

    def find_moment(self, raw: str, time_zone: str) -> datetime | None:
        """Read a time that the list gives; ``None`` where it is none."""
        moment = parse_moment(raw, time_zone=time_zone, seen_at=self.capture.fetched_at) if raw else None
        return moment.at if moment else None

    def target(self, raw: str, listing: Listing) -> Target:
        """Make the target of an address as a list gives it, relative or not.

        Raises:
            ReadError: it is none.
        """
        url = resolve_url(self.capture.url, raw)
        if not url:
            raise ReadError(Reason.BAD_ADDRESS, f"a record of the list has no usable address ({raw[:100]!r})")
        return file_target(self.directory.page_target(url), self.name, self.source, listing)

    def is_wanted(self, target: Target) -> bool:
        """Whether the source's keys ``include``, ``exclude`` and ``since`` leave a target in."""
        include: list[str] = getattr(self.source, "include", [])
        exclude: list[str] = getattr(self.source, "exclude", [])
        if include and not any(re.search(pattern, target.url) for pattern in include):
            return False
        if any(re.search(pattern, target.url) for pattern in exclude):
            return False
        since, listed_at = self.source.since, target.listing.listed_at
        if since is None or listed_at is None:
            return True
        zone = ZoneInfo(self.source.time_zone or target.listing.time_zone)
        return listed_at >= datetime.combine(since, time(), tzinfo=zone)

    def page(
        self,
        targets: Iterable[Target],
        failures: Iterable[Failure] = (),
        *,
        listed_count: int,
        more: Iterable[More] = (),
        drafts: Mapping[str, Draft] | None = None,
    ) -> ListPage:
        """Put together what was read: wanted targets only, each once."""
        kept: dict[str, Target] = {}
        for target in filter(self.is_wanted, targets):
            # A list may repeat an article; the fuller record of it is the one to keep.
            if target.identity not in kept or not kept[target.identity].listing.raw_title:
                kept[target.identity] = target
        told = {failure.key: failure for failure in failures}
        asked = {one.url: one for one in more if one.url != self.capture.url}
        carried = {name: draft for name, draft in (drafts or {}).items() if name in kept}
        return ListPage(
            tuple(kept.values()), tuple(told.values()), listed_count, tuple(asked.values()), carried
        )


def resolve_url(base: str, raw: str) -> str:
    """Make an address absolute; ``""`` for what is none of http or https."""
    try:
        return check_url(urljoin(base, raw.strip())) if raw.strip() else ""
    except (AddressError, ValueError):
        return ""


def file_target(target: Target, name: str, source: Source, listing: Listing) -> Target:
    """Give a target with what its source's table says of it."""
    return replace(
        target,
        source=name,
        listing=listing,
        category=target.category if source.category is None else source.category,
        tags=target.tags if source.tags is None else tuple(source.tags),
        recheck=tuple(source.recheck),
        slug=source.slug,
        publisher=source.newspaper,
        language=source.language,
        time_zone=source.time_zone,
        rules=tuple(source.pages),
    )
