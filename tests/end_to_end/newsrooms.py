"""A newsroom: a folder with an archive of its own, and the real command line in it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from forking import run_forked
from sqlalchemy import Engine

from archiver.entries import Filters
from archiver.exporters.record import entry_record, record_line
from archiver.sample.process import Site
from archiver.sample.tables import write_settings
from archiver.store.failing import list_failures
from archiver.store.reader import stream_entries
from archiver.store.upgrade import open_archive

RUN_SECONDS = 120


@dataclass
class Run:
    """A finished command."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines() if line.startswith("{")]

    @property
    def report(self) -> dict[str, Any]:
        return self.lines[-1]


@dataclass
class Newsroom:
    """A folder with its own archive, crawling a sample site."""

    folder: Path
    config: Path
    site: Site
    environment: Mapping[str, str] = field(default_factory=dict)

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        return self.start_without_config(*arguments, "--config", str(self.config), **environment)

    def start_without_config(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "archiver", *arguments],
            cwd=self.folder,
            env=clean_environment() | dict(self.environment) | environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def run(self, *arguments: str, **environment: str) -> Run:
        if any(name.startswith("PYTHON") for name in environment):  # which only a new interpreter reads
            return finish(self.start(*arguments, **environment))
        with TemporaryDirectory() as outputs:
            code, out, err = run_forked(
                (*arguments, "--config", str(self.config)),
                self.folder,
                clean_environment() | dict(self.environment) | environment,
                outputs=Path(outputs),
                seconds=RUN_SECONDS,
            )
        return _check(Run(code, out, err))

    def crawl(self, *arguments: str, **environment: str) -> Run:
        return self.run("crawl", "--json", *arguments, **environment)

    def articles(self) -> dict[str, dict[str, Any]]:
        """Give the records by code, or by address for plain pages; read here, which starts no process."""
        with self._archive() as engine:
            records = [
                json.loads(record_line(entry_record(entry))) for entry in stream_entries(engine, Filters())
            ]
        return {record["code"] or record["url"]: record for record in records}

    def failures(self) -> list[dict[str, Any]]:
        """Give the failures kept, latest first."""
        with self._archive() as engine:
            return list_failures(engine)

    @contextmanager
    def _archive(self) -> Iterator[Engine]:
        engine = open_archive(f"sqlite:///{self.folder}/archive.db")
        yield engine
        engine.dispose()

    def set(self, **settings: object) -> None:
        """Change settings of this newsroom."""
        lines = [line for line in self.config.read_text().splitlines() if line.split(" =")[0] not in settings]
        lines += [f"{name} = {json.dumps(value)}" for name, value in settings.items()]
        self.config.write_text("\n".join(lines) + "\n")


def clean_environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ARCHIVER_")}
    return kept | {"PYTHONIOENCODING": "utf-8"}


def finish(process: subprocess.Popen[str]) -> Run:
    try:
        out, err = process.communicate(timeout=RUN_SECONDS)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        raise
    return _check(Run(process.returncode, out, err))


def _check(done: Run) -> Run:
    assert "Traceback" not in done.err, done.err
    return done


def only_line(done: Run) -> str:
    """Give the one line of messages that a command wrote."""
    lines = [line for line in done.err.splitlines() if line.strip()]
    assert len(lines) == 1, done.err
    return lines[0]


def open_newsroom(folder: Path, site: Site) -> Newsroom:
    """Make a folder with settings and sources for a running sample site."""
    config = write_settings(folder, site.url, site.other_url, database="sqlite:///archive.db")
    return Newsroom(folder, config, site)
