"""``archiver explain``: where everything comes from that is read of a page; no archive."""

from __future__ import annotations

import logging
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from archiver.cli.explanations import print_explanation
from archiver.cli.options import (
    AllowPrivate,
    AsJson,
    Config,
    Verbose,
    console,
    messages,
    settings_of,
    sources_of,
)
from archiver.errors import ReadError, UsageError
from archiver.explain.capture import explain_capture
from archiver.explain.record import explanation_record
from archiver.explain.report import render_report
from archiver.exporters.files import STANDARD_OUTPUT, open_destination
from archiver.exporters.record import record_line
from archiver.normalise.urls import check_url
from archiver.reasons import Reason
from archiver.records import Capture, Failure, Target
from archiver.settings import Settings
from archiver.sites.directory import Directory, plain_target

STANDARD_INPUT = "-"


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(explain)


def explain(
    place: Annotated[
        str, typer.Argument(metavar="URL|FILE", help="An address, a saved page, or - for stdin.")
    ],
    url: Annotated[
        str | None, typer.Option("--url", metavar="ADDRESS", help="A saved page's address.")
    ] = None,
    report: Annotated[
        str | None, typer.Option("--report", metavar="PATH", help="Also write an HTML report there.")
    ] = None,
    as_json: AsJson = False,
    allow_private: AllowPrivate = False,
    config: Config = None,
    verbose: Verbose = False,
) -> None:
    """Tell which rule found each field of a page, what others said, and which blocks are its text."""
    settings = settings_of(None, config, allow_private=allow_private or None)
    directory = Directory.of(sources_of(settings))
    _check_report(report, place)
    # Rules that find nothing are told with all else that is lacking.
    logging.getLogger("archiver.sites").setLevel(logging.ERROR)
    if "://" in place:
        if url is not None:
            raise UsageError(f"--url names the address of a saved page; {place!r} is an address itself")
        capture, target = _fetch(place, settings, directory, verbose=verbose)
    else:
        capture, target = _read(place, url, settings)
    try:
        told = explain_capture(capture, target, directory)
    except ReadError as error:
        advice = "; save the page as HTML and name that file" if error.reason is Reason.NOT_HTML else ""
        raise ReadError(error.reason, f"{_name(place)}: {error} [{error.reason}]{advice}") from None
    except Exception as error:  # whatever a page holds, nobody sees a traceback of it
        message = f"{_name(place)}: cannot be read: {error!r}"[:300]
        raise ReadError(Reason.UNEXPECTED, f"{message} [{Reason.UNEXPECTED}]; please report it") from error
    if as_json:
        sys.stdout.buffer.write(record_line(explanation_record(told)).encode("utf-8") + b"\n")
        sys.stdout.buffer.flush()
    else:
        print_explanation(told, console, messages)
    if report is not None:
        with open_destination(report) as stream:
            stream.write(render_report(told).encode("utf-8"))
        messages.print(f"the report is in {report}; open it in a browser", markup=False)


def _check_report(report: str | None, place: str) -> None:
    if report == STANDARD_OUTPUT:
        raise UsageError("--report -: the table stands on standard output; name a file")
    if report is not None and Path(report).resolve() == Path(place).resolve():
        raise UsageError(f"--report {report}: that is the page itself; name another file")


def _fetch(url: str, settings: Settings, directory: Directory, *, verbose: bool) -> tuple[Capture, Target]:
    """Ask for a page, or for the text behind a share page."""
    from archiver.crawl.asking import ask  # noqa: PLC0415 - a saved page need not wait for Scrapy

    target = directory.target(url)
    log_level = "INFO" if verbose else "WARNING"
    answer = ask(settings, directory.plan(target), target, log_level=log_level)
    if isinstance(answer, Failure):
        advice = "look at it in a browser, or save it there and name the file"
        raise ReadError(answer.reason, f"{url}: {answer.message} [{answer.reason}]; {advice}")
    return answer, target


def _read(place: str, url: str | None, settings: Settings) -> tuple[Capture, Target]:
    """Take a saved page."""
    address = check_url(url) if url is not None else ""
    body = _read_bytes(place, settings.page_bytes)
    if not body.strip():
        raise ReadError(Reason.NOT_HTML, f"{_name(place)}: it is empty; save the page once more")
    capture = Capture(url=address, status=200, headers=(), body=body, fetched_at=datetime.now(UTC))
    return capture, plain_target(address)


def _read_bytes(place: str, most: int) -> bytes:
    if place == STANDARD_INPUT:
        return _read_bounded(sys.stdin.buffer, place, most)
    path = Path(place)
    if path.is_dir():
        raise UsageError(f"{place}: it is a folder; name a saved page in it")
    if not path.exists():
        raise UsageError(
            f"{place}: no such file; name a saved page, or an address that begins with http:// or https://"
        )
    with path.open("rb") as stream:
        return _read_bounded(stream, place, most)


def _read_bounded(stream: BinaryIO, place: str, most: int) -> bytes:
    body = stream.read(most + 1)
    if len(body) > most:
        raise ReadError(Reason.TOO_LARGE, f"{_name(place)}: it is larger than page_bytes ({most}) allows")
    return body


def _name(place: str) -> str:
    return "standard input" if place == STANDARD_INPUT else place
