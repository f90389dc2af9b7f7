"""What changes on a page without the article changing is no revision."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from archiver.dedup import judge
from archiver.normalise.article import normalise
from archiver.records import Article, Capture, Judgement, Known
from archiver.sites.article import extract
from archiver.sites.directory import plain_target

URL = "https://courier.example/2026/03/01/harbour.html"
SEEN_AT = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Harbour bridge opens | Courier
</title>
<meta property="article:published_time" content="2026-03-01T08:30:00+00:00">
<meta property="og:site_name" content="Courier"></head><body>
<header><a href="/">Courier</a><nav><a href="/local/">Local</a><a href="/sport/">Sport</a></nav></header>
<main><article><h1>Harbour bridge opens</h1>
<p class="byline">By <a rel="author" href="/a/1">Ann Marlow</a></p>
<p class="count">1,204 views · 3 comments</p>
<p>The bridge over the harbour opened on Sunday after nine years of work, with a walk for the whole town.</p>
<p>Its three hundred metres rest on two pillars, and a lane is kept for bicycles, the harbour office said.</p>
<p>The ferry, which has crossed here since 1911, makes its last trip at the end of the month.</p>
</article><aside><h2>Read also</h2><ul><li><a href="/2026/02/27/ferry.html">Ferry to stop</a></li>
<li><a href="/2026/02/20/quay.html">Quay closed until Monday</a></li></ul></aside></main>
<footer>© 2026 Courier</footer></body></html>"""
FIRST_SENTENCE = "The bridge over the harbour opened on Sunday after nine years of work"


def read(markup: str, *, at: datetime = SEEN_AT) -> Article:
    capture = Capture(url=URL, status=200, headers=(), body=markup.encode(), fetched_at=at)
    return normalise(extract(capture, plain_target(URL)))


def judged(now: Article, before: Article) -> tuple[Judgement, tuple[str, ...]]:
    known = Known(
        entry_id=1,
        identity=before.target.identity,
        title=before.title,
        published=before.published,
        authors=before.authors,
        text_digest=before.text_digest,
        appearance_digest=before.text_digest,
    )
    verdict = judge(now, known, None)
    return verdict.judgement, verdict.changed


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("1,204 views · 3 comments", "88,310 views · 412 comments"),
        ("Quay closed until Monday", "Night ferry returns to the town"),
        (
            "<footer>",
            '<div class="ad-slot"><a href="https://ads.example/x">Buy one, get two</a></div><footer>',
        ),
        ("</p>\n<p>Its three", '</p><div class="advert"><p>Sponsored: new boots</p></div>\n<p>Its three'),
        ("after nine years of work", "after  nine\n   years of&nbsp;work"),
        (FIRST_SENTENCE, f"<strong>{FIRST_SENTENCE}</strong>"),
        ("work, with a walk", "work — with a walk"),
        ("work, with a walk", "work， with a walk"),
        ("the harbour office said", 'the <a href="/topic/harbour">harbour office</a> said'),
        ("<article>", '<article data-build="20260302"><script>var t = Date.now();</script>'),
        ("© 2026 Courier", "© 2027 Courier Media Group"),
        ('<a href="/sport/">Sport</a>', '<a href="/sport/">Sport</a><a href="/video/">Video</a>'),
    ],
    ids=[
        *("counters", "related-link", "advertisement-below", "advertisement-within", "white-space", "markup"),
        *("punctuation", "punctuation-width", "link-within", "script", "footer", "navigation"),
    ],
)
def test_a_change_around_the_article_is_no_revision(old: str, new: str) -> None:
    assert old in PAGE
    later = read(PAGE.replace(old, new), at=SEEN_AT + timedelta(days=1))
    assert judged(later, read(PAGE)) == (Judgement.UNCHANGED, ())


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("on two pillars", "on three pillars", "text"),
        ("<h1>Harbour bridge opens", "<h1>Harbour bridge opens at last", "title"),
        ("08:30:00", "09:45:00", "published_at"),
        ("Ann Marlow", "Ben Ode", "authors"),
    ],
)
def test_a_change_of_text_title_date_or_byline_is_a_revision(old: str, new: str, changed: str) -> None:
    assert judged(read(PAGE.replace(old, new)), read(PAGE)) == (Judgement.REVISED, (changed,))
