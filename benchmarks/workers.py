"""Systems at work: in which interpreter each is installed, and the process that reads with it."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from pages import Page

PEERS = Path(__file__).with_name("peers.py")
ALL_FIELDS = "text title authors date"
FIELDS = {
    "archiver": f"{ALL_FIELDS} clock",
    "structured-only": "title authors date clock",
    "trafilatura": ALL_FIELDS,
    "trafilatura-precision": ALL_FIELDS,
    "readability-lxml": "text title authors",
    "newspaper4k": f"{ALL_FIELDS} clock",
    "news-please": f"{ALL_FIELDS} clock",
    "goose3": f"{ALL_FIELDS} clock",
    "resiliparse": "text title",
    "rs-trafilatura": ALL_FIELDS,
    "magic-html": "text title",
    "gne": f"{ALL_FIELDS} clock",
    "htmldate": "date",
}
"""System → the fields that it reads, ``clock`` where it gives a time of day."""
OWN = ("archiver", "structured-only")
"""These decode for themselves; the others are given the decoded page."""


@dataclass(frozen=True, slots=True)
class System:
    """An installed system."""

    name: str
    version: str
    python: str
    python_version: str


def find_systems(names: Sequence[str], pythons: Sequence[str]) -> dict[str, System]:
    """Find systems, in this interpreter before others."""
    found: dict[str, System] = {}
    for python in [sys.executable, *pythons]:
        command = [python, str(PEERS), "--versions"]
        said = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
        for name, version in said["versions"].items():
            found.setdefault(name, System(name, version, python, said["python"]))
    return {name: found[name] for name in names if name in found}


class Worker:
    """A process that reads with one system."""

    def __init__(self, system: System, *, core: int | None = None, model: Path | None = None) -> None:
        command = [system.python, str(PEERS), system.name]
        command += ["--core", str(core)] if core is not None else []
        command += ["--model", str(model)] if model else []
        # Hash seeds change what some systems read from one run to the next.
        environment = {**os.environ, "PYTHONHASHSEED": "0"}
        self.system = system
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        )

    def load(self, pages: Sequence[Page]) -> None:
        """Give it pages, to keep in memory."""
        self._ask({"load": [_sent(page, self.system.name) for page in pages]})

    def read(self) -> list[dict[str, Any] | None]:
        """Let it read its pages."""
        readings: list[dict[str, Any] | None] = self._ask({"read": True})
        return readings

    def time(self, first: int, end: int) -> tuple[float, float]:
        """Let it read some of its pages; gives the seconds, and the MB that it had at most until now.

        Args:
            first, end: number of the first of these pages, and of the first one behind them.
        """
        said = self._ask({"time": [first, end]})
        return said["seconds"], said["peak_kib"] / 1024

    def _ask(self, request: Mapping[str, Any]) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        try:
            self.process.stdin.write(json.dumps(request) + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass
        answer = self.process.stdout.readline()
        if not answer:
            raise ChildProcessError(f"{self.system.name} ended with code {self.process.wait()}")
        return json.loads(answer)

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.kill()
        self.process.communicate()


def _sent(page: Page, system: str) -> dict[str, str]:
    if system in OWN:
        return {"url": page.url, "html_b64": base64.b64encode(page.body).decode("ascii")}
    return {"url": page.url, "html": page.html}
