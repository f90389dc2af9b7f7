"""Which site an address belongs to, and which article it names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from archiver.errors import AddressError
from archiver.normalise.urls import check_url, url_identity
from archiver.records import Capture, Draft, Target
from archiver.sites import article
from archiver.sites.page.rules import PageRules, find_rules
from archiver.sites.share import Share
from archiver.sources.file import DEFAULT_SITE, ShareSite, Sources
from archiver.sources.pages import PageTable


@dataclass(frozen=True, slots=True)
class Directory:
    """All sites a run knows, and its rules for pages; an address that no site claims is a news page.

    Attributes:
        pages: the tables ``[pages.NAME]``.
    """

    shares: tuple[Share, ...]
    pages: Mapping[str, PageTable] = field(default_factory=dict)

    @classmethod
    def of(cls, sources: Sources) -> Directory:
        """Make the directory of the tables; families with listed hosts are asked before open ones."""
        shares = [Share(name, table) for name, table in sources.sites.items()]
        return cls(tuple(sorted(shares, key=lambda share: share.table.any_host)), sources.pages)

    def target(self, text: str) -> Target:
        """Name the article that an address, or a code of a known family, stands for.

        Raises:
            AddressError: it is neither.
        """
        if "://" not in text and (share := self._share_of_code(text)):
            return share.target(text)
        target = self.page_target(check_url(text))
        for share in self.shares:
            if target.code is None and share.is_page(target.url):
                parameter = share.table.code_parameter
                raise AddressError(f"{text!r} is a share page without a usable {parameter}; share it again")
        return target

    def page_target(self, url: str) -> Target:
        """Name the article at a checked address."""
        for share in self.shares:
            if code := share.find_code(url):
                return share.target(code, url)
        return plain_target(url)

    def resolve(self, url: str, code: str | None) -> Target:
        """Name an imported article by its address (``""`` if unknown) and code (``None`` if unknown).

        A code names the article of a family whatever its address: an address of a plain page
        becomes one more address of that article.
        """
        target = self.page_target(url) if url else None
        if code is None or (target is not None and target.code is not None):
            if target is None:
                raise AddressError("neither an address nor a code is known")
            return target
        share = self.shares[0] if self.shares else Share(DEFAULT_SITE, ShareSite(any_host=True))
        named = share.target(code)
        return replace(named, url=url, alternatives=(url,) if url else ())

    def share(self, name: str) -> Share:
        """Give the family of that name; the name comes from a checked table."""
        return next(share for share in self.shares if share.name == name)

    def find_share(self, target: Target) -> Share | None:
        """Find the family a target belongs to; ``None`` for a plain page."""
        if not target.identity.startswith("share:"):
            return None
        return next((share for share in self.shares if share.name == target.site), None)

    def plan(self, target: Target) -> str:
        """Give the address to ask for a target."""
        if target.via:
            return target.via
        share = self.find_share(target)
        return share.plan(target) if share else target.url

    def rules(self, url: str, target: Target) -> tuple[PageRules, ...]:
        """Give the rules for the page at an address: those the target names, then the more exact ones."""
        named = tuple(PageRules(name, self.pages[name]) for name in target.rules if name in self.pages)
        return (*named, *(rules for rules in find_rules(self.pages, url) if rules.name not in target.rules))

    def extract(self, capture: Capture, target: Target, *, needs_text: bool = True) -> Draft:
        """Read a capture as the target's site does, a news page by the rules for its address first.

        Args:
            needs_text: whether a news page without an article's text is refused.

        Raises:
            ReadError: it holds no readable article.
        """
        share = self.find_share(target)
        if share and not target.via:
            return share.extract(capture, target)
        return article.extract(capture, target, rules=self.rules(capture.url, target), needs_text=needs_text)

    def _share_of_code(self, text: str) -> Share | None:
        """Find the family a bare code may belong to; a word without a digit is a mistyped address."""
        if not any(map(str.isdigit, text)):
            return None
        return next((share for share in self.shares if share.table.hosts and share.is_code(text)), None)


def plain_target(url: str) -> Target:
    """Name the news page at a checked address, or a saved one whose address nobody knows (``""``)."""
    if not url:
        return Target(url="", identity="url:", site="")
    identity = url_identity(url)  # holds the host: a sitemap has fifty thousand addresses
    site = identity.removeprefix("url:").partition("/")[0].removeprefix("www.")
    return Target(url=url, identity=identity, site=site)


def identities(target: Target) -> tuple[str, ...]:
    """Every identity under which a target's article may be known: its own, and its addresses'."""
    return (target.identity, *(url_identity(url) for url in target.alternatives))
