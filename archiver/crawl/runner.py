"""Runs spiders in this process, once, and reports what they did."""

from __future__ import annotations

import gc
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess, Crawler

from archiver.crawl.options import scrapy_options
from archiver.records import Judgement
from archiver.reports import CrawlReport
from archiver.settings import Settings


@dataclass(frozen=True, slots=True)
class Job:
    """A spider and its arguments, as after ``scrapy crawl``."""

    spider: str
    arguments: Mapping[str, str] = field(default_factory=dict)


def run_spiders(
    settings: Settings, jobs: Sequence[Job], *, log_level: str = "WARNING", progress: bool = False
) -> CrawlReport:
    """Run spiders side by side until all are done; only once in a process.

    Args:
        progress: show how far the run is, on standard error.
    """
    options = scrapy_options(settings) | {
        "LOG_LEVEL": log_level,
        "LOG_FORMAT": "%(levelname)s: %(message)s",
        "LOG_COLOR": False,
        "STATS_DUMP": False,
    }
    if progress:
        options["EXTENSIONS"] = options["EXTENSIONS"] | {"archiver.crawl.progress.ProgressExtension": 10}
    process = AsyncCrawlerProcess(options)
    started = time.monotonic()
    crawlers: list[Crawler] = []
    for job in jobs:
        crawler = process.create_crawler(job.spider)
        crawlers.append(crawler)
        process.crawl(crawler, **job.arguments)
    # What the libraries loaded stays to the end; the collector need not look through it again and again.
    gc.freeze()
    process.start()
    return _report([crawler.stats.get_stats() for crawler in crawlers], time.monotonic() - started)


def _report(stats: Sequence[Mapping[str, Any]], seconds: float) -> CrawlReport:
    totals: Counter[str] = Counter()
    stopped_by: str | None = None
    interrupted = False
    for one in stats:
        stopped_by = one.get("archiver/stopped_by") or stopped_by
        interrupted = interrupted or one.get("finish_reason") == "shutdown"
        totals.update({name: value for name, value in one.items() if isinstance(value, int)})
    return CrawlReport(
        listed_count=totals["archiver/listed"],
        known_count=totals["archiver/known"],
        waiting_count=totals["archiver/waiting"],
        asked_count=totals["archiver/asked"],
        new_count=totals[f"archiver/{Judgement.NEW}"],
        revised_count=totals[f"archiver/{Judgement.REVISED}"],
        duplicate_count=totals[f"archiver/{Judgement.DUPLICATE}"],
        unchanged_count=totals[f"archiver/{Judgement.UNCHANGED}"],
        failed=_by_reason(totals, "archiver/failed/"),
        lacking=_by_reason(totals, "archiver/lacking/"),
        missed_count=totals["archiver/missed"] + totals["spider_exceptions/count"],
        list_count=totals["archiver/lists"],
        request_count=totals["downloader/request_count"],
        seconds=round(seconds, 3),
        stopped_by=stopped_by,
        interrupted=interrupted,
    )


def _by_reason(totals: Mapping[str, int], prefix: str) -> dict[str, int]:
    return {name.removeprefix(prefix): totals[name] for name in sorted(totals) if name.startswith(prefix)}
