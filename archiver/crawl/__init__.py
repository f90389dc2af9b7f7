"""The crawl: the only room of the library that knows Scrapy."""
