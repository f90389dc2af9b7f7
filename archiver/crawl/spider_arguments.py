"""What is given to a spider with ``-a NAME=VALUE``, read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from archiver.errors import UsageError


def refuse_unknown(arguments: Iterable[str], accepted: Iterable[str]) -> None:
    """Refuse arguments that nobody would read.

    Raises:
        UsageError: there are some.
    """
    if unknown := sorted(set(arguments) - set(accepted)):
        raise UsageError(f"-a {unknown[0]}=: no such argument; take of: {', '.join(sorted(accepted))}")


def read_limit(raw: str) -> int | None:
    """Read a number; ``None`` for nothing.

    Raises:
        UsageError: it is none.
    """
    if raw and not raw.isdecimal():
        raise UsageError(f"limit={raw!r} is no number")
    return int(raw) if raw else None


def read_since(raw: str) -> date | None:
    """Read a day; ``None`` for nothing.

    Raises:
        UsageError: it is none.
    """
    try:
        return date.fromisoformat(raw) if raw else None
    except ValueError:
        raise UsageError(f"since={raw!r} is no day; write one such as 2026-01-31") from None


def is_yes(value: object) -> bool:
    """Whether an argument says yes: any text but ``0``, ``no``, ``false`` and nothing."""
    return str(value or "0").lower() not in {"0", "no", "false", "none", ""}
