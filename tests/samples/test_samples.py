"""Samples are saved so that they are read again as they were, and what differs is told by its field."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from archiver.errors import UsageError
from archiver.records import Capture
from archiver.samples.differences import find_differences
from archiver.samples.folders import Sample, choose_folder, load_samples, save_sample
from archiver.samples.idle_rules import find_idle_rules
from archiver.samples.readings import Reading, read_sample
from archiver.sites.directory import Directory
from archiver.sources.file import Sources
from archiver.sources.kinds import FeedSource
from archiver.sources.pages import PageTable

TEXT = "".join(f"<p>The harbour office closed the eastern quay for the {n}th time.</p>" for n in range(8))
PAGE = f"<html><body><article><h1>Quay closed</h1>{TEXT}</article></body></html>"
FEED = "<rss><channel><item><title>Quay</title><link>http://h.example/a</link></item></channel></rss>"


def sources(**pages: str) -> Sources:
    table = PageTable.model_validate({"hosts": ["h.example"], **pages})
    feed = FeedSource.model_validate({"kind": "feed", "url": "http://h.example/feed"})
    return Sources(sources={"tide": feed}, pages={"own": table})


def sample(root: Path, body: str = PAGE, asked: str = "http://h.example/a") -> Sample:
    capture = Capture(
        url=asked,
        status=200,
        headers=(("content-type", "text/html"), ("set-cookie", "secret=1")),
        body=body.encode(),
        fetched_at=datetime(2024, 5, 3, 12, tzinfo=UTC),
    )
    return Sample(choose_folder(root, "tide", asked), "tide", asked, body == FEED, capture)


def read(one: Sample, tables: Sources) -> Reading:
    return read_sample(one, tables, Directory.of(tables))


@pytest.mark.parametrize("body", [PAGE, FEED])
def test_a_saved_sample_reads_as_what_was_saved(body: str, tmp_path: Path) -> None:
    one = sample(tmp_path, body)
    reading = read(one, sources())
    save_sample(one, reading.record)
    (again,) = load_samples(tmp_path)
    assert list(find_differences(again.expected or {}, read(again, sources()))) == []
    assert reading.record.get("title", "Quay closed") == "Quay closed"
    assert "secret" not in (one.folder / "capture.json").read_text()


def test_the_same_address_is_one_sample_and_another_one_is_another(tmp_path: Path) -> None:
    save_sample(sample(tmp_path), {})
    save_sample(sample(tmp_path), {})
    save_sample(sample(tmp_path, asked="http://h.example/A"), {})
    assert len(list(load_samples(tmp_path))) == 2
    assert list(load_samples(tmp_path, ["other"])) == []


@pytest.mark.parametrize("broken", ['{"what": "article"}', "[]", "{", '{"fetched_at": 3}'])
def test_a_broken_sample_is_told_in_one_line(broken: str, tmp_path: Path) -> None:
    one = sample(tmp_path)
    save_sample(one, {})
    (one.folder / "capture.json").write_text(broken)
    with pytest.raises(UsageError, match="record"):
        list(load_samples(tmp_path))


def differences(expected: dict[str, Any], found: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    return [(one.field, one.expected, one.found) for one in find_differences(expected, Reading(found))]


def test_only_what_is_expected_is_compared() -> None:
    assert differences({"title": "a"}, {"title": "a", "byline": "b"}) == []


def test_a_missing_paragraph_does_not_make_all_behind_it_differ() -> None:
    told = differences({"paragraphs": ["a", "b", "c", "d"]}, {"paragraphs": ["a", "c", "x"]})
    assert told == [("paragraphs[1]", "b", None), ("paragraphs[3]", "d", "x")]


def test_targets_are_compared_by_their_addresses() -> None:
    one, two, three = ({"url": f"/{n}", "title": n} for n in "abc")
    found = {"targets": [two | {"title": "other"}, three]}
    assert differences({"targets": [one, two]}, found) == [
        ("targets[/a]", one, None),
        ("targets[/b].title", "b", "other"),
        ("targets[/c]", None, three),
    ]


def test_an_article_that_is_refused_now_is_one_difference(tmp_path: Path) -> None:
    one = sample(tmp_path, "<p>x</p>")
    (told,) = find_differences({"title": "Quay closed", "authors": []}, read(one, sources()))
    assert (told.field, told.expected, told.found) == ("article", "there", "no-article")


def test_a_difference_names_the_rule_that_found_the_value(tmp_path: Path) -> None:
    reading = read(sample(tmp_path), sources(title="css:h1"))
    (told,) = find_differences({"title": "Quay open"}, reading)
    assert (told.found, told.rule) == ("Quay closed", "rule:own:css:h1")


def test_rules_that_find_nothing_on_any_sample_are_told(tmp_path: Path) -> None:
    tables = sources(title="css:h1", section="css:.none", drop="css:.advert")
    idle = find_idle_rules([sample(tmp_path)], tables, Directory.of(tables))
    assert idle == {"pages.own.section": ["css:.none"], "pages.own.drop": ["css:.advert"]}
    second = sample(tmp_path, PAGE.replace("<h1>", "<i class=none>Local</i><h1>"), "http://h.example/b")
    assert "pages.own.section" not in find_idle_rules(
        [sample(tmp_path), second], tables, Directory.of(tables)
    )


def test_files_of_a_sample_are_readable_by_diff(tmp_path: Path) -> None:
    one = sample(tmp_path)
    save_sample(one, {"title": "码头"})
    assert sorted(place.name for place in one.folder.iterdir()) == [
        "answer.html",
        "capture.json",
        "expected.json",
    ]
    assert "码头" in (one.folder / "expected.json").read_text("utf-8")
    assert json.loads((one.folder / "capture.json").read_text())["fetched_at"] == "2024-05-03T12:00:00+00:00"
