"""A sitemap, or a site whose robots.txt names one, by its address or as a source."""

from __future__ import annotations

from archiver.crawl.source_spider import SourceSpider


class SitemapSpider(SourceSpider):
    """``scrapy crawl sitemap -a url=ADDRESS``, or ``-a sources=A,B``."""

    name = "sitemap"
    kind = "sitemap"
    accepted = SourceSpider.accepted | {"url"}
