"""Share pages: JavaScript shells whose text stands behind a JSON endpoint on the same host."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, quote, urlsplit

from archiver.errors import ReadError
from archiver.reasons import Reason
from archiver.records import Capture, Draft, Finding, Listing, Target, find_first
from archiver.sites.answers import find_text, read_json
from archiver.sites.page.walls import find_wall_in
from archiver.sources.file import ShareSite

_UNSEEN = re.compile(r"(?:<[^>]*>|&nbsp;|&#160;|[\s\u3000\ufeff\u200b])*+")


@dataclass(frozen=True, slots=True)
class Share:
    """The reader of one family of share hosts."""

    name: str
    table: ShareSite

    def find_code(self, url: str) -> str | None:
        """Find the code in a share address of this family; ``None`` if it is none of its addresses."""
        if not self.is_page(url):
            return None
        parts = urlsplit(url)
        wanted = self.table.code_parameter.lower()
        # A shared address may carry its parameters behind the fragment sign, as old mobile pages do.
        query = parse_qsl(parts.query) + parse_qsl(parts.fragment.partition("?")[2])
        codes = [value.strip() for name, value in query if name.lower() == wanted]
        return next((code for code in codes if self.is_code(code)), None)

    def is_page(self, url: str) -> bool:
        """Whether an address is this family's share page, with a code or without."""
        parts = urlsplit(url)
        if not (self.table.any_host or parts.netloc.lower() in self.table.hosts):
            return False
        return re.sub(r"/{2,}", "/", parts.path).lower() == self.table.page.lower()

    def is_code(self, text: str) -> bool:
        """Whether a text has the form of this family's codes."""
        return re.fullmatch(self.table.code_pattern, text, re.ASCII) is not None

    def target(self, code: str, url: str = "") -> Target:
        """Name the article with a code; its address is made on the first host unless given."""
        return Target(
            url=url or self.share_url(code),
            identity=f"share:{self.name}:{code}",
            site=self.name,
            code=code,
            category=self.table.category,
            tags=tuple(self.table.tags),
            slugs=self.table.slugs,
        )

    def share_url(self, code: str) -> str:
        """Give the address under which a code is shared; ``""`` if the family has no known host."""
        if not self.table.hosts:
            return ""
        host = f"{self.table.scheme}://{self.table.hosts[0]}"
        return f"{host}{self.table.page}?{self.table.code_parameter}={quote(code)}"

    def plan(self, target: Target) -> str:
        """Give the address of the text endpoint, on the host of the target's share page."""
        parts = urlsplit(target.url)
        path = self.table.text.replace("{code}", quote(target.code or ""))
        return path if "://" in path else f"{parts.scheme}://{parts.netloc}{path}"

    def extract(self, capture: Capture, target: Target) -> Draft:
        """Read the endpoint's answer; what the list said comes before what the answer says.

        Raises:
            ReadError: no JSON, JSON without text, or with a text that only asks for a login or the like.
        """
        answer = read_json(capture)
        if not isinstance(answer, dict):
            raise ReadError(Reason.NOT_JSON, "the answer is JSON, but no object")
        body, body_place = find_text(answer, self.table.text_keys)
        if _UNSEEN.fullmatch(body) and "<img" not in body:
            raise ReadError(Reason.EMPTY_TEXT, f"the answer for code {target.code} holds no text")
        if wall := find_wall_in(body):
            raise ReadError(wall.reason, wall.message)
        listed = target.listing
        title, title_place = find_text(answer, self.table.title_keys)
        time, time_place = find_text(answer, self.table.time_keys)
        publisher, publisher_place = find_text(answer, self.table.publisher_keys)
        found = {
            "title": find_first(("list", listed.raw_title), (f"json:{title_place}", title)),
            "published": find_first(("list", listed.raw_time), (f"json:{time_place}", time)),
            "publisher": find_first(("list", listed.raw_publisher), (f"json:{publisher_place}", publisher)),
            "body": Finding(rule=f"json:{body_place}"),
        }
        return Draft(
            target=target,
            fetched_at=capture.fetched_at,
            addresses=(target.url, *target.alternatives),
            raw_title=found["title"].value,
            raw_published=found["published"].value,
            raw_publisher=found["publisher"].value,
            body_html=body,
            base_url=target.url,
            time_zone=self.table.time_zone,
            found=found,
        )


def with_listing(draft: Draft, listing: Listing) -> Draft:
    """Fill what a share site's answer did not say with what a list says of the same code."""
    listed = {"title": listing.raw_title, "published": listing.raw_time, "publisher": listing.raw_publisher}
    found = dict(draft.found)
    for name, value in listed.items():
        own = found[name]
        said = [(own.rule, own.value), *((one.rule, one.value) for one in own.others)]
        found[name] = find_first(*said, ("list", value))
    return replace(
        draft,
        raw_title=found["title"].value,
        raw_published=found["published"].value,
        raw_publisher=found["publisher"].value,
        found=found,
    )
