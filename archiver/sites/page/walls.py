"""What is no article: challenges, consent, paywalls, logins, missing pages, empty shells and lists.

A page is looked at closely only where what was found as its body is short. No single sign is enough, for
articles carry buttons, banners and boxes of all kinds, and some tell of walls.
"""

from __future__ import annotations

import re
from html import unescape

from archiver.reasons import Reason
from archiver.records import Capture, Wall
from archiver.sites.page.front_pages import is_list_page
from archiver.sites.page.page import Page
from archiver.sites.page.wall_addresses import find_sent_to, is_section_of
from archiver.sites.page.wall_signs import Signs
from archiver.sites.page.wall_words import BUTTON, is_said_by, is_title_of, weigh

FULL_TEXT = 2400
"""Weight from which a body is an article's, whatever else stands on the page."""
HARDLY, NOTICE, SHORT = 60, 160, 700
"""Weights below which a body says nothing, is no more than a notice, and than a short item of news."""
LONGEST_TOLD_MISSING = 1200
LITTLE_SHOWN = 400
LONGEST_NOTICE_MARKUP = 4000
ENOUGH_SIGNS, MANY_SIGNS = 2, 3
_TAG = re.compile(r"<[^>]*>")
_END_OF_LINE = re.compile(r"<(?:/p|/div|/li|/h\d|br)\b[^>]*>", re.IGNORECASE)
_MESSAGES = {
    Reason.CHALLENGE: "the server asks for proof of a human reader",
    Reason.CONSENT: "a question about cookies or privacy stands in place of the article",
    Reason.PAYWALL: "only the beginning is shown to readers who have not paid",
    Reason.LOGIN: "the article is shown only to readers who have logged in",
    Reason.SOFT_404: "the page says that there is no such article",
    Reason.EMPTY_SHELL: "the page is empty until scripts fill it",
    Reason.NOT_AN_ARTICLE: "the page is a list of articles, and none itself",
}


def find_wall(page: Page, capture: Capture, requested: str, body_size: int | None = None) -> Wall | None:
    """Find what stands in place of an article; ``None`` where nothing speaks against one.

    Args:
        requested: the address that was asked for, ``""`` where it is not known.
        body_size: weight of the body where a rule for the page found it, ``None`` where none did.
    """
    signs = Signs(page, capture)
    if _is_challenge_answer(capture):
        return _wall(Reason.CHALLENGE)
    if (sent := find_sent_to(capture.url, requested)) and not signs.is_declared:
        return Wall(sent, f"the request was sent on to {capture.url}: {_MESSAGES[sent]}")
    is_general = body_size is None
    if is_general and not signs.is_declared and is_list_page(page):
        missed = requested and is_section_of(capture.url, requested)
        return _wall(Reason.SOFT_404 if missed else Reason.NOT_AN_ARTICLE)
    if signs.weighs(FULL_TEXT) if body_size is None else body_size >= FULL_TEXT:
        return None
    kind = _find_kind(signs, is_general=is_general)
    return _wall(kind, _words(signs, kind)) if kind else None


def weigh_markup(markup: str) -> int:
    """Give the weight of the text of some markup."""
    return weigh(_TAG.sub("", markup))


def find_wall_in(markup: str) -> Wall | None:
    """Find the wall that a short text wholly is, such as the text of an answer of JSON."""
    if len(markup) > LONGEST_NOTICE_MARKUP:
        return None
    text = unescape(_TAG.sub("", _END_OF_LINE.sub("\n", markup)))
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines or weigh(text) >= SHORT:
        return None
    for kind in (Reason.LOGIN, Reason.PAYWALL, Reason.SOFT_404, Reason.CHALLENGE):
        own = [line for line in lines if is_said_by(kind, line) or is_title_of(kind, line)]
        if own and all(line in own or BUTTON.fullmatch(line) for line in lines):
            return _wall(kind, own[0])
    return None


def find_refusal(page: Page | None, capture: Capture) -> Wall | None:
    """Find what an answer of status 400 or more asks for; ``None`` where it only refuses."""
    named = {401: Reason.LOGIN, 402: Reason.PAYWALL}.get(capture.status)
    if _is_challenge_answer(capture) or named:
        return _wall(named or Reason.CHALLENGE)
    if page is None or capture.status in (404, 410):
        return None
    signs = Signs(page, capture)
    for kind in (Reason.CHALLENGE, Reason.PAYWALL, Reason.LOGIN):
        enough = ENOUGH_SIGNS if kind is Reason.CHALLENGE else 1
        if signs.count(kind) >= enough and signs.said(kind):
            return _wall(kind, _words(signs, kind))
    return None


def _find_kind(signs: Signs, *, is_general: bool) -> Reason | None:
    for kind in (Reason.CHALLENGE, Reason.SOFT_404, Reason.CONSENT):
        if _stands_alone(signs, kind):
            return kind
    if _asks_to_log_in(signs):
        return Reason.LOGIN
    if _hides_behind(signs, Reason.PAYWALL):
        return Reason.PAYWALL
    return Reason.EMPTY_SHELL if is_general and _is_empty(signs) else None


def _stands_alone(signs: Signs, kind: Reason) -> bool:
    """Whether a page is nothing but a wall of this kind."""
    if signs.is_declared:
        return False
    is_told = kind is not Reason.CONSENT and signs.weighs(SHORT) and signs.has_headline
    if is_told or not (count := signs.count(kind)):
        return False
    rest = signs.rest(kind)
    if count < ENOUGH_SIGNS:
        is_bare = rest < HARDLY and signs.shown_size < LITTLE_SHOWN and not signs.has_headline
        return is_bare and bool(signs.said(kind))
    if signs.has_headline:
        return rest < HARDLY and bool(signs.said(kind)) and count >= MANY_SIGNS
    if kind is Reason.CONSENT:
        return rest < NOTICE and bool(signs.said(kind))
    return rest < (LONGEST_TOLD_MISSING if count >= MANY_SIGNS else NOTICE)


def _asks_to_log_in(signs: Signs) -> bool:
    if _hides_behind(signs, Reason.LOGIN):
        return True
    is_page = signs.count(Reason.LOGIN) >= ENOUGH_SIGNS and signs.rest(Reason.LOGIN) < NOTICE
    return is_page and not (signs.is_declared or signs.has_headline)


def _hides_behind(signs: Signs, kind: Reason) -> bool:
    """Whether an article's text ends, or does not begin, where a wall of this kind speaks."""
    if not signs.said(kind) or not signs.walled_near_end(kind):
        return False
    rest = signs.rest(kind)
    if signs.is_paid is False and kind is Reason.PAYWALL and rest >= NOTICE:
        return False
    if rest < SHORT:
        return True
    return bool(signs.is_paid) or signs.is_cut_off or signs.is_in_paid_box(kind)


def _is_empty(signs: Signs) -> bool:
    if signs.body_size >= HARDLY or not signs.has_scripts:
        return False
    return signs.shown_size < HARDLY or (signs.shown_size < LITTLE_SHOWN and signs.is_shell)


def _is_challenge_answer(capture: Capture) -> bool:
    """Whether the header says so by which Cloudflare marks its challenges."""
    return dict(capture.headers).get("cf-mitigated", "").strip().lower() == "challenge"


def _words(signs: Signs, kind: Reason) -> str:
    said = [] if kind is Reason.EMPTY_SHELL else signs.said(kind)
    return said[0].text if said else ""


def _wall(kind: Reason, said: str = "") -> Wall:
    quoted = said if len(said) <= 80 else said[:79] + "…"
    return Wall(kind, _MESSAGES[kind] + (f": {quoted}" if said else ""))
