"""Records as rows and rows as records: the one place where both shapes meet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta, timezone
from typing import Any

from archiver.entries import Appearance, Entry, Revision
from archiver.records import Address, Article, Failure, Image, Mention, Moment, Precision, Sighting
from archiver.store.fitting import is_key

Row = Mapping[Any, Any]


def moment_columns(moment: Moment | None, name: str = "published") -> dict[str, Any]:
    """Give the columns of a moment, which begin with its name; all ``None`` for none."""
    offset = moment.at.utcoffset() if moment else None
    return {
        f"{name}_at": moment.at if moment else None,
        f"{name}_offset_minutes": None if offset is None else int(offset.total_seconds() // 60),
        f"{name}_precision": moment.precision.value if moment else None,
    }


def read_moment(row: Row, name: str = "published") -> Moment | None:
    """Give a moment of a row, with the offset it was printed with."""
    at = row[f"{name}_at"]
    if at is None:
        return None
    zone = timezone(timedelta(minutes=row[f"{name}_offset_minutes"]))
    return Moment(at=at.astimezone(zone), precision=Precision(row[f"{name}_precision"]))


def content_columns(article: Article) -> dict[str, Any]:
    """Give the columns that a revision may change."""
    return {
        "text_digest": article.text_digest,
        "title": article.title,
        **moment_columns(article.published),
        "published_on": article.published.at.date() if article.published else None,
        "raw_published": article.raw_published,
        "byline": article.byline,
        "editor": article.editor,
        "language": article.language,
        "paragraphs": list(article.paragraphs),
        "html": article.html,
        "images": [{"url": image.url, "caption": image.caption} for image in article.images],
        "mentions": [{"name": mention.name, "code": mention.code} for mention in article.mentions],
    }


def about_columns(article: Article) -> dict[str, Any]:
    """Give the columns of what a page says about its article; they are null where it says nothing."""
    return {
        **moment_columns(article.modified, "modified"),
        "description": article.description,
        "image": article.image,
        "section": article.section,
        "keywords": list(article.keywords) or None,
    }


def article_row(article: Article) -> dict[str, Any]:
    """Give the row of a new article."""
    target = article.target
    return {
        "identity": target.identity,
        "merge_key": article.merge_key,
        "site": target.site,
        "source": target.source,
        "code": target.code,
        "url": article.addresses[0].url if article.addresses else "",
        "publisher": article.publisher,
        "category": article.category,
        "origin": dict(article.origin),
        "revision": 1,
        "first_seen_at": article.fetched_at,
        "last_seen_at": article.fetched_at,
        **content_columns(article),
        **about_columns(article),
    }


def appearance_row(article: Article, article_id: int) -> dict[str, Any]:
    """Give the row of the place where an article appeared."""
    return {
        "article_id": article_id,
        "identity": article.target.identity,
        "url": article.addresses[0].url if article.addresses else "",
        "publisher": article.publisher,
        "title": article.title,
        **moment_columns(article.published),
        "text_digest": article.text_digest,
    }


def identities_of(met: Article | Sighting) -> list[str]:
    """Give every identity that an article is known to have, its own first."""
    return [met.target.identity, *(address.identity for address in met.addresses)]


def address_rows(addresses: Iterable[Address], article_id: int) -> list[dict[str, Any]]:
    """Give the rows of an article's addresses; one too long for an index has none."""
    return [
        {"article_id": article_id, "url": address.url, "identity": address.identity}
        for address in addresses
        if is_key(address.url)
    ]


def name_rows(names: Sequence[str], article_id: int) -> list[dict[str, Any]]:
    """Give the rows of authors or tags, in order."""
    return [
        {"article_id": article_id, "position": position, "name": name} for position, name in enumerate(names)
    ]


def failure_row(failure: Failure) -> dict[str, Any]:
    """Give the row of a failure met for the first time."""
    return {
        "key": failure.key,
        "identity": failure.identity,
        "stage": failure.stage.value,
        "reason": failure.reason.value,
        "url": failure.url,
        "source": failure.source,
        "message": failure.message,
        "tries": 1,
        "first_at": failure.at,
        "last_at": failure.at,
        "next_try_at": None,
    }


def read_entry(
    row: Row, *, authors: Sequence[str], tags: Sequence[str], urls: Sequence[str], appearances: Sequence[Row]
) -> Entry:
    """Make an entry of an article's row and the rows around it."""
    first = row["url"]
    return Entry(
        id=row["id"],
        identity=row["identity"],
        url=first,
        urls=tuple(dict.fromkeys(url for url in (first, *urls) if url)),
        code=row["code"],
        site=row["site"],
        source=row["source"],
        title=row["title"],
        published=read_moment(row),
        authors=tuple(authors),
        byline=row["byline"],
        publisher=row["publisher"],
        editor=row["editor"],
        language=row["language"],
        category=row["category"],
        tags=tuple(tags),
        paragraphs=tuple(row["paragraphs"]),
        html=row["html"],
        images=tuple(Image(url=image["url"], caption=image["caption"]) for image in row["images"]),
        mentions=tuple(Mention(name=mention["name"], code=mention["code"]) for mention in row["mentions"]),
        appearances=tuple(read_appearance(appearance) for appearance in appearances),
        revision=row["revision"],
        first_seen_at=row["first_seen_at"],
        last_seen_at=row["last_seen_at"],
        gone_at=row["gone_at"],
        modified=read_moment(row, "modified"),
        description=row["description"],
        image=row["image"],
        section=row["section"],
        keywords=tuple(row["keywords"] or ()),
        origin=dict(row["origin"]),
    )


def read_appearance(row: Row) -> Appearance:
    """Make an appearance of its row."""
    return Appearance(
        url=row["url"], publisher=row["publisher"], title=row["title"], published=read_moment(row)
    )


def read_revision(row: Row) -> Revision:
    """Make a revision of its row."""
    return Revision(
        number=row["number"],
        title=row["title"],
        published=read_moment(row),
        authors=tuple(row["authors"]),
        byline=row["byline"],
        paragraphs=tuple(row["paragraphs"]),
        html=row["html"],
        seen_at=row["seen_at"],
        replaced_at=row["replaced_at"],
    )
