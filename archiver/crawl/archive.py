"""The archive as a running crawl uses it: asked and written in a thread, in batches."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import Engine

from archiver.cleaning import Kept
from archiver.dedup import judge
from archiver.errors import StoreError
from archiver.intake import make_batch
from archiver.ledger import LedgerLine, State
from archiver.records import Asked, Target, Verdict
from archiver.sites.directory import identities
from archiver.store.known import find_known_codes
from archiver.store.ledger import (
    expect_list,
    expect_targets,
    find_due_targets,
    find_left_lists,
    find_lines,
    forget_validators,
)
from archiver.store.robots import RobotsFile, find_robots_file, keep_robots_file
from archiver.store.runs import find_state, keep_state
from archiver.store.writer import write_batch

logger = logging.getLogger(__name__)

MOST_DUE = 5000
"""Addresses that one run takes up again; the next one goes on."""

Report = Callable[[tuple[Verdict, ...]], None]


@dataclass(frozen=True, slots=True)
class Standing:
    """What the archive knows of some identities.

    Attributes:
        codes: known identity → code of its article, ``None`` for one without.
        lines: identity → its line in the ledger.
    """

    codes: Mapping[str, str | None]
    lines: Mapping[str, LedgerLine]

    def knows(self, target: Target) -> bool:
        """Whether a target's article is there: under its own identity, or under another of its addresses.

        An address that stands for an article with another code is no sign: lists give placeholders.
        """
        if target.identity in self.codes:
            return True
        names = [name for name in identities(target) if name in self.codes]
        return any(self.codes[name] is None or target.code is None for name in names)

    def waits(self, target: Target, now: datetime) -> bool:
        """Whether a target failed before and is not to be tried yet, or never again by itself."""
        line = self.lines.get(target.identity)
        if line is None or line.state is State.FETCHED:
            return False
        return line.next_try_at is None or line.next_try_at > now


class CrawlArchive:
    """Collects what a crawl found and writes it in batches, off the event loop.

    What is not yet written when the program is killed was never marked as known, so the next crawl
    asks for it again.

    Args:
        report: called with the verdicts of every batch written.
        fail: called once when the database refuses; nothing is written after that.
        asked: requests that left, of all crawls of this process; they are written with the next batch, and
            taken out.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        batch_count: int,
        batch_seconds: float,
        report: Report,
        fail: Callable[[StoreError], None],
        asked: list[Asked] | None = None,
    ) -> None:
        self._asked = [] if asked is None else asked
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
        """Ask which identities are known, and what the ledger says of them."""
        names = list(identities)
        codes = await asyncio.to_thread(find_known_codes, self._engine, names)
        return Standing(codes, await asyncio.to_thread(find_lines, self._engine, names))

    async def find_line(self, identity: str) -> LedgerLine | None:
        """Find the ledger's line of one address."""
        return (await asyncio.to_thread(find_lines, self._engine, [identity])).get(identity)

    async def find_robots_file(self, url: str) -> RobotsFile | None:
        """Find the robots.txt that was given at an address before."""
        return await asyncio.to_thread(find_robots_file, self._engine, url)

    async def keep_robots_file(self, url: str, file: RobotsFile) -> None:
        """Keep a robots.txt; an archive that refuses it will say so when it matters."""
        with suppress(StoreError):
            await asyncio.to_thread(keep_robots_file, self._engine, url, file)

    async def expect(self, targets: Iterable[Target]) -> None:
        """Write down what is about to be asked for: if this crawl is killed, the next one takes it first."""
        wanted = list(targets)
        await asyncio.to_thread(expect_targets, self._engine, wanted, datetime.now(UTC))

    async def expect_list(self, source: str, identity: str, url: str) -> None:
        """Write down a page of a source's list that is about to be asked for, likewise."""
        await asyncio.to_thread(expect_list, self._engine, source, identity, url, datetime.now(UTC))

    async def find_left_lists(self, source: str) -> list[str]:
        """Give the addresses of a source's lists that an earlier run left, or that did not come."""
        return await asyncio.to_thread(find_left_lists, self._engine, source)

    async def find_position(self, source: str) -> str | None:
        """Find how far the back-fill of a source, or its way along a range, has come."""
        state = await asyncio.to_thread(find_state, self._engine, source)
        position: str | None = state.get("position")
        return position

    async def keep_position(self, source: str, position: str | None) -> None:
        """Keep how far it has come; what stands before that must be written, or stand in the ledger."""
        await asyncio.to_thread(keep_state, self._engine, source, datetime.now(UTC), position=position)

    async def note_table(self, source: str, digest: str) -> None:
        """Let the lists of a source be read anew where its table says something else than at its last run."""
        before = await asyncio.to_thread(find_state, self._engine, source)
        if before.get("table_digest") == digest:
            return
        await asyncio.to_thread(forget_validators, self._engine, source)
        await asyncio.to_thread(keep_state, self._engine, source, datetime.now(UTC), table_digest=digest)

    async def find_due(self, source: str, *, at_once: bool) -> list[Target]:
        """Give what a source has due."""
        now = datetime.now(UTC)
        return await asyncio.to_thread(
            find_due_targets, self._engine, source, now, at_once=at_once, limit=MOST_DUE
        )

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
            asked = tuple(self._asked)
            if not (pending or asked) or self._error:
                return
            self._asked.clear()
            batch = replace(make_batch(pending), asked=asked)
            try:
                self._report(await asyncio.to_thread(write_batch, self._engine, batch, judge))
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

    async def _flush_later(self) -> None:
        await asyncio.sleep(self._batch_seconds)
        # Shielded: a timer cancelled at the end must not cut a write that has begun.
        await asyncio.shield(self.flush())
