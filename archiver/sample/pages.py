"""The plain article pages, Chinese in GB18030 and English in UTF-8, with a real page's clutter around."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from html import escape

from archiver.sample.answers import Answer, answer_html
from archiver.sample.articles import SampleArticle
from archiver.sample.templates import CHINESE_PAGE, ENGLISH_PAGE, REDESIGNED_PAGE


def show_chinese_page(article: SampleArticle, host: str, others: Iterable[SampleArticle]) -> Answer:
    """Answer with a rolling article's page: GB18030, called gb2312 by its head, and no charset outside.

    That is how the real pages come; a reader who believes "gb2312" to the letter loses characters.
    """
    source = f"来源：{escape(article.newspaper)}" if article.newspaper else ""
    markup = _fill(CHINESE_PAGE, article, host, others, time=_chinese_time(article.time), source=source)
    return Answer(body=markup.encode("gb18030"), content_type="text/html")


def show_english_page(article: SampleArticle, host: str, others: Iterable[SampleArticle]) -> Answer:
    """Answer with an English article's page."""
    time = f'<time datetime="{article.time}">{article.time[:10]}</time>' if article.time else ""
    return answer_html(_fill(ENGLISH_PAGE, article, host, others, time=time, source=""))


def show_redesigned_page(article: SampleArticle) -> Answer:
    """Answer with an article in the markup of a redesign: other elements, no metadata, no date."""
    text = re.sub(r"<p\b[^>]*>", '<div class="r-piece"><span>', article.body)
    return answer_html(
        REDESIGNED_PAGE.format(
            title=escape(article.title),
            newspaper=escape(article.newspaper),
            body=text.replace("</p>", "</span></div>"),
        )
    )


def show_index(heading: str, articles: Iterable[SampleArticle]) -> Answer:
    """Answer with a section page that links to its articles."""
    return answer_html(
        f"<!DOCTYPE html><html><head><title>{escape(heading)}</title>"
        '<link rel="alternate" type="application/rss+xml" href="/feed.rss"></head><body>'
        f'<nav><a href="/en/about">About</a></nav><h1>{escape(heading)}</h1>\n<ul class="latest">\n'
        f"{_links(articles)}\n</ul></body></html>"
    )


def _fill(
    page: str, article: SampleArticle, host: str, others: Iterable[SampleArticle], *, time: str, source: str
) -> str:
    return page.format(
        title=escape(article.title),
        digest=escape(article.digest),
        newspaper=escape(article.newspaper),
        address=escape(f"http://{host}{article.path}"),
        metadata=_metadata(article),
        body=article.body,
        related=_links(other for other in others if other.code != article.code),
        time=time,
        source=source,
    )


def _links(articles: Iterable[SampleArticle]) -> str:
    return "\n".join(
        f'<li><a href="{escape(article.path or "")}">{escape(article.title)}</a></li>' for article in articles
    )


def _chinese_time(time: str) -> str:
    """``2022-02-11 09:15:00`` as the pages print it: ``2022年02月11日 09:15``."""
    if not time:
        return ""
    year, month, rest = time.split("-")
    return f"{year}年{month}月{rest[:2]}日 {rest[3:8]}"


def _metadata(article: SampleArticle) -> str:
    lines = []
    if "json-ld" in article.metadata:
        lines.append(f'<script type="application/ld+json">{_json_ld(article)}</script>')
    if "opengraph" in article.metadata:
        fields = {
            "og:type": "article",
            "og:title": article.title,
            "og:site_name": article.newspaper,
            "article:published_time": _iso_time(article.time),
        }
        lines += [f'<meta property="{name}" content="{escape(words)}">' for name, words in fields.items()]
    return "\n".join(lines)


def _json_ld(article: SampleArticle) -> str:
    authors = article.expected.authors if article.expected else ()
    document = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "datePublished": _iso_time(article.time),
        "author": [{"@type": "Person", "name": name} for name in authors],
        "publisher": {"@type": "NewsMediaOrganization", "name": article.newspaper},
    }
    return json.dumps(document, ensure_ascii=False).replace("<", "\\u003c")


def _iso_time(time: str) -> str:
    """China Standard Time unless the time says its offset."""
    return time if "T" in time or not time else f"{time.replace(' ', 'T')}+08:00"
