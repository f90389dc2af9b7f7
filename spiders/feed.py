"""A feed, by its address or as a source."""

from __future__ import annotations

from archiver.crawl.source_spider import SourceSpider


class FeedSpider(SourceSpider):
    """``scrapy crawl feed -a url=ADDRESS``, or ``-a sources=A,B``."""

    name = "feed"
    kind = "feed"
    accepted = SourceSpider.accepted | {"url"}
