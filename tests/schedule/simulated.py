"""A month in seconds: an event loop that leaps where everybody waits, and a clock that can be set."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from archiver.errors import StoreError
from archiver.runs import Outcome, RunRecord
from archiver.schedule.auto import Visit
from archiver.schedule.diary import Due
from archiver.schedule.loop import Schedule
from archiver.schedule.rules import Rule


class SimulatedLoop(asyncio.SelectorEventLoop):
    """Leaps to the next timer instead of waiting for it; what would go to a thread is done at once."""

    def __init__(self) -> None:
        super().__init__()
        self._passed = 0.0
        really_select = self._selector.select

        def select(timeout: float | None = None) -> list[object]:
            assert timeout is not None, "everybody waits and nothing will ever happen"
            self._passed += timeout
            return really_select(0)

        self._selector.select = select

    def time(self) -> float:
        return self._passed

    def run_in_executor(self, executor, func, *args):
        future = self.create_future()
        try:
            future.set_result(func(*args))
        except Exception as error:  # noqa: BLE001 - it belongs to whoever awaits it
            future.set_exception(error)
        return future


@dataclass
class WallClock:
    """A clock on the wall that runs with a simulated loop until somebody sets it."""

    loop: SimulatedLoop
    began_at: datetime
    set_by: timedelta = timedelta()

    def __call__(self) -> datetime:
        return self.true() + self.set_by

    def true(self) -> datetime:
        """The time that passes whatever the clock says."""
        return self.began_at + timedelta(seconds=self.loop.time())


class MemoryDiary:
    """Keeps everything while the test lasts; refuses while ``is_full``."""

    def __init__(self) -> None:
        self.dues: dict[str, Due] = {}
        self.runs: dict[str, list[RunRecord]] = {}
        self.is_full = False

    def find_due(self, source: str) -> Due | None:
        return self.dues.get(source)

    def keep_due(self, source: str, due_at: datetime, rule: str, now: datetime) -> None:
        if self.is_full:
            raise StoreError("the disk is full")
        self.dues[source] = Due(due_at, rule)

    def last_runs(self, source: str) -> Sequence[RunRecord]:
        return self.runs.get(source, [])[:-4:-1]

    def visits(self, source: str, since: datetime) -> Sequence[Visit]:
        return [Visit(run.started_at, run.new_count) for run in self.runs.get(source, [])]

    def keep_failed(self, source: str, started_at: datetime, now: datetime) -> None:
        self.runs[source][-1] = replace(self.runs[source][-1], outcome=Outcome.FAILED, ended_at=now)


@dataclass
class Run:
    """A run as it really was.

    Attributes:
        due_at: what the diary held when it began.
        ended_at: ``None`` if it was stopped or cut off.
    """

    source: str
    began_at: datetime
    due_at: datetime
    ended_at: datetime | None = None


@dataclass
class Newsroom:
    """Sources that can be crawled in no time, and the schedule that does it.

    Attributes:
        lasts: gives how long a run of a source takes.
        brings: gives how many new articles a run finds that begins at a (true) time.
        breaks: called when a run begins; may raise.
    """

    began_at: datetime
    rules: Sequence[Rule]
    at_once: int = 4
    lasts: Callable[[str], timedelta] = lambda source: timedelta(seconds=20)
    brings: Callable[[str, datetime], int] = lambda source, at: 0
    breaks: Callable[[str], None] = lambda source: None
    diary: MemoryDiary = field(default_factory=MemoryDiary)
    runs: list[Run] = field(default_factory=list)
    told: list[RunRecord] = field(default_factory=list)
    most_at_once: int = 0

    def __post_init__(self) -> None:
        self.loop = SimulatedLoop()
        self.clock = WallClock(self.loop, self.began_at)
        self._under_way: set[str] = set()
        self._stopped = asyncio.Event()

    def make_schedule(self) -> Schedule:
        self._stopped = asyncio.Event()
        return Schedule(
            self.crawl,
            self.stop_crawls,
            self.diary,
            now=self.clock,
            at_once=self.at_once,
            tell=self.told.append,
        )

    def live(self, *lives: timedelta | tuple[timedelta, timedelta]) -> Newsroom:
        """Let the schedule run for some time, or for some time after a pause in which no process is there."""
        for life in lives:
            pause, length = life if isinstance(life, tuple) else (timedelta(), life)
            self.loop.run_until_complete(self._live(pause, length))
        return self

    async def _live(self, pause: timedelta, length: timedelta) -> None:
        await asyncio.sleep(pause.total_seconds())
        schedule = self.make_schedule()
        await schedule.use(self.rules)
        self.loop.call_later(length.total_seconds(), schedule.stop)
        await schedule.run()

    def kill_after(self, length: timedelta) -> Newsroom:
        """Let the schedule run for some time, and then be gone without a word."""

        async def life() -> None:
            schedule = self.make_schedule()
            await schedule.use(self.rules)
            running = asyncio.ensure_future(schedule.run())
            await asyncio.sleep(length.total_seconds())
            for task in asyncio.all_tasks() - {asyncio.current_task()}:
                task.cancel()
            await asyncio.wait([running])

        self.loop.run_until_complete(life())
        self._under_way.clear()
        return self

    def set_clock(self, after: timedelta, by: timedelta) -> None:
        self.loop.call_later(after.total_seconds(), self._set_clock, by)

    def _set_clock(self, by: timedelta) -> None:
        self.clock.set_by += by

    async def crawl(self, source: str) -> RunRecord:
        assert source not in self._under_way, "a source is crawled twice at once"
        run = Run(source, self.clock.true(), self.diary.dues[source].due_at)
        record = RunRecord(source=source, started_at=self.clock())
        kept = self.diary.runs.setdefault(source, [])
        self.runs.append(run)
        kept.append(record)
        self._under_way.add(source)
        self.most_at_once = max(self.most_at_once, len(self._under_way))
        try:
            self.breaks(source)
            outcome = await self._work(source)
        finally:
            self._under_way.discard(source)
        run.ended_at = self.clock.true() if outcome is Outcome.DONE else None
        found = self.brings(source, run.began_at)
        kept[-1] = replace(record, outcome=outcome, ended_at=self.clock(), new_count=found)
        return kept[-1]

    async def _work(self, source: str) -> Outcome:
        try:
            async with asyncio.timeout(self.lasts(source).total_seconds()):
                await self._stopped.wait()
        except TimeoutError:
            return Outcome.DONE
        return Outcome.STOPPED

    async def stop_crawls(self) -> None:
        self._stopped.set()

    def begun(self, source: str) -> list[datetime]:
        """Give when the runs of a source really began."""
        return [run.began_at for run in self.runs if run.source == source]


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)
