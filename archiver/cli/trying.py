"""``archiver sources test``: a source asked live, some articles read, every field told; nothing is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from archiver.cli.options import AllowPrivate, Config, Verbose, console, messages, settings_of
from archiver.errors import EXIT_FAILED, EXIT_PARTLY, ReadError, SourceError
from archiver.explain.fields import explain_fields
from archiver.explain.records import Field, one_line
from archiver.records import Capture, Failure
from archiver.sites.directory import Directory, plain_target
from archiver.sites.list_pages import ListPage
from archiver.sites.listings import enumerate_targets, first_urls, read_addresses, read_listing
from archiver.sources.file import load_sources
from archiver.sources.kinds import STANDARD_INPUT, AnySource, IdsSource, UrlsSource

if TYPE_CHECKING:
    from archiver.cli.previews import Preview
    from archiver.crawl.asking import Ask

USUAL_COUNT = 3
MOST_HOLES = 20
"""Addresses of a range that are asked for at most."""
MOST_PARTS = 3
LONGEST_VALUE = 100
_NEEDED = ("title", "published", "byline", "body")


def try_source(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A source of the sources file.")],
    limit: Annotated[
        int, typer.Option("--limit", min=1, max=100, help="Read at most so many articles.")
    ] = USUAL_COUNT,
    allow_private: AllowPrivate = False,
    config: Config = None,
    verbose: Verbose = False,
) -> None:
    """Ask a source now, read some of its articles, and tell each field with its rule; nothing is stored."""
    # Only here, so that the other verbs need not wait for Scrapy.
    from archiver.cli.previews import preview_articles  # noqa: PLC0415
    from archiver.crawl.asking import converse  # noqa: PLC0415

    settings = settings_of(None, config, allow_private=allow_private or None)
    sources = load_sources(Path(settings.sources))
    source = sources.get_source(name)
    directory = Directory.of(sources)

    async def script(ask: Ask) -> list[Preview]:
        page = await _list_articles(ask, name, source, directory)
        if not isinstance(source, IdsSource):
            dated = sum(target.listing.listed_at is not None for target in page.targets)
            console.print(
                f"{name}: {len(page.targets)} articles, {dated} with a date,"
                f" {len(page.failures)} broken records",
                markup=False,
            )
        return await preview_articles(
            ask,
            page.targets,
            directory,
            drafts=page.drafts,
            wanted=limit,
            has_holes=isinstance(source, IdsSource),
        )

    log_level = "INFO" if verbose else "WARNING"
    previews = converse(settings, script, allow_private=source.allow_private, log_level=log_level)
    _tell(previews)
    good = sum(one.article is not None for one in previews)
    if good < len(previews) or not previews:
        raise typer.Exit(EXIT_PARTLY if good else EXIT_FAILED)


async def _list_articles(ask: Ask, name: str, source: AnySource, directory: Directory) -> ListPage:
    """Give what a source lists now: its first page with articles.

    Raises:
        ReadError: no answer came, or it is no list.
    """
    now = datetime.now(UTC)
    if isinstance(source, IdsSource):
        targets = enumerate_targets(source, name=name, directory=directory, start_after=None, now=now)
        return ListPage(tuple(islice(targets, MOST_HOLES)), (), 0)
    if isinstance(source, UrlsSource):
        return read_addresses(_read_file(source), name=name, source=source, directory=directory, now=now)
    waiting = list(first_urls(source, now=now))
    for _ in range(MOST_PARTS):
        page = await _ask_list(ask, waiting.pop(0), name, source, directory)
        if page.targets or page.failures:
            return page
        waiting = [more.url for more in page.more if not more.is_next] + waiting
        if not waiting:
            return page
    return page


def _read_file(source: UrlsSource) -> str:
    if source.file in ("", STANDARD_INPUT):
        return ""
    try:
        return Path(source.file).read_text("utf-8-sig", "replace")
    except OSError as error:
        raise SourceError(f"{source.file}: {error.strerror}; check the path") from error


async def _ask_list(ask: Ask, url: str, name: str, source: AnySource, directory: Directory) -> ListPage:
    answer: Capture | Failure = await ask(url, plain_target(url))
    if isinstance(answer, Failure):
        raise ReadError(answer.reason, f"{url}: {answer.message} [{answer.reason}]")
    try:
        return read_listing(answer, name=name, source=source, directory=directory)
    except ReadError as error:
        raise ReadError(error.reason, f"{url}: {error} [{error.reason}]") from None


def _tell(previews: Sequence[Preview]) -> None:
    missing: Counter[str] = Counter()
    for one in previews:
        console.print(f"\n{one.target.url}", markup=False)
        if one.article is None or one.draft is None:
            console.print(f"not read: {one.fault}", markup=False)
            continue
        fields = explain_fields(one.draft, one.article)
        console.print(_field_table(fields))
        missing.update(field.name for field in fields if not field.shown)
        for lack in one.article.lacks:
            messages.print(f"{one_line(lack.message)} [{lack.reason}]", markup=False)
    read_count = sum(one.article is not None for one in previews)
    shares = [f"{name} {missing[name]} of {read_count}" for name in missing]
    told = ", ".join(shares) or "nothing"
    console.print(f"\n{read_count} of {len(previews)} articles read; missing: {told}")
    lacking = any(missing[name] for name in _NEEDED)
    if lacking and (url := _find_address(previews)):
        messages.print(f"archiver explain {url} tells what else stands on a page", markup=False)


def _find_address(previews: Sequence[Preview]) -> str:
    return next((one.target.url for one in previews if one.article is not None and one.missing), "")


def _field_table(fields: Sequence[Field]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for column in ("field", "value", "rule"):
        table.add_column(column, overflow="fold")
    for field in fields:
        value = field.shown if len(field.shown) <= LONGEST_VALUE else field.shown[: LONGEST_VALUE - 1] + "…"
        table.add_row(field.name, value or "missing", one_line(field.rule) if field.shown else "")
    return table
