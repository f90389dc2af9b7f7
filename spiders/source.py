"""Any source, whatever its kind."""

from __future__ import annotations

from archiver.crawl.source_spider import SourceSpider


class AnySourceSpider(SourceSpider):
    """``scrapy crawl source -a sources=A,B``; all enabled ones without names."""

    name = "source"
