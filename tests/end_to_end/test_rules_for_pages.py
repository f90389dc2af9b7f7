"""Rules for pages in the sources file, through the command line."""

from __future__ import annotations

import json

import pytest
from newsrooms import Newsroom

PAGE = "/en/lighthouse-library.html"
TABLE = """
[pages.courier]
hosts = ["127.0.0.1"]
paths = ["/en/"]
title = "css:footer p"
section = "{section}"
body = "css:.story > p"
"""


def add_table(newsroom: Newsroom, section: str) -> None:
    place = newsroom.folder / "sources.toml"
    tables = place.read_text("utf-8").partition("\n[pages.")[0]
    place.write_text(tables + TABLE.format(section=section), "utf-8")


def test_rules_come_first_and_what_they_miss_is_told_and_kept(newsroom: Newsroom) -> None:
    add_table(newsroom, "css:.no-section")
    url = newsroom.site.url + PAGE
    done = newsroom.run("fetch", url, "--format", "json")
    assert done.code == 0
    assert "Port Ellison Courier. All rights reserved" in done.lines[0]["title"]
    assert done.lines[0]["authors"]
    assert "the rules of pages.courier.section find nothing" in done.err
    assert [failure["reason"] for failure in newsroom.run("db", "failures", "--json").lines] == [
        "rule-missed"
    ]

    add_table(newsroom, "text:Local")
    done = newsroom.run("fetch", url, "--refetch", "--format", "json")
    assert (done.code, done.err) == (0, "")
    assert newsroom.run("db", "failures", "--json").lines == []


def test_extract_takes_the_rules_of_the_sources(newsroom: Newsroom) -> None:
    add_table(newsroom, "css:.no-section")
    html = (
        "<h1>Own name</h1><footer><p>Headline</p></footer>"
        + f"<div class=story><p>{'The river rose. ' * 9}</p></div>"
    )
    process = newsroom.start("extract")
    line = json.dumps({"url": "http://127.0.0.1/en/1", "html": html})
    out, err = process.communicate(line + "\n", timeout=60)
    record = json.loads(out)
    assert (record["title"], record["warnings"][-1]["reason"]) == ("Headline", "rule-missed")
    assert err.count("find nothing") == 1


@pytest.mark.parametrize("verb", [("sources", "check"), ("fetch", "http://127.0.0.1:9/"), ("extract",)])
def test_faulty_rules_are_told_with_their_lines_before_anything_is_asked(
    newsroom: Newsroom, verb: tuple[str, ...]
) -> None:
    (newsroom.folder / "sources.toml").write_text(
        '[pages.one]\nhosts = ["paper.example"]\ntitle = "css:h1["\nbody = [\n  "css:div",\n  "xpath://p[",\n]\n'
    )
    process = newsroom.start(*verb)
    out, err = process.communicate("", timeout=60)
    assert (process.returncode, out) == (2, "")
    told = {line.split("sources.toml:")[1].split(" ")[0] for line in err.splitlines()}
    assert told == {"3:", "6:"}
