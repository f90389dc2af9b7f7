"""The program's settings in Scrapy's words, with Scrapy's unsafe defaults turned off."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scrapy.settings import default_settings

from archiver.settings import Settings

SETTINGS_KEY = "ARCHIVER_SETTINGS"
MOST_REQUESTS = 64
"""Requests of one crawl that are under way or wait for their turn."""


def scrapy_options(settings: Settings) -> dict[str, Any]:
    """Give the Scrapy settings of a crawl."""
    return {
        SETTINGS_KEY: settings,
        "BOT_NAME": "archiver",
        "SPIDER_MODULES": ["spiders"],
        "NEWSPIDER_MODULE": "spiders",
        **_parts(),
        **_manners(settings),
        **_bounds(settings),
        "LOG_LEVEL": "INFO",
        # Where the log is JSON, our own handler writes it.
        "LOG_INSTALL_ROOT_HANDLER": settings.log_format == "text",
        "LOG_FORMATTER": "archiver.crawl.logs.QuietFormatter",
        "LOG_VERSIONS": [],
    }


_NEVER_USED = frozenset(
    {
        "scrapy.downloadermiddlewares.cookies.CookiesMiddleware",
        "scrapy.extensions.remote_control.RemoteControl",
        "scrapy.extensions.telnet.TelnetConsole",
    }
)
"""There are no cookies and no doors; Scrapy loads even what is switched off, libraries and all."""


def _loaded(parts: Mapping[str, int]) -> dict[str, int]:
    return {name: order for name, order in parts.items() if name not in _NEVER_USED}


def _parts() -> dict[str, Any]:
    return {
        "EXTENSIONS_BASE": _loaded(default_settings.EXTENSIONS_BASE),
        "DOWNLOADER_MIDDLEWARES_BASE": _loaded(default_settings.DOWNLOADER_MIDDLEWARES_BASE),
        "EXTENSIONS": {
            "archiver.crawl.extension.ArchiveExtension": 0,
            "scrapy.extensions.logstats.LogStats": None,
        },
        "ITEM_PIPELINES": {
            "pipelines.normalise.NormalisePipeline": 100,
            "pipelines.store.StorePipeline": 200,
        },
        "DOWNLOADER_MIDDLEWARES": {
            "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
            "archiver.crawl.robots.RobotsMiddleware": 100,
            "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
            "archiver.crawl.retry.PatientRetryMiddleware": 550,
            "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
            "archiver.crawl.unpacking.BoundedUnpacking": 590,
        },
        # No spider limits or orders requests by their depth.
        "SPIDER_MIDDLEWARES": {"scrapy.spidermiddlewares.depth.DepthMiddleware": None},
        # These run what a caller posts, or open doors that a news crawler never needs.
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "DOWNLOAD_HANDLERS": {
            "http": "archiver.crawl.handler.PoliteHandler",
            "https": "archiver.crawl.handler.PoliteHandler",
            **dict.fromkeys(("file", "data", "ftp", "s3")),
        },
    }


def _manners(settings: Settings) -> dict[str, Any]:
    return {
        "USER_AGENT": settings.agent(),
        # Delays, slowing down and concurrency are kept by the pace, for all crawls of the process together;
        # robots.txt by a middleware of ours.
        "ROBOTSTXT_OBEY": False,
        "DOWNLOAD_DELAY": 0,
        "AUTOTHROTTLE_ENABLED": False,
        # Requests that wait for a host's turn must not keep the other hosts waiting.
        "SCHEDULER_PRIORITY_QUEUE": "archiver.crawl.queue.FairQueue",
        "CONCURRENT_REQUESTS": MOST_REQUESTS,
        "CONCURRENT_REQUESTS_PER_DOMAIN": MOST_REQUESTS,
        # Scrapy starts so many tasks for every answer; ours give one article, and lists can wait.
        "CONCURRENT_ITEMS": 1,
        "COOKIES_ENABLED": False,
        "RETRY_TIMES": settings.retries,
        "RETRY_HTTP_CODES": [408, 429, 500, 502, 503, 504, 522, 524],
        # A host that does not resolve will not a second later; the next run asks again.
        "RETRY_EXCEPTIONS": [
            "scrapy.exceptions.DownloadConnectionRefusedError",
            "scrapy.exceptions.DownloadFailedError",
            "scrapy.exceptions.DownloadTimeoutError",
            "scrapy.exceptions.ResponseDataLossError",
        ],
        "DEFAULT_REQUEST_HEADERS": {
            "Accept": "text/html,application/xhtml+xml,application/json;q=0.9,*/*;q=0.8",
            "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.8",
        },
    }


def _bounds(settings: Settings) -> dict[str, Any]:
    return {
        "DOWNLOAD_TIMEOUT": settings.timeout_seconds,
        "DOWNLOAD_MAXSIZE": settings.page_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "REDIRECT_MAX_TIMES": settings.redirects,
        "METAREFRESH_MAXDELAY": 5,
        "URLLENGTH_LIMIT": 4000,
        "DNS_TIMEOUT": min(20.0, settings.timeout_seconds),
    }
