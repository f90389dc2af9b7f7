"""``archiver runs`` and ``archiver sources status``, after real crawls."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from newsrooms import Newsroom, open_newsroom

from archiver.runs import Alarm, AlarmKind
from archiver.sample.process import Site
from archiver.store.runs import end_run, list_runs
from archiver.store.upgrade import open_archive


@pytest.fixture(scope="module")
def crawled(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """A newsroom that crawled two sources, one of them twice."""
    newsroom = open_newsroom(tmp_path_factory.mktemp("runs"), site)
    newsroom.crawl("papers", "rolling")
    newsroom.crawl("papers")
    return newsroom


def raise_alarm(newsroom: Newsroom) -> None:
    """Put an alarm into the last run of the newspapers."""
    engine = open_archive(f"sqlite:///{newsroom.folder}/archive.db")
    run = list_runs(engine, "papers")[0]
    alarm = Alarm(
        kind=AlarmKind.DATES_MISSING, source="papers", words="0 of 6 have one", began_at=run.started_at
    )
    end_run(engine, replace(run, alarms=(alarm,)))
    engine.dispose()


def test_runs_are_listed_latest_first_with_all_they_did(crawled: Newsroom) -> None:
    runs = crawled.run("runs", "--json").lines
    assert runs[0]["source"] == "papers"
    assert sorted(run["source"] for run in runs) == ["papers", "papers", "rolling"]
    first = runs[-1]
    assert first["new_count"] > 0
    assert first["read_count"] == first["new_count"] + first["duplicate_count"]
    assert first["titled_count"] >= first["read_count"] - 1
    assert first["request_count"] > 0
    assert first["byte_count"] > 0
    assert datetime.fromisoformat(first["started_at"]).tzinfo
    assert runs[0]["new_count"] == 0


def test_runs_of_one_source_since_a_moment(crawled: Newsroom) -> None:
    (last, first) = crawled.run("runs", "--json", "--source", "papers").lines
    since = last["started_at"]
    (only,) = crawled.run("runs", "--json", "--source", "papers", "--since", since).lines
    assert only == last != first


def test_the_table_of_runs_fits_a_line_each(crawled: Newsroom) -> None:
    head, *lines = crawled.run("runs", "--limit", "2").out.splitlines()
    assert head.split()[:3] == ["started", "source", "outcome"]
    assert len(lines) == 2


def test_a_source_shows_its_figures_with_a_bar_for_each_day(crawled: Newsroom) -> None:
    run = crawled.run("sources", "status", "papers", "--days", "5", LC_ALL="C.UTF-8")
    lines = {line[2:17].strip(): line[17:] for line in run.out.splitlines()}
    assert run.code == 0
    assert lines["articles a day"].startswith("▁▁▁▁█")
    assert lines["with title"].startswith("    ")
    assert lines["with title"].split()[0] == "█"


def test_bars_are_ascii_where_the_terminal_has_no_others(crawled: Newsroom) -> None:
    run = crawled.run("sources", "status", "papers", TERM="dumb")
    assert run.out.isascii()


def test_status_as_json_has_every_day(crawled: Newsroom) -> None:
    run = crawled.run("sources", "status", "--json", "--days", "3", "papers", "rolling")
    assert [line["source"] for line in run.lines] == ["papers", "rolling"]
    assert all(len(line["days"]) == 3 for line in run.lines)
    assert run.lines[0]["days"][-1]["articles"] > 0
    assert run.lines[0]["last_success"]


def test_a_source_that_was_never_crawled_says_so(crawled: Newsroom) -> None:
    run = crawled.run("sources", "status", "market-37")
    assert run.out.strip() == "market-37  never crawled with success"


def test_an_unknown_source_is_wrong_use(crawled: Newsroom) -> None:
    run = crawled.run("sources", "status", "nowhere")
    assert run.code == 2
    assert "'nowhere' is no source" in run.err


def test_a_standing_alarm_makes_the_code_three(site: Site, tmp_path: Path) -> None:
    newsroom = open_newsroom(tmp_path / "newsroom", site)
    newsroom.crawl("papers")
    raise_alarm(newsroom)
    run = newsroom.run("sources", "status", "papers")
    assert run.code == 3
    assert "alarm: dates-missing: 0 of 6 have one, since " in run.out
    assert "dates-missing" in newsroom.run("runs").out
