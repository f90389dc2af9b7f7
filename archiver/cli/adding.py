"""``archiver sources add``: looks at an address, proposes a source, shows some articles, writes the table."""

from __future__ import annotations

import signal
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from archiver.cli.options import AllowPrivate, Config, Verbose, console, messages, settings_of
from archiver.errors import EXIT_USAGE, InterruptedRun, ReadError, UsageError
from archiver.normalise.urls import check_url, host_of
from archiver.reasons import Reason
from archiver.settings import Settings
from archiver.sites.directory import Directory
from archiver.sites.proposing import Proposal, lacks_offset
from archiver.sources.file import Sources, is_name, load_sources
from archiver.sources.kinds import KINDS, AnySource, IdsSource
from archiver.sources.writing import append_sources, choose_name, write_table

PROPOSED_KINDS = tuple(kind for kind in KINDS if kind not in ("urls", "share"))


@dataclass(frozen=True, slots=True)
class _Wish:
    """What somebody wants added."""

    url: str
    name: str
    kind: str
    is_sure: bool
    allow_private: bool
    with_preview: bool


def add_source(
    url: Annotated[
        str, typer.Argument(metavar="URL", help="A feed, sitemap, list, page or article, or a site's home.")
    ],
    name: Annotated[str | None, typer.Option("--name", help="What the source is called.")] = None,
    kind: Annotated[str | None, typer.Option("--kind", help="Propose only this kind.")] = None,
    is_sure: Annotated[bool, typer.Option("--yes", "-y", help="Take the first one and write it.")] = False,
    no_preview: Annotated[bool, typer.Option("--no-preview", help="Fetch no articles.")] = False,
    allow_private: AllowPrivate = False,
    config: Config = None,
    verbose: Verbose = False,
) -> None:
    """Look what an address has, propose a source, show three of its articles, and write its table."""
    settings = settings_of(None, config, allow_private=allow_private or None)
    path = Path(settings.sources)
    sources = load_sources(path)
    wish = _Wish(
        url=check_url(url),
        name=_check_name(name, sources),
        kind=_check_kind(kind),
        is_sure=is_sure,
        allow_private=allow_private,
        with_preview=not no_preview,
    )
    proposal = _find(settings, sources, wish, verbose=verbose)
    source_name = wish.name or choose_name(_words_of(proposal, wish), sources.sources)
    proposal = _fit(proposal, sources, wish)
    _show_tables(proposal, source_name)
    if not _may_write(wish, path):
        return
    sites = dict([proposal.site]) if proposal.site else {}
    append_sources(path, {source_name: proposal.keys}, sites=sites)
    messages.print(f"written to {path}; next: archiver sources test {source_name}", markup=False)
    messages.print(f"then:  archiver crawl {source_name}", markup=False)


def _check_name(name: str | None, sources: Sources) -> str:
    if name is None:
        return ""
    if not is_name(name):
        raise UsageError(f"--name {name!r} is no name; take small letters, digits, - and _")
    if name in sources.sources:
        raise UsageError(f"--name {name!r}: there is a source of that name already; take another one")
    return name


def _check_kind(kind: str | None) -> str:
    if kind is not None and kind not in PROPOSED_KINDS:
        raise UsageError(
            f"--kind {kind!r} is none that can be found; take one of: {', '.join(PROPOSED_KINDS)}"
        )
    return kind or ""


def _find(settings: Settings, sources: Sources, wish: _Wish, *, verbose: bool) -> Proposal:
    """Look around, let somebody choose, and show articles of what was chosen."""
    # Only here, so that the other verbs need not wait for Scrapy.
    from archiver.cli.looking import Look  # noqa: PLC0415
    from archiver.cli.previews import preview_articles, preview_table  # noqa: PLC0415
    from archiver.crawl.asking import Ask, converse  # noqa: PLC0415

    directory = Directory.of(sources)

    async def script(ask: Ask) -> Proposal:
        look = Look(ask, directory, wish.kind)
        found = await look.around(wish.url)
        if look.refused:
            raise ReadError(
                look.refused.reason, f"{wish.url}: {look.refused.message} [{look.refused.reason}]"
            )
        if not found:
            raise ReadError(Reason.NOT_A_LIST, _tell_nothing(wish, look.looked))
        there = [_name_of_same(one, sources) for one in found]
        console.print(_proposal_table(found, there))
        chosen = found[_choose(there, wish)]
        if wish.with_preview:
            is_range = chosen.keys["kind"] == "ids"
            previews = await preview_articles(
                ask, chosen.targets, directory, drafts=chosen.drafts, has_holes=is_range
            )
            console.print()
            console.print(preview_table(previews))
        if lacks_offset(chosen):
            messages.print(
                "times of the list without an offset are read as UTC; add time_zone if they are not"
            )
        return chosen

    return converse(settings, script, log_level="INFO" if verbose else "WARNING")


