"""Why the crawl itself does not ask, or does not read on: each with its class of failure and its line."""

from __future__ import annotations

from typing import ClassVar

from archiver.reasons import Reason

HOW_TO_ALLOW = (
    "if you want it asked, give --allow-private, set ARCHIVER_ALLOW_PRIVATE=1, "
    "or allow_private = true in archiver.toml or in the source"
)


class Refusal(Exception):  # noqa: N818 - it is no error of anybody
    """Base of the refusals; ``str(refusal)`` is the line a user reads.

    Attributes:
        reason: as it is stored and counted.
    """

    reason: ClassVar[Reason]


class HostPausedError(Refusal):
    """A host has asked for a longer pause than a run has time for.

    Attributes:
        seconds: how long is left of it.
    """

    reason = Reason.RATE_LIMITED

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(f"the host asks for a pause of {seconds:.0f} s")


class PrivateAddressError(Refusal):
    """A host is at an address that is not public, and nobody allowed it."""

    reason = Reason.PRIVATE_ADDRESS

    def __init__(self, host: str, address: str, objection: str) -> None:
        where = address if host == address else f"{host} is {address}, which"
        super().__init__(f"{where} is not public ({objection}); {HOW_TO_ALLOW}")


class HeadersTooLargeError(Refusal):
    """An answer's status line and headers are larger than ``header_bytes`` allows."""

    reason = Reason.TOO_LARGE


class TooOftenPackedError(Refusal):
    """An answer is packed in more layers than anybody needs."""

    reason = Reason.TOO_LARGE


class BrokenPackingError(Refusal):
    """An answer cannot be unpacked."""

    reason = Reason.CUT_OFF


class ForbiddenByRobotsError(Refusal):
    """The host's robots.txt forbids an address."""

    reason = Reason.ROBOTS


class RobotsUnreachableError(Refusal):
    """The host's robots.txt cannot be had, so nothing may be asked of it."""

    reason = Reason.ROBOTS_UNREACHABLE

    def __init__(self, why: str) -> None:
        super().__init__(f"robots.txt of the host cannot be had ({why}), so nothing is asked until it can")
