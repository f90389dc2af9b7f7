"""The process: where it listens, how it starts and that it always ends."""

import http.client
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from archiver import sample

COMMAND = [sys.executable, "-m", "archiver.sample"]
ROOT = Path(__file__).parents[2]


def start(*arguments: str) -> subprocess.Popen:
    return subprocess.Popen(
        [*COMMAND, *arguments],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_one_line_when_ready_and_end_with_stdin():
    process = start("--until-stdin-closes")
    line = process.stdout.readline()
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+\n", line)
    rest, faults = process.communicate(timeout=5)  # closes standard input
    assert (process.returncode, rest, faults) == (0, "", "")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_end_by_signal(number):
    process = start()
    process.stdout.readline()
    process.send_signal(number)
    _, faults = process.communicate(timeout=5)
    assert (process.returncode, faults) == (0, "")


def test_ends_with_its_parent():
    source = (
        "import os, archiver.sample\n"
        "running = archiver.sample.running()\n"
        "site = running.__enter__()\n"
        "print(site.port, flush=True)\n"
        "os._exit(1)"  # as if killed: nothing is closed by hand
    )
    parent = subprocess.run(
        [sys.executable, "-c", source], cwd=ROOT, capture_output=True, text=True, timeout=10
    )
    port = int(parent.stdout)
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return
        time.sleep(0.05)
    pytest.fail("the orphan still listens")


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "example.org"])
def test_only_loopback_is_allowed(host):
    refused = subprocess.run([*COMMAND, "--host", host], cwd=ROOT, capture_output=True, text=True, timeout=10)
    assert refused.returncode == 2
    assert "loopback" in refused.stderr


def test_only_loopback_is_bound(site):
    table = Path("/proc/net/tcp")
    if not table.exists():
        pytest.skip("no table of sockets here")
    lines = table.read_text().splitlines() + Path("/proc/net/tcp6").read_text().splitlines()
    listening = [line.split()[1] for line in lines if line.split()[3] == "0A"]
    assert [place for place in listening if place.endswith(f":{site.port:04X}")] == [
        f"0100007F:{site.port:04X}"
    ]


def test_context_never_leaves_the_process():
    with pytest.raises(ZeroDivisionError), sample.running() as site:
        raise ZeroDivisionError
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", site.port)) != 0


def test_start_on_a_taken_port_is_told(site, capfd):
    with pytest.raises(RuntimeError, match="did not start"), sample.running(port=site.port):
        pass


def test_kept_connections_do_not_stall(site):
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=5)
    started = time.monotonic()
    for _ in range(50):
        connection.request("GET", "/robots.txt")
        connection.getresponse().read()
    connection.close()
    assert time.monotonic() - started < 1  # with Nagle's delay it would be two seconds
