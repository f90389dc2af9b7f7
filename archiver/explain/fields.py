"""The fields of an article with the rule behind each, also where the rule is one of the cleaning."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from archiver.explain.records import Field
from archiver.exporters.record import moment_text
from archiver.normalise.bylines import parse_byline
from archiver.normalise.dates import parse_moment
from archiver.normalise.fingerprints import fold_text
from archiver.normalise.text import plain_name, scrub
from archiver.records import NOT_FOUND, Article, Candidate, Draft, Finding, Moment, Precision
from archiver.sites.article import GENERAL_BODY

TEXT_RULES = {
    "byline": "byline in the text",
    "publisher": "source in the text",
    "editor": "editor in the text",
    "language": "script of the text",
}
"""What a field's rule is called where cleaning found it in the body, beside what the page says for it."""


def explain_fields(draft: Draft, article: Article, *, general_text: str = "") -> tuple[Field, ...]:
    """Give every field of an article, named as in the tables ``[pages.NAME]``.

    Args:
        general_text: what the general reading takes for the body, where another rule found that.
    """
    short = (
        _explain_field(name, value, draft.found.get(name, NOT_FOUND), article)
        for name, value in _values(article).items()
    )
    compared = (replace(field, same=tuple(_find_same(field, draft))) for field in short)
    return (*compared, _explain_body(draft, article, general_text))


def _find_same(field: Field, draft: Draft) -> Iterator[Candidate]:
    """Yield what other rules said in other signs, but with the same meaning."""

    def meaning(text: str) -> object:
        if field.name in ("published", "modified"):
            moment = parse_moment(scrub(text), time_zone=draft.time_zone, seen_at=draft.fetched_at)
            return moment.at if moment else None
        return parse_byline(scrub(text)).authors if field.name == "byline" else None

    own = meaning(field.raw) or fold_text(field.raw)
    for one in field.others:
        if (meaning(one.value) or fold_text(one.value)) == own:
            yield one


def _values(article: Article) -> dict[str, str | tuple[str, ...] | None]:
    return {
        "title": article.title,
        "published": _moment(article.published),
        "modified": _moment(article.modified),
        "byline": article.authors or None,
        "publisher": article.publisher,
        "editor": article.editor,
        "language": article.language,
        "description": article.description,
        "image": article.image,
        "section": article.section,
        "keywords": article.keywords or None,
    }


def _explain_field(
    name: str, value: str | tuple[str, ...] | None, finding: Finding, article: Article
) -> Field:
    told = Field(name=name, value=value, raw=finding.value, rule=finding.rule, others=finding.others)
    if value is None or not _is_from_text(name, finding.value, article):
        return told
    passed_over = Candidate(finding.rule, finding.value)
    raw = article.byline or "" if name == "byline" else "".join(value)
    return replace(
        told,
        raw=raw,
        rule=TEXT_RULES[name],
        others=(*([passed_over] if passed_over.value else []), *finding.others),
    )


def _is_from_text(name: str, raw: str, article: Article) -> bool:
    """Whether a field's value is what cleaning found in the body, and not what the page says for it."""
    if name == "byline":
        return not parse_byline(scrub(raw)).authors
    if name == "language":
        return not raw.strip().lower().startswith(article.language or "")
    return name in TEXT_RULES and plain_name(raw) is None


def _explain_body(draft: Draft, article: Article, general_text: str) -> Field:
    """Tell of the body its rule and its size: the text itself is too long for a line."""
    finding = draft.found.get("body", NOT_FOUND)
    general = (Candidate(GENERAL_BODY.rule, general_text),) if general_text else ()
    pictures = f", {_count(len(article.images), 'picture')}" if article.images else ""
    paragraphs = _count(len(article.paragraphs), "paragraph")
    return Field(
        name="body",
        value=article.text or None,
        raw=draft.body_html,
        rule=finding.rule,
        others=(*finding.others, *general),
        same=general if fold_text(general_text) == fold_text(article.text) else (),
        summary=f"{paragraphs}, {_count(len(article.text), 'character')}{pictures}",
    )


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _moment(moment: Moment | None) -> str | None:
    """Give a moment as finely as it was printed."""
    if moment is None or moment.precision is not Precision.DAY:
        return moment_text(moment)
    return moment.at.date().isoformat()
