"""``archiver audit``: when each host was asked, and how long after the request before."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import groupby
from statistics import median
from typing import Annotated, Any

import typer
from rich.table import Table

from archiver.cli.options import AsJson, Config, Database, console, day_or_moment, messages, settings_of
from archiver.store.asking import stream_requests
from archiver.store.upgrade import open_archive

SHOWN_DAYS = 7


@dataclass(slots=True)
class HostAudit:
    """The requests to one host, in the order of time; ``gaps`` are the seconds between them."""

    host: str
    first_at: datetime
    last_at: datetime
    count: int = 0
    gaps: list[float] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)

    def record(self, promised_seconds: float) -> dict[str, Any]:
        """Give it for machines."""
        return {
            "host": self.host,
            "requests": self.count,
            "first_at": self.first_at.isoformat(),
            "last_at": self.last_at.isoformat(),
            "shortest_gap_seconds": round(min(self.gaps), 3) if self.gaps else None,
            "median_gap_seconds": round(median(self.gaps), 3) if self.gaps else None,
            "promised_gap_seconds": promised_seconds,
            "shorter_gaps": sum(gap < promised_seconds for gap in self.gaps),
            "statuses": dict(self.statuses),
        }


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(audit)


def audit(
    host: Annotated[
        str | None,
        typer.Option("--host", help="Print every request to this host."),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="DATE", help="Only requests of this day or later."),
    ] = None,
    as_json: AsJson = False,
    database: Database = None,
    config: Config = None,
) -> None:
    """Show how often hosts were asked, and the shortest time between two requests to each."""
    settings = settings_of(database, config)
    engine = open_archive(settings.database, create=False)
    wanted = day_or_moment("--since", since)
    start = datetime.now(UTC) - timedelta(days=SHOWN_DAYS)
    if wanted is not None:
        start = wanted if isinstance(wanted, datetime) else datetime(*wanted.timetuple()[:3], tzinfo=UTC)
    rows = stream_requests(engine, host.lower() if host else None, start)
    if host:
        _print_requests(rows, as_json=as_json)
        return
    records = [one.record(settings.delay_seconds) for one in audit_hosts(rows)]
    if as_json:
        for record in records:
            console.print(json.dumps(record, ensure_ascii=False), markup=False)
    else:
        console.print(_table(records))
    messages.print(f"{len(records)} hosts asked since {start.isoformat(timespec='seconds')}", markup=False)


def audit_hosts(rows: Iterable[dict[str, Any]]) -> Iterable[HostAudit]:
    """Sum up requests, which come in the order of host and time, by host."""
    for host, its in groupby(rows, key=lambda row: row["host"]):
        found: HostAudit | None = None
        for row in its:
            if found is None:
                found = HostAudit(host, row["at"], row["at"])
            else:
                found.gaps.append((row["at"] - found.last_at).total_seconds())
            found.last_at = row["at"]
            found.count += 1
            found.statuses[str(row["status"] or "none")] += 1
        if found is not None:
            yield found


def _print_requests(rows: Iterable[dict[str, Any]], *, as_json: bool) -> None:
    before: datetime | None = None
    for row in rows:
        gap = (row["at"] - before).total_seconds() if before else None
        before = row["at"]
        if as_json:
            record = {name: row[name] for name in ("host", "url", "status", "byte_count")}
            shown = {"at": row["at"].isoformat(), "gap_seconds": gap, **record}
            console.print(json.dumps(shown, ensure_ascii=False), markup=False)
        else:
            cells = (
                row["at"].isoformat(timespec="milliseconds"),
                f"{gap:>10.3f}" if gap is not None else " " * 10,
                f"{row['status'] or '---'}",
                f"{row['byte_count']:>9}",
                row["url"],
            )
            console.print("  ".join(cells), markup=False)


def _table(records: list[dict[str, Any]]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("host", overflow="fold")
    for name in ("requests", "shortest gap", "median gap", "promised", "shorter"):
        table.add_column(name, justify="right")
    table.add_column("answers")
    for record in records:
        gaps = [record[f"{name}_gap_seconds"] for name in ("shortest", "median", "promised")]
        table.add_row(
            record["host"],
            str(record["requests"]),
            *("" if gap is None else f"{gap:.2f} s" for gap in gaps),
            str(record["shorter_gaps"]),
            ", ".join(f"{count}x {status}" for status, count in record["statuses"].items()),
        )
    return table
