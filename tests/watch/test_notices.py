"""Alarms reach the webhook and the command that the settings name, and nothing waits for them."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from archiver.errors import SettingsError
from archiver.runs import Alarm, AlarmKind, Outcome, RunRecord
from archiver.settings import Settings, load_settings
from archiver.watch.raising import raise_alarms

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
GOOD = RunRecord(source="rolling", started_at=NOW - timedelta(days=1), outcome=Outcome.DONE)
FAILED = RunRecord(
    source="rolling", started_at=NOW, outcome=Outcome.FAILED, missed_count=1, failed={"timeout": 1}
)
LINE = "alarm: rolling: all-failing: nothing came (1 timeout)"


class Hook(HTTPServer):
    """A webhook that keeps what it gets, or refuses it."""

    status = 200
    taken: list[dict[str, object]]


class _Handler(BaseHTTPRequestHandler):
    server: Hook

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.taken.append(json.loads(body))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def hook() -> Iterator[Hook]:
    server = Hook(("127.0.0.1", 0), _Handler)
    server.taken = []
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def settle() -> None:
    """Wait for all notices."""
    for thread in threading.enumerate():
        if thread.name == "alarm":
            thread.join(20)


def raise_and_settle(settings: Settings, run: RunRecord = FAILED, *history: RunRecord) -> tuple[Alarm, ...]:
    alarms = raise_alarms(settings, run, history or (GOOD,))
    settle()
    return alarms


def test_an_alarm_is_logged_in_a_line(caplog: pytest.LogCaptureFixture) -> None:
    alarms = raise_and_settle(Settings())
    assert [alarm.kind for alarm in alarms] == [AlarmKind.ALL_FAILING]
    assert caplog.messages == [LINE]


def test_a_webhook_gets_an_alarm_as_json(hook: Hook) -> None:
    raise_and_settle(Settings(alarm_webhook=f"http://127.0.0.1:{hook.server_port}/token"))
    alarm = {"source": "rolling", "kind": "all-failing", "words": "nothing came (1 timeout)"}
    (taken,) = hook.taken
    assert taken == {
        "text": LINE,
        "at": NOW.isoformat(),
        "alarms": [alarm | {"began_at": NOW.isoformat()}],
        "over": [],
    }


def test_a_command_gets_the_lines_on_its_standard_input(tmp_path: Path) -> None:
    raise_and_settle(
        Settings(alarm_command=f"sh -c 'cat > {tmp_path}/mail; echo \"$0\" >> {tmp_path}/mail' you")
    )
    assert (tmp_path / "mail").read_text() == f"{LINE}\nyou\n"


def test_an_alarm_that_stands_is_told_once_and_its_end_too(hook: Hook) -> None:
    settings = Settings(alarm_webhook=f"http://127.0.0.1:{hook.server_port}/")
    first = RunRecord(**_values(FAILED) | {"alarms": raise_and_settle(settings)})
    second = RunRecord(**_values(FAILED) | {"started_at": NOW + timedelta(days=1)})
    second = RunRecord(**_values(second) | {"alarms": raise_and_settle(settings, second, GOOD, first)})
    good = RunRecord(source="rolling", started_at=NOW + timedelta(days=2), outcome=Outcome.DONE)
    assert raise_and_settle(settings, good, GOOD, first, second) == ()
    assert [taken["text"] for taken in hook.taken] == [
        LINE,
        f"over: rolling: all-failing, which stood since {NOW.isoformat()}",
    ]


def _values(run: RunRecord) -> dict[str, object]:
    return {name: getattr(run, name) for name in RunRecord.__dataclass_fields__}


@pytest.mark.parametrize("off", ["all-failing", "rolling:all-failing", "text-shrank rolling:all-failing"])
def test_an_alarm_that_is_off_is_not_raised(off: str, caplog: pytest.LogCaptureFixture) -> None:
    assert raise_and_settle(Settings(alarms_off=off)) == ()
    assert caplog.messages == []


def test_an_alarm_that_is_off_for_another_source_is_raised() -> None:
    assert raise_and_settle(Settings(alarms_off="papers:all-failing text-shrank"))


def test_a_webhook_that_refuses_is_told_without_its_secret(
    hook: Hook, caplog: pytest.LogCaptureFixture
) -> None:
    hook.status = 403
    raise_and_settle(Settings(alarm_webhook=f"http://127.0.0.1:{hook.server_port}/secret"))
    assert "alarm_webhook: 127.0.0.1:" in caplog.messages[-1]
    assert "403" in caplog.messages[-1]
    assert "secret" not in caplog.text


def test_a_webhook_that_is_not_there_is_told(caplog: pytest.LogCaptureFixture) -> None:
    raise_and_settle(Settings(alarm_webhook="http://127.0.0.1:1/"))
    assert caplog.messages[-1].endswith("Connection refused")


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("no-such-program -s alarm", "no-such-program cannot be started: No such file or directory"),
        ("sh -c 'echo no such user >&2; exit 3'", "sh ended with code 3: no such user"),
    ],
)
def test_a_command_that_fails_is_told(command: str, words: str, caplog: pytest.LogCaptureFixture) -> None:
    raise_and_settle(Settings(alarm_command=command))
    assert caplog.messages[-1] == f"alarm_command: {words}"
    assert caplog.records[-1].levelno == logging.ERROR


def test_a_command_that_hangs_keeps_no_run_waiting(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("archiver.watch.notices.COMMAND_SECONDS", 0.2)
    began = time.monotonic()
    raise_alarms(Settings(alarm_command="sh -c 'sleep 60 & sleep 60'"), FAILED, [GOOD])
    assert time.monotonic() - began < 30
    settle()
    assert caplog.messages[-1] == "alarm_command: sh took longer than 0 s"


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("ALARM_WEBHOOK", "ftp://host/", "is no web address; write https://HOST/PATH"),
        ("ALARM_COMMAND", "mail 'me", "is no command line: No closing quotation"),
        (
            "ALARMS_OFF",
            "rolling:datesmissing",
            "'rolling:datesmissing' is no alarm; write KIND or SOURCE:KIND",
        ),
        ("LOG_FORMAT", "xml", "'text' or 'json'"),
    ],
)
def test_a_faulty_setting_is_told(name: str, value: str, words: str) -> None:
    with pytest.raises(SettingsError, match=name) as told:
        load_settings(environment={f"ARCHIVER_{name}": value})
    assert words in str(told.value)
