"""Pipelines: Scrapy's thin handles on the library, one stage a file."""
