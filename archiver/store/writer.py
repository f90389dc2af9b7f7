"""Writes batches of articles, sightings and failures, each batch in one transaction.

What an article is to the archive is judged inside that transaction, which no other writer enters,
so two processes cannot both find the same article new. Unique constraints stand behind that: what
another program wrote meanwhile is left as it is, and the article is judged again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, Engine

from archiver.errors import DatabaseError
from archiver.records import (
    Article,
    Asked,
    Checked,
    Failure,
    Gone,
    Judgement,
    Known,
    Sighting,
    Stage,
    Verdict,
)
from archiver.store.asking import note_requests
from archiver.store.engine import writing
from archiver.store.failing import mend_failures, write_failures
from archiver.store.fitting import fit
from archiver.store.inserting import insert_all, insert_or_skip
from archiver.store.known import find_same, load_by_identity, load_by_merge_key
from archiver.store.lacking import note_lacks
from archiver.store.ledger import note_checked, note_failed, note_fetched, note_gone
from archiver.store.revising import apply_verdict, note_seen
from archiver.store.rows import address_rows, appearance_row, article_row, identities_of, name_rows
from archiver.store.schema import addresses, appearances, articles, authors, tags
from archiver.store.sighting import note_sightings

Judge = Callable[[Article, Known | None, Known | None], Verdict]
"""``judge(article, known under its identity, known under its merge key)``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What one transaction writes; ``mended`` holds keys of failures that are over."""

    articles: tuple[Article, ...] = ()
    sightings: tuple[Sighting, ...] = ()
    failures: tuple[Failure, ...] = ()
    mended: tuple[str, ...] = ()
    checked: tuple[Checked, ...] = ()
    gone: tuple[Gone, ...] = ()
    asked: tuple[Asked, ...] = ()


@dataclass(frozen=True, slots=True)
class _Question:
    """An article to be judged, with its place in the batch and what is known of it."""

    place: int
    article: Article
    same: Known | None
    twin: Known | None


def write_batch(engine: Engine, batch: Batch, judge: Judge) -> tuple[Verdict, ...]:
    """Write a batch whole or not at all; gives a verdict for every article, in their order.

    Failures go first: an article that came after all, in the same batch, makes them forgotten.

    Raises:
        DatabaseError: nothing of the batch was written.
    """
    fitting = fit(batch)
    with writing(engine) as connection:
        mend_failures(connection, (*fitting.mended, *_answered(fitting)))
        write_failures(connection, fitting.failures)
        note_failed(connection, fitting.failures)
        verdicts = _write_articles(connection, fitting.articles, judge)
        note_fetched(connection, fitting.articles)
        _write_sightings(connection, fitting.sightings)
        note_checked(connection, fitting.checked)
        note_gone(connection, fitting.gone)
        note_requests(connection, fitting.asked)
    return verdicts


def _answered(batch: Batch) -> Iterator[str]:
    """Yield the keys of failures that are over because a known article was asked for and answered.

    What it lacks is another matter: that stays until it is filled.
    """
    names = (*(one.identity for one in batch.checked), *(one.target.identity for one in batch.gone))
    return (f"{stage}:{name}" for name in names for stage in (Stage.KEEP, Stage.READ))


def _write_articles(connection: Connection, batch: Sequence[Article], judge: Judge) -> tuple[Verdict, ...]:
    """Write articles in rounds, as if they came one by one.

    An article that has to do with an earlier one of its round waits for the next.
    """
    verdicts: dict[int, Verdict] = {}
    idle_count = 0
    while len(verdicts) < len(batch):
        waiting = {place: article for place, article in enumerate(batch) if place not in verdicts}
        written = _write_round(connection, list(_choose_apart(connection, waiting)), judge)
        # Another program may have been first once; then the article is found, and the round writes it.
        idle_count = 0 if written else idle_count + 1
        if idle_count > 1:
            names = ", ".join(article.target.identity for article in waiting.values())
            raise DatabaseError(f"the archive refuses {names[:200]}; run: archiver db check")
        verdicts |= written
    return tuple(verdicts[place] for place in range(len(batch)))


def _choose_apart(connection: Connection, waiting: Mapping[int, Article]) -> Iterator[_Question]:
    """Choose the articles that share neither name, text nor entry with an earlier one."""
    known = load_by_identity(connection, (n for article in waiting.values() for n in identities_of(article)))
    twins = load_by_merge_key(connection, (a.merge_key for a in waiting.values() if a.merge_key))
    taken: set[str | int] = set()
    for place, article in waiting.items():
        same = find_same(known, article)
        twin = twins.get(article.merge_key or "")
        claims = _names(article) | {entry.entry_id for entry in (*same, *([twin] if twin else []))}
        if not claims & taken:
            yield _Question(place, article, same[0] if same else None, twin)
        taken |= claims


def _names(article: Article) -> set[str | int]:
    urls = (address.url for address in article.addresses)
    return {*identities_of(article), *urls, *([article.merge_key] if article.merge_key else [])}


def _write_round(connection: Connection, questions: Sequence[_Question], judge: Judge) -> dict[int, Verdict]:
    """Judge and write articles; gives the verdicts by place, without those another program had first."""
    verdicts: dict[int, Verdict] = {}
    for question in questions:
        verdict = judge(question.article, question.same, question.twin)
        if verdict.judgement is not Judgement.NEW:
            apply_verdict(connection, verdict, question.twin)
        verdicts[question.place] = verdict
    known = [(one.entry_id, one.article) for one in verdicts.values() if one.entry_id is not None]
    note_seen(connection, known)
    ids = _insert_new(connection, [one.article for one in verdicts.values() if one.entry_id is None])
    written: dict[int, Verdict] = {}
    for place, verdict in verdicts.items():
        entry_id = verdict.entry_id or ids.get(verdict.article.target.identity)
        if entry_id is not None:
            written[place] = replace(verdict, entry_id=entry_id)
    pairs = [(verdict.entry_id or 0, verdict.article) for verdict in written.values()]
    _insert_around(connection, pairs)
    note_lacks(connection, pairs)
    return written


def _insert_new(connection: Connection, new: Sequence[Article]) -> dict[str, int]:
    """Insert new articles; gives the entry ids by identity, without those that are there already."""
    if not new:
        return {}
    statement = insert_or_skip(connection, articles).returning(articles.c.id, articles.c.identity)
    rows = connection.execute(statement, [article_row(article) for article in new])
    ids: dict[str, int] = {row.identity: row.id for row in rows}
    written = [(ids[one.target.identity], one) for one in new if one.target.identity in ids]
    insert_all(
        connection, authors, [row for entry_id, a in written for row in name_rows(a.authors, entry_id)]
    )
    insert_all(connection, tags, [row for entry_id, a in written for row in name_rows(a.tags, entry_id)])
    return ids


def _insert_around(connection: Connection, written: Iterable[tuple[int, Article]]) -> None:
    """Add the appearance and the addresses; those already there stay as they are."""
    pairs = list(written)
    appeared = [appearance_row(article, entry_id) for entry_id, article in pairs]
    if appeared:
        connection.execute(insert_or_skip(connection, appearances), appeared)
    rows = [row for entry_id, article in pairs for row in address_rows(article.addresses, entry_id)]
    if rows:
        connection.execute(insert_or_skip(connection, addresses), rows)


def _write_sightings(connection: Connection, sightings: Sequence[Sighting]) -> None:
    known = load_by_identity(connection, (name for one in sightings for name in identities_of(one)))
    found = ((find_same(known, one), one) for one in sightings)
    note_sightings(connection, [(same[0].entry_id, one) for same, one in found if same])
