"""A host whose certificate nobody vouches for is not asked."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from newsrooms import Newsroom


class Answering(BaseHTTPRequestHandler):
    asked: list[str] = []  # noqa: RUF012 - the server makes an object for every request

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_error(404)

    def log_message(self, *_: object) -> None:
        """Stay quiet."""


def write_certificate(path: Path) -> Path:
    """Write a key and a certificate that it has signed itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    path.write_bytes(
        key.private_bytes(encoding, form, serialization.NoEncryption()) + certificate.public_bytes(encoding)
    )
    return path


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """The port of a site over TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(write_certificate(tmp_path / "certificate.pem"))
    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield server.server_port
        server.shutdown()


def test_a_certificate_that_does_not_hold_is_one_clear_line_and_nothing_is_asked(
    newsroom: Newsroom, port: int
) -> None:
    newsroom.set(retries=0)
    done = newsroom.run("fetch", f"https://localhost:{port}/a.html")
    assert done.code == 1
    assert len(done.err.splitlines()) == 1
    assert "(no secure connection can be made: certificate verify failed)" in done.err
    assert Answering.asked == []
    newsroom.set(obey_robots=False)
    done = newsroom.run("fetch", f"https://localhost:{port}/a.html")
    assert done.err.strip().endswith(
        "no secure connection can be made: certificate verify failed [connection]"
    )
    assert Answering.asked == []
