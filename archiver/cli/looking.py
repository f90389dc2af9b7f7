"""Looks around at an address for what a source could be made of; asks little, and keeps nothing."""

from __future__ import annotations

from dataclasses import dataclass, field

from archiver.crawl.asking import Ask
from archiver.errors import ReadError
from archiver.records import Capture, Failure
from archiver.sites.directory import Directory, plain_target
from archiver.sites.leads import find_declared_feeds, robots_of, usual_places
from archiver.sites.listings import read_listing
from archiver.sites.proposing import Proposal, choose_order, choose_part, fill, make_source, propose

MOST_LEADS = 6
"""Addresses that are asked for beside the one given, parts of indexes left out."""
DEEPEST_INDEX = 2


@dataclass
class Look:
    """A look around at an address.

    Attributes:
        kind: propose this kind only; ``""`` for whichever fits.
        looked: address → what was found there, in the order of asking.
        refused: why nothing came from the address itself; ``None`` where something did.
    """

    ask: Ask
    directory: Directory
    kind: str = ""
    looked: dict[str, str] = field(default_factory=dict)
    refused: Failure | None = None

    async def around(self, url: str) -> list[Proposal]:
        """Give what could be made a source at an address, and at a page's site; the best first."""
        capture = await self._get(url)
        if capture is None:
            return []
        found = self._propose(capture)
        kinds = {str(one.keys["kind"]) for one in found}
        if not kinds - {"section", "ids"} and not any(one.site or "codes" in one.keys for one in found):
            found += await self._follow_leads(capture)
        return choose_order([await self._fill(one) for one in found])

    async def _follow_leads(self, page: Capture) -> list[Proposal]:
        feeds = find_declared_feeds(page) if self.kind in ("", "feed") else []
        found: list[Proposal] = []
        for url in feeds:
            found += await self._look_at(url)
        sitemaps: list[Proposal] = []
        if self.kind in ("", "sitemap"):
            robots = await self._look_at(robots_of(page.url))
            for part in [part.url for one in robots for part in one.parts][: MOST_LEADS // 2]:
                sitemaps += await self._look_at(part)
        has_feed = bool(found) or self.kind not in ("", "feed")
        has_sitemap = bool(sitemaps) or self.kind not in ("", "sitemap")
        for url in usual_places(page.url, has_feed=has_feed, has_sitemap=has_sitemap):
            found += await self._look_at(url)
        return found + sitemaps

    async def _look_at(self, url: str) -> list[Proposal]:
        if url in self.looked or len(self.looked) > MOST_LEADS:
            return []
        capture = await self._get(url)
        if capture is None:
            return []
        return [one for one in self._propose(capture) if one.keys["kind"] in ("feed", "sitemap")]

    def _propose(self, capture: Capture) -> list[Proposal]:
        found = propose(capture, self.directory, kind=self.kind)
        self.looked[capture.url] = ", ".join(one.label for one in found) or "nothing that lists articles"
        return found

    async def _get(self, url: str) -> Capture | None:
        answer = await self.ask(url, plain_target(url))
        if isinstance(answer, Failure):
            self.refused = None if self.looked else answer
            self.looked[url] = f"{answer.message} [{answer.reason}]"
            return None
        self.looked[url] = "answered"
        return answer

    async def _fill(self, proposal: Proposal) -> Proposal:
        """Look into one part of an index of sitemaps, so that it can be said what is in it."""
        for _ in range(DEEPEST_INDEX):
            part = choose_part(proposal)
            answer = await self.ask(part, plain_target(part)) if part else None
            if not isinstance(answer, Capture):
                break
            source = make_source(proposal.keys)
            try:
                page = read_listing(answer, name="", source=source, directory=self.directory)
            except ReadError:
                break
            proposal = fill(proposal, page)
        return proposal
