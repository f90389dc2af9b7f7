"""Who wrote a page's article: every place that may say so is read, and the names with most support win."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from archiver.normalise.bylines import name_account, parse_byline
from archiver.normalise.names import has_han, is_chinese_name, is_first_name
from archiver.records import Candidate, Finding
from archiver.sites.page.author_places import find_mentions
from archiver.sites.page.author_zones import Mention
from archiver.sites.page.page import Page

WEIGHTS = {
    "json-ld:author": 2.0, "meta:author": 2.2, "meta:dc.creator": 1.1,
    "itemprop:head": 2.6, "rel:head": 2.4, "class:head": 2.0, "link:head": 1.6, "label:head": 1.9,
    "under headline": 0.9, "dated:head": 0.6, "beside date:head": 0.6, "bare:head": 0.3, "text:head": 1.6,
    "itemprop:end": 1.3, "rel:end": 1.3, "class:end": 1.3, "link:end": 0.8, "label:end": 1.0,
    "about:end": 0.9, "bio:end": 0.35, "begins bio:end": 0.49, "text:end": 1.2,
    "itemprop:mid": 1.1, "rel:mid": 0.9, "class:mid": 0.9, "link:mid": 0.6,
}  # fmt: skip
"""How much a place speaks for the names in it; set by hand on half of the English pages."""
ENOUGH = 0.87
"""Support under which no author is given."""
NAMED = 1.7
"""A line that is no more than short counts more where it begins with a common first name."""
ACCOUNT, ACCOUNT_LINKED = 0.5, 0.4
"""Factors for a name that is no person's, in general and in JSON-LD."""
UNPRINTED, UNPRINTED_LINKED = 0.7, 0.4
"""Factors for declared names that the reader does not see, in meta tags and in JSON-LD."""
SITE, SINGLE, SINGLE_LINE = 0.5, 0.8, 0.3
"""Factors for the site's own name, for names of one word, and for those in a line that is only short."""
CHINESE_UNSURE = 0.3
"""Factor on Chinese pages for what has no person's name's form, or is only declared: often the site."""
ACCOUNT_LINE = 1.0
"""Weight of an account's name on a Chinese page."""
SECOND_DECLARED = 0.1
"""JSON-LD and meta tags are filled by the same program: what both say is hardly more than what one says."""
_DECLARED = ("json-ld:author", "meta:author", "meta:dc.creator")
_LINES = frozenset(
    (
        *("under headline", "dated:head", "beside date:head", "bare:head"),
        *("bio:end", "begins bio:end", "about:end"),
    )
)
_UNITED = (
    *("itemprop:head", "rel:head", "class:head", "link:head", "class:mid", "link:mid"),
    *("itemprop:end", "class:end", "rel:end", "link:end"),
)
_SIDE_BY_SIDE = 6
_NOT_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class _Reading:
    """The names that a mention gives, and how much speaks for them."""

    mention: Mention
    names: tuple[str, ...]
    weight: float
    is_account: bool = False

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(_NOT_WORD.sub("", name.casefold()) for name in self.names)


class _Page:
    """What is asked of a page for every mention: is it Chinese, what is the site called, what is printed."""

    def __init__(self, page: Page) -> None:
        self._page = page
        sample = page.blocks[page.body_start : page.body_start + 3] or page.blocks[:3]
        self.is_chinese = any(has_han(block.text) for block in sample)
        self._host = _NOT_WORD.sub("", page.host)
        self._label = max(page.host.split(".")[:-1], key=len, default="").replace("-", "")
        named = [page.head.meta("og:site_name"), page.head.meta("application-name")]
        for thing in page.head.things:
            publisher = thing.get("publisher")
            if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
                named.append(publisher["name"])
        self._site_names = {_NOT_WORD.sub("", name.casefold()) for name in named} - {""}

    @cached_property
    def _text(self) -> str:
        return "\n".join([block.text for block in self._page.blocks])

    @cached_property
    def _folded_text(self) -> str:
        return self._text.casefold()

    def prints(self, name: str) -> bool:
        """Whether the reader sees this name."""
        return name in self._text or name.casefold() in self._folded_text

    def is_site(self, name: str) -> bool:
        """Whether this is what the site is called."""
        squashed = _NOT_WORD.sub("", name.casefold())
        if squashed in self._site_names or (len(squashed) > 2 and squashed in self._host):
            return True
        return len(self._label) > 3 and self._label in squashed


def find_authors(page: Page) -> Finding:
    """Find the byline; its value is such that ``parse_byline`` gives the authors' names."""
    ranked = rank(read_mentions(find_mentions(page), _Page(page)))
    if not ranked:
        return Finding()
    score, best = ranked[0]
    others = tuple(Candidate(one.mention.rule, one.mention.text) for _, one in ranked)
    if score < ENOUGH:
        return Finding(others=others)
    return Finding(_value(best), best.mention.rule, others[1:])


