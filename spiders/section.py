"""A page that links to articles, by its address or as a source."""

from __future__ import annotations

from archiver.crawl.source_spider import SourceSpider


class SectionSpider(SourceSpider):
    """``scrapy crawl section -a url=ADDRESS``, or ``-a sources=A,B``."""

    name = "section"
    kind = "section"
    accepted = SourceSpider.accepted | {"url"}
