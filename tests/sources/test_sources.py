"""Tables of sources: every kind, and what is told of a faulty one."""

from __future__ import annotations

import contextlib
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.errors import SettingsError
from archiver.sources.durations import format_duration, parse_duration
from archiver.sources.file import Sources, load_sources
from archiver.sources.kinds import FeedSource, IdsSource, ListSource, SectionSource, SitemapSource, UrlsSource
from archiver.sources.pages import PageTable


def load(folder: Path, text: str) -> Sources:
    (folder / "sources.toml").write_text(text, "utf-8")
    return load_sources(folder / "sources.toml")


def faults(folder: Path, text: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        load(folder, text)
    return [fault.split("sources.toml:")[1] for fault in caught.value.faults]


EVERY_KIND = """
[sources.a]
url = "https://a.example/{page}"
records = "r"
address = "u"
[sources.b]
kind = "ids"
url = "https://b.example/{number}"
numbers = "5-"
[sources.c]
kind = "feed"
urls = ["https://c.example/1.xml", "https://c.example/2.xml"]
every = "5m"
quiet = "23:00-06:00"
recheck = ["1h", "1d"]
since = 2024-05-01
[sources.d]
kind = "sitemap"
url = "https://d.example/"
[sources.e]
kind = "section"
url = "https://e.example/"
links = "css:h2"
[sources.f]
kind = "urls"
file = "addresses.txt"
"""


def test_every_kind_of_source_is_a_table(tmp_path: Path) -> None:
    sources = load(tmp_path, EVERY_KIND).sources
    kinds = [ListSource, IdsSource, FeedSource, SitemapSource, SectionSource, UrlsSource]
    assert [type(source) for source in sources.values()] == kinds


def test_keys_are_read_into_what_they_mean(tmp_path: Path) -> None:
    feed = load(tmp_path, EVERY_KIND).sources["c"]
    assert feed.addresses == ("https://c.example/1.xml", "https://c.example/2.xml")
    assert (feed.every, feed.quiet, feed.since) == (timedelta(minutes=5), ["23:00-06:00"], date(2024, 5, 1))
    assert feed.recheck == [timedelta(hours=1), timedelta(days=1)]


def test_a_file_of_addresses_stands_beside_the_sources_file(tmp_path: Path) -> None:
    source = load(tmp_path, EVERY_KIND).sources["f"]
    assert isinstance(source, UrlsSource)
    assert source.file == str(tmp_path / "addresses.txt")


def test_standard_input_is_no_file(tmp_path: Path) -> None:
    source = load(tmp_path, '[sources.f]\nkind = "urls"\nfile = "-"\n').sources["f"]
    assert isinstance(source, UrlsSource)
    assert source.file == "-"


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (
            'kind = "rss"\ncolour = 1',
            "2: sources.x.kind: is no kind of source; write one of list",
        ),
        ('kind = "feed"', "1: sources.x.url: is missing; add it"),
        (
            'kind = "share"\nurl = "http://h/"\nrecords = "a"\ncode = "c"',
            "1: sources.x.site: is missing; add it",
        ),
        ('kind = "feed"\nurl = "feed.xml"', "3: sources.x.url: 'feed.xml' is no http or https address"),
        ('kind = "feed"\nurl = "http://h/{page}"', "3: sources.x.url: {page} is no place"),
        ('kind = "feed"\nurl = "http://h/"\nurls = ["http://h/"]', "3: sources.x.url: stands beside urls"),
        ('kind = "feed"\nurl = "http://h/"\ncolour = 1', "4: sources.x.colour: unknown key"),
        ('kind = "feed"\nurl = "http://h/"\n[source.y]\nkind = "feed"', "4: source: unknown key"),
        (
            'kind = "feed"\nurl = "http://h/"\nevery = "5 minutes"',
            "4: sources.x.every: '5 minutes' is no length",
        ),
        ('kind = "feed"\nurl = "http://h/"\nevery = 5', "4: sources.x.every: '5' is no length"),
        ('kind = "feed"\nurl = "http://h/"\nevery = "5m"\ncron = "* * * * *"', "5: sources.x.cron: stands"),
        ('kind = "feed"\nurl = "http://h/"\nquiet = ["25:00-06:00"]', "4: sources.x.quiet"),
        (
            'kind = "feed"\nurl = "http://h/"\nquiet = ["06:00-23:00", "23:00-06:00"]',
            "4: sources.x.quiet: leaves no time of the day",
        ),
        ('kind = "feed"\nurl = "http://h/"\nevery = "0m"', "4: sources.x.every: is no time at all"),
        (
            'kind = "feed"\nurl = "http://h/"\ncron = "0 25 * * *"',
            "4: sources.x.cron: '0 25 * * *' is no cron expression: bad hour",
        ),
        ('kind = "feed"\nurl = "http://h/"\ncron = "@daily"', "4: sources.x.cron: '@daily' is no cron"),
        (
            'kind = "feed"\nurl = "http://h/"\nrecheck = ["soon"]',
            "4: sources.x.recheck.0: 'soon' is no length",
        ),
        ('kind = "feed"\nurl = "http://h/"\nlanguage = "Chinese"', "4: sources.x.language: 'Chinese' is no"),
        ('kind = "feed"\nurl = "http://h/"\ninclude = "("', "4: sources.x.include: '(' is no regular"),
        ('kind = "feed"\nurl = "http://h/"\ntime_zone = "Mars/Base"', "4: sources.x.time_zone: 'Mars/Base'"),
        (
            'kind = "feed"\nurl = "http://h/"\npages = "own"',
            "4: sources.x.pages: no page table is called 'own'",
        ),
        ('kind = "urls"', "1: sources.x.file: is missing"),
        ('kind = "section"\nurl = "http://h/"\nlinks = "json:a"', "4: sources.x.links: 'json:a' finds no"),
        ('kind = "ids"\nurl = "http://h/{number}"', "1: sources.x.site: {number} in"),
        ('kind = "ids"\nurl = "http://h/"\nnumbers = "1-2"', "1: sources.x.site: {number} in"),
        (
            'kind = "ids"\nurl = "http://h/{number}"\nnumbers = "9-2"',
            "4: sources.x.numbers: '9-2' is no range",
        ),
        ('kind = "ids"\ncodes = ["A"]', "1: sources.x.site: is missing"),
        (
            'kind = "ids"\nurl = "http://h/{date:%H}"\nfrom = 2024-01-01',
            "3: sources.x.url: {date:%H} is no form",
        ),
        ('url = "http://h/"\nrecords = "r"', "1: sources.x.address: is missing"),
        ('url = "http://h/"\nrecords = "r"\ncode = "c"', "4: sources.x.code: is a code of no site"),
        ('url = "http://h/"\nrecords = "r"\naddress = "a["', "4: sources.x.address: 'a[' is no JMESPath"),
        ('url = "http://h/"\naddress = "a"', "1: sources.x.records: is missing; add it"),
    ],
)
def test_a_fault_is_told_with_line_and_key(tmp_path: Path, table: str, told: str) -> None:
    (fault,) = faults(tmp_path, f"[sources.x]\n{table}\n")
    assert fault.startswith(told)


