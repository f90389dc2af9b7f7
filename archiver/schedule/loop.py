"""The loop that crawls every source when it is due; what is kept of it between two lives is in the diary.

A due time is kept *before* its run begins and moved on when the run has ended. So after a kill the next
process finds the same due time again, and the archive's runs tell it whether that run was made: made, it is
not made twice; cut off or never begun, it is made once more.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from archiver.errors import StoreError
from archiver.runs import Outcome, RunRecord
from archiver.schedule.auto import MEMORY, Rhythm, learn_rhythm
from archiver.schedule.diary import Diary
from archiver.schedule.lines import Line, first_due, not_too_far
from archiver.schedule.rules import Rule

logger = logging.getLogger(__name__)

LOOK_SECONDS = 60.0
"""The clock is looked at so often at least: it may have been set, or the machine may have slept."""
SET_BACK = timedelta(seconds=30)
"""A clock that went back further than this has been set, and does not just run unevenly."""
STOP_SECONDS = 8.0
"""Runs that have not ended so long after they were asked to are left."""
LEARN_AFTER = timedelta(hours=3)
"""A rhythm is learned anew so often at most."""

Crawl = Callable[[str], Awaitable[RunRecord]]


class Schedule:
    """Crawls sources by their rules, a source once at a time, at most ``at_once`` of them.

    Args:
        crawl: crawls a source once, keeps the run, and gives what it did.
        stop_crawls: asks all crawls under way to end.
        diary: where the schedule is kept.
        now: the time of the wall clock, aware, in UTC; it may be set by anybody at any moment.
        tell: called with every run that has ended.
    """

    def __init__(
        self,
        crawl: Crawl,
        stop_crawls: Callable[[], Awaitable[None]],
        diary: Diary,
        *,
        now: Callable[[], datetime],
        at_once: int,
        tell: Callable[[RunRecord], None],
    ) -> None:
        self._crawl, self._stop_crawls = crawl, stop_crawls
        self._diary, self._now, self._at_once, self._tell = diary, now, at_once, tell
        self._lines: dict[str, Line] = {}
        self._running: dict[str, asyncio.Task[None]] = {}
        self._woken = asyncio.Event()
        self._stopping = False
        self._fault: BaseException | None = None

    async def use(self, rules: Iterable[Rule]) -> None:
        """Take the rules of all sources; a source whose rule is the same goes on as it was.

        Raises:
            StoreError: the archive cannot be read; the rules of before hold.
        """
        lines = {}
        for rule in rules:
            line = self._lines.get(rule.source)
            lines[rule.source] = line if line and line.rule.text == rule.text else await self._plan(rule)
        self._lines = lines
        self._woken.set()

    async def run(self, *, once: bool = False) -> None:
        """Go on until ``stop``; with ``once`` until nothing is due.

        Runs under way are asked to end, and are given ``STOP_SECONDS`` for it.
        """
        loop = asyncio.get_running_loop()
        looked_at, ticks = self._now(), loop.time()
        try:
            while not self._stopping:
                now, passed = self._now(), timedelta(seconds=loop.time() - ticks)
                if now - looked_at < passed - SET_BACK:
                    self._follow_clock(now)
                looked_at, ticks = now, loop.time()
                self._start_due(now)
                if once and not self._running:
                    return
                await self._rest(now)
        finally:
            await self._end_runs()
        if self._fault is not None:
            raise self._fault

    def stop(self) -> None:
        """Start nothing more, and end what runs."""
        self._stopping = True
        self._woken.set()

    def next_start(self) -> datetime | None:
        """Give the time of the next start, ``None`` where nothing is scheduled."""
        return min(
            (line.starts_at for name, line in self._lines.items() if name not in self._running), default=None
        )

    def find_overdue(self, now: datetime, pauses: float) -> list[str]:
        """Give the sources that should have been started more than so many of their own pauses ago.

        It may be called from another thread. What runs is not overdue, however long it takes.
        """
        return [
            name
            for name, line in list(self._lines.items())
            if name not in self._running
            and now - line.starts_at > pauses * line.rule.pause_after(line.due_at)
            and not line.rule.is_quiet(now)
        ]

    async def _plan(self, rule: Rule) -> Line:
        """Find when a source is due, from what the archive knows of it."""
        name = rule.source
        kept = await asyncio.to_thread(self._diary.find_due, name)
        runs = await asyncio.to_thread(self._diary.last_runs, name)
        learned = await self._learn(rule)
        line = Line(learned, first_due(learned, kept, runs, self._now()), self._now())
        if kept is None or (line.due_at, rule.text) != (kept.due_at, kept.rule):
            await asyncio.to_thread(self._diary.keep_due, name, line.due_at, rule.text, self._now())
        return line

    def _follow_clock(self, now: datetime) -> None:
        """Count anew, after the clock was set back, what would now have to wait for too long."""
        logger.warning("the clock was set back; it is %s now", now.isoformat(timespec="seconds"))
        for name, line in self._lines.items():
            if name not in self._running:
                line.move(not_too_far(line.rule, line.due_at, now))

    def _start_due(self, now: datetime) -> None:
        """Start what is due, the longest overdue first, as far as there is room."""
        due = [
            line for name, line in self._lines.items() if line.starts_at <= now and name not in self._running
        ]
        for line in sorted(due, key=lambda one: one.starts_at):
            if line.rule.is_quiet(now):
                line.move(line.rule.out_of_quiet(now))
            elif len(self._running) < self._at_once:
                task = asyncio.ensure_future(self._run(line, now))
                self._running[line.rule.source] = task
                task.add_done_callback(self._note_end)

    def _note_end(self, task: asyncio.Task[None]) -> None:
        """End the schedule if what surrounds a run broke, as when nobody reads its lines any more."""
        if not task.cancelled() and (fault := task.exception()) is not None:
            self._fault = fault
            self.stop()

    async def _rest(self, now: datetime) -> None:
        """Wait until the next start, until a run ends, or until it is time to look at the clock."""
        start = self.next_start() if len(self._running) < self._at_once else None
        left = LOOK_SECONDS if start is None else (start - now).total_seconds()
        with suppress(TimeoutError):
            async with asyncio.timeout(min(max(left, 0.0), LOOK_SECONDS)):
                await self._woken.wait()
        self._woken.clear()

    async def _run(self, line: Line, now: datetime) -> None:
        name = line.rule.source
        upcoming = line.rule.next_after(line.due_at, now)
        try:
            record = await self._attempt(name, now)
            stopped = record is not None and record.outcome is Outcome.STOPPED
            # A run that was stopped on purpose is due again when the process is back.
            if not (stopped and self._stopping):
                await self._go_on(line, upcoming)
            if record is not None:
                self._tell(record)
        finally:
            del self._running[name]
            self._woken.set()

    async def _attempt(self, name: str, now: datetime) -> RunRecord | None:
        """Crawl a source; whatever goes wrong with it leaves the others alone."""
        try:
            return await self._crawl(name)
        except StoreError as error:
            logger.error("%s: not crawled: %s", name, error)
        except Exception:
            logger.exception("%s: the run broke off; please report this", name)
            await self._write(self._diary.keep_failed, name, now, self._now())
        return None

    async def _go_on(self, line: Line, upcoming: datetime) -> None:
        """Move a source on to its next due time, and keep that."""
        now = self._now()
        if line.rule.learns and abs(now - line.learned_at) >= LEARN_AFTER:
            line.rule, line.learned_at = await self._learn(line.rule), now
        if not line.rule.beat.catches_up:
            upcoming = line.rule.next_after(line.due_at, now)
        line.move(not_too_far(line.rule, upcoming, now))
        # The rule may be another one by now; that one has kept its own due time.
        if self._lines.get(line.rule.source) is line:
            await self._write(self._diary.keep_due, line.rule.source, line.due_at, line.rule.text, now)

    async def _learn(self, rule: Rule) -> Rule:
        """Give a rule with the rhythm that the source's runs show, if it is one that learns."""
        if not rule.learns:
            return rule
        now = self._now()
        try:
            rhythm = await asyncio.to_thread(self._find_rhythm, rule, now)
        except StoreError as error:
            logger.error("%s: its rhythm is not learned: %s", rule.source, error)
            return rule
        return replace(rule, beat=rhythm)

    def _find_rhythm(self, rule: Rule, now: datetime) -> Rhythm:
        return learn_rhythm(self._diary.visits(rule.source, now - MEMORY), now, rule.zone)

    async def _write(self, write: Callable[..., None], *arguments: object) -> None:
        try:
            await asyncio.to_thread(write, *arguments)
        except StoreError as error:
            logger.error("the schedule is not kept: %s", error)

    async def _end_runs(self) -> None:
        running = list(self._running.values())
        if not running:
            return
        # A crawl that is asked to end may wait for a server that never answers.
        stopping = asyncio.ensure_future(self._stop_crawls())
        await asyncio.wait(running, timeout=STOP_SECONDS)
        stopping.cancel()
        # They are left as they are: the process ends now, and to cut what is half done only makes noise.
        for name in self._running:
            logger.error("%s: does not end; what it has not written waits for the next run", name)
