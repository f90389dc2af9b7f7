"""The plain articles of the site as its feeds and sitemaps name them, the newest first."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape

from archiver.sample.answers import Answer, answer_json
from archiver.sample.articles import SampleArticle
from archiver.sample.newsroom import Newsroom

TITLE = "Port Ellison and Yunxi"
FEED_COUNT = 50
_RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>{title}</title><link>http://{host}/</link>
<description>{title}</description>
{entries}
</channel></rss>
"""
_RDF = """<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="http://{host}/rdf"><title>{title}</title></channel>
{entries}
</rdf:RDF>
"""
_ATOM = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>{title}</title><id>http://{host}/feed.atom</id>
{entries}
</feed>
"""
_URLSET = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
{entries}
</urlset>
"""
_INDEX = """<?xml version="1.0" encoding="UTF-8"?>
<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>http://{host}/sitemap-news.xml</loc></sitemap>
<sitemap><loc>http://{host}/sitemap-2022.xml.gz</loc><lastmod>2022-03-01T00:00:00+08:00</lastmod></sitemap>
</sitemapindex>
"""


def plain_articles(newsroom: Newsroom) -> list[SampleArticle]:
    """Give the articles that have a page of their own, the newest first."""
    articles = [*newsroom.of_kind("rolling"), *newsroom.of_kind("page")]
    return sorted(articles, key=_moment, reverse=True)


def show_rss(newsroom: Newsroom, host: str) -> Answer:
    """Answer with RSS: English articles whole, of Chinese ones the first words."""
    entries = (_rss_item(article, host, is_rdf=False) for article in plain_articles(newsroom)[:FEED_COUNT])
    return _xml(_RSS, "application/rss+xml", host, entries)


def show_rdf(newsroom: Newsroom, host: str) -> Answer:
    """Answer with RSS 1.0: titles and addresses only."""
    entries = (_rss_item(article, host, is_rdf=True) for article in plain_articles(newsroom)[:FEED_COUNT])
    return _xml(_RDF, "application/rdf+xml", host, entries)


def show_atom(newsroom: Newsroom, host: str) -> Answer:
    """Answer with Atom, without any text."""
    entries = (_atom_entry(article, host) for article in plain_articles(newsroom)[:FEED_COUNT])
    return _xml(_ATOM, "application/atom+xml", host, entries)


def show_json_feed(newsroom: Newsroom, host: str) -> Answer:
    """Answer with JSON Feed: English articles whole."""
    items = [
        {
            "id": article.code,
            "url": _address(article, host),
            "title": article.title,
            "summary": article.digest,
            "date_published": _moment(article).isoformat() if article.time else None,
            "authors": [{"name": name} for name in _authors(article)],
            **({"content_html": article.body} if article.kind == "page" else {}),
        }
        for article in plain_articles(newsroom)[:FEED_COUNT]
    ]
    return answer_json({"version": "https://jsonfeed.org/version/1.1", "title": TITLE, "items": items})


def show_sitemap_index(host: str) -> Answer:
    """Answer with the index of the two sitemaps."""
    return Answer(body=_INDEX.format(host=host).encode(), content_type="application/xml")


def show_deep_index(host: str, number: int) -> Answer:
    """Answer with an index that names another index, and so for ever."""
    entry = f"<sitemap><loc>http://{host}/sitemap-deep-{number + 1}.xml</loc></sitemap>"
    return Answer(body=f"<sitemapindex>{entry}</sitemapindex>".encode(), content_type="application/xml")


def show_news_sitemap(newsroom: Newsroom, host: str) -> Answer:
    """Answer with the sitemap of news: title, time, newspaper and language."""
    entries = (_news_url(article, host) for article in plain_articles(newsroom))
    return _xml(_URLSET, "application/xml", host, entries)


def show_packed_sitemap(newsroom: Newsroom, host: str) -> Answer:
    """Answer with the sitemap of all articles as a file packed by gzip, which the header does not tell."""
    entries = (
        f"<url><loc>{escape(_address(article, host))}</loc>"
        f"<lastmod>{_moment(article):%Y-%m-%d}</lastmod></url>"
        for article in plain_articles(newsroom)
    )
    answer = _xml(_URLSET, "application/octet-stream", host, entries)
    return Answer(body=gzip.compress(answer.body, mtime=0), content_type=answer.content_type)


def _xml(frame: str, content_type: str, host: str, entries: Iterable[str]) -> Answer:
    text = "\n".join(entries)
    return Answer(body=frame.format(title=TITLE, host=host, entries=text).encode(), content_type=content_type)


def _address(article: SampleArticle, host: str) -> str:
    return f"http://{host}{article.path}"


def _moment(article: SampleArticle) -> datetime:
    """Give the time of an article; China Standard Time unless it says its offset."""
    if not article.time:
        return datetime.min.replace(tzinfo=UTC)
    time = article.time if "T" in article.time else f"{article.time.replace(' ', 'T')}+08:00"
    return datetime.fromisoformat(time)


def _authors(article: SampleArticle) -> tuple[str, ...]:
    return article.expected.authors if article.expected else ()


def _rss_item(article: SampleArticle, host: str, *, is_rdf: bool) -> str:
    address = escape(_address(article, host))
    parts = [f"<title>{escape(article.title)}</title><link>{address}</link>"]
    if is_rdf:
        parts.append(f"<dc:date>{_moment(article).isoformat()}</dc:date>")
        return f'<item rdf:about="{address}">{"".join(parts)}</item>'
    parts.append(f"<guid>{address}</guid><pubDate>{format_datetime(_moment(article))}</pubDate>")
    parts.append(f"<description>{escape(article.digest)}</description>")
    parts += [f"<dc:creator>{escape(name)}</dc:creator>" for name in _authors(article)]
    if article.kind == "page":
        parts.append(f"<content:encoded><![CDATA[{article.body}]]></content:encoded>")
    return f"<item>{''.join(parts)}</item>"


def _atom_entry(article: SampleArticle, host: str) -> str:
    address = escape(_address(article, host))
    authors = "".join(f"<author><name>{escape(name)}</name></author>" for name in _authors(article))
    return (
        f'<entry><title>{escape(article.title)}</title><id>{address}</id><link href="{address}"/>{authors}'
        f"<published>{_moment(article).isoformat()}</published><summary>{escape(article.digest)}</summary></entry>"
    )


def _news_url(article: SampleArticle, host: str) -> str:
    language = "en" if article.kind == "page" else "zh-cn"
    return (
        f"<url><loc>{escape(_address(article, host))}</loc><news:news><news:publication>"
        f"<news:name>{escape(article.newspaper)}</news:name><news:language>{language}</news:language>"
        f"</news:publication><news:publication_date>{_moment(article).isoformat()}</news:publication_date>"
        f"<news:title>{escape(article.title)}</news:title></news:news></url>"
    )
