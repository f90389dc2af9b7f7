"""The benchmarks run and print what their readers expect; how fast anything is, is not tested."""

import json
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "benchmarks"


def run(name, *arguments):
    command = [sys.executable, str(FOLDER / name), "--rounds", "1", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_crawl_is_compared_with_bare_scrapy():
    summary = json.loads(run("crawl.py", "--count", "5", "--json"))
    assert set(summary) == {"with_startup", "without_startup"}
    for figure in summary.values():
        assert set(figure["rates"]) == {"archiver", "bare", "stock"}
        assert all(rate > 0 for rate in figure["rates"].values())
        assert {side: len(ratios) for side, ratios in figure["ratios"].items()} == {"bare": 1, "stock": 1}


def test_a_crawl_of_pages_is_compared_by_its_reading_processes():
    summary = json.loads(run("crawl.py", "--pages", "--count", "12", "--json"))
    for figure in summary.values():
        assert set(figure["rates"]) == {"0", "1", "2", "bare"}
        assert all(rate > 0 for rate in figure["rates"].values())
        assert {readers: len(ratios) for readers, ratios in figure["ratios"].items()} == {
            "0": 1,
            "1": 1,
            "2": 1,
        }


def test_the_store_is_compared_with_the_bare_driver():
    summary = json.loads(run("store.py", "--count", "5", "--json"))
    assert set(summary) == {"sqlite"}
    assert set(summary["sqlite"]) == {"1", "50", "100", "500"}
    for one in summary["sqlite"].values():
        assert one["archiver"] > 0
        assert one["bare"] > 0
        assert len(one["ratios"]) == 1


def test_the_store_is_compared_on_postgresql_too(postgresql):
    summary = json.loads(run("store.py", "--count", "3", "--json", "--postgresql", postgresql()))
    assert set(summary) == {"sqlite", "postgresql"}


def test_a_process_that_goes_on_does_not_grow():
    summary = json.loads(run("memory.py", "--json", "--rounds", "12"))
    assert len(summary["megabytes"]) == 12
    assert summary["growth"] < 0.1


def test_people_get_a_table():
    first, *rows = run("store.py", "--count", "3").splitlines()
    assert "archiver" in first
    assert len(rows) == 4
