"""``archiver run``: a process that goes on, and the signals it obeys."""

from __future__ import annotations

import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from threading import Timer

from newsrooms import RUN_SECONDS, Newsroom, finish

TEXT = "/NewsData/GetNewsText.do"
NAMES = {"rolling", "papers", "market-37", "market-38", "market-39"}


@contextmanager
def running(newsroom: Newsroom, *arguments: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """Start ``archiver run``; it is ended if the test has not done it."""
    process = newsroom.start("run", *arguments, **environment)
    guard = Timer(RUN_SECONDS, process.kill)
    guard.start()
    try:
        yield process
    finally:
        guard.cancel()
        process.kill()
        process.communicate()


def read_lines(process: subprocess.Popen[str], count: int) -> list[str]:
    """Wait for so many finished runs."""
    assert process.stdout is not None
    lines = [process.stdout.readline() for _ in range(count)]
    assert all(lines), "it ended before"
    return lines


def wait_for_requests(newsroom: Newsroom, path: str, count: int) -> None:
    deadline = time.monotonic() + 60
    while sum(request.path.startswith(path) for request in newsroom.site.log()) < count:
        assert time.monotonic() < deadline, "it never asked"
        time.sleep(0.05)


def source_of(line: str) -> str:
    return line.split()[1].rstrip(":")


def test_every_source_is_crawled_again_and_again_until_sigterm(newsroom: Newsroom) -> None:
    with running(newsroom, ARCHIVER_EVERY="1s") as process:
        seen: list[str] = []
        while {name for name in seen if seen.count(name) > 1} != NAMES:
            seen += map(source_of, read_lines(process, 1))
        process.send_signal(signal.SIGTERM)
        done = finish(process)
    assert done.code == 0
    assert len(newsroom.articles()) > 30


def test_sigterm_ends_a_run_within_ten_seconds_and_the_next_process_gets_the_rest(newsroom: Newsroom) -> None:
    newsroom.set(concurrency=1)
    newsroom.site.fault(TEXT, "slow", seconds=0.3)
    with running(newsroom, "papers") as process:
        wait_for_requests(newsroom, TEXT, 6)
        started = time.monotonic()
        process.send_signal(signal.SIGTERM)
        done = finish(process)
        assert time.monotonic() - started < 10
    assert done.code == 0
    assert "papers: stopped · " in done.out
    kept = newsroom.articles()
    newsroom.site.clear_faults()
    newsroom.site.clear_log()
    assert newsroom.run("run", "--once", "papers").code == 0
    asked = {
        request.path.rpartition("=")[2] for request in newsroom.site.log() if request.path.startswith(TEXT)
    }
    assert kept
    assert asked
    assert asked.isdisjoint(kept)


def test_a_server_that_never_answers_does_not_hold_up_the_end(newsroom: Newsroom) -> None:
    newsroom.site.fault(TEXT, "slow", seconds=300)
    with running(newsroom, "papers") as process:
        wait_for_requests(newsroom, TEXT, 1)
        started = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert finish(process).code == 0
        assert time.monotonic() - started < 10


def test_ctrl_c_ends_it_in_one_line(newsroom: Newsroom) -> None:
    with running(newsroom) as process:
        read_lines(process, 1)
        process.send_signal(signal.SIGINT)
        done = finish(process)
    assert done.code == 130
    assert done.err.splitlines()[-1] == "error: stopped; what was written stays"


def test_a_second_signal_ends_it_at_once(newsroom: Newsroom) -> None:
    newsroom.site.fault(TEXT, "slow", seconds=300)
    with running(newsroom, "papers") as process:
        wait_for_requests(newsroom, TEXT, 1)
        process.send_signal(signal.SIGSTOP)  # so that both are there when it looks
        process.send_signal(signal.SIGTERM)
        process.send_signal(signal.SIGCONT)
        while process.poll() is None:
            process.send_signal(signal.SIGTERM)
            time.sleep(0.01)
        assert process.returncode in (0, -signal.SIGTERM)


def test_once_crawls_what_is_due_and_ends(newsroom: Newsroom) -> None:
    first = newsroom.run("run", "--once")
    assert first.code == 0
    assert sorted(map(source_of, first.out.splitlines())) == sorted(NAMES)
    newsroom.site.clear_log()
    again = newsroom.run("run", "--once")
    assert (again.code, again.out, newsroom.site.log()) == (0, "", [])


def test_metrics_and_health_are_served_while_it_goes_on(newsroom: Newsroom) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with running(newsroom, "market-37", "--metrics-port", str(port)) as process:
        read_lines(process, 1)
        metrics = ask(port, "/metrics")
        assert 'archiver_runs_total{outcome="done",source="market-37"} 1.0' in metrics
        assert ask(port, "/healthz") == "well\n"


def ask(port: int, path: str) -> str:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path)
    answer = connection.getresponse().read().decode()
    connection.close()
    return answer


