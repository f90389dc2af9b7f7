"""Drafts become articles; known articles met in a list become sightings."""

from __future__ import annotations

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from archiver.cleaning import Found, Kept, clean
from archiver.crawl.spider import ArticleSpider
from archiver.records import Draft, Failure, Gone


class NormalisePipeline:
    """Cleans what a spider found; a draft without text sends the spider to the article's plain page."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the pipeline of a crawl."""
        return cls(crawler)

    def process_item(self, item: Found) -> Kept:
        """Clean one; a failure passes on."""
        kept = clean(item)
        if not (isinstance(item, Draft) and isinstance(kept, Failure)):
            return kept
        spider, engine = self._crawler.spider, self._crawler.engine
        if not isinstance(spider, ArticleSpider) or engine is None:
            return kept
        for found in spider.give_up(kept, item.target):
            if isinstance(found, Request):
                engine.crawl(found)
                raise DropItem(f"{item.target.url}: asked for at {found.url}", log_level="DEBUG")
            if isinstance(found, Gone):
                return found
        return kept
