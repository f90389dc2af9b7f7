"""What is done at the end of a run: find its alarms, log them, and have them told."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from archiver.runs import Alarm, RunRecord
from archiver.settings import Settings
from archiver.watch.alarms import find_alarms, standing_alarms
from archiver.watch.notices import Notice, send_notice

logger = logging.getLogger(__name__)


def raise_alarms(settings: Settings, run: RunRecord, history: Sequence[RunRecord]) -> tuple[Alarm, ...]:
    """Give the alarms that stand after a run, for its record; what began or ended with it is told.

    It waits for nobody: webhook and command are asked beside it.

    Args:
        history: earlier runs of the source, as ``archiver.store.watching.list_history`` gives them.
    """
    alarms = tuple(alarm for alarm in find_alarms(run, history) if not settings.has_off(alarm))
    kinds = {alarm.kind for alarm in alarms}
    before = [alarm for alarm in standing_alarms(run, history) if not settings.has_off(alarm)]
    notice = Notice(
        at=run.started_at,
        begun=[alarm for alarm in alarms if alarm.began_at == run.started_at],
        over=[alarm for alarm in before if alarm.kind not in kinds],
    )
    if lines := notice.lines():
        for line in lines:
            logger.warning("%s", line, extra={"source": run.source})
        send_notice(settings, notice)
    return alarms
