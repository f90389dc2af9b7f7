"""The pace: what is promised to a host holds for all who ask it, whatever they do beside."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from virtual_time import VirtualTime

from archiver.crawl.pace import FEW_HOSTS, FORGET_SECONDS, Manners, Pace, host_of_request
from archiver.crawl.refusals import HostPausedError

TINY = 1e-6


class Host:
    """A host that notes when it was asked."""

    def __init__(self) -> None:
        self.time = VirtualTime()
        self.pace = Pace(clock=self.time.clock, sleep=self.time.sleep)
        self.asked_at: list[float] = []
        self.names: list[str] = []
        self.under_way = self.most_under_way = 0

    async def ask(
        self,
        manners: Manners,
        *,
        name: str = "news.example",
        at: float = 0.0,
        connecting: float = 0.0,
        answering: float = 0.0,
        status: int = 200,
        retry_after: float | None = None,
    ) -> None:
        await self.time.sleep(at)
        async with self.pace.turn(name, manners) as turn:
            self.under_way += 1
            self.most_under_way = max(self.most_under_way, self.under_way)
            await self.time.sleep(connecting)
            turn.note_sent()
            self.asked_at.append(self.time.now)
            self.names.append(name)
            await self.time.sleep(answering)
            self.under_way -= 1
            turn.note_answer(status, answering, retry_after)

    @property
    def gaps(self) -> list[float]:
        return [later - sooner for sooner, later in pairwise(sorted(self.asked_at))]


def test_two_requests_to_a_host_are_the_delay_apart() -> None:
    host = Host()
    host.time.run(*(host.ask(Manners(delay_seconds=2.0)) for _ in range(8)))
    assert host.asked_at == [0, 2, 4, 6, 8, 10, 12, 14]


def test_two_hosts_do_not_wait_for_each_other() -> None:
    host = Host()
    host.time.run(
        *(host.ask(Manners(delay_seconds=2.0), name=f"{name}.example") for name in "ab" for _ in range(2))
    )
    assert sorted(host.asked_at) == [0, 0, 2, 2]


def test_crawls_with_other_settings_share_the_host() -> None:
    host = Host()
    host.time.run(
        host.ask(Manners(delay_seconds=1.0)),
        host.ask(Manners(delay_seconds=5.0)),
        host.ask(Manners(delay_seconds=1.0)),
    )
    assert host.asked_at == [0, 5, 6]


def test_the_gap_is_counted_from_when_a_request_leaves_not_from_when_it_began_to_connect() -> None:
    host = Host()
    manners = Manners(delay_seconds=2.0)
    host.time.run(host.ask(manners, connecting=5.0), host.ask(manners))
    assert host.asked_at == [5, 7]


def test_a_request_that_never_left_holds_nobody() -> None:
    host = Host()

    async def fail() -> None:
        async with host.pace.turn("news.example", Manners(delay_seconds=2.0)):
            raise OSError

    host.time.run(fail(), host.ask(Manners(delay_seconds=2.0)))
    assert host.asked_at == [0]


def test_no_more_are_under_way_than_the_settings_say() -> None:
    host = Host()
    host.time.run(*(host.ask(Manners(concurrency=3), answering=10.0) for _ in range(9)))
    assert host.most_under_way == 3
    assert host.asked_at == [0, 0, 0, 10, 10, 10, 20, 20, 20]


def test_requests_go_in_the_order_in_which_they_came() -> None:
    host = Host()
    order: list[int] = []

    async def ask(number: int) -> None:
        async with host.pace.turn("news.example", Manners(delay_seconds=1.0)) as turn:
            turn.note_sent()
            order.append(number)

    host.time.run(*(ask(number) for number in range(6)))
    assert order == [0, 1, 2, 3, 4, 5]


def test_of_several_wishes_for_a_host_the_gentlest_counts() -> None:
    host = Host()
    host.pace.set_host("news.example", delay_seconds=3.0, concurrency=2)
    host.pace.set_host("news.example", delay_seconds=1.0, concurrency=1)
    host.time.run(*(host.ask(Manners(delay_seconds=0.5), answering=4.0) for _ in range(3)))
    assert host.most_under_way == 1
    assert host.asked_at == [0, 4, 8]
    host = Host()
    host.pace.set_host("news.example", delay_seconds=3.0)
    host.time.run(*(host.ask(Manners(delay_seconds=0.5)) for _ in range(2)))
    assert host.asked_at == [0, 3]


def test_a_crawl_delay_is_kept_until_robots_txt_says_otherwise() -> None:
    host = Host()
    host.pace.set_crawl_delay("news.example", 10.0)

    async def change() -> None:
        await host.time.sleep(10.5)
        host.pace.set_crawl_delay("news.example", 0.0)

    manners = Manners(delay_seconds=1.0)
    host.time.run(change(), *(host.ask(manners, at=at) for at in (0, 0, 10.7, 10.7)))
    assert host.asked_at == [0, 10, 11, 12]


def test_retry_after_holds_all_requests_to_the_host() -> None:
    host = Host()
    host.time.run(
        host.ask(Manners(), status=503, retry_after=30.0), *(host.ask(Manners(), at=1.0) for _ in range(3))
    )
    assert host.asked_at == [0, 30, 30, 30]


def test_a_pause_longer_than_a_run_waits_ends_all_who_wait() -> None:
    host = Host()
    patient = Manners(longest_wait_seconds=60.0, concurrency=1)
    results = host.time.run(
        host.ask(patient, answering=1.0, status=429, retry_after=600.0),
        *(host.ask(patient) for _ in range(5)),
    )
    assert host.asked_at == [0]
    assert [type(result) for result in results[1:]] == [HostPausedError] * 5
    assert results[1].seconds == pytest.approx(600.0)


def test_a_host_that_refuses_without_saying_how_long_rests_twice_as_long_each_time() -> None:
    host = Host()
    manners = Manners(retry_wait_seconds=1.0, concurrency=1)
    host.time.run(
        *(host.ask(manners, status=status, answering=0.1) for status in (429, 503, 429, 200, 429, 200))
    )
    assert host.gaps == pytest.approx([1.1, 2.1, 4.1, 0.1, 1.1])


def test_refusals_of_requests_that_were_under_way_together_count_once() -> None:
    host = Host()
    manners = Manners(retry_wait_seconds=1.0, concurrency=4)
    together = [host.ask(manners, status=503, answering=0.1) for _ in range(4)]
    host.time.run(*together, host.ask(manners, at=0.5))
    assert host.asked_at[-1] == pytest.approx(1.1)


def test_a_host_rests_no_longer_than_a_run_waits_unless_it_asks_for_it() -> None:
    host = Host()
    manners = Manners(retry_wait_seconds=10.0, longest_wait_seconds=15.0, concurrency=1)
    host.time.run(*(host.ask(manners, status=503, answering=0.1) for _ in range(4)))
    assert host.gaps == pytest.approx([10.1, 15.1, 15.1])


def test_a_host_that_answers_slowly_is_asked_more_slowly() -> None:
    host = Host()
    manners = Manners(autothrottle=True, concurrency=2)
    host.time.run(*(host.ask(manners, answering=4.0) for _ in range(6)))
    assert max(host.gaps) >= 2.0
    assert host.gaps[-1] == pytest.approx(2.0)


def test_a_quick_fault_is_no_reason_to_go_faster() -> None:
    host = Host()
    manners = Manners(autothrottle=True, concurrency=1)
    host.time.run(host.ask(manners, answering=8.0), *(host.ask(manners, status=404) for _ in range(3)))
    assert host.asked_at == [0, 8, 16, 24]


@given(
    st.lists(
        st.tuples(
            st.floats(0, 20),
            st.floats(0, 3),
            st.floats(0, 5),
            st.sampled_from([200, 404, 429, 503]),
            st.none() | st.floats(0, 30),
        ),
        min_size=2,
        max_size=12,
    ),
    st.floats(0.01, 5),
    st.integers(1, 4),
    st.booleans(),
)
def test_whatever_happens_no_gap_is_shorter_than_promised(
    requests: list[tuple[float, float, float, int, float | None]],
    delay: float,
    concurrency: int,
    autothrottle: bool,
) -> None:
    host = Host()
    manners = Manners(delay_seconds=delay, concurrency=concurrency, autothrottle=autothrottle)
    host.time.run(
        *(
            host.ask(
                manners, at=at, connecting=connecting, answering=answering, status=status, retry_after=wait
            )
            for at, connecting, answering, status, wait in requests
        )
    )
    assert len(host.asked_at) == len(requests)
    assert min(host.gaps) >= delay - TINY
    assert host.most_under_way <= concurrency


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("http://News.Example/a", "news.example"),
        ("https://news.example./", "news.example"),
        ("http://news.example:80/", "news.example"),
        ("https://news.example:443/", "news.example"),
        ("http://user:secret@news.example/", "news.example"),
        ("http://news.example:8080/", "news.example:8080"),
        ("http://[::1]:8080/", "[::1]:8080"),
    ],
)
def test_a_host_has_one_name_however_it_is_written(url: str, name: str) -> None:
    assert host_of_request(url) == name


def test_of_many_hosts_those_of_long_ago_are_forgotten_but_no_wish_and_no_pause() -> None:
    host = Host()
    pace, end = host.pace, FORGET_SECONDS + 60.0
    pace.set_host("gentle.example", delay_seconds=5.0)
    pace.pause("resting.example", 2 * FORGET_SECONDS)
    old = (host.ask(Manners(), name=f"old-{number}.example") for number in range(FEW_HOSTS - 2))
    new = (host.ask(Manners(), name=f"new-{number}.example", at=end) for number in range(10))
    host.time.run(*old, *new)
    assert pace.host_count == 2 + 10
    results = host.time.run(
        *(host.ask(Manners(), name="gentle.example") for _ in range(2)),
        host.ask(Manners(), name="resting.example"),
    )
    assert isinstance(results[2], HostPausedError)
    assert host.asked_at[-1] - host.asked_at[-2] == pytest.approx(5.0)
