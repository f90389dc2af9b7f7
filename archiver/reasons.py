"""The classes of failure, as they are stored, counted and shown."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Why something did not become a whole article."""

    NO_CODE = "no-code"
    NO_TITLE = "no-title"
    NO_DATE = "no-date"
    BAD_DATE = "bad-date"
    BAD_ENCODING = "bad-encoding"
    RULE_MISSED = "rule-missed"
    NO_ADDRESS = "no-address"
    BAD_ADDRESS = "bad-address"
    EMPTY_TEXT = "empty-text"
    NOT_JSON = "not-json"
    NOT_A_LIST = "not-a-list"
    NOT_HTML = "not-html"
    NO_ARTICLE = "no-article"
    CHALLENGE = "challenge"
    CONSENT = "consent"
    PAYWALL = "paywall"
    LOGIN = "login"
    SOFT_404 = "soft-404"
    EMPTY_SHELL = "empty-shell"
    NOT_AN_ARTICLE = "not-an-article"
    HTTP_STATUS = "http-status"
    NOT_FOUND = "not-found"
    RATE_LIMITED = "rate-limited"
    SERVER_ERROR = "server-error"
    REDIRECTS = "redirects"
    ROBOTS = "robots"
    TIMEOUT = "timeout"
    TOO_LARGE = "too-large"
    TOO_SLOW = "too-slow"
    NO_HOST = "no-host"
    CONNECTION = "connection"
    CUT_OFF = "cut-off"
    BROKEN_POST = "broken-post"
    UNEXPECTED = "unexpected"
