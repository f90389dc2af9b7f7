"""Articles, sightings and failures with one thing of interest each; everything else is plain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

from sqlalchemy import Engine

from archiver.dedup import judge
from archiver.entries import Entry, Filters
from archiver.normalise.fingerprints import text_digest
from archiver.normalise.urls import url_identity
from archiver.reasons import Reason
from archiver.records import Address, Article, Failure, Moment, Precision, Sighting, Stage, Target, Verdict
from archiver.store.ledger import find_lines
from archiver.store.reader import find_by_identity, stream_entries
from archiver.store.writer import Batch, write_batch

CHINA = timezone(timedelta(hours=8))
NOON = datetime(2026, 3, 1, 12, 0, tzinfo=CHINA)
LONG_TEXT = "河边的新桥昨日通车，全长三百米，两岸居民步行十分钟即可到达对岸。" * 5
OTHER_TEXT = "观测站把开放日推迟到了四月，原因是连日大雨，雨停以后会再次公布时间。" * 5
SHORT_TEXT = "详见第二版。"


def make_moment(*when: int, precision: Precision = Precision.MINUTE, hours: float = 8) -> Moment:
    """A moment as printed in a zone so many hours east of Greenwich."""
    return Moment(at=datetime(*when, tzinfo=timezone(timedelta(hours=hours))), precision=precision)


PUBLISHED = make_moment(2026, 2, 28, 9, 30)


def identity_of(code: str) -> str:
    """The identity of a coded article."""
    return f"share:paper:{code}"


def make_target(code: str | None = "A1", *, url: str | None = None, **changes: Any) -> Target:
    """A coded target, or the plain page at ``url`` where ``code`` is ``None``."""
    where = url or f"https://share.example/read?code={code}"
    identity = url_identity(where) if code is None else identity_of(code)
    return replace(Target(url=where, identity=identity, site="paper", code=code), **changes)


def make_article(
    code: str | None = "A1",
    *,
    text: str = LONG_TEXT,
    url: str | None = None,
    pages: Sequence[str] = (),
    source: str | None = None,
    **changes: Any,
) -> Article:
    """An article with a text; ``pages`` are plain pages it is known to have besides."""
    target = make_target(code, url=url, source=source)
    digest, merge_key = text_digest([text])
    article = Article(
        target=target,
        addresses=(
            Address(target.url, target.identity),
            *(Address(page, url_identity(page)) for page in pages),
        ),
        fetched_at=NOON,
        title="新桥通车",
        published=PUBLISHED,
        raw_published="2026-02-28 09:30",
        authors=("王一", "李二"),
        byline="记者 王一 李二",
        publisher="河边日报",
        editor=None,
        language="zh",
        category=None,
        tags=(),
        paragraphs=(text,),
        html=f"<p>{text}</p>",
        images=(),
        mentions=(),
        text_digest=digest,
        merge_key=merge_key,
    )
    return replace(article, **changes)


def make_bare(code: str | None = "A1", *, text: str = LONG_TEXT, **changes: Any) -> Article:
    """An article of which only the text is known, with the failures that say so."""
    article = make_article(
        code, text=text, title=None, published=None, raw_published="", authors=(), byline=None
    )
    lacks = tuple(
        make_failure(
            code or "page",
            stage=Stage.CLEAN,
            reason=reason,
            key=f"clean:{reason}:{article.target.identity}",
            identity=article.target.identity,
        )
        for reason in (Reason.NO_TITLE, Reason.NO_DATE)
    )
    return replace(article, lacks=lacks, **changes)


def make_sighting(code: str | None = "A1", *, url: str | None = None, **changes: Any) -> Sighting:
    """A known article met in a list that says nothing of it."""
    target = make_target(code, url=url)
    sighting = Sighting(
        target=target,
        addresses=(Address(target.url, target.identity),),
        title=None,
        published=None,
        publisher=None,
        seen_at=NOON,
    )
    return replace(sighting, **changes)


def make_failure(code: str = "A1", **changes: Any) -> Failure:
    """An article that did not come."""
    failure = Failure(
        stage=Stage.KEEP,
        reason=Reason.TIMEOUT,
        key=f"keep:{identity_of(code)}",
        url=f"https://share.example/read?code={code}",
        message="no answer",
        at=NOON,
        identity=identity_of(code),
    )
    return replace(failure, **changes)


def write(engine: Engine, *records: Article | Sighting | Failure) -> tuple[Verdict, ...]:
    """Write records as one batch."""
    batch = Batch(
        articles=tuple(one for one in records if isinstance(one, Article)),
        sightings=tuple(one for one in records if isinstance(one, Sighting)),
        failures=tuple(one for one in records if isinstance(one, Failure)),
    )
    return write_batch(engine, batch, judge)


def find_waiting(engine: Engine, identities: Sequence[str], now: datetime) -> set[str]:
    """The identities that failed before and whose next try is still to come, by the ledger."""
    lines = find_lines(engine, identities)
    return {name for name, line in lines.items() if line.next_try_at is not None and line.next_try_at > now}


def judgements(verdicts: Sequence[Verdict]) -> list[str]:
    """The bare words of verdicts."""
    return [verdict.judgement.value for verdict in verdicts]


def entries(engine: Engine) -> list[Entry]:
    """All that the archive holds."""
    return list(stream_entries(engine, Filters()))


def the_entry(engine: Engine) -> Entry:
    """The only entry of an archive."""
    (entry,) = entries(engine)
    return entry


def get_entry(engine: Engine, code: str) -> Entry:
    """The entry of a coded article."""
    entry = find_by_identity(engine, identity_of(code))
    assert entry is not None
    return entry
