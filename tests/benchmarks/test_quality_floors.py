"""A sample of real pages is read as well as ``benchmarks/floors.toml`` says; refreshing it stands there."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from floors import find_faults, load_floors
from pages import pages_folder

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "extraction.py"


@pytest.mark.skipif(
    not pages_folder().is_dir(),
    reason=f"quality is not tested: no pages at {pages_folder()}; ARCHIVER_SHARED names another place",
)
def test_no_metric_is_below_its_floor():
    floors = load_floors()
    command = [sys.executable, str(SCRIPT), "--system", "archiver", "--every", str(floors["every"]), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    assert list(find_faults(floors, json.loads(done.stdout)["quality"])) == []
