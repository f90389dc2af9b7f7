"""What a monitor reads: the metrics of runs, and whether all is well."""

from __future__ import annotations

import asyncio
import socket
import urllib.error
import urllib.request
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import Engine

from archiver.errors import UsageError
from archiver.runs import Alarm, AlarmKind, Outcome, RunRecord
from archiver.store.runs import end_run, start_run
from archiver.store.upgrade import open_archive
from archiver.watch.health import Health
from archiver.watch.metrics import RunMetrics
from archiver.watch.pages import monitored, serving

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
RUN = RunRecord(
    source="rolling",
    started_at=NOON,
    ended_at=NOON + timedelta(seconds=3),
    outcome=Outcome.PARTLY,
    new_count=4,
    request_count=9,
    byte_count=2**33,
    median_lag_seconds=61.5,
    failed={"timeout": 2},
)


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return open_archive(f"sqlite:///{tmp_path}/archive.db")


def samples(metrics: RunMetrics, health: Health) -> dict[tuple[str, ...], float]:
    """Give every value by its name and labels, read over HTTP as Prometheus reads it."""
    with serving("127.0.0.1", 0, metrics, health) as port:
        text = ask(port, "/metrics")[1]
    return {
        (sample.name, sample.labels.pop("source"), *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def ask(port: int, path: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def is_well(engine: Engine) -> Health:
    return Health(engine, lambda now, pauses: [])


def test_runs_are_counted_by_source(engine: Engine) -> None:
    metrics = RunMetrics()
    metrics.take(RUN)
    metrics.take(replace(RUN, outcome=Outcome.DONE, failed={}))
    read = samples(metrics, is_well(engine))
    assert read["archiver_new_total", "rolling"] == 8
    assert read["archiver_bytes_total", "rolling"] == 2**34
    assert read["archiver_requests_total", "rolling"] == 18
    assert read["archiver_runs_total", "rolling", "partly"] == 1
    assert read["archiver_runs_total", "rolling", "done"] == 1
    assert read["archiver_failures_total", "rolling", "timeout"] == 2
    assert read["archiver_run_seconds_sum", "rolling"] == 6
    assert read["archiver_lag_seconds", "rolling"] == 61.5


def test_the_last_success_stays_when_a_run_fails(engine: Engine) -> None:
    metrics = RunMetrics()
    metrics.take(RUN)
    metrics.take(replace(RUN, started_at=NOON + timedelta(hours=1), outcome=Outcome.FAILED))
    read = samples(metrics, is_well(engine))
    assert read["archiver_last_success_timestamp_seconds", "rolling"] == NOON.timestamp()


def test_an_alarm_is_one_while_it_stands(engine: Engine) -> None:
    alarm = Alarm(kind=AlarmKind.TEXT_SHRANK, source="rolling", words="", began_at=NOON)
    metrics = RunMetrics()
    metrics.take(replace(RUN, alarms=(alarm,)))
    assert samples(metrics, is_well(engine))["archiver_alarms", "rolling", "text-shrank"] == 1
    metrics.take(RUN)
    assert samples(metrics, is_well(engine))["archiver_alarms", "rolling", "text-shrank"] == 0


def test_what_stood_before_the_process_began_is_there_and_not_counted(engine: Engine) -> None:
    metrics = RunMetrics()
    metrics.begin(ended=[RUN], succeeded=[RUN])
    read = samples(metrics, is_well(engine))
    assert read["archiver_last_success_timestamp_seconds", "rolling"] == NOON.timestamp()
    assert ("archiver_new_total", "rolling") not in read


def test_all_is_well_while_the_loop_lives_and_nothing_is_overdue(engine: Engine) -> None:
    with serving("127.0.0.1", 0, RunMetrics(), is_well(engine)) as port:
        assert ask(port, "/healthz") == (200, "well\n")


def test_an_overdue_source_is_named(engine: Engine) -> None:
    health = Health(engine, lambda now, pauses: ["rolling", "papers"])
    with serving("127.0.0.1", 0, RunMetrics(), health) as port:
        status, words = ask(port, "/healthz")
    assert status == 503
    assert words.splitlines() == [
        "papers: overdue by more than 2 of its pauses",
        "rolling: overdue by more than 2 of its pauses",
    ]


def test_a_loop_that_hangs_is_told_until_it_lives_again(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archiver.watch.health.DEAD_SECONDS", -1.0)
    health = is_well(engine)
    assert "the loop has given no sign of life" in health.find_faults()[0]
    monkeypatch.setattr("archiver.watch.health.DEAD_SECONDS", 60.0)

    async def live() -> list[str]:
        beating = asyncio.ensure_future(health.keep_beating())
        await asyncio.sleep(0)
        beating.cancel()
        return health.find_faults()

    assert asyncio.run(live()) == []


def test_an_archive_that_does_not_answer_is_told(tmp_path: Path, engine: Engine) -> None:
    engine.dispose()
    (tmp_path / "archive.db").write_bytes(b"no database at all" * 100)
    (fault,) = is_well(engine).find_faults()
    assert fault.startswith("the archive does not answer: ")


def test_a_process_shows_what_the_archive_knew_and_what_it_did_since(engine: Engine) -> None:
    def at_noon_and_later(hours: int) -> RunRecord:
        run = replace(RUN, started_at=NOON + timedelta(hours=hours))
        return replace(run, id=start_run(engine, run.source, run.started_at))

    end_run(engine, at_noon_and_later(0))
    end_run(engine, replace(at_noon_and_later(1), outcome=Outcome.FAILED))

    async def live() -> tuple[str, str]:
        port = free_port()
        async with monitored(engine, lambda now, pauses: [], host="127.0.0.1", port=port) as metrics:
            before = await asyncio.to_thread(ask, port, "/metrics")
            metrics.take(RUN)
            after = await asyncio.to_thread(ask, port, "/metrics")
        with pytest.raises(urllib.error.URLError):
            ask(port, "/healthz")
        return before[1], after[1]

    before, after = asyncio.run(live())
    assert 'last_success_timestamp_seconds{source="rolling"} 1.7723664e+09' in before
    assert "archiver_new_total{" not in before
    assert 'archiver_new_total{source="rolling"} 4.0' in after


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def test_any_other_page_is_not_there(engine: Engine) -> None:
    with serving("127.0.0.1", 0, RunMetrics(), is_well(engine)) as port:
        assert ask(port, "/")[0] == 404


def test_a_port_that_is_taken_is_one_error(engine: Engine) -> None:
    with (
        serving("127.0.0.1", 0, RunMetrics(), is_well(engine)) as port,
        pytest.raises(UsageError, match=f"--metrics-port {port}: cannot listen on 127.0.0.1: .*in use"),
        serving("127.0.0.1", port, RunMetrics(), is_well(engine)),
    ):
        pass
