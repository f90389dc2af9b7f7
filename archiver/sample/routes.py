"""Which address shows what: from a request's path to the answer, without faults and wire."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from archiver.sample import walls
from archiver.sample.answers import Answer, answer_html, refuse
from archiver.sample.faults import loop_back
from archiver.sample.large_pages import show_large_page
from archiver.sample.lists import list_market, list_papers, list_rolling
from archiver.sample.newsroom import Newsroom
from archiver.sample.outlets import (
    show_atom,
    show_deep_index,
    show_json_feed,
    show_news_sitemap,
    show_packed_sitemap,
    show_rdf,
    show_rss,
    show_sitemap_index,
)
from archiver.sample.paged import find_numbered, list_cursor, list_offset, list_pages, show_section
from archiver.sample.paged_articles import find_paged
from archiver.sample.pages import show_chinese_page, show_english_page, show_index, show_redesigned_page
from archiver.sample.shares import show_shell, tell_text

ROBOTS = "User-agent: *\nDisallow: /private/\n\nSitemap: http://{host}/sitemap.xml\n"
PRIVATE_PAGE = "<!DOCTYPE html><html><body><h1>内部稿件</h1><p>robots.txt 不许抓取本页。</p></body></html>"
DEFAULT_LIST_COUNT = 20
RELATED_COUNT = 5
LOOP_PATH = "/loop"

# A one-pixel GIF for every picture of the articles.
PIXEL = bytes.fromhex(
    "47494638396101000100800000ffffff00000021f90401000000002c00000000010001000002024401003b"
)

_ROLLING_PAGE = re.compile(r"/news/1351,(\d+)\.html")
_DEEP_INDEX = re.compile(r"/sitemap-deep-(\d{1,9})\.xml")
_NUMBERED_PAGE = re.compile(r"/id/(\d{1,9})\.html")
_LARGE_PAGE = re.compile(r"/large/(\w+)\.html")
_ENGLISH_PAGE = re.compile(r"/en/([\w-]+)\.html")


@dataclass(frozen=True, slots=True)
class Question:
    """A request's address, taken apart."""

    path: str
    query: dict[str, list[str]]
    host: str

    def ask(self, name: str, default: str = "") -> str:
        """Give the first value of a query parameter."""
        return self.query.get(name, [default])[0]

    def number(self, name: str, default: int) -> int:
        """Give a query parameter that is a number, the default for anything else."""
        words = self.ask(name)
        return int(words) if words.isdecimal() else default

    @property
    def address(self) -> str:
        """The path, and the page that the query asks for."""
        return f"{self.path}?page={self.ask('page')}" if self.ask("page") else self.path

    @property
    def count(self) -> int:
        """How many records a list is asked for."""
        return self.number("count", DEFAULT_LIST_COUNT)


def read_question(address: str, host: str) -> Question:
    """Take a request's path and query apart."""
    parts = urlsplit(address)
    return Question(parts.path, parse_qs(parts.query, keep_blank_values=True), host)


def find_answer(question: Question, newsroom: Newsroom) -> Answer:
    """Answer any request that is not for the control endpoints."""
    match question.path:
        case "/robots.txt":
            return Answer(body=ROBOTS.format(host=question.host).encode(), content_type="text/plain")
        case "/html_News/NewsShare.html":
            return show_shell()
        case "/NewsData/GetNewsText.do":
            return tell_text(newsroom, question.ask("id"))
        case "/web/webapi":
            return _list_by_type(question, newsroom)
        case "/information/newmarket/web/webapi":
            return list_market(newsroom, question.host, question.count, question.ask("marketType"))
        case "/en/":
            return show_index("Port Ellison Courier", newsroom.of_kind("page"))
        case "/news/" | "/":
            return show_index("滚动新闻", newsroom.of_kind("rolling"))
        case walls.LOGIN_PATH:
            return walls.show_login()
        case "/loop":
            return loop_back(question.ask("back"))
        case path if path.startswith("/private/"):
            return answer_html(PRIVATE_PAGE)
        case path if path.startswith("/images/"):
            return Answer(body=PIXEL, content_type="image/gif")
    return find_outlet(question, newsroom) or _show_page(question, newsroom)


def find_outlet(question: Question, newsroom: Newsroom) -> Answer | None:
    """Answer for feeds, sitemaps, the section and the paged lists; ``None`` for any other address."""
    host = question.host
    match question.path:
        case "/feed.rss":
            return show_rss(newsroom, host)
        case "/feed.atom":
            return show_atom(newsroom, host)
        case "/feed.json":
            return show_json_feed(newsroom, host)
        case "/rdf":
            return show_rdf(newsroom, host)
        case "/sitemap.xml":
            return show_sitemap_index(host)
        case "/sitemap-news.xml":
            return show_news_sitemap(newsroom, host)
        case "/sitemap-2022.xml.gz":
            return show_packed_sitemap(newsroom, host)
        case "/section/":
            return show_section(newsroom, question.number("page", 1))
        case "/api/pages":
            return list_pages(newsroom, question.number("page", 1), question.number("size", 3))
        case "/api/offset":
            return list_offset(newsroom, question.number("offset", 0), question.number("size", 3))
        case "/api/cursor":
            return list_cursor(newsroom, question.ask("cursor"), question.number("size", 3))
    deep = _DEEP_INDEX.fullmatch(question.path)
    return show_deep_index(host, int(deep[1])) if deep else None


def _list_by_type(question: Question, newsroom: Newsroom) -> Answer:
    match question.ask("type"):
        case "102":
            return list_rolling(newsroom, question.host, question.count)
        case "45":
            return list_papers(newsroom, question.host, question.count)
    return refuse(404, "Not Found")


def _show_page(question: Question, newsroom: Newsroom) -> Answer:
    if paged := find_paged(question.address):
        return paged
    if (large := _LARGE_PAGE.fullmatch(question.path)) and (article := newsroom.find(large[1])):
        return show_large_page(article)
    if numbered := _NUMBERED_PAGE.fullmatch(question.path):
        article = find_numbered(newsroom, int(numbered[1]))
    else:
        found = _ROLLING_PAGE.fullmatch(question.path) or _ENGLISH_PAGE.fullmatch(question.path)
        article = newsroom.find(found[1]) if found else None
        article = article if article is not None and article.path == question.path else None
    if article is None:
        return refuse(404, "Not Found")
    if newsroom.is_redesigned:
        return show_redesigned_page(article)
    others = newsroom.of_kind(article.kind)[: RELATED_COUNT + 1]
    show = show_english_page if article.kind == "page" else show_chinese_page
    return show(article, question.host, others)
