"""What the address tells to which a request was sent on: a login, a question of consent, a front page."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from archiver.normalise.urls import host_of
from archiver.reasons import Reason
from archiver.sites.page.front_pages import is_front_page

_HOSTS = {
    Reason.LOGIN: re.compile(r"(?:passport|login|sso|signin|auth|accounts?)\.", re.IGNORECASE),
    Reason.CONSENT: re.compile(r"(?:consent|guce|myprivacy|privacy-?gate|cookie-?wall)\.", re.IGNORECASE),
    Reason.CHALLENGE: re.compile(r"(?:captcha|validate|verify|wappass)\.", re.IGNORECASE),
}
_PATHS = {
    Reason.LOGIN: r"log-?in|log-?on|sign-?in|sso|passport|oauth2?",
    Reason.CONSENT: r"consent|cookie-?(?:wall|consent)|privacy-?(?:gate|wall|consent)|collectconsent",
    Reason.CHALLENGE: r"captcha|challenge|antispider|anti-?bot|robot-?check|verify-?human|safe-?check",
    Reason.PAYWALL: r"paywall|subscribe|subscription-offers?",
    Reason.SOFT_404: r"404|not-?found|page-?not-?found|error-?404|error/404|404/error",
}
_LAST = {
    kind: re.compile(rf"(?:/[\w-]{{1,20}}){{0,3}}/(?:{names})(?:\.\w{{2,5}})?/?", re.IGNORECASE)
    for kind, names in _PATHS.items()
}


def find_sent_to(final: str, requested: str) -> Reason | None:
    """Give what a request was sent on to; ``None`` where it was not sent on, or to what may be an article."""
    if not final or not requested or final == requested:
        return None
    if (kind := _kind_of(final)) and kind is not _kind_of(requested):
        return kind
    if is_front_page(final) and not is_front_page(requested):
        return Reason.SOFT_404
    return None


def is_section_of(final: str, requested: str) -> bool:
    """Whether a request was sent on to a folder above what was asked for."""
    one, other = urlsplit(final), urlsplit(requested)
    folder = one.path.rstrip("/") + "/"
    return one.path != other.path and not one.query and other.path.startswith(folder)


def _kind_of(url: str) -> Reason | None:
    host, path = host_of(url), unquote(urlsplit(url).path)
    for kind, named in _HOSTS.items():
        if named.match(host):
            return kind
    return next((kind for kind, named in _LAST.items() if named.fullmatch(path)), None)