def test_the_faults_of_several_kinds_are_told_at_once(tmp_path: Path) -> None:
    told = faults(tmp_path, '[sources.x]\nkind = "feed"\n[sources.y]\nkind = "nope"\n[sources.z]\nurl = 1\n')
    keys = {fault.split(": ")[1] for fault in told}
    assert keys == {
        "sources.x.url",
        "sources.y.kind",
        "sources.z.url",
        "sources.z.records",
        "sources.z.address",
    }


def test_a_page_table_without_hosts_is_for_the_sources_that_name_it(tmp_path: Path) -> None:
    table = '[pages.own]\nhosts = []\ntitle = "css:h1"\n'
    source = '[sources.x]\nkind = "feed"\nurl = "http://h/"\npages = "own"\n'
    assert load(tmp_path, table + source).sources["x"].pages == ["own"]
    assert faults(tmp_path, table)[0].startswith("2: pages.own.hosts: is empty, and no source names")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[sites.x]\nhosts = ["https://h.example"]', "2: sites.x.hosts: 'https://h.example' is no host"),
        ('[sites.x]\nhosts = ["h.example/s"]', "2: sites.x.hosts: 'h.example/s' is no host"),
        ('[sites.x]\nhosts = ["*.h.example"]', "2: sites.x.hosts: '*.h.example' is a pattern"),
        ('[sites.x]\nscheme = "ftp"', "2: sites.x.scheme: 'ftp' is none that is asked"),
        ('[sites.x]\npage = "s.html"', "2: sites.x.page: 's.html' is no path"),
        ('[sites.x]\npage = "/s.html?a=1"', "2: sites.x.page: '/s.html?a=1' is no path"),
        ('[sites.x]\ntext = "api/{code}"', "2: sites.x.text: 'api/{code}' is no path"),
        ('[sites.x]\ncode_pattern = "$A"', "2: sites.x.code_pattern: '$A' fits no code"),
        ('[sites.x]\ncode_pattern = ""', "2: sites.x.code_pattern: '' fits no code"),
        (
            '[sources.x]\nkind = "feed"\nurl = "http://?a"',
            "3: sources.x.url: 'http://?a' names no host",
        ),
        ('[sources.x]\nkind = "feed"\nurl = "http://:80/"', "3: sources.x.url: 'http://:80/' names no host"),
        ('[sources.x]\nkind = "feed"\nurl = "http://a@h/"', "3: sources.x.url: 'http://a@h/' names no host"),
        (
            '[sources.x]\nkind = "feed"\nurl = "http://h/"\ninclude = "^/news/"',
            "4: sources.x.include: '^/news/' is found in no address",
        ),
        ('[pages.x]\nhosts = ["h.example"]\npaths = "sport/"', "3: pages.x.paths: 'sport/' fits no path"),
    ],
)
def test_what_could_never_be_asked_or_fit_is_a_fault(text: str, told: str, tmp_path: Path) -> None:
    place = tmp_path / "sources.toml"
    place.write_text(text)
    with pytest.raises(SettingsError) as caught:
        load_sources(place)
    assert str(caught.value).removeprefix(f"{place}:").startswith(told)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("include", "^https://h.example/news/"),
        ("include", "^(?:http|x)"),
        ("exclude", "/tag/"),
        ("include", "news|^/old"),
    ],
)
def test_patterns_that_can_fit_are_none(key: str, value: str) -> None:
    assert FeedSource.model_validate({"kind": "feed", "url": "http://h/", key: value})


