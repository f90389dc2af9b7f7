"""The archive as a running crawl uses it: asked and written in a thread, in batches."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine

from archiver.cleaning import Kept
from archiver.dedup import judge
from archiver.errors import StoreError
from archiver.intake import make_batch
from archiver.records import Target, Verdict
from archiver.sites.directory import identities
from archiver.store.known import find_known_codes, find_waiting
from archiver.store.writer import write_batch

logger = logging.getLogger(__name__)

Report = Callable[[tuple[Verdict, ...]], None]


@dataclass(frozen=True, slots=True)
class Standing:
    """What the archive knows of some identities.

    Attributes:
        codes: known identity → code of its article, ``None`` for one without.
        waiting: identities that failed and wait for their next try.
    """

    codes: Mapping[str, str | None]
    waiting: frozenset[str]

    def knows(self, target: Target) -> bool:
        """Whether a target's article is there: under its own identity, or under another of its addresses.

        An address that stands for an article with another code is no sign: lists give placeholders.
        """
        if target.identity in self.codes:
            return True
        names = [name for name in identities(target) if name in self.codes]
        return any(self.codes[name] is None or target.code is None for name in names)


class CrawlArchive:
    """Collects what a crawl found and writes it in batches, off the event loop.

    What is not yet written when the program is killed was never marked as known, so the next crawl
    asks for it again.

    Args:
        report: called with the verdicts of every batch written.
        fail: called once when the database refuses; nothing is written after that.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        batch_count: int,
        batch_seconds: float,
        report: Report,
        fail: Callable[[StoreError], None],
    ) -> None:
        self._engine = engine
        self._batch_count = batch_count
        self._batch_seconds = batch_seconds
        self._report = report
        self._fail = fail
        self._pending: list[Kept] = []
        self._writing = asyncio.Lock()
        self._timer: asyncio.Task[None] | None = None
        self._error: StoreError | None = None

    async def standing(self, identities: Iterable[str]) -> Standing:
        """Ask which identities are known, and which are not to be tried yet."""
        names = list(identities)
        codes = await asyncio.to_thread(find_known_codes, self._engine, names)
        waiting = await asyncio.to_thread(find_waiting, self._engine, names, datetime.now(UTC))
        return Standing(codes, frozenset(waiting))

    async def keep(self, kept: Kept) -> None:
        """Take something to be written; waits while a full batch is being written."""
        if self._error:
            return
        self._pending.append(kept)
        if len(self._pending) >= self._batch_count:
            await self.flush()
        elif self._timer is None or self._timer.done():
            self._timer = asyncio.ensure_future(self._flush_later())

    async def flush(self) -> None:
        """Write all that was taken so far."""
        async with self._writing:
            pending, self._pending = self._pending, []
            if not pending or self._error:
                return
            try:
                self._report(await asyncio.to_thread(write_batch, self._engine, make_batch(pending), judge))
            except StoreError as error:
                self._refuse(error)
            except Exception as error:  # whatever it was, what was found is not in the archive
                logger.exception("the archive cannot write; please report this")
                self._refuse(StoreError(f"the archive cannot write: {error!r}"[:300]))

    def _refuse(self, error: StoreError) -> None:
        self._error = error
        self._fail(error)

    async def close(self) -> None:
        """Write the rest."""
        if self._timer is not None:
            self._timer.cancel()
        await self.flush()
        # The last connection that closes brings SQLite's journal into the one file people copy.
        await asyncio.to_thread(self._engine.dispose)

    async def _flush_later(self) -> None:
        await asyncio.sleep(self._batch_seconds)
        # Shielded: a timer cancelled at the end must not cut a write that has begun.
        await asyncio.shield(self.flush())
