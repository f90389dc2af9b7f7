"""The sample share site in a process of its own, and a fresh archive beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from newsrooms import Newsroom, open_newsroom

from archiver.sample.process import Site, running


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with running() as running_site:
        yield running_site


@pytest.fixture
def newsroom(site: Site, tmp_path: Path) -> Iterator[Newsroom]:
    """A fresh archive beside a site without faults and edits."""
    site.clear_faults()
    site.restore()
    site.clear_log()
    yield open_newsroom(tmp_path / "newsroom", site)
    site.clear_faults()
    site.restore()
