"""Pages are read in processes of their own, so that downloads never wait for it.

Each process reads one page after the other. It is started when a page is there that no other one is free
for, ended when a page takes too long, and replaced after a number of pages, which bounds its memory.
"""

from __future__ import annotations

import asyncio
import logging
import os
import pickle
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path
from typing import Any

from archiver.cleaning import Found
from archiver.crawl.reader_process import LENGTH, pack
from archiver.errors import ReadError
from archiver.reasons import Reason
from archiver.records import Capture, Target
from archiver.sites.directory import Directory
from archiver.sources.file import Sources

logger = logging.getLogger(__name__)

PAGES_A_PROCESS = 1000
START_SECONDS = 60.0
END_SECONDS = 5.0
TRIES = 2
PIPE_BYTES = 1024 * 1024
_COMMAND = (sys.executable, "-P", "-m", "archiver.crawl.reader_process")
_ROOT = str(Path(__file__).parents[2])


class BrokenPageError(Exception):
    """A page on which the reader itself fails; the message has the error's lines of the other process."""


class _ReaderDiedError(Exception):
    """A reading process ended before it answered."""


class Readers:
    """Reads answers: news pages in at most ``count`` processes, others at once: the way there takes longer.

    Args:
        count: 0 reads everything at once.
        seconds: a page that takes longer is given up.
    """

    def __init__(self, sources: Sources, directory: Directory, *, count: int, seconds: float) -> None:
        self._directory = directory
        self._seconds = seconds
        self._readers = [_Reader(sources) for _ in range(count)]
        # The one that was free last is asked first, so that no more are started than are needed.
        self._free: asyncio.LifoQueue[_Reader] = asyncio.LifoQueue()
        for reader in self._readers:
            self._free.put_nowait(reader)

    async def read(self, capture: Capture, target: Target, *, keeps_draft: bool = False) -> Found:
        """Read an answer; gives a draft, or, unless that is to be kept, what cleaning made of it.

        Raises:
            ReadError: it holds no readable article, or takes too long.
            BrokenPageError: the reader fails.
        """
        is_page = self._directory.find_share(target) is None or bool(target.via)
        if not self._readers or not is_page:
            return self._directory.extract(capture, target)
        for _ in range(TRIES):
            reader = await self._free.get()
            try:
                return _unpack(await reader.ask((capture, target, self._seconds, keeps_draft)))
            except _ReaderDiedError as error:
                logger.warning("%s: %s", target.url, error)
                died = error
            finally:
                self._free.put_nowait(reader)
        raise ReadError(Reason.UNEXPECTED, f"{died}, {TRIES} times; please report this page")

    async def close(self) -> None:
        """End the processes."""
        await asyncio.gather(*(reader.end() for reader in self._readers))


def _unpack(answer: tuple[Any, ...]) -> Found:
    kind, *rest = answer
    if kind == "refused":
        raise ReadError(*rest)
    if kind == "broken":
        message, lines = rest
        raise BrokenPageError(message) from BrokenPageError(lines)
    found: Found = rest[0]
    return found


class _Reader:
    """One reading process, started when it is first asked."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._process: Process | None = None
        self._page_count = 0

    async def ask(self, asked: tuple[Capture, Target, float, bool]) -> tuple[Any, ...]:
        """Let the process read a page.

        Raises:
            ReadError: it takes too long.
            _ReaderDiedError: the process ended.
        """
        seconds = asked[2]
        try:
            process = await self._running()
            async with asyncio.timeout(seconds):
                answer: tuple[Any, ...] = await _exchange(process, asked)
        except TimeoutError:
            await self._kill()
            message = f"reading the page took longer than {seconds:g} s; please report it"
            raise ReadError(Reason.TOO_SLOW, message) from None
        except (EOFError, ConnectionError) as error:
            code = await self.end()
            raise _ReaderDiedError(f"the process that read it ended with code {code}") from error
        except BaseException:
            await self._kill()  # cancelled half-way: its next answer would be this one
            raise
        self._page_count += 1
        if self._page_count >= PAGES_A_PROCESS:
            await self.end()
        return answer

    async def _running(self) -> Process:
        if self._process is None:
            # A group of its own: Ctrl-C in a terminal goes to the crawl alone.
            self._process = await asyncio.create_subprocess_exec(
                *_COMMAND, stdin=PIPE, stdout=PIPE, limit=PIPE_BYTES, process_group=0, env=_environment()
            )
            self._page_count = 0
            logger.debug("process %d reads pages", self._process.pid)
            try:
                async with asyncio.timeout(START_SECONDS):
                    await _exchange(self._process, self._sources)
            except TimeoutError:
                raise EOFError from None
        return self._process

    async def _kill(self) -> None:
        """End the process at once."""
        process, self._process = self._process, None
        if process is not None:
            if process.returncode is None:
                process.kill()
            await process.wait()

    async def end(self) -> int | None:
        """Let the process end; gives its exit code, ``None`` where there is none.

        One that has ended by itself is not killed: the signal would ask the system for its code, and nobody
        else could have it after that.
        """
        process, self._process = self._process, None
        if process is None or process.stdin is None:
            return None
        process.stdin.close()
        try:
            async with asyncio.timeout(END_SECONDS):
                return await process.wait()
        except TimeoutError:
            process.kill()
            return await process.wait()


def _environment() -> dict[str, str]:
    """Let the process find the program where this one did, and nothing in the folder it is started in."""
    path = os.pathsep.join(filter(None, (_ROOT, os.environ.get("PYTHONPATH"))))
    return {**os.environ, "PYTHONPATH": path}


async def _exchange(process: Process, thing: object) -> Any:
    """Send a frame and wait for the answer.

    Raises:
        EOFError, ConnectionError: the process ended.
    """
    if process.stdin is None or process.stdout is None:
        raise EOFError
    process.stdin.write(pack(thing))
    await process.stdin.drain()
    head = await process.stdout.readexactly(LENGTH.size)
    content = await process.stdout.readexactly(LENGTH.unpack(head)[0])
    return pickle.loads(content)  # noqa: S301 - from our own process
