"""robots.txt as RFC 9309 has it: what is read of it, how long it counts, and what its absence means."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st
from protego import Protego

from archiver.crawl.refusals import PrivateAddressError, RobotsUnreachableError
from archiver.crawl.robots import FEW_ORIGINS, READ_BYTES, RobotsFiles, decode_robots, robots_url_of

AGENT = "news-archiver"
PAGE = "https://news.example/a.html"
DAY = 86_400.0


def read_robots(body: bytes) -> Protego:
    return Protego.parse(decode_robots(body))


def allows(body: bytes, path: str = "/private/a") -> bool:
    return bool(read_robots(body).can_fetch(f"https://news.example{path}", AGENT))


def test_the_group_of_our_name_counts_before_that_of_all() -> None:
    body = b"User-agent: *\nDisallow: /\n\nUser-Agent: News-Archiver\nDisallow: /private/\n"
    assert allows(body, "/a")
    assert not allows(body)


def test_the_longest_rule_counts_and_allow_wins_a_tie() -> None:
    assert allows(b"User-agent: *\nDisallow: /private/\nAllow: /private/a\n")
    assert allows(b"User-agent: *\nDisallow: /private/\nAllow: /private/\n")


def test_a_mark_of_byte_order_hides_nothing() -> None:
    assert not allows(b"\xef\xbb\xbfUser-agent: *\nDisallow: /private/\n")


def test_line_ends_of_all_kinds_are_read() -> None:
    assert not allows(b"User-agent: *\r\nDisallow: /private/\r\n")
    assert not allows(b"User-agent: *\rDisallow: /private/\r")


def test_what_is_beyond_the_limit_is_not_looked_at() -> None:
    head = b"User-agent: *\nAllow: /x\n"
    padding = b"# nothing\n" * (READ_BYTES // 10)
    assert not allows(head + b"Disallow: /private/\n" + padding)
    assert allows(head + padding + b"Disallow: /private/\n")


def test_a_line_that_the_limit_cuts_forbids_nothing() -> None:
    start = b"User-agent: *\n#"
    line = b"\nDisallow: /private-is-only-this"
    cut = start + b"x" * (READ_BYTES - len(start) - len(b"\nDisallow: /priv")) + line
    assert cut[:READ_BYTES].endswith(b"\nDisallow: /priv")
    assert allows(cut)


@given(st.binary(max_size=2000))
def test_any_bytes_are_read(body: bytes) -> None:
    read_robots(body).can_fetch(PAGE, AGENT)


@pytest.mark.parametrize(
    ("url", "robots_url"),
    [
        ("https://News.Example./a?b#c", "https://news.example/robots.txt"),
        ("http://user@news.example:8080/a", "http://news.example:8080/robots.txt"),
        ("https://[2001:db8::1]/a", "https://[2001:db8::1]/robots.txt"),
    ],
)
def test_a_file_rules_a_scheme_and_a_host(url: str, robots_url: str) -> None:
    assert robots_url_of(url) == robots_url


class Host:
    """Answers for robots.txt in turn with what it is given: rules, or an error to raise."""

    def __init__(self, *answers: bytes | Exception) -> None:
        self.now = 0.0
        self.files = RobotsFiles(clock=lambda: self.now)
        self.asked: list[str] = []
        self._answers = list(answers)

    async def ask(self, robots_url: str) -> Protego:
        self.asked.append(robots_url)
        await asyncio.sleep(0)
        answer = self._answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return read_robots(answer)

    async def allows(self, url: str = PAGE) -> bool:
        return bool((await self.files.get(url, self.ask)).can_fetch(url, AGENT))


ALL = b"User-agent: *\nDisallow:\n"
NOTHING = b"User-agent: *\nDisallow: /\n"


def test_many_requests_ask_for_one_file_once() -> None:
    host = Host(ALL)

    async def work() -> list[bool]:
        return await asyncio.gather(*(host.allows() for _ in range(20)))

    assert all(asyncio.run(work()))
    assert host.asked == ["https://news.example/robots.txt"]


def test_an_answer_counts_for_a_day_at_most() -> None:
    host = Host(ALL, NOTHING)

    async def work() -> None:
        assert await host.allows()
        host.now = DAY - 1
        assert await host.allows()
        host.now = DAY
        assert not await host.allows()

    asyncio.run(work())
    assert len(host.asked) == 2


def test_nothing_is_asked_until_an_unreachable_file_answers() -> None:
    host = Host(RobotsUnreachableError("status 503"), RobotsUnreachableError("status 503"), ALL)

    async def work() -> None:
        for now, count in ((0, 1), (299, 1), (300, 2)):
            host.now = now
            with pytest.raises(RobotsUnreachableError, match="status 503"):
                await host.allows()
            assert len(host.asked) == count
        host.now = 600
        assert await host.allows()

    asyncio.run(work())


def test_an_older_answer_goes_on_while_the_file_is_unreachable() -> None:
    host = Host(ALL, RobotsUnreachableError("no answer"), NOTHING)

    async def work() -> None:
        assert await host.allows()
        host.now = DAY
        assert await host.allows()
        host.now = DAY + 300
        assert not await host.allows()

    asyncio.run(work())


def test_what_says_nothing_of_the_host_is_not_kept() -> None:
    host = Host(PrivateAddressError("news.example", "10.0.0.1", "private"), ALL)

    async def work() -> None:
        with pytest.raises(PrivateAddressError):
            await host.allows()
        assert await host.allows()

    asyncio.run(work())


@pytest.mark.parametrize(
    ("left_seconds", "is_allowed", "asked_count"),
    [(3600.0, False, 0), (0.0, True, 1), (-5.0, True, 1)],
)
def test_what_an_earlier_process_was_given_counts_for_the_rest_of_its_day(
    left_seconds: float, is_allowed: bool, asked_count: int
) -> None:
    host = Host(ALL)

    async def find_kept(robots_url: str) -> tuple[Protego, float]:
        return read_robots(NOTHING), left_seconds

    async def work() -> bool:
        return bool((await host.files.get(PAGE, host.ask, find_kept)).can_fetch(PAGE, AGENT))

    assert asyncio.run(work()) is is_allowed
    assert len(host.asked) == asked_count


def test_where_none_can_be_had_now_an_older_file_goes_on() -> None:
    host = Host(RobotsUnreachableError("status 503"))

    async def find_kept(robots_url: str) -> tuple[Protego, float]:
        return read_robots(NOTHING), -DAY

    async def work() -> bool:
        return bool((await host.files.get(PAGE, host.ask, find_kept)).can_fetch(PAGE, AGENT))

    assert asyncio.run(work()) is False


def test_of_many_files_those_that_count_no_more_are_forgotten() -> None:
    now = 0.0
    files = RobotsFiles(clock=lambda: now)

    async def ask(_: str) -> Protego:
        return Protego.parse("")

    async def work() -> None:
        nonlocal now
        for number in range(FEW_ORIGINS):
            await files.get(f"https://host-{number}.example/a", ask)
        now = DAY
        await files.get("https://new.example/a", ask)

    asyncio.run(work())
    assert files.origin_count == 1