def read_mentions(mentions: Iterable[Mention], page: _Page) -> list[_Reading]:
    """Read the names in each mention; those that hold none are left out."""
    readings: list[_Reading] = []
    known: dict[str, tuple[str, ...]] = {}
    for mention in mentions:
        if mention.text not in known:
            known[mention.text] = parse_byline(mention.text).authors
        names = () if mention.is_account else known[mention.text]
        account = "" if names else _read_account(mention)
        if names or account:
            names = names or (account,)
            weight = weigh(mention, names, page, is_account=bool(account))
            readings.append(_Reading(mention, names, weight, bool(account)))
    return _unite(readings)


def _read_account(mention: Mention) -> str:
    """The name of a newspaper's desk or of an account, where a place says clearly that it is the author."""
    if (
        mention.is_account
        or mention.place < 0
        or mention.rule.startswith(("class:head", "rel:head", "itemprop:head", "label:head"))
    ):
        name = name_account(mention.text)
        capitals = all(word[0].isupper() or not word[0].isalpha() for word in name.split() if len(word) > 3)
        return name if capitals or mention.rule != "label:head" else ""
    return ""


def weigh(mention: Mention, names: Sequence[str], page: _Page, *, is_account: bool) -> float:
    """Say how much a mention speaks for its names."""
    rule = mention.rule
    weight = WEIGHTS[rule]
    is_meta = mention.place < 0
    if page.is_chinese:
        if mention.is_account:
            return ACCOUNT_LINE
        is_sure = all(map(is_chinese_name, names)) or (rule.endswith(":head") and not is_meta)
        return weight if is_sure and not is_account else ACCOUNT_LINE if is_sure else weight * CHINESE_UNSURE
    unprinted = UNPRINTED_LINKED if rule.startswith("json") else UNPRINTED
    if is_meta and not all(map(page.prints, names)):
        weight *= unprinted * (SITE if any(map(page.is_site, names)) else 1.0)
    elif any(map(page.is_site, names)) and not is_account:
        weight *= SITE
    if is_account:
        return weight * (ACCOUNT_LINKED if rule.startswith("json") else ACCOUNT)
    if not all(" " in name for name in names):
        if rule.startswith("label") and not names[0][0].isupper():
            return weight * SINGLE_LINE
        return weight * (SINGLE_LINE if rule in _LINES else SINGLE)
    return weight * NAMED if rule in _LINES and all(map(is_first_name, names)) else weight


def _unite(readings: Sequence[_Reading]) -> list[_Reading]:
    """Take the authors that stand side by side in elements of their own as one list."""
    united: list[_Reading] = []
    counts = Counter(one.mention.rule for one in readings)
    for rule in _UNITED:
        if counts[rule] < 2:
            continue
        same = [one for one in readings if one.mention.rule == rule and not one.is_account]
        near = [one for one in same if one.mention.place - same[0].mention.place <= _SIDE_BY_SIDE]
        near = [one for one in near if all(" " in name or has_han(name) for name in one.names)]
        names = tuple(dict.fromkeys(name for one in near for name in one.names))
        if len(names) > max((len(one.names) for one in near), default=0):
            mention = Mention(rule, "; ".join(names), near[0].mention.place)
            united.append(_Reading(mention, names, min(one.weight for one in near)))
            readings = [one for one in readings if one not in near]
    return [*readings, *united]


def rank(readings: Sequence[_Reading]) -> list[tuple[float, _Reading]]:
    """Give every list of names with its support, the best first."""
    keyed = [(reading.keys, reading) for reading in readings]
    groups: dict[frozenset[str], _Reading] = {}
    for keys, reading in keyed:
        known = groups.get(keys)
        if known is None or reading.weight > known.weight:
            groups[keys] = reading
    ranked: list[tuple[float, _Reading]] = []
    for keys, reading in groups.items():
        support: dict[str, float] = {}
        for others, other in keyed:
            rule = other.mention.rule
            agreement = _agreement(keys, others, is_whole=rule == "label:head")
            support[rule] = max(support.get(rule, 0.0), other.weight * agreement)
        declared = sorted(support.pop(rule, 0.0) for rule in _DECLARED)
        support["declared"] = declared[-1] + SECOND_DECLARED * sum(declared[:-1])
        ranked.append((sum(support.values()) + 0.01 * len(keys), reading))
    return sorted(ranked, key=lambda one: -one[0])


def _agreement(names: frozenset[str], others: frozenset[str], *, is_whole: bool) -> float:
    """How far other names speak for these: fully where all of them are among these.

    Args:
        is_whole: the others are all authors that there are, so that every further name is one too many.
    """
    common = len(names & others)
    shared = 2 * common / (len(names) + len(others))
    return shared**2 if is_whole else (common / len(others) + shared) / 2


def _value(reading: _Reading) -> str:
    if reading.is_account:
        return f"Account: {reading.names[0]}"
    text = reading.mention.text
    return (
        text if len(text) <= 200 and parse_byline(text).authors == reading.names else "; ".join(reading.names)
    )
