"""The report on a page: one HTML file that loads nothing, runs nothing, and shows every block.

What a page says is hostile until it is escaped: every text goes through ``safe``, no address becomes a
link, and the policy in the head forbids all but this report's own style sheet.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256

from archiver.explain.markup import language_of, safe
from archiver.explain.records import Explanation, Field, count_line
from archiver.explain.report_blocks import block_list, strip
from archiver.explain.style import STYLE

MOST_OTHERS = 3
"""More that other rules said differently is folded."""


def render_report(told: Explanation) -> str:
    """Give the report of a page as HTML."""
    digest = b64encode(sha256(STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    title = told.field("title").shown or "(no title)"
    parts = (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="robots" content="noindex">',
        f"<title>How it was read: {safe(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>",
        *_head(told, title),
        *_field_table(told),
        *block_list(told),
        "</main>\n</body>\n</html>\n",
    )
    return "\n".join(parts)


def _head(told: Explanation, title: str) -> Iterator[str]:
    yield '<header>\n<p class="kind">archiver explain</p>'
    yield f'<h1 dir="auto"{language_of(told)}>{safe(title)}</h1>'
    yield f'<p class="address"><code>{safe(told.url) or "no address given"}</code></p>'
    facts = {"text": told.field("body").summary, "zone": told.time_zone}
    if told.pieces:
        facts = {"blocks": count_line(told.counts)} | facts
    shown = (f"<div><dt>{name}</dt><dd>{safe(fact)}</dd></div>" for name, fact in facts.items() if fact)
    yield f'<dl class="facts">{"".join(shown)}</dl>'
    if told.pieces:
        yield strip(told.pieces)
    if told.lacks:
        lacks = "".join(f"<li>{safe(one.message)} <code>{safe(one.reason)}</code></li>" for one in told.lacks)
        yield f'<ul class="lacks">{lacks}</ul>'
    yield "</header>"


def _field_table(told: Explanation) -> Iterator[str]:
    yield "<h2>Fields</h2>\n<table>\n<thead><tr>"
    yield "".join(f'<th scope="col">{name}</th>' for name in ("field", "value", "rule", "other rules"))
    yield "</tr></thead>\n<tbody>"
    for field in told.rows:
        yield _field_row(field, told)
    yield "</tbody>\n</table>"


def _field_row(field: Field, told: Explanation) -> str:
    value = (
        f'<div dir="auto"{language_of(told)}>{safe(field.shown)}</div>'
        if field.shown
        else _nothing("nothing")
    )
    if field.raw_shown:
        value += f'<div class="raw" dir="auto">as received: {safe(field.raw_shown)}</div>'
    rule = f"<code>{safe(field.rule)}</code>" if field.rule else _nothing("none")
    cells = f'<td class="value">{value}</td><td class="rule">{rule}</td><td>{_others(field)}</td>'
    return f'<tr><th scope="row">{field.name}</th>{cells}</tr>'


def _others(field: Field) -> str:
    same = " ".join(f"<code>{safe(rule)}</code>" for rule in field.agreeing)
    lines = [
        f'<div class="said"><code>{safe(one.rule)}</code> <span class="other">{safe(one.value)}</span></div>'
        for one in field.differing
    ]
    said = "".join(lines[:MOST_OTHERS])
    if more := lines[MOST_OTHERS:]:
        said += f'<details class="said"><summary>{len(more)} more</summary>{"".join(more)}</details>'
    return (f'<div class="said">the same: {same}</div>' if same else "") + said


def _nothing(word: str) -> str:
    return f'<span class="none">{word}</span>'
