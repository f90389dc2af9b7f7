"""Draws ``terminal.svg``: what ``archiver list`` shows after a crawl of the sample site.

Run it after a change of the table: ``python docs/pictures/terminal.py``.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console

from archiver.cli.rendering import entry_table
from archiver.entries import Filters
from archiver.sample.process import running
from archiver.sample.tables import write_settings
from archiver.store.reader import list_entries
from archiver.store.upgrade import open_archive

COLUMNS = 116
# The picture must ask no other host for a font, nor name one.
_FOREIGN = re.compile(r"@font-face \{.*?\}\s*|<!--.*?-->\s*", re.DOTALL)


def draw(folder: Path) -> str:
    """Crawl the sample site into a folder and give the picture as SVG."""
    with running() as site:
        config = write_settings(folder, site.url, site.other_url, database="sqlite:///archive.db")
        crawl = [sys.executable, "-m", "archiver", "crawl", "--config", str(config)]
        subprocess.run(crawl, check=False, capture_output=True)  # noqa: S603 - our own program
    entries = list_entries(open_archive(f"sqlite:///{folder / 'archive.db'}"), Filters(limit=12))
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True)
    console.print("[bold green]$[/] archiver list --limit 12", highlight=False)
    console.print(entry_table(entries))
    return _FOREIGN.sub("", console.export_svg(title="archiver", unique_id="archiver"))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made_here:
        Path(__file__).with_suffix(".svg").write_text(draw(Path(made_here)), encoding="utf-8")
