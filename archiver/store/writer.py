"""Writes batches of articles, sightings and failures, each batch in one transaction.

What an article is to the archive is judged inside that transaction, so two processes cannot both
find the same article new; where they still meet, a unique constraint decides and the loser judges
again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, Engine

from archiver.records import Article, Failure, Judgement, Known, Sighting, Verdict
from archiver.store.engine import writing
from archiver.store.failing import forget_failures, write_failures
from archiver.store.inserting import insert_all, insert_or_skip
from archiver.store.known import load_by_identity, load_by_merge_key
from archiver.store.revising import apply_verdict, note_sightings
from archiver.store.rows import address_rows, appearance_row, article_row, name_rows
from archiver.store.schema import addresses, appearances, articles, authors, tags

Judge = Callable[[Article, Known | None, Known | None], Verdict]
"""``judge(article, known under its identity, known under its merge key)``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What one transaction writes."""

    articles: tuple[Article, ...] = ()
    sightings: tuple[Sighting, ...] = ()
    failures: tuple[Failure, ...] = ()


def write_batch(engine: Engine, batch: Batch, judge: Judge) -> tuple[Verdict, ...]:
    """Write a batch whole or not at all; gives a verdict for every article.

    Raises:
        DatabaseError: nothing of the batch was written.
    """
    with writing(engine) as connection:
        verdicts = _write_articles(connection, batch.articles, judge)
        _write_sightings(connection, batch.sightings)
        write_failures(connection, batch.failures)
    return verdicts


def _write_articles(connection: Connection, waiting: Sequence[Article], judge: Judge) -> tuple[Verdict, ...]:
    """Write articles in rounds: those that stand for the same article wait for the next round."""
    verdicts: list[Verdict] = []
    while waiting:
        # One order in every process: two that write the same articles then wait, not deadlock.
        now, later = _split(sorted(waiting, key=lambda article: article.target.identity))
        judged = _judge_all(connection, now, judge)
        lost = _insert_new(connection, judged)
        known = [verdict for verdict in judged if verdict.entry_id is not None]
        _insert_around(connection, known)
        _note_lacks(connection, known)
        verdicts.extend(known)
        waiting = [*lost, *later]
    return tuple(verdicts)


def _split(waiting: Iterable[Article]) -> tuple[list[Article], list[Article]]:
    now: list[Article] = []
    later: list[Article] = []
    taken: set[str] = set()
    for article in waiting:
        names = {*_identities(article), *([article.merge_key] if article.merge_key else [])}
        (later if names & taken else now).append(article)
        taken |= names
    return now, later


def _identities(met: Article | Sighting) -> list[str]:
    return [met.target.identity, *(address.identity for address in met.addresses)]


def _find(known: dict[str, Known], met: Article | Sighting) -> Known | None:
    return next((known[name] for name in _identities(met) if name in known), None)


def _judge_all(connection: Connection, batch: Sequence[Article], judge: Judge) -> list[Verdict]:
    """Judge articles, and write at once what is known of those that are not new."""
    known = load_by_identity(connection, (name for article in batch for name in _identities(article)))
    twins = load_by_merge_key(connection, (article.merge_key for article in batch if article.merge_key))
    verdicts: list[Verdict] = []
    for article in batch:
        twin = twins.get(article.merge_key or "")
        verdict = judge(article, _find(known, article), twin)
        if verdict.judgement is not Judgement.NEW:
            apply_verdict(connection, verdict, twin)
        verdicts.append(verdict)
    return verdicts


def _insert_new(connection: Connection, verdicts: list[Verdict]) -> list[Article]:
    """Insert new articles, and put their ids into the verdicts; gives those another process had first."""
    new = [verdict.article for verdict in verdicts if verdict.entry_id is None]
    if not new:
        return []
    statement = insert_or_skip(connection, articles).returning(articles.c.id, articles.c.identity)
    rows = connection.execute(statement, [article_row(article) for article in new])
    ids: dict[str, int] = {row.identity: row.id for row in rows}
    for position, verdict in enumerate(verdicts):
        if verdict.entry_id is None:
            verdicts[position] = replace(verdict, entry_id=ids.get(verdict.article.target.identity))
    written = [(article, ids[article.target.identity]) for article in new if article.target.identity in ids]
    insert_all(
        connection, authors, [row for a, entry_id in written for row in name_rows(a.authors, entry_id)]
    )
    insert_all(connection, tags, [row for a, entry_id in written for row in name_rows(a.tags, entry_id)])
    return [article for article in new if article.target.identity not in ids]


def _insert_around(connection: Connection, verdicts: Iterable[Verdict]) -> None:
    """Add the appearance and the addresses; those already there stay as they are."""
    pairs = [(verdict.article, verdict.entry_id or 0) for verdict in verdicts]
    if not pairs:
        return
    appeared = [appearance_row(article, entry_id) for article, entry_id in pairs]
    connection.execute(insert_or_skip(connection, appearances), appeared)
    rows = [row for article, entry_id in pairs for row in address_rows(article, entry_id)]
    if rows:
        connection.execute(insert_or_skip(connection, addresses), rows)


def _note_lacks(connection: Connection, verdicts: Sequence[Verdict]) -> None:
    """Forget what failed before for articles that are here now, and note what they still lack."""
    forget_failures(connection, (name for verdict in verdicts for name in _identities(verdict.article)))
    write_failures(connection, [failure for verdict in verdicts for failure in verdict.article.lacks])


def _write_sightings(connection: Connection, sightings: Sequence[Sighting]) -> None:
    known = load_by_identity(connection, (name for sighting in sightings for name in _identities(sighting)))
    seen = ((_find(known, sighting), sighting) for sighting in sightings)
    note_sightings(connection, [(entry, sighting) for entry, sighting in seen if entry is not None])
