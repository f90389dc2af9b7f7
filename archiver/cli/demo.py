"""``archiver demo``: the main job, offline, against the sample share site."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from archiver.cli.options import console, messages
from archiver.errors import ArchiverError
from archiver.sample.process import Site, running
from archiver.sample.tables import write_settings

_TEXT = "/NewsData/GetNewsText.do"
FETCHED_CODE = "NW202202112273301403"
SHOWN_CODE = "NW202202112273301405"


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(demo)


def demo(
    folder: Annotated[Path, typer.Argument(help="Where the demo's archive and exports go.")] = Path("data"),
) -> None:
    """Crawl the sample share site into a fresh archive, show it, export it, crawl again."""
    home, archive = folder / "demo", folder / "demo.db"
    for left in (archive, archive.with_name("demo.db-wal"), archive.with_name("demo.db-shm")):
        left.unlink(missing_ok=True)
    with running() as site:
        config = write_settings(home, site.url, site.other_url, database="sqlite:///../demo.db")
        console.print(f"The sample share site answers at {site.url} until this demo ends:", markup=False)
        console.print("$ python -m archiver.sample", markup=False, style="bold")
        _walk(site, config, home)
    console.print(f"\nDone. The archive is {archive}; the exports are in {home}/.", markup=False)


def _walk(site: Site, config: Path, home: Path) -> None:
    step = _Steps(config)
    step("Fetch one shared article by its URL, and print it", "fetch", site.share_url(FETCHED_CODE))
    step("Crawl the site's lists for all the others", "crawl", may_be_partial=True)
    step("List what was archived", "list", "--limit", "15")
    step("Show one article whole, by its code", "show", SHOWN_CODE)
    step("Export everything as JSON Lines", "export", "jsonl", str(home / "articles.jsonl"))
    step("Export everything as a Jekyll site", "export", "jekyll", str(home / "site"))
    before = len(site.log())
    step("Crawl again: nothing is new", "crawl", may_be_partial=True)
    requests = site.log()[before:]
    texts = [request for request in requests if request.path.startswith((_TEXT, "/news/"))]
    console.print(
        f"  The site's own log: {len(requests)} requests, {len(texts)} of them for an article.", markup=False
    )
    if texts:
        raise ArchiverError("the second crawl asked for an article again; please report this")


class _Steps:
    """Runs the program as a user would, telling each command before it runs."""

    def __init__(self, config: Path) -> None:
        self._config = config
        self._number = 0

    def __call__(self, what: str, *arguments: str, may_be_partial: bool = False) -> None:
        self._number += 1
        command = ["archiver", *arguments, "--config", str(self._config)]
        console.print(
            f"\n{self._number}. {what}:\n$ {' '.join(_quoted(command))}", markup=False, style="bold"
        )
        sys.stdout.flush()
        done = subprocess.run([sys.executable, "-m", "archiver", *command[1:]], check=False)  # noqa: S603
        if done.returncode not in ((0, 3) if may_be_partial else (0,)):
            messages.print(f"the step failed with exit code {done.returncode}", markup=False)
            raise typer.Exit(1)


def _quoted(words: list[str]) -> list[str]:
    return [f"'{word}'" if set(word) & set("?&* ") else word for word in words]
