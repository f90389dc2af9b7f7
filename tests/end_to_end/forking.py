"""Runs the real command line by forking a process that has the program loaded: a command starts in no time.

``Newsroom.start`` starts a process of its own instead, to signal or kill it; so both ways are tested.
"""

from __future__ import annotations

import atexit
import json
import os
import runpy
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

LOADED = (
    *("scrapy.core.downloader.handlers.http11", "archiver.cli.main", "archiver.crawl.runner"),
    *("archiver.crawl.source_spider", "archiver.store.upgrade"),
)
"""What commands load; no module that starts threads, which a fork would lose."""
STEP_SECONDS = 0.005


def run_forked(
    arguments: tuple[str, ...], folder: Path, environment: Mapping[str, str], *, outputs: Path, seconds: float
) -> tuple[int, str, str]:
    """Run ``archiver`` with arguments in a folder.

    Args:
        outputs: a folder for what it prints.

    Returns:
        Its exit code, its standard output and its standard error.

    Raises:
        TimeoutError: it was killed, as it had not ended in time.
    """
    out, err = outputs / "out", outputs / "err"
    asked = {
        **{"arguments": arguments, "folder": str(folder), "environment": dict(environment)},
        **{"out": str(out), "err": str(err), "seconds": seconds},
    }
    server = _server()
    assert server.stdin is not None
    assert server.stdout is not None
    server.stdin.write(json.dumps(asked) + "\n")
    server.stdin.flush()
    code = json.loads(server.stdout.readline())
    if code is None:
        raise TimeoutError(f"archiver {' '.join(arguments)}: {err.read_text('utf-8', 'replace')}")
    return code, out.read_text("utf-8"), err.read_text("utf-8")


@cache
def _server() -> subprocess.Popen[str]:
    server = subprocess.Popen(
        [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    atexit.register(server.kill)
    return server


def _serve() -> None:
    sys.path.remove(str(Path(__file__).parent))  # a command must not find the modules of the tests
    for name in LOADED:
        import_module(name)
    assert threading.active_count() == 1
    for line in sys.stdin:
        asked = json.loads(line)
        process = os.fork()
        if not process:
            _become(asked)
        print(json.dumps(_wait(process, asked["seconds"])), flush=True)


def _wait(process: int, seconds: float) -> int | None:
    """Give the exit code of a child, negative for the signal that ended it; ``None`` where time was over."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        ended, status = os.waitpid(process, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(STEP_SECONDS)
    os.kill(process, 9)
    os.waitpid(process, 0)
    return None


def _become(asked: Mapping[str, Any]) -> None:
    """Go on as ``python -m archiver`` would have begun."""
    os.chdir(asked["folder"])
    os.environ.clear()
    os.environ.update(asked["environment"])
    time.tzset()
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for number, path in ((1, asked["out"]), (2, asked["err"])):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o600), number)
    sys.stdin, sys.stdout = os.fdopen(0, "r", encoding="utf-8"), os.fdopen(1, "w", encoding="utf-8")
    sys.stderr = os.fdopen(2, "w", buffering=1, encoding="utf-8", errors="backslashreplace")
    sys.argv = ["archiver", *asked["arguments"]]
    code: object = 0
    try:
        runpy.run_module("archiver", run_name="__main__", alter_sys=True)
    except SystemExit as leave:
        code = leave.code or 0
    except BaseException:  # noqa: BLE001 - what the interpreter does with it
        traceback.print_exc()
        code = 1
    threading._shutdown()  # type: ignore[attr-defined]  # as the interpreter does before it ends
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 1)


if __name__ == "__main__":
    _serve()
