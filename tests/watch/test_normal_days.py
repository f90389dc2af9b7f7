"""Sixty normal days of a newspaper raise no alarm: nights, Sundays, holidays, bursts, flaky servers."""

from __future__ import annotations

import pytest
from newspapers import NEWSPAPERS, begun, run_source, watch

DAYS = 60


@pytest.mark.parametrize(
    "seed", range(1, 21), ids=lambda seed: f"{seed}-{NEWSPAPERS[seed % len(NEWSPAPERS)].name}"
)
def test_sixty_normal_days_raise_no_alarm(seed: int) -> None:
    archive = watch(run_source(NEWSPAPERS[seed % len(NEWSPAPERS)], DAYS, seed))
    assert len(archive.runs) >= DAYS
    assert begun(archive) == []
