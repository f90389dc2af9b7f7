"""Bad input: one clear error that says what, where and what to do; the agreed exit code; no traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from newsrooms import Newsroom, Run

CODE = "NW202202112273301403"


def only_line(done: Run) -> str:
    lines = [line for line in done.err.splitlines() if line.strip()]
    assert len(lines) == 1, done.err
    return lines[0]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("fetch", "news"), "'news' is no address"),
        (("fetch", "ftp://host/file"), "must begin with http:// or https://"),
        (("fetch", "file:///etc/passwd"), "must begin with http:// or https://"),
        (("fetch", "http://"), "is no address"),
        (("fetch", "http://[::1"), "is no address"),
        (("fetch", "http://host:port/"), "is no address"),
        (("fetch", "http://a b/"), "is no address"),
        (("fetch", "--format", "pdf", "http://host/"), "take one of: text, json, markdown"),
        (("crawl", "nowhere"), "no source is called 'nowhere'; there are: rolling"),
        (("export", "pdf", "out"), "no format is called 'pdf'; there are: csv, database, jekyll, jsonl"),
        (("import", "pdf", "in"), "no format is called 'pdf'; there are: jekyll"),
        (("list", "--since", "yesterday"), "--since 'yesterday' is no date"),
        (("list", "--until", "2022-02-30"), "--until '2022-02-30' is no date"),
        (("list", "--database", "archive.db"), "is no database URL"),
        (("list", "--since", "0001-01-01T00:00:00+14:00"), "is no date"),
        (("fetch", "http://user:secret@host/"), "carries a user name or password"),
    ],
)
def test_a_wrong_call_is_one_line_and_code_2(
    newsroom: Newsroom, arguments: tuple[str, ...], words: str
) -> None:
    if arguments[0] == "list" and "--database" not in arguments:
        newsroom.run("db", "upgrade")
    if arguments[0] == "export":
        newsroom.run("db", "upgrade")
    done = newsroom.run(*arguments)
    assert done.code == 2
    assert words in only_line(done)
    assert done.out == ""


def test_a_missing_argument_shows_the_usage(newsroom: Newsroom) -> None:
    done = newsroom.run("fetch")
    assert done.code == 2
    assert "Missing argument" in done.err


def test_every_fault_of_a_settings_file_is_told_at_once_with_its_line(newsroom: Newsroom) -> None:
    newsroom.config.write_text('delay_second = 1\ndatabase = 3\n\nretries = "many"\nconcurrency = 0\n')
    done = newsroom.run("list")
    assert done.code == 2
    told = [line.split("archiver.toml:")[1].split(" ")[0] for line in done.err.splitlines()]
    assert sorted(told) == ["1:", "2:", "4:", "5:"]


def test_every_fault_of_a_sources_file_is_told_at_once_with_its_line(newsroom: Newsroom) -> None:
    (newsroom.folder / "sources.toml").write_text(
        "[sites.one]\n"
        'time_zone = "Mars/Base"\n'
        "[sources.list]\n"
        'site = "one"\n'
        'url = "list.json"\n'
        'records = "a["\n'
        'code = "id"\n'
        "colour = 1\n"
    )
    done = newsroom.run("sources", "check")
    assert done.code == 2
    told = {line.split("sources.toml:")[1].split(" ")[0] for line in done.err.splitlines()}
    assert told == {"2:", "5:", "6:", "8:"}


def test_a_source_of_an_unknown_site_is_told(newsroom: Newsroom) -> None:
    with (newsroom.folder / "sources.toml").open("a") as file:
        file.write('[sources.stray]\nsite = "elsewhere"\nurl = "http://host/"\nrecords = "r"\ncode = "c"\n')
    done = newsroom.run("sources", "check")
    assert done.code == 2
    assert "sources.stray.site: no site is called 'elsewhere'" in only_line(done)


def test_a_settings_file_that_is_not_there_is_told(newsroom: Newsroom) -> None:
    newsroom.config.unlink()
    done = newsroom.run("list")
    assert done.code == 2
    assert "cannot be read" in only_line(done)


def test_a_settings_file_that_is_no_toml_is_told(newsroom: Newsroom) -> None:
    newsroom.config.write_text("database: sqlite\n")
    done = newsroom.run("list")
    assert done.code == 2
    assert "is not TOML" in only_line(done)


def test_an_environment_variable_of_the_wrong_type_is_told(newsroom: Newsroom) -> None:
    done = newsroom.run("list", ARCHIVER_RETRIES="many")
    assert done.code == 2
    assert "ARCHIVER_RETRIES" in only_line(done)


def test_a_database_that_is_a_text_file_is_told_and_left_alone(newsroom: Newsroom) -> None:
    notes = newsroom.folder / "archive.db"
    notes.write_text("shopping list: bread, paper, ink\n" * 100)
    done = newsroom.run("crawl")
    assert done.code == 1
    assert "is no SQLite database" in only_line(done)
    assert notes.read_text().startswith("shopping list")


def test_a_database_in_a_folder_that_cannot_be_made_is_told(newsroom: Newsroom) -> None:
    (newsroom.folder / "file").write_text("")
    done = newsroom.run("crawl", "--database", f"sqlite:///{newsroom.folder}/file/archive.db")
    assert done.code == 1
    assert "cannot be made" in only_line(done)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write any file")
def test_a_database_that_is_not_writable_is_told(newsroom: Newsroom) -> None:
    newsroom.run("db", "upgrade")
    (newsroom.folder / "archive.db").chmod(0o400)
    done = newsroom.run("crawl")
    assert done.code == 1
    assert "is not writable" in only_line(done)


def test_reading_an_archive_that_is_not_there_is_told_and_makes_none(newsroom: Newsroom) -> None:
    done = newsroom.run("list")
    assert done.code == 1
    assert "there is no archive yet" in only_line(done)
    assert not (newsroom.folder / "archive.db").exists()


def test_a_database_server_that_is_not_there_is_told(newsroom: Newsroom) -> None:
    done = newsroom.run("list", "--database", "postgresql+psycopg://nobody:secret@127.0.0.1:9/news")
    assert done.code == 1
    assert "secret" not in only_line(done)


def test_a_database_address_with_a_bad_port_is_told(newsroom: Newsroom) -> None:
    done = newsroom.run("list", "--database", "postgresql+psycopg://u@h:abc/x")
    assert done.code == 1
    only_line(done)


def test_a_share_page_without_a_code_is_told(newsroom: Newsroom) -> None:
    done = newsroom.run("fetch", f"{newsroom.site.url}/html_News/NewsShare.html")
    assert done.code == 2
    assert "without a usable infoCode" in only_line(done)


def test_an_article_that_is_not_there_is_told(newsroom: Newsroom) -> None:
    newsroom.run("db", "upgrade")
    done = newsroom.run("show", "NW1")
    assert done.code == 1
    assert "is not in the archive" in only_line(done)


def test_an_empty_list_is_no_fault(newsroom: Newsroom) -> None:
    newsroom.run("db", "upgrade")
    done = newsroom.run("export", "jsonl", "-")
    assert (done.code, done.out) == (0, "")


def test_an_export_into_a_file_that_cannot_be_written_is_told(newsroom: Newsroom) -> None:
    newsroom.run("fetch", newsroom.site.share_url(CODE))
    (newsroom.folder / "file").write_text("")
    done = newsroom.run("export", "jsonl", str(newsroom.folder / "file" / "out.jsonl"))
    assert done.code == 1
    only_line(done)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the machine has no full device")
def test_a_full_disk_under_standard_output_is_told(newsroom: Newsroom) -> None:
    newsroom.run("fetch", newsroom.site.share_url(CODE))
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "archiver", "export", "jsonl", "-", "--config", str(newsroom.config)],
            cwd=newsroom.folder,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "No space left" in done.stderr


def test_a_reader_that_goes_away_is_no_fault(newsroom: Newsroom) -> None:
    newsroom.crawl("papers")
    listing = newsroom.start("export", "jsonl", "-")
    assert listing.stdout is not None
    listing.stdout.readline()
    listing.stdout.close()
    assert listing.stderr is not None
    assert "Traceback" not in listing.stderr.read()
    listing.wait(30)


def test_an_extract_of_anything_is_one_record_per_line(newsroom: Newsroom) -> None:
    lines = ["", "no json", "[]", "{}", '{"url": "http://h/", "html_b64": "###"}', '{"url": 5, "html": ""}']
    process = newsroom.start_without_config("extract")
    out, err = process.communicate("\n".join(lines) + "\n", timeout=60)
    assert process.returncode == 0
    assert err == ""
    assert [json.loads(line).get("error") is not None for line in out.splitlines()] == [True] * len(lines)
    assert "object has no attribute" not in out


def test_a_stream_of_broken_lines_ends_with_a_record_for_each(newsroom: Newsroom) -> None:
    urls = [
        "http://[",
        "javascript:1",
        "http://h:99999/",
        "http://h:x/",
        "http://u:p@h/",
        "//h/",
        "\ud800",
        "h" * 9999,
    ]
    pages = [{"url": url, "html": "<p>x</p>"} for url in urls]
    pages += [
        {
            "url": "http://h:8/",
            "html": "<base href='http://['><img src='//['>",
            "content_type": "\x00;charset=\x00",
        }
    ]
    pages += [{"url": "http://h/", "html": sign * 2000} for sign in ("<div>", "&", "\ud800", "<!--", "[")]
    pages += [
        {"url": ["http://h/"], "html": 5},
        {"url": None, "html_b64": None},
        {"html_b64": "PHA+eDwvcD4="},
    ]
    lines = [json.dumps(page) for page in pages]
    lines += [
        "[" * 100_000,
        '{"a":' * 100_000,
        "1" * 100_000,
        "NaN",
        '"x"',
        "\x00",
        "{",
        '{"url": "http://h/"',
    ]
    process = newsroom.start_without_config("extract")
    out, err = process.communicate("\n".join(lines) + "\n", timeout=60)
    assert (process.returncode, err) == (0, "")
    records = [json.loads(line) for line in out.splitlines()]
    assert len(records) == len(lines)
    assert all("url" in record for record in records)


@pytest.mark.parametrize("verb", ["crawl", "run"])
def test_without_any_source_it_is_told_how_to_add_one(newsroom: Newsroom, verb: str) -> None:
    (newsroom.folder / "sources.toml").write_text("", "utf-8")
    done = newsroom.run(verb)
    assert done.code == 2
    assert "there is no source yet; archiver sources add URL makes one" in only_line(done)


def test_the_driver_of_another_database_is_asked_for_by_its_own_name(newsroom: Newsroom) -> None:
    done = newsroom.run("list", "--database", "mysql://host/news")
    assert done.code == 1
    assert only_line(done) == "error: the database needs MySQLdb; install that driver"