def _tell_nothing(wish: _Wish, looked: Mapping[str, str]) -> str:
    kind = f"no {wish.kind}" if wish.kind else "nothing that lists articles"
    seen = "; ".join(f"{url}: {words}" for url, words in looked.items())
    return f"{wish.url}: {kind} was found ({seen}); give the address of a feed, sitemap, list or section"


def _proposal_table(found: Sequence[Proposal], there: Sequence[str]) -> Table:
    """Give a table to choose from.

    Args:
        there: for each proposal the name of the source that is the same, ``""`` for none.
    """
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    columns = ("", "kind", "address", "articles", "with dates", *(["source"] if any(there) else []))
    for column in columns:
        right = column in ("", "articles", "with dates")
        table.add_column(column, overflow="fold", justify="right" if right else "left")
    for number, one in enumerate(found, start=1):
        address = one.url or ", ".join(one.keys.get("codes", ()))
        is_range = one.keys["kind"] == "ids"
        counts = ("", "") if is_range else (str(len(one.targets)), str(one.dated_count))
        same = (there[number - 1],) if any(there) else ()
        table.add_row(str(number), one.label, address, *counts, *same)
    return table


def _choose(there: Sequence[str], wish: _Wish) -> int:
    """Let somebody at a terminal choose; without anybody the first one that is no source yet is taken."""
    free = [number for number, name in enumerate(there) if not name]
    if not free:
        raise UsageError(f"{wish.url}: what is there is a source already: {', '.join(dict.fromkeys(there))}")
    if len(there) == 1 or wish.is_sure or not sys.stdin.isatty():
        return free[0]
    while True:
        words = _ask_person(f"which one? 1-{len(there)} [{free[0] + 1}] ").strip() or str(free[0] + 1)
        if words.isdecimal() and int(words) - 1 in free:
            return int(words) - 1
        messages.print(f"{words!r} is none of them, or a source already", markup=False)


def _ask_person(question: str) -> str:
    """Ask somebody at the terminal; Ctrl-C is obeyed at once, though a crawler listens to it otherwise."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        messages.print(question, end="", markup=False)
        return input()
    except (KeyboardInterrupt, EOFError):
        raise InterruptedRun("stopped; nothing was written") from None
    finally:
        signal.signal(signal.SIGINT, before)


def _name_of_same(proposal: Proposal, sources: Sources) -> str:
    """Give the name of the source that is there for the same list, ``""`` for none."""
    same = (
        name
        for name, source in sources.sources.items()
        if source.kind == proposal.keys["kind"]
        and (proposal.url in source.addresses if proposal.url else _has_codes(source, proposal))
    )
    return next(same, "")


def _has_codes(source: AnySource, proposal: Proposal) -> bool:
    return isinstance(source, IdsSource) and set(proposal.keys.get("codes", ())) <= set(source.codes)


def _words_of(proposal: Proposal, wish: _Wish) -> str:
    """Give what a source is named after: its host without port and ``www.``, and its kind."""
    host = host_of(proposal.url or wish.url).rpartition(":")[0] or host_of(proposal.url or wish.url)
    return f"{host.replace('.', '-')}-{proposal.keys['kind']}"


def _fit(proposal: Proposal, sources: Sources, wish: _Wish) -> Proposal:
    """Fit a proposal into the file: what was allowed for the look is allowed for the source."""
    keys: dict[str, Any] = dict(proposal.keys)
    if wish.allow_private:
        keys["allow_private"] = True
    site = proposal.site
    if site is not None:
        name = choose_name(site[0], sources.sites)
        site, keys["site"] = (name, site[1]), name
    return replace(proposal, keys=keys, site=site)


def _show_tables(proposal: Proposal, name: str) -> None:
    console.print()
    if proposal.site:
        console.print(write_table("sites", *proposal.site).rstrip() + "\n", markup=False)
    console.print(write_table("sources", name, proposal.keys).rstrip(), markup=False)


def _may_write(wish: _Wish, path: Path) -> bool:
    if wish.is_sure:
        return True
    if not sys.stdin.isatty():
        messages.print("nothing is written: nobody is there to say yes; --yes writes it", markup=False)
        raise typer.Exit(EXIT_USAGE)
    is_yes = _ask_person(f"write this to {path}? [y/N] ").strip().lower() in ("y", "yes")
    if not is_yes:
        messages.print("nothing is written", markup=False)
    return is_yes
