"""The rules of the sources that a schedule takes, from their tables."""

from __future__ import annotations

from collections.abc import Sequence

from archiver.errors import SourceError, UsageError
from archiver.schedule.rules import Rule, make_rule
from archiver.settings import Settings
from archiver.sources.file import Sources
from archiver.sources.kinds import STANDARD_INPUT, AnySource, IdsSource, ListSource, UrlsSource


def rules_of(sources: Sources, settings: Settings, names: Sequence[str] = ()) -> list[Rule]:
    """Give the rules of the named sources, or of all enabled ones.

    What is read from standard input can be read once only, and is left out.

    Raises:
        SourceError: a named source is not there, or cannot be asked again.
        UsageError: there is none.
    """
    for name in names:
        if _is_read_once(sources.get_source(name)):
            raise SourceError(f"sources.{name}: is read from standard input; use archiver crawl {name}")
    chosen = names or [name for name in sources.enabled if not _is_read_once(sources.sources[name])]
    if not chosen:
        raise UsageError(f"{settings.sources}: {sources.explain_none_enabled()}")
    return [_rule_of(name, sources, settings) for name in dict.fromkeys(chosen)]


def _rule_of(name: str, sources: Sources, settings: Settings) -> Rule:
    source = sources.sources[name]
    return make_rule(
        name,
        every=source.every,
        cron=source.cron,
        quiet=source.quiet,
        jitter=source.jitter,
        time_zone=_zone_of(source, sources),
        default=settings.usual_every,
    )


def _zone_of(source: AnySource, sources: Sources) -> str:
    if source.time_zone or not isinstance(source, ListSource | IdsSource) or not source.site:
        return source.time_zone
    return sources.sites[source.site].time_zone


def _is_read_once(source: AnySource) -> bool:
    return isinstance(source, UrlsSource) and source.file == STANDARD_INPUT
