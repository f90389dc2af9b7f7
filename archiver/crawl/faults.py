"""What went wrong on the way to an article, told in the program's own classes of failure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from OpenSSL.SSL import Error as TlsError
from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
)
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure as TwistedFailure
from twisted.web.client import ResponseFailed

from archiver.crawl.refusals import HostPausedError, Refusal
from archiver.crawl.retry import retry_after_seconds
from archiver.normalise.urls import shorten
from archiver.reasons import Reason
from archiver.records import Capture, Failure, Stage, Target
from archiver.sites.article import find_refusal

_REASONS: tuple[tuple[type[BaseException], Reason, str], ...] = (
    (CannotResolveHostError, Reason.NO_HOST, "the host does not exist; check the address"),
    (DownloadTimeoutError, Reason.TIMEOUT, "no answer came in time"),
    (DownloadConnectionRefusedError, Reason.CONNECTION, "the host refuses the connection"),
    (DownloadCancelledError, Reason.TOO_LARGE, "the answer is larger than page_bytes allows"),
    (ResponseDataLossError, Reason.CUT_OFF, "the answer is cut off"),
    (NotSupported, Reason.BAD_ADDRESS, "only http and https addresses are asked"),
)
_STATUSES = {
    404: Reason.NOT_FOUND,
    410: Reason.NOT_FOUND,
    429: Reason.RATE_LIMITED,
}


def make_capture(response: Response) -> Capture:
    """Keep an answer as a record that needs no Scrapy."""
    return Capture(
        url=response.url,
        status=response.status,
        headers=headers_of(response),
        body=response.body,
        fetched_at=datetime.now(UTC),
    )


def headers_of(response: Response) -> tuple[tuple[str, str], ...]:
    """Give an answer's headers: names in lower case, values as received."""
    return tuple(
        (name.decode("latin-1").lower(), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    )


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a request had no usable answer; ``retry_after_seconds`` is what the server asked for."""

    request: Request
    reason: Reason
    message: str
    retry_after_seconds: float | None
    status: int | None = None


def read_fault(fault: TwistedFailure) -> Fault:
    """Read what Scrapy hands to an errback."""
    error = fault.value or DownloadFailedError("unknown")
    reason, message = describe_fault(error)
    asked: float | None = None
    status = error.response.status if isinstance(error, HttpError) else None
    if isinstance(error, HttpError):
        asked = retry_after_seconds(error.response, datetime.now(UTC))
    elif isinstance(error, HostPausedError):
        asked = error.seconds
    request: Request = fault.request  # type: ignore[attr-defined]  # Scrapy adds it
    return Fault(request, reason, message, asked, status)


def describe_fault(error: BaseException) -> tuple[Reason, str]:
    """Give the class of a fault and a line that says what happened."""
    if isinstance(error, HttpError):
        return _describe_status(error.response)
    if isinstance(error, Refusal):
        return error.reason, str(error)
    if isinstance(error, IgnoreRequest):
        return _describe_ignored(str(error))
    for kind, reason, message in _REASONS:
        if isinstance(error, kind):
            return reason, message
    if words := _find_tls_fault(error):
        return Reason.CONNECTION, f"no secure connection can be made: {words}"
    return Reason.CONNECTION, f"the connection failed: {type(error).__name__}: {error}"[:300]


def _find_tls_fault(error: BaseException) -> str | None:
    """Give OpenSSL's word for why a connection was not made; ``None`` where it was not OpenSSL."""
    if isinstance(error.__cause__, ResponseFailed):
        for reason in error.__cause__.reasons:
            if isinstance(reason.value, TlsError) and reason.value.args:
                return "; ".join(str(words[-1]) for words in reason.value.args[0])
    return None


def make_failure(
    target: Target, stage: Stage, reason: Reason, message: str, *, retry_after: float | None = None
) -> Failure:
    """Make the failure of a target."""
    return Failure(
        stage=stage,
        reason=reason,
        key=f"{stage}:{target.identity}",
        identity=target.identity,
        url=target.via or target.url,
        source=target.source,
        message=message,
        at=datetime.now(UTC),
        retry_after_seconds=retry_after,
    )


def _describe_status(response: Response) -> tuple[Reason, str]:
    status = response.status
    # Scrapy follows a redirect to http and https, and hands on all others.
    if 300 <= status < 400 and (place := response.headers.get("Location")):
        where = shorten(place.decode("latin-1"))
        return Reason.REDIRECTS, f"it redirects to {where!r}, which is no http or https address"
    if wall := find_refusal(make_capture(response)):
        return wall.reason, f"the server answers with status {status}: {wall.message}"
    fallback = Reason.SERVER_ERROR if status >= 500 else Reason.HTTP_STATUS
    return _STATUSES.get(status, fallback), f"the server answers with status {status}"


def _describe_ignored(message: str) -> tuple[Reason, str]:
    if "redirect" in message:
        return Reason.REDIRECTS, "it redirects too often"
    if "MAXSIZE" in message:
        return Reason.TOO_LARGE, "the answer, unpacked, is larger than page_bytes allows"
    return Reason.UNEXPECTED, message[:300]
