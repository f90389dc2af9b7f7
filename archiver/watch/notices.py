"""Tells alarms to whom the operator named: a webhook, and a command such as ``mail``.

That takes place beside the crawl, in a thread; the end of the process waits for it, but not for ever. A
notice that does not arrive is told in the log and stops nothing.
"""

from __future__ import annotations

import atexit
import http.client
import json
import logging
import shlex
import subprocess
import tempfile
import threading
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any
from urllib.parse import urlsplit

from archiver.runs import Alarm
from archiver.settings import Settings

logger = logging.getLogger(__name__)
WEBHOOK_SECONDS = 10.0
COMMAND_SECONDS = 30.0
MOST_OUTPUT_BYTES = 10_000
END_SECONDS = WEBHOOK_SECONDS + COMMAND_SECONDS
"""A server that sends a byte now and then keeps nobody from ending longer than this."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What has to be told after a run.

    Attributes:
        at: when the run began that noticed it.
        begun, over: alarms that began with the run, and those whose cause was gone.
    """

    at: datetime
    begun: Sequence[Alarm]
    over: Sequence[Alarm]

    def lines(self) -> list[str]:
        """Give a line for each alarm."""
        return [
            *(f"alarm: {alarm.source}: {alarm.kind}: {alarm.words}" for alarm in self.begun),
            *(
                f"over: {alarm.source}: {alarm.kind}, which stood since {alarm.began_at.isoformat()}"
                for alarm in self.over
            ),
        ]

    def record(self) -> dict[str, Any]:
        """Give it for machines; ``text`` is what chat programs show."""
        return {
            "text": "\n".join(self.lines()),
            "at": self.at.isoformat(),
            "alarms": [alarm.record() for alarm in self.begun],
            "over": [alarm.record() for alarm in self.over],
        }


def send_notice(settings: Settings, notice: Notice) -> None:
    """Tell a notice wherever the settings say, without waiting for it."""
    if settings.alarm_webhook or settings.alarm_command:
        thread = threading.Thread(target=_send, args=(settings, notice), name="alarm", daemon=True)
        thread.start()
        # A crawl that ends must not take its alarm with it.
        atexit.register(thread.join, END_SECONDS)


def _send(settings: Settings, notice: Notice) -> None:
    if settings.alarm_webhook:
        _post(settings.alarm_webhook, settings.agent(), notice)
    if settings.alarm_command:
        _run(settings.alarm_command, notice)


def _post(webhook: str, agent: str, notice: Notice) -> None:
    """Post a notice. The address is the operator's own and may be of a private network."""
    request = urllib.request.Request(  # noqa: S310 - the settings take http and https only
        webhook,
        json.dumps(notice.record(), ensure_ascii=False).encode(),
        {"Content-Type": "application/json; charset=utf-8", "User-Agent": agent},
    )
    # Only the host is told: such addresses often have a secret in their path.
    host = urlsplit(webhook).netloc.rpartition("@")[2]
    try:
        with urllib.request.urlopen(request, timeout=WEBHOOK_SECONDS):  # noqa: S310 - likewise
            pass
    except urllib.error.HTTPError as error:
        logger.error("alarm_webhook: %s did not take the alarm: %s", host, error)
    except (OSError, ValueError, http.client.HTTPException) as error:
        reason = getattr(error, "reason", None) or error
        logger.error("alarm_webhook: %s did not take the alarm: %s", host, reason)


def _run(command: str, notice: Notice) -> None:
    """Hand a notice to a command on its standard input."""
    words = shlex.split(command)
    text = "\n".join(notice.lines()) + "\n"
    # Into a file, not a pipe: what the command leaves behind could hold a pipe open for ever.
    with tempfile.TemporaryFile() as output:
        try:
            done = subprocess.run(  # noqa: S603 - the operator's own command, without a shell
                words,
                input=text.encode(),
                stdout=output,
                stderr=subprocess.STDOUT,
                timeout=COMMAND_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            logger.error("alarm_command: %s took longer than %.0f s", words[0], COMMAND_SECONDS)
        except OSError as error:
            logger.error("alarm_command: %s cannot be started: %s", words[0], error.strerror or error)
        else:
            if done.returncode:
                logger.error(
                    "alarm_command: %s ended with code %d: %s", words[0], done.returncode, _last_line(output)
                )


def _last_line(output: IO[bytes]) -> str:
    output.seek(0)
    lines = output.read(MOST_OUTPUT_BYTES).decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else "it said nothing"
