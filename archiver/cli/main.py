"""The command ``archiver``: puts the verbs together and turns every error into one line and a code."""

from __future__ import annotations

import importlib
import io
import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from archiver import __version__
from archiver.cli.options import Config, Database, GlobalOptions, messages
from archiver.errors import EXIT_DONE, EXIT_FAILED, EXIT_INTERRUPTED, ArchiverError
from archiver.logs import open_json_log
from archiver.settings import PREFIX

LOG_FORMAT = "--log-format"
FAMILIES = {
    "fetch": "crawling",
    "crawl": "crawling",
    "run": "running",
    "list": "reading",
    "show": "reading",
    "export": "moving",
    "import": "moving",
    "extract": "extracting",
    "explain": "explaining",
    "sources": "sources",
    "runs": "watching",
    "ledger": "ledger",
    "audit": "auditing",
    "retry": "ledger",
    "db": "database",
    "demo": "demo",
}
"""Verb → module of this folder. Only the module of the asked verb is imported: ``archiver list`` need
not wait a second for the crawler's libraries."""


def make_app(verb: str | None) -> typer.Typer:
    """Make the command line with the family of one verb, or with all of them."""
    app = typer.Typer(
        name="archiver",
        help="Finds, reads, normalises, de-duplicates and keeps newspaper articles.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_before)
    families = [FAMILIES[verb]] if verb in FAMILIES else dict.fromkeys(FAMILIES.values())
    for family in families:
        importlib.import_module(f"archiver.cli.{family}").add_to(app)
    return app


def main() -> None:
    """Run the command line and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        # Newspapers print what a locale of old cannot; nothing is lost and nobody sees a traceback.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    arguments = bring_forward(sys.argv[1:])
    verb = next((word for word in arguments if word in FAMILIES), None)
    try:
        make_app(verb)(arguments)
    except ArchiverError as error:
        _complain(str(error))
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        _complain("stopped; what was written stays")
        sys.exit(EXIT_INTERRUPTED)
    except BrokenPipeError:
        # The reader of our output has gone, as `head` does; that is no fault.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(EXIT_DONE)
    except OSError as error:
        _complain(f"{error.filename}: {error.strerror}" if error.filename else str(error.strerror or error))
        sys.exit(EXIT_FAILED)
    except RecursionError:
        _complain("the input is nested too deeply")
        sys.exit(EXIT_FAILED)


def bring_forward(arguments: Sequence[str]) -> list[str]:
    """Put the option ``--log-format`` before the verb, wherever it was given: it is one of every verb."""
    moved: list[str] = []
    kept: list[str] = []
    left = iter(arguments)
    for word in left:
        if word == "--":
            return [*moved, *kept, word, *left]
        if word == LOG_FORMAT:
            moved += [word, *[following for following in [next(left, None)] if following is not None]]
        else:
            (moved if word.startswith(f"{LOG_FORMAT}=") else kept).append(word)
    return [*moved, *kept]


def _complain(fault: str) -> None:
    for line in fault.splitlines():
        messages.print(f"error: {line}", markup=False, style="red" if messages.is_terminal else None)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"archiver {__version__}")
        raise typer.Exit


def _before(
    database: Database = None,
    config: Config = None,
    version: Annotated[  # noqa: ARG001 - its callback answers
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
    log_format: Annotated[
        str | None,
        typer.Option(LOG_FORMAT, metavar="FORMAT", help="The log: text or json; after any verb, too."),
    ] = None,
) -> None:
    GlobalOptions.database, GlobalOptions.config, GlobalOptions.log_format = database, config, log_format
    # What is wrong with the settings themselves is told in this form already.
    if "json" in (log_format, not log_format and os.environ.get(f"{PREFIX}LOG_FORMAT")):
        open_json_log()
