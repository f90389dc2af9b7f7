"""``archiver sources add`` looks at the sample site and writes tables that a crawl then takes."""

from __future__ import annotations

import os
import pty
import signal
import sys
import tomllib
from subprocess import PIPE, Popen

import pytest
from newsrooms import Newsroom, clean_environment, only_line

CODE = "NW202202112273301403"


def tables(newsroom: Newsroom) -> dict[str, dict[str, object]]:
    return tomllib.loads((newsroom.folder / "sources.toml").read_text("utf-8"))["sources"]


@pytest.mark.parametrize(
    ("path", "options", "table"),
    [
        ("/", (), {"kind": "feed", "url": "/feed.rss"}),
        ("/feed.json", (), {"kind": "feed", "url": "/feed.json"}),
        ("/sitemap-2022.xml.gz", (), {"kind": "sitemap", "url": "/sitemap-2022.xml.gz"}),
        ("/section/", ("--kind", "section"), {"kind": "section", "url": "/section/"}),
        (
            "/api/cursor?cursor=&size=3",
            (),
            {
                "kind": "list",
                "url": "/api/cursor?cursor={cursor}&size={count}",
                "next": "next",
                "count": 3,
                "records": "items",
                "address": "link",
                "title": "headline",
                "time": "published",
                "publisher": "paper",
            },
        ),
        (
            "/id/101.html",
            ("--kind", "ids"),
            {"kind": "ids", "url": "/id/{number}.html", "numbers": "101-"},
        ),
    ],
)
def test_an_added_source_is_crawled(
    newsroom: Newsroom, path: str, options: tuple[str, ...], table: dict[str, object]
) -> None:
    done = newsroom.run("sources", "add", newsroom.site.url + path, "--name", "added", "--yes", *options)
    assert done.code == 0, done.err
    assert "A Library Opens in the Old Lighthouse" in done.out or table["kind"] == "ids"
    assert "[sources.added]" in done.out
    assert tables(newsroom)["added"] == table | {"url": f"{newsroom.site.url}{table['url']}"}
    crawled = newsroom.crawl("added", "--limit", "7")
    assert crawled.code == 0, crawled.err
    assert crawled.report["new"] >= 3


def test_what_stands_in_the_file_is_kept_to_the_letter(newsroom: Newsroom) -> None:
    place = newsroom.folder / "sources.toml"
    before = "# Our own.\n" + place.read_text("utf-8")
    place.write_text(before, "utf-8")
    newsroom.run("sources", "add", newsroom.site.url + "/feed.rss", "--yes", "--no-preview")
    assert place.read_text("utf-8").startswith(before)


def test_without_a_file_one_is_made_that_begins_with_a_comment(newsroom: Newsroom) -> None:
    (newsroom.folder / "sources.toml").unlink()
    done = newsroom.run("sources", "add", newsroom.site.url + "/feed.rss", "--yes", "--no-preview")
    assert done.code == 0
    assert (newsroom.folder / "sources.toml").read_text("utf-8").startswith("# ")
    assert list(tables(newsroom)) == ["127-0-0-1-feed"]


def test_the_same_list_is_not_added_twice(newsroom: Newsroom) -> None:
    add = ("sources", "add", newsroom.site.url + "/feed.rss", "--yes", "--no-preview")
    newsroom.run(*add)
    done = newsroom.run(*add)
    assert (done.code, len(tables(newsroom))) == (2, 6)
    assert "is a source already: 127-0-0-1-feed" in only_line(done)


def test_nothing_is_written_where_nobody_says_yes(newsroom: Newsroom) -> None:
    done = newsroom.run("sources", "add", newsroom.site.url + "/feed.rss")
    assert done.code == 2
    assert "nobody is there to say yes; --yes writes it" in done.err
    assert "127-0-0-1-feed" not in tables(newsroom)


def test_a_private_address_needs_a_word_that_then_stands_in_the_table(newsroom: Newsroom) -> None:
    newsroom.set(allow_private=False)
    add = ("sources", "add", newsroom.site.url + "/feed.rss", "--yes", "--no-preview")
    done = newsroom.run(*add)
    assert done.code == 1
    assert "--allow-private" in only_line(done)
    assert newsroom.run(*add, "--allow-private").code == 0
    assert tables(newsroom)["127-0-0-1-feed"]["allow_private"] is True
    assert newsroom.crawl("127-0-0-1-feed", "--limit", "1").code == 0


