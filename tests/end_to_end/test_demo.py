"""The demo: the main job, offline, as a newcomer runs it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from newsrooms import clean_environment


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[subprocess.CompletedProcess[str], Path]:
    folder = tmp_path_factory.mktemp("demo")
    done = subprocess.run(
        [sys.executable, "-m", "archiver", "demo"],
        cwd=folder,
        env=clean_environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    return done, folder / "data"


def test_it_ends_by_itself_with_success(demo: tuple[subprocess.CompletedProcess[str], Path]) -> None:
    assert demo[0].returncode == 0, demo[0].stderr
    assert "Traceback" not in demo[0].stderr


def test_it_tells_the_command_of_every_step(demo: tuple[subprocess.CompletedProcess[str], Path]) -> None:
    commands = [line.split()[2] for line in demo[0].stdout.splitlines() if line.startswith("$ archiver ")]
    assert commands == ["fetch", "crawl", "list", "show", "export", "export", "crawl"]


def test_its_second_crawl_asks_for_no_article(demo: tuple[subprocess.CompletedProcess[str], Path]) -> None:
    assert "0 of them for an article" in demo[0].stdout


def test_it_leaves_an_archive_and_two_exports(demo: tuple[subprocess.CompletedProcess[str], Path]) -> None:
    data = demo[1]
    records = [
        json.loads(line) for line in (data / "demo" / "articles.jsonl").read_text("utf-8").splitlines()
    ]
    assert len(records) > 30
    assert (data / "demo.db").is_file()
    assert (data / "demo" / "site" / "index.html").is_file()
