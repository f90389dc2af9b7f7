"""A capture explained: read as the program reads it, and told with all that spoke for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from archiver.explain.fields import explain_fields
from archiver.explain.pieces import explain_blocks
from archiver.explain.records import Explanation, Lack
from archiver.normalise.article import normalise
from archiver.reasons import Reason
from archiver.records import NOT_FOUND, Article, Capture, Draft, Target, Wall
from archiver.sites.article import GENERAL_BODY, find_first_url, read_fields, read_page
from archiver.sites.directory import Directory


def explain_capture(capture: Capture, target: Target, directory: Directory) -> Explanation:
    """Explain a news page with its blocks, or the answer of a share site's text endpoint.

    A page without an article's text is explained, too: that is when one asks.

    Raises:
        ReadError: it is no page, or no answer of the share site.
    """
    if share := directory.find_share(target):
        return _tell(share.extract(capture, target))
    page = read_page(capture, find_first_url(capture, target))
    reading = read_fields(page, capture, target, directory.rules(capture.url, target))
    is_general = reading.draft.found["body"].rule == GENERAL_BODY.rule
    general_text = "" if is_general else "\n\n".join(block.text for block in reading.page.body_blocks)
    return replace(_tell(reading.draft, general_text), pieces=explain_blocks(reading))


def _tell(draft: Draft, general_text: str = "") -> Explanation:
    article = normalise(draft, needs_text=False)
    return Explanation(
        url=draft.base_url or draft.target.url,
        code=draft.target.code,
        language=article.language,
        time_zone=draft.time_zone,
        fields=explain_fields(draft, article, general_text=general_text),
        encoding=draft.found.get("encoding", NOT_FOUND),
        lacks=tuple(_lacks(article, draft.wall)),
    )


def _lacks(article: Article, wall: Wall | None) -> Iterator[Lack]:
    if wall is not None:
        yield Lack(wall.reason.value, wall.message)
    elif not article.paragraphs:
        yield Lack(Reason.NO_ARTICLE.value, "the page holds no article's text")
    for lack in article.lacks:
        yield Lack(lack.reason.value, lack.message)
