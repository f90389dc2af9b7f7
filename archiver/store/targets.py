"""A target as JSON in the ledger, so that it can be asked for later with all that a list said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import datetime, timedelta
from typing import Any

from archiver.records import Listing, Target

_SHARED = frozenset({"slugs", "via"})
"""What the tables of a site say for all its articles, and what only a request under way needs."""


def target_record(target: Target) -> dict[str, Any]:
    """Give a target as JSON; fields with their default value are left out."""
    record = {name: value for name, value in asdict(target).items() if value and name not in _SHARED}
    record["recheck"] = [wait.total_seconds() for wait in target.recheck]
    listing = {name: value for name, value in record.get("listing", {}).items() if value}
    if target.listing.listed_at:
        listing["listed_at"] = target.listing.listed_at.isoformat()
    record["listing"] = listing
    return {name: value for name, value in record.items() if value}


def read_target(record: Mapping[str, Any]) -> Target:
    """Give the target of a record; what a later version has added to it is left out.

    Raises:
        TypeError: it is no record of a target.
    """
    known = {field.name for field in fields(Target)}
    values = {name: _as_tuple(value) for name, value in record.items() if name in known}
    listed = {field.name for field in fields(Listing)}
    listing = {name: _as_tuple(value) for name, value in record.get("listing", {}).items() if name in listed}
    if listed_at := listing.get("listed_at"):
        listing["listed_at"] = datetime.fromisoformat(listed_at)
    values["listing"] = Listing(**listing)
    values["recheck"] = tuple(timedelta(seconds=wait) for wait in record.get("recheck", ()))
    return Target(**{"identity": "", "url": "", "site": ""} | values)


def _as_tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
