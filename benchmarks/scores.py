"""What a reading of a page is worth, and the mean over a set; the formulas stand in ``metrics.py``."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clocks import expected_clock, read_clock
from metrics import (
    author_scores,
    bag_scores,
    date_scores,
    names,
    paragraph_scores,
    rouge_lsum,
    signs,
    snippet_share,
    words,
)
from pages import Page

_DAY = re.compile(r"(?<!\d)(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})(?!\d)")
Weighed = Mapping[str, tuple[float, float]]
"""Metric → value and weight on one page; a metric is the sum of values by the sum of weights."""
LESS_IS_BETTER = {"without", "author_false", "date_false", "errors"}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a system read of a page."""

    paragraphs: Sequence[str] = ()
    title: str | None = None
    authors: Sequence[str] = ()
    published: str | None = None

    @property
    def day(self) -> str | None:
        """The day of publication."""
        found = _DAY.search(self.published or "")
        return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else None


def reading_of(read: Mapping[str, Any] | None) -> Reading:
    """Take a worker's reading; a failure is an empty one."""
    given = {name: value for name, value in (read or {}).items() if value is not None}
    return Reading(**given)


def score(reading: Reading, page: Page, fields: str) -> Weighed:
    """Give every metric for which the page has gold and that is of these fields."""
    scores: dict[str, tuple[float, float]] = {}
    if "text" in fields:
        scores |= {name: (value, 1.0) for name, value in _text_scores(reading, page)}
    if "title" in fields and page.expected.get("title"):
        found, gold = signs(reading.title or ""), signs(page.expected["title"])
        scores["title_exact"] = float(found == gold), 1.0
        scores["title_F1"] = bag_scores(found, gold)[0], 1.0
    if "authors" in fields:
        scores |= {name: (value, 1.0) for name, value in _author_scores(reading, page.expected)}
    if "date" in fields:
        scores |= _date_scores(reading, page, has_clocks="clock" in fields)
    return scores


def _text_scores(reading: Reading, page: Page) -> Iterable[tuple[str, float]]:
    expected, text = page.expected, "\n".join(reading.paragraphs)
    if expected.get("text") and page.set_name == "wcxb-dev":
        yield from _named("word", bag_scores(words(text), words(expected["text"])))
    for name in ("with", "without"):
        share = snippet_share(text, expected.get(name) or [])
        if share is not None:
            yield name, share
    if expected.get("paragraphs"):
        gold, optional = expected["paragraphs"], expected.get("optional") or []
        yield from _named("par", paragraph_scores(reading.paragraphs, gold, optional))
        if page.set_name == "fundus-even":
            yield from _named("rouge", rouge_lsum(reading.paragraphs, gold, optional))
    if expected.get("text") and page.set_name == "gne-even":
        yield from _named("char", bag_scores(signs(text), signs(expected["text"])))


def _named(name: str, values: tuple[float, float, float]) -> Iterable[tuple[str, float]]:
    return zip((f"{name}_F1", f"{name}_P", f"{name}_R"), values, strict=True)


def _author_scores(reading: Reading, expected: Mapping[str, Any]) -> Iterable[tuple[str, float]]:
    if expected.get("authors"):
        golds = [expected["authors"], *(expected.get("authors_alt") or [])]
        yield from zip(("author_F1", "author_exact"), author_scores(reading.authors, golds), strict=True)
    elif "authors" in expected:
        yield "author_false", float(bool(names(reading.authors)))


def _date_scores(reading: Reading, page: Page, *, has_clocks: bool) -> Weighed:
    expected = page.expected
    if "date" not in expected:
        return {}
    if not expected["date"]:
        return {"date_false": (float(reading.day is not None), 1.0)}
    scores = date_scores(reading.day, expected["date"])
    if has_clocks and page.set_name == "gne-even":
        clock = expected_clock(page.html, expected["date"], expected.get("paragraphs") or [])
        if clock:
            scores["time_acc"] = float(read_clock(reading.published) == clock), 1.0
    return scores


def summarise(
    pages: Sequence[Page], readings: Sequence[Mapping[str, Any] | None], fields: str
) -> dict[str, float]:
    """Give every metric of a set, and how often the system failed."""
    sums: dict[str, float] = defaultdict(float)
    weights: dict[str, float] = defaultdict(float)
    for page, read in zip(pages, readings, strict=True):
        for name, (value, weight) in score(reading_of(read), page, fields).items():
            sums[name] += value
            weights[name] += weight
    means = {name: sums[name] / weights[name] if weights[name] else 0.0 for name in sums}
    return means | {"errors": float(sum(read is None for read in readings))} if means else {}


def gold_counts(pages: Sequence[Page], fields: str) -> Counter[str]:
    """Give on how many of the pages each metric is measured."""
    return Counter(name for page in pages for name in score(Reading(), page, fields))
