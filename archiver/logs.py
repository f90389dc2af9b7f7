"""The log as JSON, one object a line on standard error: Scrapy's lines, this program's, and its messages.

Without it the log is what Scrapy and the command line write for people.
"""

from __future__ import annotations

import json
import logging
import sys
from datetime import datetime
from typing import Any

MESSAGES = "archiver"


class JsonFormatter(logging.Formatter):
    """Writes a record as an object with ``time``, ``level``, ``logger``, ``message``, and more if known."""

    def format(self, record: logging.LogRecord) -> str:
        """Give the line of a record."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created).astimezone().isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        for name in ("source", "url"):
            if value := _find(record, name):
                line[name] = value
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def _find(record: logging.LogRecord, name: str) -> str | None:
    """Give a source or an address that a line names beside its words; Scrapy has it in its request."""
    value = getattr(record, name, None)
    if value is None and isinstance(record.args, dict):
        value = record.args.get(name) or getattr(record.args.get("request"), name, None)
    return value if isinstance(value, str) else None


class _Log:
    handler: logging.StreamHandler[Any] | None = None


def open_json_log() -> None:
    """Write the log as JSON from now on, warnings and worse; a second call changes nothing."""
    if _Log.handler is None:
        _Log.handler = logging.StreamHandler(sys.stderr)
        _Log.handler.setFormatter(JsonFormatter())
        _Log.handler.setLevel(logging.WARNING)
        logging.getLogger().addHandler(_Log.handler)


def is_json() -> bool:
    """Whether the log is JSON."""
    return _Log.handler is not None


def set_log_level(level: str) -> None:
    """Leave out of a JSON log what is below a level; whatever else is logged to has its own."""
    if _Log.handler is not None:
        _Log.handler.setLevel(level)


def tell(message: str, level: int = logging.INFO) -> bool:
    """Write a message of the program as a line of the JSON log; ``False`` if the log is none."""
    if _Log.handler is None:
        return False
    record = logging.LogRecord(MESSAGES, level, __file__, 0, message, None, None)
    _Log.handler.handle(record)
    return True
