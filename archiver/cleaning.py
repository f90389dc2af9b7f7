"""What was found made clean: drafts become articles, known targets sightings, what is faulty a failure."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

from archiver.errors import ReadError
from archiver.normalise.article import normalise, normalise_sighting
from archiver.reasons import Reason
from archiver.records import (
    Article,
    Checked,
    Draft,
    Failure,
    Gone,
    Mended,
    Sighting,
    Stage,
    Target,
)

logger = logging.getLogger(__name__)

Found = Draft | Target | Article | Failure | Mended | Checked | Gone
Kept = Article | Sighting | Failure | Mended | Checked | Gone


def clean(found: Found) -> Kept:
    """Clean a draft or a known target met again; what is clean passes on, a faulty one becomes a failure."""
    if isinstance(found, Article | Failure | Mended | Checked | Gone):
        return found
    now = datetime.now(UTC)
    try:
        return normalise(found) if isinstance(found, Draft) else normalise_sighting(found, now)
    except ReadError as error:
        return _failure(found, error.reason, str(error), now)
    except Exception as error:  # one page must never end a run; what happened is kept
        where = (found.target if isinstance(found, Draft) else found).url
        logger.exception("%s: cannot be cleaned; please report this page", where)
        return _failure(found, Reason.UNEXPECTED, repr(error)[:300], now)


def _failure(found: Draft | Target, reason: Reason, message: str, now: datetime) -> Failure:
    target = found.target if isinstance(found, Draft) else found
    return Failure(
        stage=Stage.CLEAN,
        reason=reason,
        key=f"{Stage.CLEAN}:{target.identity}",
        identity=target.identity,
        url=target.url,
        source=target.source,
        message=message,
        at=found.fetched_at if isinstance(found, Draft) else now,
    )
