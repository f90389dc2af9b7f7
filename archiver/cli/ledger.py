"""``archiver ledger`` and ``archiver retry``: every address ever met, and what failed taken up again."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from archiver.cli.options import AsJson, Config, Database, Limit, console, messages, settings_of
from archiver.errors import UsageError
from archiver.ledger import LedgerLine, State
from archiver.reasons import Reason
from archiver.store.ledger import LineFilters, count_lines, list_lines, retry_lines
from archiver.store.upgrade import open_archive

SHOWN_COUNT = 50

StateName = Annotated[
    str | None, typer.Option("--state", help=f"Only in this state: {', '.join(State)}.", metavar="STATE")
]
ReasonName = Annotated[
    str | None, typer.Option("--reason", help="Only what failed for this reason.", metavar="REASON")
]
Host = Annotated[str | None, typer.Option("--host", help="Only of this host, with its port if it names one.")]
SourceName = Annotated[str | None, typer.Option("--source", help="Only what this source listed.")]
GivenUp = Annotated[bool, typer.Option("--given-up", help="Only what failed too often to be tried again.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("ledger")(show_ledger)
    app.command()(retry)


def show_ledger(
    state: StateName = None,
    reason: ReasonName = None,
    host: Host = None,
    source: SourceName = None,
    given_up: GivenUp = False,
    limit: Limit = None,
    as_json: AsJson = False,
    database: Database = None,
    config: Config = None,
) -> None:
    """List the addresses ever met and what became of them, those asked last first."""
    engine = open_archive(settings_of(database, config).database, create=False)
    filters = _filters(state, reason, host, source, given_up, limit or SHOWN_COUNT)
    lines = list_lines(engine, filters)
    for line in lines:
        shown = json.dumps(line_record(line), ensure_ascii=False) if as_json else _shown(line)
        console.print(shown, markup=False)
    counts = count_lines(engine, filters)
    words = ", ".join(f"{count} {name}" for name, count in counts.most_common()) or "none"
    more = "; --limit shows more" if counts.total() > len(lines) else ""
    messages.print(f"{len(lines)} of {counts.total()} addresses: {words}{more}", markup=False)


def retry(
    state: StateName = None,
    reason: ReasonName = None,
    host: Host = None,
    source: SourceName = None,
    given_up: GivenUp = False,
    database: Database = None,
    config: Config = None,
) -> None:
    """Let the next crawl of their sources ask again for addresses that failed, as if they never had."""
    engine = open_archive(settings_of(database, config).database, create=False)
    count = retry_lines(engine, _filters(state, reason, host, source, given_up, None), datetime.now(UTC))
    console.print(f"{count} addresses are due now; archiver crawl asks for them", markup=False)


def line_record(line: LedgerLine) -> dict[str, Any]:
    """Give a line for machines."""
    record = {name: value if value != "" else None for name, value in asdict(line).items()}
    times = {name: value.isoformat() for name, value in record.items() if isinstance(value, datetime)}
    return record | times


def _shown(line: LedgerLine) -> str:
    asked = f"{line.asked_at:%Y-%m-%d %H:%M}" if line.asked_at else "never asked     "
    status = str(line.status or "")
    cells = [f"{line.state.value:<9}", asked, f"{status:>3}", line.url]
    if line.reason:
        tried = f"{line.tries}x {line.reason.value}"
        when = f"next try {line.next_try_at:%Y-%m-%d %H:%M}" if line.next_try_at else "not tried again"
        cells.append(f"[{tried}; {when}]")
    return "  ".join(cells)


def _filters(
    state: str | None,
    reason: str | None,
    host: str | None,
    source: str | None,
    given_up: bool,
    limit: int | None,
) -> LineFilters:
    if state is not None and state not in set(State):
        raise UsageError(f"--state {state!r} is unknown; take one of: {', '.join(State)}")
    if reason is not None and reason not in set(Reason):
        raise UsageError(f"--reason {reason!r} is unknown; take one of: {', '.join(Reason)}")
    return LineFilters(
        state=State(state) if state else None,
        reason=Reason(reason) if reason else None,
        host=host.lower() if host else None,
        source=source,
        given_up=given_up,
        limit=limit,
    )
