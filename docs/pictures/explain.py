"""Draws ``explain.png``: the report of ``archiver explain`` on the invented page of the examples.

Run it after a change of the report: ``python docs/pictures/explain.py``. It needs Chromium on the PATH.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from palette import reduce_colours

PAGE = Path(__file__).parents[1] / "examples" / "pages" / "night-ferry.html"
ADDRESS = "http://lantern.example/local/night-ferry-returns.html"
NAMES = ("chromium", "chromium-browser", "google-chrome")
WIDTH, HEIGHT = 1120, 1560
QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    "--hide-scrollbars",
)


def write_report(place: Path) -> None:
    """Explain the page and write the report, as a reader would."""
    command = ["-m", "archiver", "explain", str(PAGE), "--url", ADDRESS, "--report", str(place)]
    subprocess.run([sys.executable, *command], check=True, capture_output=True)  # noqa: S603 - our own program


def draw(report: Path, picture: Path, folder: Path) -> None:
    """Take a picture of the top of a report, as a browser shows it.

    Args:
        folder: where the browser may keep what it likes.
    """
    browser = next(filter(None, map(shutil.which, NAMES)), None)
    if browser is None:
        raise SystemExit(f"no browser: install one of {', '.join(NAMES)}")
    options = (*QUIET, f"--user-data-dir={folder}", f"--window-size={WIDTH},{HEIGHT}")
    subprocess.run(  # noqa: S603 - our own report
        [browser, *options, f"--screenshot={picture}", report.resolve().as_uri()],
        check=True,
        capture_output=True,
        timeout=120,
    )
    picture.write_bytes(reduce_colours(picture.read_bytes()))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made_here:
        home = Path(made_here)
        write_report(home / "report.html")
        draw(home / "report.html", Path(__file__).with_suffix(".png").resolve(), home / "browser")
