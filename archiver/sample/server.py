"""The sample site over HTTP: answers requests, keeps the log, and lets go wrong what was ordered."""

from __future__ import annotations

import socketserver
import sys
import time
from collections.abc import Iterator
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from archiver.sample.answers import JSON_TYPE, Answer
from archiver.sample.control import PREFIX, Desk, control
from archiver.sample.faults import DEFAULT_SLOW_SECONDS, Fault, Faults, spoil
from archiver.sample.journal import Journal
from archiver.sample.newsroom import Newsroom
from archiver.sample.routes import LOOP_PATH, find_answer, read_question
from archiver.sample.validators import Validators, spare

PIECE_BYTES = 64 * 1024
DRIP_SECONDS = 0.1


class SampleServer(ThreadingHTTPServer):
    """The site on a loopback port; a thread for every connection, none of which keeps the process."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, host: str, port: int, newsroom: Newsroom) -> None:
        self.desk = Desk(newsroom, Journal(), Faults())
        self.validators = Validators()
        super().__init__((host, port), SampleHandler)

    def server_bind(self) -> None:
        """Bind without asking a name server for our own name, as the standard library would."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), self.server_address[1]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a client that goes away in the middle: that is part of the tests."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class SampleHandler(BaseHTTPRequestHandler):
    """Answers the requests of one connection."""

    protocol_version = "HTTP/1.1"
    server_version = "sample"
    sys_version = ""
    disable_nagle_algorithm = True  # else every answer on a kept connection waits 40 ms
    wbufsize = PIECE_BYTES  # head and body in one packet
    server: SampleServer

    def do_GET(self) -> None:
        """Answer a reader or the control desk."""
        if self.path.startswith(PREFIX):
            self._send(control(self.server.desk, self.command, self.path, self._read_body()))
        else:
            self._serve()

    do_HEAD = do_POST = do_GET  # noqa: N815 - the standard library's names

    def log_message(self, format: str, *args: object) -> None:
        """Stay quiet: standard output and error belong to the demo."""

    def _serve(self) -> None:
        desk, host = self.server.desk, self.headers.get("Host", "")
        self._read_body()
        if_none_match = self.headers.get("If-None-Match", "")
        if_modified_since = self.headers.get("If-Modified-Since", "")
        number = desk.journal.note(
            method=self.command,
            host=host,
            path=self.path,
            user_agent=self.headers.get("User-Agent", ""),
            if_none_match=if_none_match,
            if_modified_since=if_modified_since,
        )
        question = read_question(self.path, host)
        fault = None if question.path == LOOP_PATH else desk.faults.take(self.path)
        answer = find_answer(question, desk.newsroom)
        if fault is not None:
            answer = spoil(answer, fault, self.path)
        if fault is None or fault.kind not in ("drop", "huge"):
            answer = spare(
                self.server.validators.mark(host + self.path, answer), if_none_match, if_modified_since
            )
        if fault is not None and fault.kind == "slow":
            time.sleep(DEFAULT_SLOW_SECONDS if fault.seconds is None else fault.seconds)
        # Before sending: who has the answer may rely on the log.
        desk.journal.settle(number, answer.status)
        self._deliver(answer, fault)

    def _deliver(self, answer: Answer, fault: Fault | None) -> None:
        if fault is not None and fault.kind == "drop":
            self._send_half(answer)
        elif fault is not None and fault.kind == "huge":
            self._stream(fault.size_bytes)
        elif fault is not None and fault.kind == "drip":
            self._drip(answer)
        else:
            self._send(answer)

    def _read_body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def _send(self, answer: Answer) -> None:
        self._send_head(answer)
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    def _send_half(self, answer: Answer) -> None:
        """Promise the whole body, send half of it, close."""
        self.close_connection = True
        self._send_head(answer)
        self.wfile.write(answer.body[: len(answer.body) // 2])

    def _drip(self, answer: Answer) -> None:
        """Send the body a byte now and then, never silent for long, until the client has had enough."""
        self.close_connection = True
        self._send_head(answer)
        try:
            for place in range(len(answer.body)):
                self.wfile.write(answer.body[place : place + 1])
                self.wfile.flush()
                time.sleep(DRIP_SECONDS)
        except ConnectionError:
            pass

    def _send_head(self, answer: Answer) -> None:
        self.send_response(answer.status)
        if answer.status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(answer.body)))
        for name, words in answer.headers:
            self.send_header(name, words)
        self.end_headers()

    def _stream(self, size_bytes: int) -> None:
        """Send a valid JSON answer of about a size in chunks, until the client has had enough."""
        self.send_response(200)
        self.send_header("Content-Type", JSON_TYPE)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        try:
            for piece in _padding(size_bytes):
                self.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))
            self.wfile.write(b"0\r\n\r\n")
        except ConnectionError:
            self.close_connection = True


def _padding(size_bytes: int) -> Iterator[bytes]:
    """Yield the pieces of a text answer whose one paragraph is padded to a size."""
    yield b'{"text": "<p>'
    piece = ("云溪的雨下个不停。" * (PIECE_BYTES // 27)).encode()
    for _ in range(max(1, size_bytes // len(piece))):
        yield piece
    yield b'</p>"}'
