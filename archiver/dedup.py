"""What an article is to the archive: new, unchanged, revised, or a duplicate of another.

Handed what is known, so it needs no database. Fields that were empty and are known now are
*filled*, which is no revision; a field known before is never emptied.
"""

from __future__ import annotations

from collections.abc import Iterator

from archiver.normalise.fingerprints import fold_text
from archiver.records import Article, Judgement, Known, Moment, Verdict


def judge(article: Article, same: Known | None, twin: Known | None) -> Verdict:
    """Judge an article.

    Args:
        same: what is known under the article's own identity.
        twin: what is known under its merge key.
    """
    if same is not None:
        return _judge_again(article, same)
    if twin is not None:
        return Verdict(
            judgement=Judgement.DUPLICATE,
            article=article,
            entry_id=twin.entry_id,
            filled=_filled(article, twin),
        )
    return Verdict(judgement=Judgement.NEW, article=article)


def _judge_again(article: Article, known: Known) -> Verdict:
    changed = tuple(_changed(article, known))
    return Verdict(
        judgement=Judgement.REVISED if changed else Judgement.UNCHANGED,
        article=article,
        entry_id=known.entry_id,
        changed=changed,
        filled=_filled(article, known),
    )


def _changed(article: Article, known: Known) -> Iterator[str]:
    if _text_changed(article, known):
        yield "text"
    if article.target.identity != known.identity:
        # Another newspaper's headline, time and byline are its appearance, not a change of the article.
        return
    if article.title and known.title and fold_text(article.title) != fold_text(known.title):
        yield "title"
    if _moved(article.published, known.published):
        yield "published_at"
    if article.authors and known.authors and article.authors != known.authors:
        yield "authors"


def _moved(now: Moment | None, before: Moment | None) -> bool:
    """Whether a date changed; the same time printed more or less finely is no change."""
    if now is None or before is None or now.precision is not before.precision:
        return False
    return now.at != before.at


def _text_changed(article: Article, known: Known) -> bool:
    if article.text_digest in (known.text_digest, known.appearance_digest):
        return False
    is_first = article.target.identity == known.identity
    # A second newspaper that still prints an older state has not changed the article back.
    return is_first or article.text_digest not in known.earlier_digests


def _filled(article: Article, known: Known) -> tuple[str, ...]:
    pairs = (
        ("title", article.title, known.title),
        ("published_at", article.published, known.published),
        ("authors", article.authors, known.authors),
    )
    return tuple(name for name, now, before in pairs if now and not before)
