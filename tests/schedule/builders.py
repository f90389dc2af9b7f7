"""Rules in one line."""

from __future__ import annotations

from datetime import timedelta

from archiver.schedule.rules import Rule, make_rule

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def rule(
    source: str = "rolling",
    *,
    every: timedelta | str | None = None,
    cron: str = "",
    quiet: tuple[str, ...] = (),
    jitter: timedelta | None = None,
    zone: str = "UTC",
) -> Rule:
    return make_rule(
        source, every=every, cron=cron, quiet=quiet, jitter=jitter, time_zone=zone, default=15 * MINUTE
    )
