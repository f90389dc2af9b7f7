"""``archiver sources record`` and ``check``: answers saved with what is expected of them, and read again."""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import typer

from archiver.cli.options import AllowPrivate, Config, Verbose, console, messages, settings_of
from archiver.errors import EXIT_FAILED, ReadError, SourceError
from archiver.normalise.urls import check_url, host_of
from archiver.records import Capture, Failure
from archiver.samples.differences import Difference, find_differences
from archiver.samples.folders import FOLDER, Sample, choose_folder, load_samples, save_expected, save_sample
from archiver.samples.idle_rules import find_idle_rules
from archiver.samples.readings import REFUSED, make_target, read_sample
from archiver.settings import Settings
from archiver.sites.directory import Directory
from archiver.sources.file import Sources, load_sources
from archiver.sources.kinds import IdsSource, UrlsSource
from archiver.sources.placeholders import Template

LONGEST_VALUE = 300

SampleFolder = Annotated[
    Path | None, typer.Option("--dir", metavar="DIR", help="The samples' folder; beside the sources file.")
]


def record_sample(
    url: Annotated[str, typer.Argument(metavar="URL", help="An article, or a source's list.")],
    source: Annotated[str | None, typer.Option("--source", help="The source that reads it.")] = None,
    folder: SampleFolder = None,
    allow_private: AllowPrivate = False,
    config: Config = None,
    verbose: Verbose = False,
) -> None:
    """Save an answer with the record that is read of it now; correct the record where it is wrong."""
    settings = settings_of(None, config, allow_private=allow_private or None)
    sources = load_sources(Path(settings.sources))
    directory = Directory.of(sources)
    address = check_url(url)
    name = source if source is not None else _find_source(address, sources)
    is_list = _is_list(address, name, sources)
    root = folder or Path(settings.sources).parent / FOLDER
    place = choose_folder(root, name or host_of(address).replace(":", "-"), address)
    capture = _fetch(settings, sources, directory, address, name, is_list=is_list, verbose=verbose)
    sample = Sample(place, name, address, is_list, capture)
    reading = read_sample(sample, sources, directory)
    save_sample(sample, reading.record)
    if refused := reading.rules.get(REFUSED):
        messages.print(f"what is expected now is that it is refused: {refused}", markup=False)
    console.print(f"{place}: {'list' if is_list else 'article'} of {name or 'no source'}", markup=False)
    messages.print("look at its expected.json and correct it; then: archiver sources check", markup=False)


def _find_source(address: str, sources: Sources) -> str:
    """Find the source that an address belongs to: by its own addresses, else the only one on its host."""
    host = host_of(address)
    near = {
        name: [url for url in source.addresses if host_of(url) == host]
        for name, source in sources.sources.items()
    }
    exact = [name for name, urls in near.items() if any(Template(url).match(address) for url in urls)]
    equal = [name for name, urls in near.items() if address in urls]
    on_host = [name for name, urls in near.items() if urls]
    for found in (equal, exact, on_host):
        if len(found) == 1:
            return found[0]
    if on_host:
        raise SourceError(f"{address}: name its source with --source; on its host are: {', '.join(on_host)}")
    return ""


def _is_list(address: str, name: str, sources: Sources) -> bool:
    if not name:
        return False
    source = sources.get_source(name)
    if isinstance(source, IdsSource | UrlsSource):
        return False
    path = urlsplit(address).path
    return any(
        Template(url).match(address) is not None or urlsplit(url).path == path for url in source.addresses
    )


def _fetch(
    settings: Settings,
    sources: Sources,
    directory: Directory,
    address: str,
    name: str,
    *,
    is_list: bool,
    verbose: bool,
) -> Capture:
    # Only here, so that the other verbs need not wait for Scrapy.
    from archiver.crawl.asking import Ask, converse  # noqa: PLC0415

    source = sources.get_source(name) if name else None
    target = make_target(address, name, source, directory)

    async def script(ask: Ask) -> Capture | Failure:
        return await ask(address if is_list else directory.plan(target), target)

    allowed = source is not None and source.allow_private
    log_level = "INFO" if verbose else "WARNING"
    answer = converse(settings, script, allow_private=allowed, log_level=log_level)
    if isinstance(answer, Failure):
        raise ReadError(answer.reason, f"{address}: {answer.message} [{answer.reason}]; nothing is saved")
    return answer


def check(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="NAME", help="Check the samples of these only.")
    ] = None,
    folder: SampleFolder = None,
    is_update: Annotated[
        bool, typer.Option("--update", help="Show what differs, and expect it from now on.")
    ] = False,
    config: Config = None,
) -> None:
    """Check the tables, and read every saved sample again: what differs from what is expected is told."""
    settings = settings_of(None, config)
    place = Path(settings.sources)
    if not place.exists():
        messages.print(f"{place}: not there; only the usual share page is known", markup=False)
    sources = load_sources(place)
    root = folder or place.parent / FOLDER
    _check_names(names or [], sources, root)
    counts = (
        f"{len(sources.sites)} sites, {len(sources.sources)} sources, {len(sources.enabled)} of them enabled,"
        f" {len(sources.pages)} page tables"
    )
    console.print(f"{place}: {counts}; no fault", markup=False)
    samples = list(load_samples(root, names or ()))
    if samples and _count_differing(samples, sources, is_update=is_update) and not is_update:
        raise typer.Exit(EXIT_FAILED)


def _check_names(names: Sequence[str], sources: Sources, root: Path) -> None:
    for name in names:
        if name not in sources.sources and not (root / name).is_dir():
            known = ", ".join(sources.sources) or "none"
            raise SourceError(f"no source is called {name!r}, and it has no samples; there are: {known}")
        if not (root / name).is_dir():
            messages.print(f"{name}: no sample; archiver sources record URL --source {name}", markup=False)


def _count_differing(samples: Sequence[Sample], sources: Sources, *, is_update: bool) -> int:
    """Read the samples again, tell what differs, and give how many of them differ."""
    logging.getLogger("archiver.sites").setLevel(logging.ERROR)  # what rules miss is told below
    directory = Directory.of(sources)
    differing: Counter[str] = Counter()
    for sample in samples:
        reading = read_sample(sample, sources, directory)
        for difference in find_differences(sample.expected or {}, reading):
            differing[sample.name] += 1
            _show(sample, difference)
        if is_update and sample.name in differing:
            save_expected(sample, reading.record)
    for place, rules in find_idle_rules(samples, sources, directory).items():
        console.print(f"{place}: finds nothing on any sample: {', '.join(rules)}", markup=False)
    words = "all as expected"
    if differing:
        words = f"{len(differing)} differ in {differing.total()} fields"
        words += "; expected so from now on" if is_update else ""
    console.print(f"{len(samples)} samples: {words}", markup=False)
    return len(differing)


def _show(sample: Sample, difference: Difference) -> None:
    console.print(f"{sample.name}: {difference.field}", markup=False)
    console.print(f"  expected: {_shown(difference.expected)}", markup=False)
    console.print(f"  found:    {_shown(difference.found)}", markup=False)
    console.print(f"  rule:     {difference.rule or 'none'}", markup=False)


def _shown(value: Any) -> str:
    if value is None:
        return "nothing"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"
