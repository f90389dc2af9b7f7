"""An explanation as one JSON object, nothing cut off."""

from __future__ import annotations

from collections.abc import Sequence

from archiver.explain.records import Explanation, Field, Piece
from archiver.records import Candidate, Finding


def explanation_record(told: Explanation) -> dict[str, object]:
    """Give an explanation for machines; absent values are ``None`` or an empty list."""
    return {
        "url": told.url or None,
        "code": told.code,
        "time_zone": told.time_zone,
        "encoding": _encoding(told.encoding),
        "fields": {field.name: _field(field) for field in told.fields},
        "counts": {fate.value: count for fate, count in told.counts.items()},
        "blocks": [_block(piece) for piece in told.pieces],
        "warnings": [{"reason": one.reason, "message": one.message} for one in told.lacks],
    }


def _encoding(finding: Finding) -> dict[str, object] | None:
    if not finding.rule:
        return None
    return {"value": finding.value, "rule": finding.rule, "others": _others(finding.others)}


def _field(field: Field) -> dict[str, object]:
    value = list(field.value) if isinstance(field.value, tuple) else field.value
    return {
        "value": value,
        "raw": field.raw or None,
        "rule": field.rule or None,
        "others": _others(field.others),
    }


def _others(others: Sequence[Candidate]) -> list[dict[str, str]]:
    return [{"rule": one.rule, "value": one.value} for one in others]


def _block(piece: Piece) -> dict[str, object]:
    return {
        "text": piece.text,
        "score": piece.score,
        "fate": piece.fate.value,
        "box": piece.box,
        "path": piece.path,
    }
