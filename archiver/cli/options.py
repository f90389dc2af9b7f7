"""Options that every command shares, and what they are turned into."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from archiver.entries import Filters
from archiver.errors import UsageError
from archiver.logs import open_json_log, tell
from archiver.settings import Settings, load_settings
from archiver.sources.file import Sources, load_sources

WIDTH_OF_A_FILE = 1000
"""A file or a pipe has no width; nothing printed there is cut."""


class Output(Console):
    """Writes what was asked for to standard output."""

    def on_broken_pipe(self) -> None:
        """Let the fault go on: the `SystemExit` of the library would tear a running event loop apart."""
        raise  # the BrokenPipeError in whose handler this is called


console = Output(
    soft_wrap=True,
    highlight=False,
    emoji=False,
    width=None if sys.stdout and sys.stdout.isatty() else WIDTH_OF_A_FILE,
)


class Messages(Console):
    """Writes messages to standard error: as text, or as lines of the log where that is JSON."""

    def print(self, *objects: Any, **form: Any) -> None:
        """Write a message."""
        message = " ".join(map(str, objects))
        level = logging.ERROR if message.startswith("error: ") else logging.INFO
        if not tell(message.removeprefix("error: "), level):
            super().print(*objects, **form)


messages = Messages(stderr=True, soft_wrap=True, highlight=False, emoji=False)

Database = Annotated[
    str | None, typer.Option("--database", metavar="URL", help="The archive; also ARCHIVER_DATABASE.")
]
Config = Annotated[
    Path | None, typer.Option("--config", metavar="FILE", help="Settings file; also ARCHIVER_CONFIG.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Log every request.")]

AllowPrivate = Annotated[
    bool, typer.Option("--allow-private", help="Ask hosts whose addresses are not public, too.")
]

SourceName = Annotated[str | None, typer.Option("--source", help="Only what this source listed.")]
Publisher = Annotated[str | None, typer.Option("--publisher", help="Only this newspaper.")]
Author = Annotated[str | None, typer.Option("--author", help="Only by this author.")]
Category = Annotated[str | None, typer.Option("--category", help="Only in this category.")]
Tag = Annotated[str | None, typer.Option("--tag", help="Only with this tag.")]
Since = Annotated[
    str | None,
    typer.Option("--since", metavar="DATE", help="Published on this day (or at this time) or later."),
]
Until = Annotated[
    str | None,
    typer.Option("--until", metavar="DATE", help="Published on this day (or at this time) or before."),
]
Limit = Annotated[int | None, typer.Option("--limit", min=1, max=1_000_000_000, help="At most so many.")]


class GlobalOptions:
    """What stood before the verb; an option after the verb goes before it."""

    database: str | None = None
    config: Path | None = None
    log_format: str | None = None


def settings_of(database: str | None, config: Path | None, **flags: Any) -> Settings:
    """Load the settings with the flags of a command."""
    settings = load_settings(
        config=config or GlobalOptions.config,
        flags={
            "database": database or GlobalOptions.database,
            "log_format": GlobalOptions.log_format,
            **flags,
        },
    )
    if settings.log_format == "json":
        open_json_log()
    return settings


def sources_of(settings: Settings) -> Sources:
    """Load the tables of sites and sources."""
    return load_sources(Path(settings.sources))


def filters_of(
    source: str | None,
    publisher: str | None,
    author: str | None,
    category: str | None,
    tag: str | None,
    since: str | None,
    until: str | None,
    limit: int | None,
) -> Filters:
    """Make the filters that a command was given.

    Raises:
        UsageError: a date that is none.
    """
    return Filters(
        source=source,
        publisher=publisher,
        author=author,
        category=category,
        tag=tag,
        since=day_or_moment("--since", since),
        until=day_or_moment("--until", until),
        limit=limit,
    )


def moment_of(flag: str, raw: str | None) -> datetime | None:
    """Give the moment that an option names; a day begins where this machine's does.

    Raises:
        UsageError: it is no date.
    """
    given = day_or_moment(flag, raw)
    if given is None or isinstance(given, datetime):
        return given
    return datetime.combine(given, time()).astimezone()


def day_or_moment(flag: str, raw: str | None) -> date | datetime | None:
    """Give the day or the moment that an option names.

    Raises:
        UsageError: it is neither.
    """
    if raw is None:
        return None
    parse: Callable[[str], date | datetime] = (
        date.fromisoformat if re.fullmatch(r"\d{4}-?\d{2}-?\d{2}", raw) else datetime.fromisoformat
    )
    try:
        at = parse(raw)
        if isinstance(at, datetime):
            at = at.astimezone(UTC)
    except (ValueError, OverflowError):
        raise UsageError(
            f"{flag} {raw!r} is no date; write 2022-02-11 or 2022-02-11T08:38:00+08:00"
        ) from None
    return at
