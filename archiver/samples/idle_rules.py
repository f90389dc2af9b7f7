"""Rules of tables that find nothing on any sample: the site has changed, or a word is misspelt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archiver.errors import ReadError
from archiver.samples.folders import Sample
from archiver.samples.readings import make_target
from archiver.sites.article import read_fields, read_page
from archiver.sites.directory import Directory
from archiver.sites.page.page import Page
from archiver.sites.page.rule_texts import find_nodes, find_texts
from archiver.sources.file import Sources
from archiver.sources.kinds import SectionSource
from archiver.sources.pages import PageTable
from archiver.sources.selectors import read_selector

_OTHER_KEYS = frozenset(("hosts", "paths", "from_on", "to_on", "time_zone", "optional"))
_FIELDS = tuple(name for name in PageTable.model_fields if name not in _OTHER_KEYS)


def find_idle_rules(
    samples: Iterable[Sample], sources: Sources, directory: Directory
) -> dict[str, list[str]]:
    """Give ``pages.NAME.FIELD`` or ``sources.NAME.links`` → its rules that found nothing on any sample."""
    worked: dict[tuple[str, str], bool] = {}
    for sample in samples:
        try:
            page = read_page(sample.capture)
        except ReadError:
            continue
        for place, rule in _rules_for(sample, page, sources, directory):
            worked[place, rule] = worked.get((place, rule), False) or _finds(rule, page)
    idle: dict[str, list[str]] = {}
    for (place, rule), has_worked in worked.items():
        if not has_worked:
            idle.setdefault(place, []).append(rule)
    return idle


def _rules_for(
    sample: Sample, page: Page, sources: Sources, directory: Directory
) -> Iterator[tuple[str, str]]:
    source = sources.sources.get(sample.source)
    if sample.is_list:
        if isinstance(source, SectionSource):
            yield from ((f"sources.{sample.source}.links", rule) for rule in source.links)
            yield from ((f"sources.{sample.source}.next", rule) for rule in source.next)
        return
    target = make_target(sample.asked, sample.source, source, directory)
    if directory.find_share(target):
        return
    tables = directory.rules(sample.capture.url, target)
    for one in read_fields(page, sample.capture, target, tables).rules:
        for name in _FIELDS:
            if name not in one.table.optional:
                yield from ((f"pages.{one.name}.{name}", rule) for rule in one.table.rules(name))


def _finds(rule: str, page: Page) -> bool:
    selector = read_selector(rule)
    return bool(find_texts(selector, page)) or (
        rule.startswith(("css:", "xpath:")) and bool(find_nodes(selector, page.root))
    )
