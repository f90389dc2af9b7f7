"""``python -m archiver.sample``: serve the sample site on loopback until told to stop."""

from __future__ import annotations

import argparse
import ipaddress
import os
import signal
import sys
import threading
from collections.abc import Sequence

from archiver.sample.articles import load_articles, load_broken_records
from archiver.sample.generated import generate_articles
from archiver.sample.newsroom import Newsroom
from archiver.sample.server import SampleServer


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until SIGTERM, SIGINT or, if asked, the end of standard input; give the exit code."""
    options = _read_arguments(arguments)
    newsroom = Newsroom((*load_articles(), *generate_articles(options.count)), load_broken_records())
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    if options.until_stdin_closes:
        threading.Thread(target=_watch_stdin, args=(stop,), daemon=True).start()
    with SampleServer(options.host, options.port, newsroom) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        print(f"http://{options.host}:{server.server_port}", flush=True)
        stop.wait()
        server.shutdown()
    return 0


def _read_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m archiver.sample", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 for any free one (default)")
    parser.add_argument("--host", type=_loopback, default="127.0.0.1", help="an IPv4 loopback address")
    parser.add_argument("--count", type=_natural, default=0, help="how many generated articles to add")
    parser.add_argument("--until-stdin-closes", action="store_true", help="stop at the end of standard input")
    return parser.parse_args(arguments)


def _loopback(words: str) -> str:
    """Accept nothing that another machine could reach: the site obeys anyone who asks it."""
    address = "127.0.0.1" if words == "localhost" else words
    try:
        allowed = ipaddress.IPv4Address(address).is_loopback
    except ValueError:
        allowed = False
    if not allowed:
        raise argparse.ArgumentTypeError(f"{words} is not an IPv4 loopback address such as 127.0.0.1")
    return address


def _natural(words: str) -> int:
    count = int(words)
    if count < 0:
        raise argparse.ArgumentTypeError("must not be negative")
    return count


def _watch_stdin(stop: threading.Event) -> None:
    """Wait for the end of standard input; by descriptor, for a daemon thread must not hold its lock."""
    while os.read(sys.stdin.fileno(), 1024):
        pass
    stop.set()


if __name__ == "__main__":
    sys.exit(main())