@pytest.mark.parametrize("path", ["/sport/", "^/sport", "(?:/en)?/a", "[/]x", ".*/x", "s?/x", "a|/b"])
def test_paths_that_can_fit_are_none(path: str) -> None:
    assert PageTable.model_validate({"hosts": ["h.example"], "paths": path})


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("30s", 30),
        ("5m", 300),
        ("2h", 7200),
        ("1d", 86_400),
        ("2w", 1_209_600),
        ("1h30m", 5400),
        ("1h 30m", 5400),
    ],
)
def test_a_length_of_time_is_read(text: str, seconds: int) -> None:
    assert parse_duration(text).total_seconds() == seconds


@pytest.mark.parametrize(
    "text", ["", "5", "m", "5x", "-5m", "1.5h", "30m1h", "1h1h", "5 minutes", "٥m", "9999999w"]
)
def test_what_is_no_length_of_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no length of time; write one such as 30s"):
        parse_duration(text)


@given(st.integers(0, 10**9))
def test_a_length_of_time_is_read_as_it_was_written(seconds: int) -> None:
    assert parse_duration(format_duration(timedelta(seconds=seconds))).total_seconds() == seconds


@given(st.text())
def test_any_text_is_a_length_of_time_or_refused_with_words(text: str) -> None:
    with contextlib.suppress(ValueError):
        assert parse_duration(text) >= timedelta()
