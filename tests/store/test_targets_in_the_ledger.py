"""A target kept in the ledger is asked for later with all that its list said."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from archiver.records import Listing, Target
from archiver.store.targets import read_target, target_record


def test_a_target_comes_back_as_it_was_kept() -> None:
    target = Target(
        url="https://paper.example/1",
        identity="url:paper.example/1",
        site="paper.example",
        source="tide",
        tags=("a", "b"),
        recheck=(timedelta(hours=1), timedelta(days=1)),
        publisher="The Post",
        language="en",
        time_zone="Asia/Shanghai",
        rules=("own",),
        slug="post",
        position="2024-05-01/7",
        listing=Listing(
            raw_title="Title",
            raw_byline="Ann Marlow",
            raw_keywords=("ships", "ports"),
            listed_at=datetime(2024, 5, 1, 8, tzinfo=UTC),
            only_fills=True,
        ),
    )
    assert read_target(json.loads(json.dumps(target_record(target)))) == target
