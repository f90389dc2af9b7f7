"""A process that reads pages for a crawl; ``readers`` starts it with ``python -m``.

Frames go in at standard input and out at standard output: eight bytes of length, then a pickle. The first
one in is the sources, answered by ``None``; each further one is a capture and its target. At the end of the
input, as when the crawl was killed, it ends.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import struct
import sys
import traceback
from typing import IO, Any

from archiver.cleaning import clean
from archiver.errors import ReadError
from archiver.records import Capture, Target
from archiver.sites.directory import Directory

LENGTH = struct.Struct(">Q")
GRACE_SECONDS = 5.0
"""A process that nobody ends after its time ends itself so much later."""


def pack(thing: object) -> bytes:
    """Make a frame."""
    content = pickle.dumps(thing, pickle.HIGHEST_PROTOCOL)
    return LENGTH.pack(len(content)) + content


def main() -> None:
    """Answer frame by frame until there are no more."""
    # The crawl imports this module too, for its frames, and does without numpy.
    from archiver.sites.page.scores import load_tables  # noqa: PLC0415

    # Ctrl-C and SIGTERM may reach the whole group: the crawl decides what is still read.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever prints must not print into the answers
    directory = Directory.of(_take(sys.stdin.buffer))
    load_tables()
    gc.freeze()
    try:
        _give(answers, None)
        while (asked := _take(sys.stdin.buffer)) is not None:
            capture, target, seconds, keeps_draft = asked
            signal.setitimer(signal.ITIMER_REAL, seconds + GRACE_SECONDS)
            answer = _answer(directory, capture, target, keeps_draft=keeps_draft)
            signal.setitimer(signal.ITIMER_REAL, 0)
            _give(answers, answer)
    except BrokenPipeError:
        os._exit(0)  # nobody waits for the answer any more


def _answer(directory: Directory, capture: Capture, target: Target, *, keeps_draft: bool) -> tuple[Any, ...]:
    """Read and clean a page; a draft that its spider may complete or join stays one.

    Returns:
        ``read`` and what it became, ``refused`` with reason and message, or ``broken`` with an error's lines.
    """
    try:
        draft = directory.extract(capture, target)
        may_grow = target.code is not None and not (draft.raw_title and draft.raw_published)
        stays = keeps_draft or may_grow or draft.next_url
        return ("read", draft if stays else clean(draft))
    except ReadError as error:
        return ("refused", error.reason, str(error))
    except Exception as error:  # noqa: BLE001 - one page is kept apart from the rest; the crawl stores a failure
        return ("broken", f"{type(error).__name__}: {error}"[:300], traceback.format_exc())


def _take(stream: IO[bytes]) -> Any:
    """Give the next frame's content; ``None`` at the end."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    size = LENGTH.unpack(head)[0]
    content = stream.read(size)
    return pickle.loads(content) if len(content) == size else None  # noqa: S301 - from the crawl itself


def _give(stream: IO[bytes], thing: object) -> None:
    stream.write(pack(thing))
    stream.flush()


if __name__ == "__main__":
    main()
