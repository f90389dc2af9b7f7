"""A sample read anew, by its own clock: the record, and which rule found what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from archiver.errors import ReadError
from archiver.explain.fields import explain_fields
from archiver.exporters.record import article_record
from archiver.normalise.article import normalise
from archiver.records import NOTHING_LISTED, Target
from archiver.samples.folders import Sample
from archiver.sites.directory import Directory
from archiver.sites.list_pages import file_target
from archiver.sites.listings import ListPage, read_listing
from archiver.sources.file import Sources
from archiver.sources.kinds import AnySource, ListSource

REFUSED = "refused"
_LEFT_OUT = frozenset(
    (
        "id url urls code site source text html appearances revision"
        " first_seen_at last_seen_at gone_at warnings"
    ).split()
)
_FIELDS = {
    "published_at": "published",
    "published_precision": "published",
    "modified_at": "modified",
    "modified_precision": "modified",
    "authors": "byline",
    "paragraphs": "body",
    "images": "body",
    "mentions": "body",
}
"""What a key of the record is called where its rule is told."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A sample, read.

    Attributes:
        record: plain JSON; what is no article has only ``refused``, the reason.
        rules: key of the record → the rule that found its value.
    """

    record: Mapping[str, Any]
    rules: Mapping[str, str] = field(default_factory=dict)


def read_sample(sample: Sample, sources: Sources, directory: Directory) -> Reading:
    """Read a sample as a crawl would read its answer.

    Raises:
        SourceError: its source is not there.
    """
    source = sources.get_source(sample.source) if sample.source else None
    try:
        if sample.is_list and source is not None:
            page = read_listing(sample.capture, name=sample.source, source=source, directory=directory)
            return Reading(_list_record(page), _list_rules(source))
        return _read_article(sample, make_target(sample.asked, sample.source, source, directory), directory)
    except ReadError as error:
        return Reading({REFUSED: error.reason.value}, {REFUSED: str(error)})


def make_target(url: str, name: str, source: AnySource | None, directory: Directory) -> Target:
    """Make the target of an article's sample; what a list said of it is not part of the sample."""
    target = directory.target(url)
    return file_target(target, name, source, NOTHING_LISTED) if source else target


def _read_article(sample: Sample, target: Target, directory: Directory) -> Reading:
    draft = directory.extract(sample.capture, target)
    article = normalise(draft)
    told = article_record(article)
    record = {key: value for key, value in told.items() if key not in _LEFT_OUT}
    record["warnings"] = [lack.reason.value for lack in article.lacks]
    rules = {one.name: one.rule for one in explain_fields(draft, article)}
    return Reading(record, {key: rules.get(_FIELDS.get(key, key), "") for key in record})


def _list_record(page: ListPage) -> dict[str, Any]:
    return {
        "listed_count": page.listed_count,
        "targets": [_target_record(target) for target in page.targets],
        "failures": [failure.reason.value for failure in page.failures],
        "more": [more.url for more in page.more],
    }


def _target_record(target: Target) -> dict[str, Any]:
    listed = target.listing
    return {
        "url": target.url,
        "code": target.code,
        "title": listed.raw_title or None,
        "time": listed.raw_time or None,
        "listed_at": listed.listed_at.isoformat(timespec="seconds") if listed.listed_at else None,
        "publisher": listed.raw_publisher or None,
        "byline": listed.raw_byline or None,
    }


def _list_rules(source: AnySource) -> dict[str, str]:
    """Give the places of a JSON list, which are its rules; other kinds are read by what they are."""
    if not isinstance(source, ListSource):
        return dict.fromkeys(("listed_count", "targets", "failures", "more"), source.kind)
    places = {"url": source.address or source.code, "code": source.code, "title": source.title}
    places |= {"time": source.time, "listed_at": source.time, "publisher": source.publisher}
    return {name: place for name, place in places.items() if place} | {
        "targets": source.records,
        "listed_count": source.records,
        "more": source.next,
    }
