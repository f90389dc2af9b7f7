"""Refuses connections to addresses that are not public, where they are made and before they are made.

Every connection of the crawl is opened by ``connectTCP`` with an address that was resolved already, one for
each that a name has. It is checked there: a name that resolves to something else a moment later, a redirect,
and any spelling of a number come past this one place.
"""

from __future__ import annotations

from typing import Any

from scrapy import Request
from twisted.internet.interfaces import (
    IReactorPluggableNameResolver,
    IReactorTCP,
    IReactorTime,
)
from zope.interface import implementer

from archiver.crawl.pace import host_of_request
from archiver.crawl.public import find_objection, read_address
from archiver.crawl.refusals import PrivateAddressError

ALLOW_PRIVATE = "allow_private"
"""The key of a request's ``meta`` that allows it; redirects keep it."""
IN_PAGE = "in_page"
"""The key under which a request that a shown page makes names that page's host, the only one it may reach
where that is private."""


def is_guarded(request: Request, *, allow_private: bool) -> bool:
    """Whether a request may go to public addresses only.

    Args:
        allow_private: what the settings say of all requests.
    """
    page_host = request.meta.get(IN_PAGE)
    if page_host is not None and page_host != host_of_request(request.url):
        return True
    return not (allow_private or request.meta.get(ALLOW_PRIVATE))


@implementer(IReactorPluggableNameResolver, IReactorTCP, IReactorTime)
class GuardedReactor:
    """A reactor that connects to public addresses only.

    Args:
        reactor: what does the work.
        host: the name that is asked, for the message.
    """

    def __init__(self, reactor: Any, host: str) -> None:
        self._reactor = reactor
        self._host = host

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reactor, name)

    def connectTCP(self, host: str, *arguments: Any, **options: Any) -> Any:  # noqa: N802 - Twisted's name
        """Connect.

        Raises:
            PrivateAddressError: the address is not public, or it is none but a name.
        """
        if read_address(host) is None:
            raise PrivateAddressError(self._host, host, "not resolved")
        check_literal(host, self._host)
        return self._reactor.connectTCP(host, *arguments, **options)


def check_literal(text: str, host: str) -> None:
    """Let pass what is a public address, and what is none.

    Args:
        host: the name for which it stands.

    Raises:
        PrivateAddressError: it is an address and not public.
    """
    address = read_address(text)
    if address and (objection := find_objection(address)):
        raise PrivateAddressError(host, text, objection)
