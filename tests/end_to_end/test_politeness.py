"""What the program promises to a host, read in that host's own log."""

from __future__ import annotations

from itertools import pairwise

import pytest
from newsrooms import Newsroom

from archiver.sample.journal import LoggedRequest
from archiver.sample.process import Site
from archiver.sample.tables import sources_text

DELAY_SECONDS = 0.5
LATE_SECONDS = 0.25
"""How late a busy machine may write a request down; requests that do not wait come together in an instant."""
PAGES = ("lighthouse-library", "salt-marsh-railway")
LIST = """
[sources.list-{number}]
site = "sample"
url = "{url}/web/webapi?type=102&count={number}&newsid=1"
records = "records"
code = "infoCode"
"""


def check_gaps(requests: list[LoggedRequest], delay_seconds: float) -> None:
    """Hold that no two requests came closer than promised, nor all together."""
    moments = [request.at for request in requests]
    gaps = [(later - sooner).total_seconds() for sooner, later in pairwise(moments)]
    assert min(gaps) >= delay_seconds - LATE_SECONDS, gaps
    assert sum(gaps) >= delay_seconds * len(gaps) - LATE_SECONDS


def polite(newsroom: Newsroom, **settings: object) -> Newsroom:
    newsroom.set(**{"delay_seconds": DELAY_SECONDS, "concurrency": 4, "autothrottle": True} | settings)
    return newsroom


def test_eight_sources_on_one_host_share_its_pace(newsroom: Newsroom, site: Site) -> None:
    site_table = sources_text(site.url, site.other_url).partition("[sources.")[0]
    lists = "".join(LIST.format(number=number, url=site.url) for number in range(1, 9))
    (newsroom.folder / "sources.toml").write_text(site_table + lists, encoding="utf-8")
    done = polite(newsroom).crawl("--limit", "6")
    assert done.code in (0, 3)
    requests = site.log()
    assert len({request.path for request in requests if "webapi" in request.path}) == 8
    assert len(requests) >= 1 + 8 + 4
    check_gaps(requests, DELAY_SECONDS)


def test_two_crawls_of_one_process_share_a_hosts_pace(newsroom: Newsroom, site: Site) -> None:
    codes = ("NW202202112273301403", "NW202202112273301405")
    pages = [f"{site.url}/en/{page}.html" for page in PAGES]
    polite(newsroom).run("fetch", *[site.share_url(code) for code in codes], *pages)
    requests = site.log()
    assert {f"/en/{page}.html" for page in PAGES} <= {request.path for request in requests}
    assert len([request for request in requests if "GetNewsText" in request.path]) == 2
    assert len([request for request in requests if request.path == "/robots.txt"]) == 1
    check_gaps(requests, DELAY_SECONDS)


def test_redirects_and_retries_wait_for_their_turn_too(newsroom: Newsroom, site: Site) -> None:
    site.fault("/en/first.html", "redirect", words=f"/en/{PAGES[0]}.html")
    site.fault(f"/en/{PAGES[0]}.html", "500", times=1)
    polite(newsroom, retry_wait_seconds=0.0).run("fetch", f"{site.url}/en/first.html")
    requests = site.log()
    assert [request.path for request in requests] == [
        "/robots.txt",
        "/en/first.html",
        f"/en/{PAGES[0]}.html",
        f"/en/{PAGES[0]}.html",
    ]
    check_gaps(requests, DELAY_SECONDS)


def test_the_crawl_delay_of_robots_txt_is_kept(newsroom: Newsroom, site: Site) -> None:
    site.fault("/robots.txt", "say", words="User-agent: *\nCrawl-delay: 1.5\n")
    polite(newsroom, delay_seconds=0.0).run("fetch", *(f"{site.url}/en/{page}.html" for page in PAGES))
    requests = site.log()
    assert len(requests) == 3
    check_gaps(requests, 1.5)


def test_a_crawl_delay_beyond_all_measure_is_kept_as_long_as_the_settings_say(
    newsroom: Newsroom, site: Site
) -> None:
    site.fault("/robots.txt", "say", words="User-agent: *\nCrawl-delay: 86400\n")
    polite(newsroom, delay_seconds=0.0, longest_crawl_delay_seconds=1.0)
    assert newsroom.run("fetch", f"{site.url}/en/{PAGES[0]}.html").code == 0
    check_gaps(site.log(), 1.0)


@pytest.mark.parametrize("kind", ["500", "503", "429", "drop"])
def test_a_host_whose_robots_txt_cannot_be_had_is_not_asked(
    newsroom: Newsroom, site: Site, kind: str
) -> None:
    newsroom.set(retries=1)
    site.fault("/robots.txt", kind)
    page = f"{site.url}/en/{PAGES[0]}.html"
    done = newsroom.run("fetch", page)
    assert done.code == 1
    assert done.err.splitlines()[0].endswith("so nothing is asked until it can [robots-unreachable]")
    assert {request.path for request in site.log()} == {"/robots.txt"}
    site.clear_faults()
    assert newsroom.run("fetch", page).code == 0


@pytest.mark.parametrize("kind", ["404", "410", "loop"])
def test_a_host_without_robots_txt_allows_all(newsroom: Newsroom, site: Site, kind: str) -> None:
    site.fault("/robots.txt", kind)
    assert newsroom.run("fetch", f"{site.url}/en/{PAGES[0]}.html").code == 0


def test_a_robots_txt_that_is_elsewhere_is_followed_there(newsroom: Newsroom, site: Site) -> None:
    site.fault("/elsewhere", "say", words="\ufeffUser-agent: *\nDisallow: /en/\n")
    site.fault("/robots.txt", "redirect", words="/elsewhere")
    done = newsroom.run("fetch", f"{site.url}/en/{PAGES[0]}.html")
    assert done.code == 1
    assert "robots.txt forbids it [robots]" in done.err
    assert [request.path for request in site.log()] == ["/robots.txt", "/elsewhere"]


def test_the_user_agent_names_whom_to_turn_to(newsroom: Newsroom, site: Site) -> None:
    newsroom.set(contact="desk@news.example")
    newsroom.run("fetch", f"{site.url}/en/{PAGES[0]}.html")
    assert {"(+desk@news.example)" in request.user_agent for request in site.log()} == {True}