def test_few_addresses_are_asked_and_robots_txt_is_obeyed(newsroom: Newsroom) -> None:
    newsroom.run("sources", "add", newsroom.site.url + "/", "--yes", "--no-preview")
    assert len(newsroom.site.log()) <= 9
    done = newsroom.run("sources", "add", newsroom.site.url + "/private/feed", "--yes")
    assert done.code == 1
    assert "[robots]" in only_line(done)
    assert "/private/feed" not in [request.path for request in newsroom.site.log()]


def test_where_nothing_fits_one_error_says_what_was_looked_at(newsroom: Newsroom) -> None:
    done = newsroom.run("sources", "add", newsroom.site.url + "/images/a.gif", "--kind", "feed", "--yes")
    assert done.code == 1
    for path in ("/images/a.gif", "/feed", "/rss.xml"):
        assert newsroom.site.url + path in only_line(done)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("news",), "is no address"),
        (("http://h.example/", "--name", "A b"), "is no name"),
        (("http://h.example/", "--name", "rolling"), "of that name already"),
        (("http://h.example/", "--kind", "urls"), "take one of: list, ids, feed"),
    ],
)
def test_a_wrong_call_is_told_before_anything_is_asked(
    newsroom: Newsroom, arguments: tuple[str, ...], words: str
) -> None:
    done = newsroom.run("sources", "add", *arguments)
    assert done.code == 2
    assert words in only_line(done)


def at_a_terminal(newsroom: Newsroom, *arguments: str, typed: str) -> tuple[int, str]:
    """Run a command whose standard input is a terminal."""
    ours, theirs = pty.openpty()
    process = Popen(
        [sys.executable, "-m", "archiver", *arguments, "--config", str(newsroom.config)],
        cwd=newsroom.folder,
        env=clean_environment(),
        stdin=theirs,
        stdout=PIPE,
        stderr=PIPE,
        text=True,
    )
    os.close(theirs)
    os.write(ours, typed.encode())
    out, err = process.communicate(timeout=60)
    os.close(ours)
    assert "Traceback" not in err, err
    return process.returncode, out + err


@pytest.mark.parametrize(
    ("typed", "kind"), [("\ny\n", "feed"), ("9\n3\ny\n", "section"), ("2\nyes\n", "sitemap")]
)
def test_somebody_at_a_terminal_chooses_and_says_yes(newsroom: Newsroom, typed: str, kind: str) -> None:
    add = ("sources", "add", newsroom.site.url + "/", "--no-preview", "--name", "chosen")
    code, _ = at_a_terminal(newsroom, *add, typed=typed)
    assert (code, tables(newsroom)["chosen"]["kind"]) == (0, kind)


@pytest.mark.parametrize(("typed", "code"), [("\nn\n", 0), ("\x04", 130)])
def test_somebody_who_says_no_or_leaves_gets_nothing_written(
    newsroom: Newsroom, typed: str, code: int
) -> None:
    add = ("sources", "add", newsroom.site.url + "/", "--no-preview", "--name", "chosen")
    assert at_a_terminal(newsroom, *add, typed=typed)[0] == code
    assert "chosen" not in tables(newsroom)


def test_ctrl_c_is_obeyed_while_a_question_waits(newsroom: Newsroom) -> None:
    ours, theirs = pty.openpty()
    process = Popen(
        [sys.executable, "-m", "archiver", "sources", "add", newsroom.site.url + "/", "--no-preview"],
        cwd=newsroom.folder,
        env=clean_environment(),
        stdin=theirs,
        stdout=PIPE,
        stderr=PIPE,
    )
    os.close(theirs)
    assert process.stderr is not None
    seen = b""
    while b"which one?" not in seen:
        more = os.read(process.stderr.fileno(), 1000)
        assert more, seen
        seen += more
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    os.close(ours)
    assert process.returncode == 130
    assert b"stopped; nothing was written" in err
