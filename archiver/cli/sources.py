"""``archiver sources``: the table of sites and sources."""

from __future__ import annotations

import json
from pathlib import Path

import typer
from rich.table import Table

from archiver.cli.adding import add_source
from archiver.cli.options import AsJson, Config, console, messages, settings_of
from archiver.cli.sampling import check, record_sample
from archiver.cli.subscriptions import export_opml, import_opml
from archiver.cli.trying import try_source
from archiver.cli.watching import show_status
from archiver.sources.file import Sources, load_sources

app = typer.Typer(no_args_is_help=True)


def add_to(parent: typer.Typer) -> None:
    """Add the commands."""
    app.command("add")(add_source)
    app.command("test")(try_source)
    app.command("record")(record_sample)
    app.command("check")(check)
    app.command("status")(show_status)
    app.command("import")(import_opml)
    app.command("export-opml")(export_opml)
    parent.add_typer(app, name="sources", help="The table of sites and sources.")


@app.command("list")
def list_sources(as_json: AsJson = False, config: Config = None) -> None:
    """List the sources and their addresses."""
    sources = _load(config)
    if as_json:
        for name, source in sources.sources.items():
            console.print(
                json.dumps(
                    {"name": name, **source.model_dump(mode="json", by_alias=True)}, ensure_ascii=False
                ),
                markup=False,
            )
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("name", "enabled", "kind", "address"):
        table.add_column(column, overflow="fold")
    for name, source in sources.sources.items():
        table.add_row(name, "yes" if source.enabled else "no", source.kind, "\n".join(source.addresses))
    console.print(table)


def _load(config: Path | None) -> Sources:
    settings = settings_of(None, config)
    if not Path(settings.sources).exists():
        messages.print(f"{settings.sources}: not there; only the usual share page is known", markup=False)
    return load_sources(Path(settings.sources))
