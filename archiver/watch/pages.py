"""Serves /metrics and /healthz in a thread of its own, which answers also when the loop does not."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer
from wsgiref.types import StartResponse, WSGIEnvironment

from prometheus_client import make_wsgi_app
from sqlalchemy import Engine

from archiver.errors import UsageError
from archiver.runs import Outcome
from archiver.store.watching import list_last_runs
from archiver.watch.health import Health
from archiver.watch.metrics import RunMetrics

TEXT = ("Content-Type", "text/plain; charset=utf-8")
Answer = Callable[[WSGIEnvironment, StartResponse], Iterable[bytes]]


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True

    def server_bind(self) -> None:
        """Bind without asking the name server for our own name, which may take long."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])
        self.setup_environ()


class _SixServer(_Server):
    address_family = socket.AF_INET6


class _Handler(WSGIRequestHandler):
    timeout = 10

    def log_message(self, *arguments: object) -> None:
        """Say nothing: who asks every few seconds is no news."""


@contextmanager
def serving(host: str, port: int, metrics: RunMetrics, health: Health) -> Iterator[int]:
    """Answer for as long as the context lasts; gives the port, which is a free one for 0.

    Raises:
        UsageError: the address or port cannot be had.
    """
    try:
        server = (_SixServer if ":" in host else _Server)((host, port), _Handler)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError(
            f"--metrics-port {port}: cannot listen on {host}: {reason}; name another port or --metrics-host"
        ) from error
    server.set_app(_answers(metrics, health))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.2}, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


@asynccontextmanager
async def monitored(
    engine: Engine, find_overdue: Callable[[datetime, float], list[str]], *, host: str, port: int
) -> AsyncIterator[RunMetrics]:
    """Serve the pages of this process for as long as the context lasts; gives the metrics, to count runs in.

    Raises:
        UsageError: the address or port cannot be had.
        StoreError: the archive cannot be read.
    """
    metrics, health = RunMetrics(), Health(engine, find_overdue)
    came = (Outcome.DONE, Outcome.PARTLY)
    succeeded = await asyncio.to_thread(list_last_runs, engine, came)
    ended = await asyncio.to_thread(list_last_runs, engine, (*came, Outcome.FAILED))
    metrics.begin(ended.values(), succeeded.values())
    with serving(host, port, metrics, health):
        beating = asyncio.ensure_future(health.keep_beating())
        try:
            yield metrics
        finally:
            beating.cancel()


def _answers(metrics: RunMetrics, health: Health) -> Answer:
    tell_metrics: Answer = make_wsgi_app(metrics.registry)

    def answer(environment: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        match environment["PATH_INFO"]:
            case "/metrics":
                return tell_metrics(environment, start)
            case "/healthz":
                faults = health.find_faults()
                start("503 Service Unavailable" if faults else "200 OK", [TEXT])
                return ["".join(f"{line}\n" for line in faults or ["well"]).encode()]
        start("404 Not Found", [TEXT])
        return [b"there are /metrics and /healthz\n"]

    return answer
