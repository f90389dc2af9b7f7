"""The list endpoints: each names its fields in its own way, as the real ones do."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from archiver.sample.answers import Answer, answer_json
from archiver.sample.articles import SampleArticle
from archiver.sample.newsroom import Newsroom

Record = dict[str, str]


def list_rolling(newsroom: Newsroom, host: str, count: int) -> Answer:
    """Answer ``type=102``, the rolling news."""
    return answer_json({"records": _collect(newsroom, "rolling", host, count, _rolling_record)})


def list_papers(newsroom: Newsroom, host: str, count: int) -> Answer:
    """Answer ``type=45``, the newspapers."""
    return answer_json({"nodeList": _collect(newsroom, "papers", host, count, _paper_record)})


def list_market(newsroom: Newsroom, host: str, count: int, market: str) -> Answer:
    """Answer ``marketType=37``, 38 or 39, newspapers by market; any other market is empty."""
    return answer_json({"record": _collect(newsroom, f"market{market}", host, count, _market_record)})


def _collect(
    newsroom: Newsroom, name: str, host: str, count: int, record_of: Callable[[SampleArticle, str], Record]
) -> list[Any]:
    """Give a list's newest records, broken ones in their places."""
    rows: list[tuple[str, Any]] = [
        (article.listed_at or article.time, record_of(article, host)) for article in newsroom.listed_in(name)
    ]
    for broken in newsroom.broken_records:
        if broken.list_name == name:
            rows.append((broken.listed_at, json.loads(broken.record.replace("HOST", host))))
    rows.sort(key=lambda row: row[0], reverse=True)
    return [record for _, record in rows[:count]]


def _rolling_record(article: SampleArticle, host: str) -> Record:
    address = f"http://{host}{article.path}" if article.path else ""
    return _without_missing(
        article,
        {
            "id": article.code,
            "infoCode": article.listed.get("code", article.code),
            "title": article.listed.get("title", article.title),
            "digest": article.listed.get("digest", article.digest),
            "showtime": article.listed.get("time", article.time),
            "url_w": article.listed.get("url", address),
        },
    )


def _paper_record(article: SampleArticle, _host: str) -> Record:
    title = article.listed.get("title", article.title)
    digest = article.listed.get("digest", article.digest)
    return _without_missing(
        article,
        {
            "infocode": article.listed.get("code", article.code),
            "title": title,
            "from": article.listed.get("newspaper", article.newspaper),
            "showtime": article.listed.get("time", article.time),
            "simtitle": _shorten(title, 16),
            "simdigest": _shorten(digest, 40),
        },
    )


def _market_record(article: SampleArticle, _host: str) -> Record:
    return _without_missing(
        article,
        {
            "infoCode": article.listed.get("code", article.code),
            "title": article.listed.get("title", article.title),
            "medianame": article.listed.get("newspaper", article.newspaper),
            "datetime": article.listed.get("time", article.time),
        },
    )


def _without_missing(article: SampleArticle, record: Record) -> Record:
    """Leave out the keys that the article's record lacks altogether."""
    missing = article.listed.get("missing", "").split()
    return {key: words for key, words in record.items() if key not in missing}


def _shorten(words: str, length: int) -> str:
    return words if len(words) <= length else words[: length - 1] + "…"
