"""``archiver fetch`` and ``archiver crawl``: what asks the network."""

from __future__ import annotations

import json
import tempfile
from typing import Annotated

import typer
from sqlalchemy import Engine

from archiver.cli.options import (
    AllowPrivate,
    AsJson,
    Config,
    Database,
    Limit,
    Verbose,
    console,
    day_or_moment,
    messages,
    settings_of,
    sources_of,
)
from archiver.cli.rendering import FORMATS, render_entry, report_line, report_record
from archiver.crawl.runner import Job, run_spiders
from archiver.errors import EXIT_FAILED, EXIT_PARTLY, AddressError, InterruptedRun, StoreError, UsageError
from archiver.records import Target
from archiver.reports import CrawlReport
from archiver.settings import Settings
from archiver.sites.directory import Directory
from archiver.store.failing import find_failure
from archiver.store.reader import find_by_identity
from archiver.store.upgrade import open_archive

FEW_PAGES = 10
"""Fewer are read before processes for that would be there."""


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(fetch)
    app.command()(crawl)


def fetch(
    urls: Annotated[
        list[str], typer.Argument(metavar="URL...", help="Share addresses, codes or news pages.")
    ],
    form: Annotated[str, typer.Option("--format", help="text, json or markdown.")] = "text",
    refetch: Annotated[bool, typer.Option("--refetch", help="Ask again for what is in the archive.")] = False,
    no_save: Annotated[bool, typer.Option("--no-save", help="Print only; leave the archive alone.")] = False,
    render: Annotated[
        bool, typer.Option("--render", help="Show pages that are empty without scripts in a browser.")
    ] = False,
    allow_private: AllowPrivate = False,
    database: Database = None,
    config: Config = None,
    verbose: Verbose = False,
) -> None:
    """Fetch articles by address, keep them and print them."""
    if form not in FORMATS:
        raise UsageError(f"--format {form!r} is unknown; take one of: {', '.join(FORMATS)}")
    settings = settings_of(database, config, allow_private=allow_private or None)
    directory = Directory.of(sources_of(settings))
    targets, refused = _name_targets(urls, directory)
    with tempfile.TemporaryDirectory(prefix="archiver-") as folder:
        if no_save:
            settings = settings.model_copy(update={"database": f"sqlite:///{folder}/archive.db"})
        engine = open_archive(settings.database)
        report = _fetch_missing(engine, settings, targets, refetch=refetch, render=render, verbose=verbose)
        shown = sum(_show(engine, target, form) for target in targets)
        engine.dispose()
    if report and report.stopped_by:
        raise StoreError(report.stopped_by)
    if report and report.interrupted:
        raise InterruptedRun("stopped; what was written stays")
    if report and len(targets) > 1:
        messages.print(report_line(report), markup=False)
    missed = len(targets) - shown
    # A refetch that failed still shows the state kept before; it is no success.
    missed = max(missed, report.missed_count + report.gone_count if report else 0)
    if missed or refused:
        raise typer.Exit(EXIT_PARTLY if shown else EXIT_FAILED)


def crawl(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[SOURCE...]", help="All enabled ones if none.")
    ] = None,
    limit: Limit = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="DAY", help="Only what lists date at this day or later."),
    ] = None,
    refetch: Annotated[bool, typer.Option("--refetch", help="Ask again for all that is listed.")] = False,
    recheck: Annotated[
        bool, typer.Option("--recheck", help="Ask every fetched article now whether it has changed.")
    ] = False,
    backfill: Annotated[
        bool, typer.Option("--backfill", help="Go on to the end of each source, from where it stopped last.")
    ] = False,
    as_json: AsJson = False,
    allow_private: AllowPrivate = False,
    database: Database = None,
    config: Config = None,
    verbose: Verbose = False,
) -> None:
    """Crawl the lists of sources for what is new."""
    settings = settings_of(database, config, allow_private=allow_private or None)
    sources = sources_of(settings)
    chosen = list(dict.fromkeys(names or sources.enabled))
    for name in chosen:
        sources.get_source(name)
    if not chosen:
        raise UsageError(f"{settings.sources}: {sources.explain_none_enabled()}")
    open_archive(settings.database).dispose()
    day_or_moment("--since", since)
    arguments = {
        "sources": ",".join(chosen),
        "limit": str(limit or ""),
        "since": since or "",
        "refetch": str(int(refetch)),
        "recheck": str(int(recheck)),
        "backfill": str(int(backfill)),
    }
    report = run_spiders(
        settings,
        [Job("source", arguments)],
        log_level="INFO" if verbose else "WARNING",
        progress=not as_json,
    )
    if as_json:
        console.print(json.dumps(report_record(report), ensure_ascii=False), markup=False)
    else:
        console.print(report_line(report), markup=False)
    if report.stopped_by:
        raise StoreError(report.stopped_by)
    if report.interrupted:
        raise InterruptedRun("stopped; what was written stays")
    if report.missed_count:
        messages.print("some lists or articles did not come; archiver db failures lists them", markup=False)
        nothing = report.list_count == 0
        raise typer.Exit(EXIT_FAILED if nothing else EXIT_PARTLY)
    if any(run.new_alarms for run in report.runs):
        raise typer.Exit(EXIT_PARTLY)


def _name_targets(urls: list[str], directory: Directory) -> tuple[list[Target], int]:
    """Name what is to be fetched; a bad address is told, and the others are fetched all the same."""
    targets: dict[str, Target] = {}
    faults: list[AddressError] = []
    for url in urls:
        try:
            target = directory.target(url)
            targets.setdefault(target.identity, target)
        except AddressError as error:
            faults.append(error)
    if not targets:
        raise AddressError("\n".join(map(str, faults)))
    for fault in faults:
        messages.print(f"error: {fault}", markup=False)
    return list(targets.values()), len(faults)


def _fetch_missing(
    engine: Engine, settings: Settings, targets: list[Target], *, refetch: bool, render: bool, verbose: bool
) -> CrawlReport | None:
    missing = [target for target in targets if refetch or find_by_identity(engine, target.identity) is None]
    if not missing:
        return None
    jobs = []
    for spider, is_share in (("share", True), ("page", False)):
        urls = [target.url for target in missing if (target.code is not None) is is_share]
        if not is_share and len(urls) < FEW_PAGES:
            settings = settings.model_copy(update={"readers": 0})
        if urls:
            arguments = {"refetch": str(int(refetch)), "insist": "1", "render": str(int(render))}
            jobs.append(Job(spider, {"url": " ".join(urls), **arguments}))
    return run_spiders(settings, jobs, log_level="INFO" if verbose else "WARNING")


def _show(engine: Engine, target: Target, form: str) -> bool:
    """Print an article, or say on standard error why there is none."""
    entry = find_by_identity(engine, target.identity)
    if failure := find_failure(engine, target.identity):
        words = "kept, but" if entry else "not archived:"
        messages.print(f"{target.url}: {words} {failure['message']} [{failure['reason']}]", markup=False)
    if entry is None:
        if not failure:
            messages.print(f"{target.url}: not archived", markup=False)
        return False
    if entry.gone_at:
        since = entry.gone_at.isoformat(timespec="seconds")
        messages.print(f"{target.url}: kept, but gone from its site since {since}", markup=False)
    console.print(render_entry(entry, form), markup=False)
    return True
