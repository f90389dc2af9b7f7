"""The control endpoints under ``/_sample/``, by which a test reads the log and orders what goes wrong."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from typing import Any

from archiver.sample.answers import Answer, answer_json
from archiver.sample.faults import Faults, read_fault
from archiver.sample.journal import Journal
from archiver.sample.newsroom import Newsroom, write_article

PREFIX = "/_sample/"


@dataclasses.dataclass(frozen=True, slots=True)
class Desk:
    """What the control endpoints control."""

    newsroom: Newsroom
    journal: Journal
    faults: Faults


def control(desk: Desk, method: str, path: str, body: bytes) -> Answer:
    """Do what a control request asks; 400 with a sentence when it makes no sense."""
    name = path.removeprefix(PREFIX)
    if method == "GET" and name == "log":
        return _tell_log(desk.journal)
    try:
        order = json.loads(body or b"{}")
        _obey(desk, method, name, order)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return answer_json({"error": f"{method} {path}: {error!r}"}, status=400)
    return answer_json({"done": True})


def _obey(desk: Desk, method: str, name: str, order: Mapping[str, Any]) -> None:
    if method != "POST":
        raise ValueError("the log is read by GET, everything else is POST")
    match name:
        case "clear":
            _clear(desk, order.get("what", "log"))
        case "fault":
            desk.faults.order(read_fault(order))
        case "edit":
            changes = {key: order[key] for key in ("title", "body", "text") if key in order}
            desk.newsroom.edit(order["code"], **changes)
        case "delete":
            desk.newsroom.delete(order["code"])
        case "add":
            desk.newsroom.add(write_article(**order))
        case "redesign":
            desk.newsroom.redesign()
        case _:
            raise ValueError("no such control endpoint")


def _clear(desk: Desk, what: str) -> None:
    match what:
        case "log":
            desk.journal.clear()
        case "faults":
            desk.faults.clear()
        case "edits":
            desk.newsroom.restore()
        case _:
            raise ValueError("what: log, faults or edits")


def _tell_log(journal: Journal) -> Answer:
    requests = [dataclasses.asdict(request) for request in journal.requests()]
    return answer_json([{**request, "at": request["at"].isoformat()} for request in requests])
