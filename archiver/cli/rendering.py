"""Entries and reports as people read them."""

from __future__ import annotations

from collections.abc import Iterable

from rich.table import Table

from archiver.entries import Entry, Revision
from archiver.exporters.record import entry_record, moment_text, record_line
from archiver.records import Moment, Precision
from archiver.reports import CrawlReport

FORMATS = ("text", "json", "markdown")


def render_entry(entry: Entry, form: str) -> str:
    """Give an entry as text, JSON or Markdown."""
    if form == "json":
        return record_line(entry_record(entry))
    if form == "markdown":
        return _as_markdown(entry)
    return _as_text(entry)


def _shown_moment(moment: Moment | None) -> str | None:
    """Give a moment as finely as it was printed; ``None`` for none."""
    if moment is None:
        return None
    return moment.at.date().isoformat() if moment.precision is Precision.DAY else moment_text(moment)


def _facts(entry: Entry) -> list[tuple[str, str]]:
    facts = [
        ("published", _shown_moment(entry.published)),
        ("modified", _shown_moment(entry.modified)),
        ("by", ", ".join(entry.authors) or entry.byline),
        ("publisher", entry.publisher),
        ("editor", entry.editor),
        ("category", entry.category),
        ("tags", ", ".join(entry.tags)),
        ("section", entry.section),
        ("keywords", ", ".join(entry.keywords)),
        ("code", entry.code),
        ("url", entry.url),
        ("also at", " ".join(entry.urls[1:])),
        ("revision", str(entry.revision) if entry.revision > 1 else None),
        ("gone", entry.gone_at.isoformat(timespec="seconds") if entry.gone_at else None),
    ]  # fmt: skip
    return [(name, value) for name, value in facts if value]


def _as_text(entry: Entry) -> str:
    head = [entry.title or "(no title)"]
    head += [f"{name + ':':<11}{value}" for name, value in _facts(entry)]
    images = [f"[picture] {image.caption or ''} {image.url}".replace("  ", " ") for image in entry.images]
    return "\n".join(head) + "\n\n" + "\n\n".join([*entry.paragraphs, *images])


def _as_markdown(entry: Entry) -> str:
    head = [f"# {entry.title or '(no title)'}", ""]
    head += [f"- **{name}**: {value}" for name, value in _facts(entry)]
    images = [f"![{image.caption or ''}]({image.url})" for image in entry.images]
    return "\n".join(head) + "\n\n" + "\n\n".join([*entry.paragraphs, *images])


def entry_table(entries: Iterable[Entry], width: int) -> Table:
    """Give a table of entries, a line each; long titles are cut so that ``width`` columns hold a line."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("id", no_wrap=True, justify="right")
    table.add_column("published", no_wrap=True)
    # What is left is shared out here: rich would take it from the id, which is what one needs to show.
    left = max(width - 40, 24)
    for name, share in (("publisher", 0.2), ("by", 0.2), ("title", 0.6)):
        table.add_column(name, overflow="ellipsis", no_wrap=True, max_width=int(left * share))
    for entry in entries:
        shown = entry.published.at.isoformat(" ", "minutes") if entry.published else ""
        if entry.published and entry.published.precision is Precision.DAY:
            shown = entry.published.at.date().isoformat()
        cells = (
            str(entry.id),
            shown,
            entry.publisher or "",
            "、".join(entry.authors),
            entry.title or "(no title)",
        )
        table.add_row(*(cell.replace("[", r"\[") for cell in cells))
    return table


def revision_table(revisions: Iterable[Revision]) -> Table:
    """Give a table of earlier states, oldest first."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("revision", "seen", "replaced", "characters", "title"):
        table.add_column(name)
    for revision in revisions:
        table.add_row(
            str(revision.number),
            f"{revision.seen_at:%Y-%m-%d %H:%M:%S}",
            f"{revision.replaced_at:%Y-%m-%d %H:%M:%S}",
            str(sum(map(len, revision.paragraphs))),
            (revision.title or "").replace("[", r"\["),
        )
    return table


def report_record(report: CrawlReport) -> dict[str, object]:
    """Give a run's report for machines."""
    return {
        "listed": report.listed_count,
        "known": report.known_count,
        "waiting": report.waiting_count,
        "asked": report.asked_count,
        "new": report.new_count,
        "revised": report.revised_count,
        "duplicates": report.duplicate_count,
        "unchanged": report.unchanged_count,
        "gone": report.gone_count,
        "unmodified_lists": report.unmodified_count,
        "failed": dict(report.failed),
        "lacking": dict(report.lacking),
        "alarms": [alarm.record() for run in report.runs for alarm in run.new_alarms],
        "requests": report.request_count,
        "seconds": report.seconds,
        "stopped_by": report.stopped_by,
        "interrupted": report.interrupted,
    }


def report_line(report: CrawlReport) -> str:
    """Give a run's report in one line."""
    failed = sum(report.failed.values())
    reasons = ", ".join(f"{count} {reason}" for reason, count in report.failed.items())
    lacking = ", ".join(f"{count} {reason}" for reason, count in report.lacking.items())
    parts = [
        f"{report.listed_count} listed",
        f"{report.known_count} known",
        f"{report.new_count} new",
        f"{report.revised_count} revised",
        f"{report.duplicate_count} duplicates",
        f"{report.unchanged_count} unchanged",
        *([f"{report.gone_count} gone"] if report.gone_count else []),
        f"{failed} failed" + (f" ({reasons})" if reasons else ""),
        *([f"kept with faults: {lacking}"] if lacking else []),
        *([f"{report.unmodified_count} lists as before"] if report.unmodified_count else []),
        *([f"{report.waiting_count} wait for their next try"] if report.waiting_count else []),
        f"{report.request_count} requests",
        f"{report.seconds:.1f} s",
    ]
    return " · ".join(parts)