def test_named_sources_are_crawled_alone(newsroom: Newsroom) -> None:
    done = newsroom.run("run", "--once", "papers", "market-37")
    assert {source_of(line) for line in done.out.splitlines()} == {"papers", "market-37"}


def test_a_second_process_on_the_same_archive_is_refused(newsroom: Newsroom) -> None:
    with running(newsroom) as process:
        read_lines(process, 1)
        second = newsroom.run("run")
        assert second.code == 1
        assert "another archiver run keeps its schedule; stop that one first" in second.err
        assert process.poll() is None


def test_a_killed_process_leaves_nothing_in_the_way(newsroom: Newsroom) -> None:
    with running(newsroom) as process:
        read_lines(process, 1)
        process.kill()
        process.communicate()
    done = newsroom.run("run", "--once", ARCHIVER_EVERY="1s")
    assert done.code == 0
    assert {source_of(line) for line in done.out.splitlines()} == NAMES


def test_sighup_reads_the_sources_again(newsroom: Newsroom) -> None:
    sources = newsroom.folder / "sources.toml"
    whole = sources.read_text("utf-8")
    head, _, tail = whole.partition("\n[sources.market-39]")
    sources.write_text(head, "utf-8")
    with running(newsroom) as process:
        assert {source_of(line) for line in read_lines(process, 4)} == NAMES - {"market-39"}
        sources.write_text(f"{head}\n[sources.market-39]{tail}", "utf-8")
        process.send_signal(signal.SIGHUP)
        assert source_of(read_lines(process, 1)[0]) == "market-39"


def test_sighup_with_faulty_sources_leaves_the_old_ones_in_place(newsroom: Newsroom) -> None:
    sources = newsroom.folder / "sources.toml"
    with running(newsroom, ARCHIVER_EVERY="1s") as process:
        read_lines(process, 5)
        sources.write_text(sources.read_text("utf-8") + 'cron = "61 * * * *"\n', "utf-8")
        process.send_signal(signal.SIGHUP)
        read_lines(process, 10)
        process.send_signal(signal.SIGTERM)
        done = finish(process)
    assert done.code == 0
    assert "ERROR: the sources stay as they were: " in done.err
    assert "sources.market-39.cron: '61 * * * *' is no cron expression: bad minute" in done.err


def test_an_unknown_source_is_told(newsroom: Newsroom) -> None:
    done = newsroom.run("run", "nowhere")
    assert (done.code, done.out) == (2, "")
    assert "no source is called 'nowhere'" in done.err


def test_a_source_from_standard_input_cannot_be_scheduled(newsroom: Newsroom) -> None:
    sources = newsroom.folder / "sources.toml"
    sources.write_text('[sources.typed]\nkind = "urls"\nfile = "-"\n', "utf-8")
    named, unnamed = newsroom.run("run", "typed"), newsroom.run("run")
    assert (named.code, unnamed.code) == (2, 2)
    assert "sources.typed: is read from standard input; use archiver crawl typed" in named.err
    assert "no source is enabled" in unnamed.err


def test_a_disabled_source_is_not_crawled(newsroom: Newsroom) -> None:
    sources = newsroom.folder / "sources.toml"
    sources.write_text(sources.read_text("utf-8") + "enabled = false\n", "utf-8")
    done = newsroom.run("run", "--once")
    assert {source_of(line) for line in done.out.splitlines()} == NAMES - {"market-39"}


def test_a_reader_of_its_lines_that_goes_away_ends_it(newsroom: Newsroom) -> None:
    with running(newsroom, ARCHIVER_EVERY="1s") as process:
        read_lines(process, 1)
        assert process.stdout is not None
        process.stdout.close()
        assert process.wait(timeout=60) == 1
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()
