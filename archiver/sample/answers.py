"""An answer of the sample site, before it goes over the wire."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

JSON_TYPE = "application/json; charset=utf-8"
HTML_TYPE = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Status, headers and whole body; ``Content-Length`` is added when it is sent."""

    body: bytes
    content_type: str = HTML_TYPE
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


def answer_json(document: Any, status: int = 200) -> Answer:
    """Answer with a JSON document; Chinese text unescaped, like the real endpoints."""
    text = json.dumps(document, ensure_ascii=False)
    return Answer(body=text.encode(), content_type=JSON_TYPE, status=status)


def answer_html(markup: str, status: int = 200) -> Answer:
    """Answer with a page in UTF-8."""
    return Answer(body=markup.encode(), status=status)


def refuse(status: int, words: str, *headers: tuple[str, str]) -> Answer:
    """Answer with an error page."""
    markup = f"<!DOCTYPE html><html><head><title>{status}</title></head><body><h1>{words}</h1></body></html>"
    return Answer(body=markup.encode(), status=status, headers=headers)
