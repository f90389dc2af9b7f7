"""The order of requests: a host that is asked slowly keeps no place from the others."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.squeues import FifoMemoryQueue
from scrapy.utils.test import get_crawler

from archiver.crawl.options import SETTINGS_KEY
from archiver.crawl.queue import WAITING_COUNT, FairQueue
from archiver.settings import Settings

CONCURRENCY = 4
MOST = CONCURRENCY + WAITING_COUNT


def open_queue(*hosts: str) -> tuple[FairQueue, set[Request]]:
    """Give a queue with requests to hosts, and the requests that a downloader has; it never finishes one."""
    crawler: Any = get_crawler(settings_dict={SETTINGS_KEY: Settings(concurrency=CONCURRENCY)})
    active: set[Request] = set()
    crawler._engine = SimpleNamespace(
        downloader=SimpleNamespace(
            active=active, slots={}, get_slot_key=lambda request: urlsplit(request.url).hostname
        )
    )
    queue = FairQueue.from_crawler(crawler, FifoMemoryQueue, "")
    for number, host in enumerate(hosts):
        queue.push(Request(f"http://{host}/{number}"))
    return queue, active


def take(queue: FairQueue, active: set[Request]) -> list[str]:
    """Take all that is handed on; gives the hosts."""
    hosts = []
    while (request := queue.pop()) is not None:
        active.add(request)
        hosts.append(str(urlsplit(request.url).hostname))
    return hosts


def test_a_host_gets_as_many_places_as_it_can_use() -> None:
    queue, active = open_queue(*["slow.example"] * 100)
    assert take(queue, active) == ["slow.example"] * MOST
    assert len(queue) == 100 - MOST


def test_a_place_that_is_free_again_is_filled() -> None:
    queue, active = open_queue(*["slow.example"] * 100)
    take(queue, active)
    active.pop()
    assert take(queue, active) == ["slow.example"]


def test_a_host_that_comes_later_does_not_wait_for_one_that_was_first() -> None:
    queue, active = open_queue(*["slow.example"] * 100)
    take(queue, active)
    for number in range(3):
        queue.push(Request(f"http://quick.example/{number}"))
    assert take(queue, active).count("quick.example") == 3


def test_an_empty_queue_hands_on_nothing() -> None:
    queue, active = open_queue()
    assert take(queue, active) == []
