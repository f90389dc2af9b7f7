"""What a page asks for while it is shown, and what of that is answered: no pictures, no advertisements."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from archiver.crawl.render.exchange import Given

FILLING = frozenset({"script", "xhr", "fetch"})
"""Kinds of request, in Playwright's words, that may fill a page with text."""
STYLES = "stylesheet"
METHODS = frozenset({"GET", "HEAD", "POST"})
_NOT_PASSED_ON = frozenset(
    {"host", "connection", "content-length", "accept-encoding", "cookie", "user-agent"}
)
_OWN_WORDS = frozenset(
    {"content-encoding", "content-length", "transfer-encoding", "set-cookie", "connection"}
)

# Measurement and advertising; what they answer is no news. A host counts with all below it.
_TRACKERS = frozenset(
    (
        "google-analytics.com googletagmanager.com googletagservices.com googlesyndication.com"
        " googleadservices.com doubleclick.net adservice.google.com amazon-adsystem.com adnxs.com adsrvr.org"
        " criteo.com criteo.net taboola.com outbrain.com pubmatic.com rubiconproject.com"
        " scorecardresearch.com quantserve.com chartbeat.com hotjar.com connect.facebook.net clarity.ms"
        " mc.yandex.ru hm.baidu.com pos.baidu.com cpro.baidu.com cnzz.com umeng.com mmstat.com tanx.com"
        " gridsumdissector.com"
    ).split()
)
_TRACKER_NAME = re.compile(
    r"(?:ads?|adserver|analytics|metrics|pixel|stats?|telemetry|track(?:er|ing)?)\d*\."
)


def is_web_address(url: str) -> bool:
    """Whether an address is one of http or https."""
    return urlsplit(url).scheme in ("http", "https")


def is_tracker(url: str) -> bool:
    """Whether a host only measures readers or shows them advertisements."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    names = host.split(".")
    is_listed = any(".".join(names[start:]) in _TRACKERS for start in range(len(names)))
    return is_listed or _TRACKER_NAME.match(host) is not None


def pass_on(headers: dict[str, str]) -> dict[str, str]:
    """Give the headers of a browser's request that the crawl does not write itself."""
    return {name: value for name, value in headers.items() if name.lower() not in _NOT_PASSED_ON}


def hand_back(given: Given) -> dict[str, str]:
    """Give the headers of an answer that still hold of its unpacked body; no cookie is set."""
    return {name: value for name, value in given.headers if name not in _OWN_WORDS}
