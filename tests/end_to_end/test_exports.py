"""What goes in and out of an archive through the command line."""

from __future__ import annotations

import csv
import io
import json
import os
import sqlite3
from pathlib import Path

import pytest
from newsrooms import Newsroom, open_newsroom

from archiver.sample.process import Site

SEED = Path(os.environ.get("ARCHIVER_SHARED", Path(__file__).parents[3] / "shared")) / "seed"
POST = "2022-02-11-NW202202112273301324.md"
needs_seed = pytest.mark.skipif(not SEED.is_dir(), reason=f"the seed posts are not at {SEED}")
KEYS = [
    *("id", "url", "urls", "code", "site", "source", "title", "published_at", "published_precision"),
    *("modified_at", "modified_precision", "description", "authors", "byline", "publisher", "editor"),
    *("language", "category", "tags", "section", "keywords", "paragraphs", "text", "html", "image"),
    *("images", "mentions", "appearances", "revision", "first_seen_at", "last_seen_at", "gone_at"),
]


@pytest.fixture(scope="module")
def filled(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """A crawled archive; the tests read it and change nothing."""
    newsroom = open_newsroom(tmp_path_factory.mktemp("filled"), site)
    newsroom.crawl()
    return newsroom


def test_the_record_is_the_same_in_every_place(filled: Newsroom) -> None:
    code = "NW202202112273301405"
    exported = filled.articles()[code]
    assert list(exported) == KEYS
    assert filled.run("show", code, "--format", "json").lines == [exported]
    assert filled.run("fetch", code, "--format", "json").lines == [exported]
    listed = filled.run("list", "--json", "--limit", "100").lines
    assert exported in listed


def test_a_record_is_printed_as_it_is(newsroom: Newsroom) -> None:
    newsroom.site.edit("NW202202112273301408", title="比分 4:100:3 :heart: [red]赛[/red]")
    newsroom.run("fetch", "NW202202112273301408", "--format", "json")
    shown = newsroom.run("show", "NW202202112273301408", "--format", "json", PYTHONIOENCODING="ascii").lines
    assert [record["title"] for record in shown] == ["比分 4:100:3 :heart: [red]赛[/red]"]


def test_an_article_is_shown_by_id_code_and_any_address(filled: Newsroom) -> None:
    record = filled.articles()["202202112273400501"]
    for name in (str(record["id"]), record["code"], *record["urls"], record["url"] + "&cid=5"):
        assert filled.run("show", name, "--format", "json").lines == [record]


@pytest.mark.parametrize(
    ("filters", "field", "wanted"),
    [
        (("--publisher", "海澜新闻"), "publisher", "海澜新闻"),
        (("--category", "rolling"), "category", "rolling"),
        (("--source", "papers"), "source", "papers"),
    ],
)
def test_filters_choose(filled: Newsroom, filters: tuple[str, str], field: str, wanted: str) -> None:
    chosen = filled.run("export", "jsonl", "-", *filters).lines
    everything = filled.articles().values()
    assert chosen
    assert [r["id"] for r in chosen] == [r["id"] for r in everything if r[field] == wanted]


def test_author_tag_and_days_choose(filled: Newsroom) -> None:
    by_author = filled.run("list", "--json", "--author", "郑文博").lines
    assert [record["code"] for record in by_author] == ["NW202202112273301405"]
    by_tag = filled.run("list", "--json", "--tag", "滚动新闻").lines
    assert {record["category"] for record in by_tag} == {"rolling"}
    on_a_day = filled.run("list", "--json", "--since", "2022-02-12", "--until", "2022-02-12").lines
    everything = filled.articles().values()
    wanted = {r["id"] for r in everything if r["published_at"] and r["published_at"][:10] == "2022-02-12"}
    assert {record["id"] for record in on_a_day} == wanted


def test_csv_for_spreadsheets_has_a_mark_and_every_row(filled: Newsroom) -> None:
    destination = filled.folder / "out" / "articles.csv"
    assert filled.run("export", "csv", str(destination), "--excel").code == 0
    raw = destination.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert len(rows) == len(filled.articles())


def test_a_database_export_run_twice_adds_only_what_is_new(filled: Newsroom) -> None:
    url = f"sqlite:///{filled.folder}/corpus.db"
    first = filled.run("export", "database", url)
    second = filled.run("export", "database", url)
    total = len(filled.articles())
    assert f"{total} articles written" in first.err
    assert second.err.startswith("0 articles written")
    with sqlite3.connect(filled.folder / "corpus.db") as corpus:
        assert corpus.execute("SELECT count(*) FROM articles").fetchone() == (total,)
        assert corpus.execute("SELECT count(*) FROM paragraphs").fetchone()[0] > total


def test_a_jekyll_export_has_a_post_for_every_article(filled: Newsroom) -> None:
    site = filled.folder / "site"
    assert filled.run("export", "jekyll", str(site)).code == 0
    assert len(list((site / "_posts").iterdir())) == len(filled.articles())
    assert (site / "_config.yml").is_file()


def test_an_exported_site_imports_again(filled: Newsroom) -> None:
    site = filled.folder / "site-to-import"
    filled.run("export", "jekyll", str(site))
    other = f"sqlite:///{filled.folder}/other.db"
    filled.run("import", "jekyll", str(site / "_posts"), "--database", other)
    lines = filled.run("export", "jsonl", "-", "--database", other).lines
    before = {record["code"]: record["text"] for record in filled.articles().values() if record["code"]}
    after = {record["code"]: record["text"] for record in lines if record["code"]}
    assert set(before) == set(after)
    assert {code: text for code, text in after.items() if text != before[code]} == {}


@needs_seed
def test_the_seed_post_comes_in_as_it_should(newsroom: Newsroom) -> None:
    newsroom.run("import", "jekyll", str(SEED / POST))
    record = newsroom.articles()["NW202202112273301324"]
    assert record["title"] == "“三个聚焦”打通监督“最后一米”"
    assert record["published_at"] == "2022-02-11T08:38:02+08:00"
    assert (record["authors"], record["byline"]) == (["许绍伟"], "■许绍伟")
    assert record["publisher"] == "漯河日报"
    assert (record["category"], record["tags"]) == ("taheribao", ["漯河日报新闻"])
    assert len(record["paragraphs"]) == 6
    assert record["paragraphs"][0].startswith("源汇区纪委监委认真贯彻落实")
    assert record["paragraphs"][-1].startswith("作者系源汇区委常委")


@needs_seed
def test_the_seed_post_exported_again_is_the_same_file(newsroom: Newsroom) -> None:
    newsroom.run("import", "jekyll", str(SEED))
    newsroom.run("export", "jekyll", "site")
    exported = newsroom.folder / "site" / "_posts" / POST
    assert exported.read_bytes() == (SEED / POST).read_bytes()


@needs_seed
def test_the_broken_seed_posts_come_in_without_loss_and_say_what_is_broken(newsroom: Newsroom) -> None:
    done = newsroom.run("import", "jekyll", str(SEED))
    assert done.code == 3
    assert len(newsroom.articles()) == 4
    undated = newsroom.articles()["202205262391921712"]
    assert undated["published_at"] is None
    assert any("新能源" in paragraph for paragraph in undated["paragraphs"])
    assert {mention["name"] for mention in undated["mentions"]} >= {"蔚来", "新能源"}
    assert "no-date" in {failure["reason"] for failure in newsroom.failures()}


@needs_seed
def test_importing_twice_adds_nothing(newsroom: Newsroom) -> None:
    newsroom.run("import", "jekyll", str(SEED))
    done = newsroom.run("import", "jekyll", str(SEED))
    assert done.out.startswith("0 new · 0 revised")
    assert len(newsroom.articles()) == 4


def test_extract_gives_records_in_the_order_of_its_input(newsroom: Newsroom) -> None:
    pages = [
        {
            "url": f"http://paper.example/{n}.html",
            "html": f"<h1>Story {n}</h1><p>{'The river rose again. ' * 9}</p>",
        }
        for n in range(5)
    ]
    process = newsroom.start_without_config("extract")
    out, _ = process.communicate("".join(json.dumps(page) + "\n" for page in pages), timeout=60)
    records = [json.loads(line) for line in out.splitlines()]
    assert [record["title"] for record in records] == [f"Story {n}" for n in range(5)]
    assert list(records[0]) == [*KEYS, "warnings"]
    assert records[0]["warnings"] == [{"reason": "no-date", "message": "no date is known"}]
    assert not (newsroom.folder / "archive.db").exists()
