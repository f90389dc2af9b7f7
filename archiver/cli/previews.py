"""Some articles of a source, fetched and read to be looked at; nothing is stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from rich.table import Table

from archiver.crawl.asking import Ask
from archiver.errors import ReadError
from archiver.exporters.record import moment_text
from archiver.normalise.article import normalise
from archiver.reasons import Reason
from archiver.records import Article, Capture, Draft, Failure, Moment, Precision, Target
from archiver.sites.directory import Directory

WANTED_COUNT = 3
HOLES = frozenset((Reason.NOT_FOUND, Reason.SOFT_404))


@dataclass(frozen=True, slots=True)
class Preview:
    """One article of a source, or why there is none.

    Attributes:
        capture: the answer that was read; ``None`` where the list carried the text, or none came.
        fault: why it could not be read, with its reason; ``""`` where it was.
    """

    target: Target
    capture: Capture | None = None
    draft: Draft | None = None
    article: Article | None = None
    reason: Reason | None = None
    fault: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """What the article lacks of what most articles have."""
        article = self.article
        if article is None:
            return ()
        has = {"title": article.title, "date": article.published, "by": article.authors, "text": article.text}
        return tuple(name for name, value in has.items() if not value)


async def preview_articles(
    ask: Ask,
    targets: Iterable[Target],
    directory: Directory,
    *,
    drafts: Mapping[str, Draft],
    wanted: int = WANTED_COUNT,
    has_holes: bool = False,
) -> list[Preview]:
    """Fetch and read the first articles.

    Args:
        has_holes: whether addresses at which there is nothing are passed over, as in a range.
    """
    previews: list[Preview] = []
    holes: list[Preview] = []
    for target in targets:
        if len(previews) >= wanted:
            break
        one = await _preview(ask, target, directory, drafts.get(target.identity))
        (holes if has_holes and one.reason in HOLES else previews).append(one)
    return previews or holes[:1]


async def _preview(ask: Ask, target: Target, directory: Directory, draft: Draft | None) -> Preview:
    if draft is not None:
        return _read(target, None, draft)
    preview = await _fetch(ask, target, directory)
    if preview.article is None and target.alternatives and preview.reason is Reason.EMPTY_TEXT:
        return await _fetch(ask, replace(target, via=target.alternatives[0]), directory)
    return preview


async def _fetch(ask: Ask, target: Target, directory: Directory) -> Preview:
    answer = await ask(directory.plan(target), target)
    if isinstance(answer, Failure):
        return Preview(target, reason=answer.reason, fault=f"{answer.message} [{answer.reason}]")
    try:
        draft = directory.extract(answer, target)
    except ReadError as error:
        return Preview(target, answer, reason=error.reason, fault=f"{error} [{error.reason}]")
    except Exception as error:  # noqa: BLE001 - whatever a page holds, the others are shown
        return Preview(target, answer, reason=Reason.UNEXPECTED, fault=f"cannot be read: {error!r}"[:300])
    return _read(target, answer, draft)


def _read(target: Target, capture: Capture | None, draft: Draft) -> Preview:
    try:
        return Preview(target, capture, draft, normalise(draft))
    except ReadError as error:
        return Preview(target, capture, draft, reason=error.reason, fault=f"{error} [{error.reason}]")


def preview_table(previews: Iterable[Preview]) -> Table:
    """Give a table of articles: title, time, authors, length of the text, and what is missing."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for column in ("title", "published", "by", "characters", "missing"):
        table.add_column(column, overflow="fold", justify="right" if column == "characters" else "left")
    for one in previews:
        article = one.article
        if article is None:
            table.add_row(one.target.url, "", "", "", one.fault)
            continue
        table.add_row(
            article.title or "(no title)",
            _moment(article.published),
            ", ".join(article.authors),
            str(len(article.text)),
            ", ".join(one.missing),
        )
    return table


def _moment(moment: Moment | None) -> str:
    if moment is None:
        return ""
    if moment.precision is Precision.DAY:
        return moment.at.date().isoformat()
    return moment_text(moment) or ""
