"""The spiders as any Scrapy project has them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from newsrooms import Newsroom, clean_environment

ROOT = Path(__file__).parents[2]
CODE = "NW202202112273301403"


def scrapy(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scrapy", *arguments],
        cwd=ROOT,
        env=clean_environment() | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def test_scrapy_lists_the_spiders() -> None:
    assert scrapy("list").stdout.split() == ["feed", "page", "section", "share", "sitemap", "source"]


def test_scrapy_crawls_a_share_address(newsroom: Newsroom) -> None:
    url = newsroom.site.share_url(CODE)
    done = scrapy("crawl", "share", "-a", f"url={url}", ARCHIVER_CONFIG=str(newsroom.config))
    assert done.returncode == 0, done.stderr
    assert list(newsroom.articles()) == [CODE]


def test_scrapy_crawls_a_code(newsroom: Newsroom) -> None:
    scrapy("crawl", "share", "-a", f"code={CODE}", ARCHIVER_CONFIG=str(newsroom.config))
    assert list(newsroom.articles()) == [CODE]


def test_scrapy_crawls_a_list_by_its_address(newsroom: Newsroom) -> None:
    url = newsroom.site.list_url("market37", 5)
    scrapy("crawl", "share", "-a", f"list={url}", ARCHIVER_CONFIG=str(newsroom.config))
    assert newsroom.articles()
    assert any("count=5" in request.path for request in newsroom.site.log())


def test_scrapy_crawls_a_page(newsroom: Newsroom) -> None:
    url = f"{newsroom.site.url}/en/lighthouse-library.html"
    scrapy("crawl", "page", "-a", f"url={url}", ARCHIVER_CONFIG=str(newsroom.config))
    assert list(newsroom.articles()) == [url]


@pytest.mark.parametrize(
    ("spider", "path"), [("feed", "/feed.rss"), ("sitemap", "/sitemap-news.xml"), ("section", "/section/")]
)
def test_scrapy_crawls_a_source_by_its_address(newsroom: Newsroom, spider: str, path: str) -> None:
    url = f"{newsroom.site.url}{path}"
    done = scrapy("crawl", spider, "-a", f"url={url}", "-a", "limit=1", ARCHIVER_CONFIG=str(newsroom.config))
    assert len(newsroom.articles()) == 1
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("spider", ["feed", "page", "share", "source"])
def test_a_misspelt_argument_is_one_clear_error(newsroom: Newsroom, spider: str) -> None:
    done = scrapy("crawl", spider, "-a", "limits=2", ARCHIVER_CONFIG=str(newsroom.config))
    assert "-a limits=: no such argument; take of: " in done.stderr
    assert "limit, " in done.stderr
    assert "Traceback" not in done.stderr
    assert newsroom.site.log() == []


def test_a_faulty_settings_file_is_one_line_and_no_traceback(tmp_path: Path) -> None:
    config = tmp_path / "archiver.toml"
    config.write_text("dellay_seconds = 1\n")
    done = scrapy("list", ARCHIVER_CONFIG=str(config))
    assert done.returncode == 2
    assert "archiver.toml:1: dellay_seconds: unknown key" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_spider_without_anything_to_do_says_so(newsroom: Newsroom) -> None:
    done = scrapy("crawl", "page", ARCHIVER_CONFIG=str(newsroom.config))
    assert "name a page with -a url=ADDRESS" in done.stderr
    assert "Traceback" not in done.stderr
