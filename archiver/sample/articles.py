"""The sample site's articles and what an archive should make of each: the gold of the tests.

The articles stand in ``articles.toml``; every newspaper, company, name and sentence in it is
invented. This module only loads them; the server that shows them is ``archiver.sample.server``.

Rules of the gold (``Expected``):

* title: the text as printed, white space collapsed, entities decoded;
* paragraphs: plain text in page order, without indentation; white space (also ``&nbsp;``) collapsed;
  without a paragraph that is only a byline, without the newspaper's line, the editor's line,
  captions, and what is hidden, a stock chart or advertising; ``<br>`` ends a paragraph. A byline
  inside a sentence stays, so does ``作者系…``, and wrapped company names stay words of the sentence;
* authors: names in page order, once each, correspondents (通讯员) among them, spaced names closed up;
* images: addresses as printed; join them with the site's address before comparing;
* mentions: once each, in order of first appearance in the paragraphs; ``data-code="106,NIO"`` is ``106.NIO``;
* publisher: the newspaper's line, else the list's newspaper, else what the answer or page says.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from importlib import resources
from typing import Any, Literal

from archiver.records import Image, Mention

Kind = Literal["newspaper", "rolling", "page"]
AnswerForm = Literal["text", "content", "both", "empty-text", "null-text", "neither", "null", "empty"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What the archive should hold of an article; ``None`` where the site gives nothing."""

    title: str | None
    published_at: datetime | None
    authors: tuple[str, ...]
    publisher: str | None
    editor: str | None
    paragraphs: tuple[str, ...]
    images: tuple[Image, ...] = ()
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleArticle:
    """One article as the sample site shows it.

    Attributes:
        code: the infoCode; for an English page the name of its file.
        kind: ``newspaper`` is behind a share link, ``rolling`` has a page too, ``page`` only has a page.
        title, time: as lists and pages print them.
        newspaper: what lists and pages name as the source, ``""`` for none.
        body: the markup, as the text endpoint gives it.
        shows: the features it is there for.
        lists: names of the lists that carry it; twice in one list when named twice.
        listed: what its list records print instead, by ``title``, ``digest``, ``time``, ``code``,
            ``url``, ``newspaper``; ``missing`` names the records' keys that are not there at all.
        listed_at: its place in the lists when that is not ``time``.
        answer: which keys of the text endpoint's answer hold the body.
        extra: further keys of that answer.
        metadata: what the page's head holds: ``json-ld``, ``opengraph``.
        expected: ``None`` when the site has no text for it, so that there is no article.
    """

    code: str
    kind: Kind
    title: str
    time: str
    newspaper: str
    body: str
    expected: Expected | None
    shows: tuple[str, ...] = ()
    digest: str = ""
    lists: tuple[str, ...] = ()
    listed: Mapping[str, str] = field(default_factory=dict)
    listed_at: str = ""
    answer: AnswerForm = "text"
    extra: Mapping[str, str] = field(default_factory=dict)
    metadata: tuple[str, ...] = ()

    @property
    def path(self) -> str | None:
        """Where its plain page stands on the site; ``None`` when it has none."""
        if self.kind == "newspaper":
            return None
        return f"/en/{self.code}.html" if self.kind == "page" else f"/news/1351,{self.code}.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenRecord:
    """A list record that leads to no article.

    Attributes:
        record: the record as JSON text; ``HOST`` in it stands for the host asked.
        listed_at: its place in the list.
        why: what is broken about it.
    """

    list_name: str
    record: str
    listed_at: str
    why: str


@functools.cache
def load_articles() -> tuple[SampleArticle, ...]:
    """Give every hand-written article, in the order of the file."""
    return tuple(_read_article(table) for table in _tables()["article"])


@functools.cache
def load_broken_records() -> tuple[BrokenRecord, ...]:
    """Give the list records that lead nowhere."""
    return tuple(BrokenRecord(**table) for table in _tables()["broken"])


def get_article(code: str) -> SampleArticle:
    """Give the hand-written article of a code.

    Raises:
        KeyError: there is none.
    """
    return {article.code: article for article in load_articles()}[code]


def articles_showing(feature: str) -> tuple[SampleArticle, ...]:
    """Give the articles that are there for a feature, e.g. ``byline-square``."""
    return tuple(article for article in load_articles() if feature in article.shows)


@functools.cache
def _tables() -> dict[str, Any]:
    source = resources.files("archiver.sample").joinpath("articles.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


def _read_article(table: Mapping[str, Any]) -> SampleArticle:
    fields = dict(table)
    expected = fields.pop("expected", None)
    for name in ("shows", "lists", "metadata"):
        fields[name] = tuple(fields.get(name, ()))
    return SampleArticle(expected=_read_expected(expected) if expected else None, **fields)


def _read_expected(table: Mapping[str, Any]) -> Expected:
    return Expected(
        title=table.get("title"),
        published_at=table.get("published_at"),
        authors=tuple(table.get("authors", ())),
        publisher=table.get("publisher"),
        editor=table.get("editor"),
        paragraphs=tuple(table["paragraphs"]),
        images=tuple(Image(**image) for image in table.get("images", ())),
        mentions=tuple(Mention(**mention) for mention in table.get("mentions", ())),
    )
