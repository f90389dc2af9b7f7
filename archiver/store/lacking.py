"""What kept articles still lack: noted as failures beside them, and forgotten once it is known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, delete, select

from archiver.reasons import Reason
from archiver.records import Article, Failure, Stage
from archiver.store.failing import forget_failures, write_failures
from archiver.store.known import in_parts
from archiver.store.rows import identities_of
from archiver.store.schema import appearances, articles, failures

_FIELDS = {Reason.NO_TITLE: "title", Reason.NO_DATE: "published_at", Reason.BAD_DATE: "published_at"}


def note_lacks(connection: Connection, written: Sequence[tuple[int, Article]]) -> None:
    """Forget what failed before for articles that are here now, and note what their entries still lack."""
    still = list(_still_lacking(connection, [pair for pair in written if pair[1].lacks]))
    identities = (name for _, article in written for name in identities_of(article))
    forget_failures(connection, identities, but={failure.key for failure in still})
    write_failures(connection, still)


def forget_lacks(connection: Connection, entry_id: int, filled: Iterable[str]) -> None:
    """Take out the notes that an entry lacked what is filled now, under any of its identities."""
    known = set(filled)
    reasons = [reason for reason, name in _FIELDS.items() if name in known]
    if not reasons:
        return
    its_own = select(appearances.c.identity).where(appearances.c.article_id == entry_id)
    connection.execute(
        delete(failures).where(
            failures.c.identity.in_(its_own),
            failures.c.stage == Stage.CLEAN.value,
            failures.c.reason.in_([reason.value for reason in reasons]),
        )
    )


def _still_lacking(connection: Connection, written: Sequence[tuple[int, Article]]) -> Iterable[Failure]:
    """Give the lacks that the archive did not know better; another page may have filled them."""
    empty: dict[int, set[str]] = {}
    for part in in_parts(entry_id for entry_id, _ in written):
        query = select(articles.c.id, articles.c.title, articles.c.published_at)
        for row in connection.execute(query.where(articles.c.id.in_(part))).mappings():
            empty[row["id"]] = {name for name in ("title", "published_at") if row[name] is None}
    for entry_id, article in written:
        for lack in article.lacks:
            name = _FIELDS.get(lack.reason)
            if name is None or name in empty.get(entry_id, ()):
                yield lack
