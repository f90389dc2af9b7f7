"""What the sample site holds at the moment: its articles, with the edits of a test."""

from __future__ import annotations

import dataclasses
import html
import threading
from collections.abc import Iterable

from archiver.sample.articles import BrokenRecord, Kind, SampleArticle


class Newsroom:
    """The articles by code; safe to use from several threads."""

    def __init__(
        self, articles: Iterable[SampleArticle], broken_records: Iterable[BrokenRecord] = ()
    ) -> None:
        self._first_state = {article.code: article for article in articles}
        self._articles = dict(self._first_state)
        self._deleted: set[str] = set()
        self.is_redesigned = False
        self._lock = threading.Lock()
        self.broken_records = tuple(broken_records)

    def find(self, code: str) -> SampleArticle | None:
        """Give the article of a code, ``None`` when unknown or deleted."""
        with self._lock:
            return self._articles.get(code)

    def was_deleted(self, code: str) -> bool:
        """Tell whether a code was known once."""
        with self._lock:
            return code in self._deleted

    def of_kind(self, kind: Kind) -> list[SampleArticle]:
        """Give the articles of a kind, in the order they were written."""
        with self._lock:
            return [article for article in self._articles.values() if article.kind == kind]

    def listed_in(self, list_name: str) -> list[SampleArticle]:
        """Give the articles of a list, each as often as the list carries it."""
        with self._lock:
            articles = list(self._articles.values())
        return [article for article in articles for name in article.lists if name == list_name]

    def edit(
        self, code: str, *, title: str | None = None, body: str | None = None, text: str | None = None
    ) -> None:
        """Change an article from now on.

        Args:
            title: the new title, in lists, page and answer alike.
            body: the new markup.
            text: new plain text instead of markup, one paragraph a line; the newspaper's line is added.

        Raises:
            KeyError: there is no such article.
        """
        with self._lock:
            article = self._articles[code]
            if title is not None:
                article = _retitle(article, title)
            if text is not None:
                body = _set_text(text, article.newspaper)
            if body is not None:
                article = dataclasses.replace(article, body=body)
            self._articles[code] = article

    def delete(self, code: str) -> None:
        """Take an article off the site.

        Raises:
            KeyError: there is no such article.
        """
        with self._lock:
            del self._articles[code]
            self._deleted.add(code)

    def add(self, article: SampleArticle) -> None:
        """Publish a further article.

        Raises:
            ValueError: its code is taken.
        """
        with self._lock:
            if article.code in self._articles:
                raise ValueError(f"there is an article {article.code} already")
            self._articles[article.code] = article
            self._deleted.discard(article.code)

    def redesign(self) -> None:
        """Show article pages in other markup from now on, without any date."""
        self.is_redesigned = True

    def restore(self) -> None:
        """Undo every edit, addition and deletion, and the redesign."""
        self.is_redesigned = False
        with self._lock:
            self._articles = dict(self._first_state)
            self._deleted.clear()


def write_article(
    code: str,
    *,
    title: str,
    text: str,
    kind: Kind = "page",
    newspaper: str = "Port Ellison Courier",
    time: str = "2022-03-01T09:00:00+00:00",
    lists: Iterable[str] = (),
) -> SampleArticle:
    """Make an article of plain text, one paragraph a line."""
    return SampleArticle(
        code=code,
        kind=kind,
        title=title,
        time=time,
        newspaper=newspaper,
        body=_set_text(text, newspaper if kind != "page" else ""),
        digest=text.partition("\n")[0][:60],
        lists=tuple(lists),
        expected=None,
    )


def _retitle(article: SampleArticle, title: str) -> SampleArticle:
    extra = {**article.extra, "title": title} if "title" in article.extra else article.extra
    listed = {key: words for key, words in article.listed.items() if key != "title"}
    return dataclasses.replace(article, title=title, extra=extra, listed=listed)


def _set_text(text: str, newspaper: str) -> str:
    paragraphs = [
        f"<p>　　{html.escape(line, quote=False)}</p>" for line in text.splitlines() if line.strip()
    ]
    if newspaper:
        paragraphs.append(f'<p class="em_media">（文章来源：{html.escape(newspaper)}）</p>')
    return "\n".join(paragraphs)
