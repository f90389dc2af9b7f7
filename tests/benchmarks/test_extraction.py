"""Reading pages is measured: each system in a process of its own, on pages made up here."""

import json
import lzma
import shutil
import subprocess
import sys
from pathlib import Path

import peers
import pytest
from floors import MARGIN, find_faults, load_floors, write_floors
from pages import SETS, Page, load_pages, pages_folder
from result_tables import UNSEEN, as_markdown, as_text, quality_table, renew
from scores import Reading, gold_counts, score, summarise
from workers import FIELDS, System, Worker, find_systems

ROOT = Path(__file__).parents[2]
TEXT = [
    "The new bridge over the river was opened on Monday morning, after four years of work and two delays.",
    "Some three hundred people walked across it in the first hour, most of them with a dog or a bicycle.",
    "The mayor said that the old bridge would stay open for pedestrians until the end of the year.",
]
HTML = (
    "<html><head><title>The bridge is open - The Examiner</title>"
    '<meta property="og:title" content="The bridge is open">'
    '<meta property="article:published_time" content="2024-05-06T09:30:00+02:00">'
    '<meta name="author" content="Ann Lee"></head><body><nav><a href="/">Home</a> <a href="/a">News</a></nav>'
    f"<article><h1>The bridge is open</h1>{''.join(f'<p>{text}</p>' for text in TEXT)}</article>"
    "<footer>All rights reserved</footer></body></html>"
)
EXPECTED = {
    "title": "The bridge is open",
    "authors": ["Ann Lee"],
    "date": "2024-05-06",
    "text": "\n".join(TEXT),
    "paragraphs": TEXT,
    "with": ["first hour"],
    "without": ["rights reserved"],
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Each set has three pages, of three sites."""
    folder = tmp_path_factory.mktemp("pages")
    for name in SETS:
        pages = [
            {"url": f"https://{host}.example/bridge", "html": HTML, "expected": EXPECTED} for host in "abc"
        ]
        with lzma.open(folder / f"{name}.jsonl.xz", "wt", encoding="utf-8") as lines:
            lines.writelines(json.dumps(page) + "\n" for page in pages)
    return folder


def run(folder, *arguments):
    command = [sys.executable, str(ROOT / "benchmarks" / "extraction.py"), "--pages", str(folder), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)


def test_every_metric_of_every_set_is_measured(folder):
    said = json.loads(run(folder, "--system", "archiver", "--system", "structured-only", "--json").stdout)
    assert said["pages"] == dict.fromkeys(SETS, 3)
    for name in SETS:
        means = said["quality"][name]["archiver"]
        assert means.pop("without", 0.0) == 0.0
        assert means.pop("errors") == 0.0
        assert set(means.values()) == {1.0}, name
    assert said["quality"]["wcxb-dev"]["structured-only"]["author_F1"] == 1.0
    assert "word_F1" not in said["quality"]["wcxb-dev"]["structured-only"]


def test_without_pages_it_says_so(tmp_path):
    assert "nothing is measured" in run(tmp_path / "none").stdout


def test_each_page_is_read_by_the_table_that_did_not_see_its_site(folder, tmp_path):
    for part in (0, 1):
        shutil.copy(ROOT / "archiver" / "sites" / "page" / "model.json", tmp_path / f"without-{part}.json")
    arguments = ["--system", "archiver", "--set", "wcxb-dev", "--split", str(tmp_path), "--json"]
    both = json.loads(run(folder, *arguments).stdout)["quality"]["wcxb-dev"]
    assert both[UNSEEN] == both["archiver"]
    # Tables that see no text anywhere: only they can have read the pages of their part.
    table = json.loads((tmp_path / "without-0.json").read_text())
    table["second"] = [[[], [], [], [], [-9.0]]]
    (tmp_path / "without-0.json").write_text(json.dumps(table))
    both = json.loads(run(folder, *arguments).stdout)["quality"]["wcxb-dev"]
    assert both[UNSEEN]["word_F1"] < both["archiver"]["word_F1"] == 1.0


def test_speed_is_measured_side_by_side(folder):
    (one,) = json.loads(
        run(folder, "--speed", "--count", "8", "--rounds", "2", "--system", "archiver", "--json").stdout
    )
    assert one["pages_per_second"] > 0
    assert one["peak_mb"] > 1
    assert one["ratios"] == []


def test_an_earlier_measurement_is_added(folder, tmp_path):
    earlier = tmp_path / "earlier.json"
    earlier.write_text(run(folder, "--system", "structured-only", "--json").stdout)
    table = run(folder, "--system", "archiver", "--set", "htmldate-even", "--add", str(earlier)).stdout
    assert "archiver" in table
    assert "structured-only" in table


def test_a_peer_that_is_not_installed_is_named(folder):
    # It pins a dateutil that this program cannot have, so it is never in the same environment.
    done = run(folder, "--set", "htmldate-even", "--system", "archiver", "--system", "newspaper4k")
    assert done.stderr == "newspaper4k is not installed and left out\n"
    assert "archiver" in done.stdout
    assert "newspaper4k" not in done.stdout


def test_where_a_system_fails_its_reading_is_empty():
    def fail(page):
        raise ValueError(page)

    assert peers.read_page(fail, {}) is None
    page = Page("wcxb-dev", "a.example", "", b"", EXPECTED)
    means = summarise([page, page], [None, {"paragraphs": TEXT}], FIELDS["readability-lxml"])
    assert means["errors"] == 1
    assert means["word_F1"] == pytest.approx(0.5)
    assert "date_acc" not in means


def test_a_worker_that_dies_is_told(folder):
    system = find_systems(["archiver"], [])["archiver"]
    with Worker(system, model=folder / "none.json") as worker, pytest.raises(ChildProcessError):
        worker.load(load_pages(folder, "wcxb-dev"))


def test_dates_of_pages_without_one_count_apart():
    page = Page("htmldate-even", "a.example", "", b"", {"date": None})
    assert score(Reading(published="2024-05-06"), page, "date") == {"date_false": (1.0, 1.0)}
    assert score(Reading(), page, "date") == {"date_false": (0.0, 1.0)}


def test_the_time_of_day_counts_where_the_page_prints_one():
    html = f"<body><p>2024-05-06 09:30</p><p>{TEXT[0]}</p></body>"
    page = Page("gne-even", "a.example", "", html.encode(), {"date": "2024-05-06", "paragraphs": TEXT})
    assert score(Reading(published="2024-05-06T09:30:00+08:00"), page, "date clock")["time_acc"] == (1.0, 1.0)
    assert score(Reading(published="2024-05-06"), page, "date clock")["time_acc"] == (0.0, 1.0)
    assert "time_acc" not in score(Reading(published="2024-05-06"), page, "date")


@pytest.mark.parametrize("printed", ["2024-05-06T09:30:00Z", "2024年5月6日 9:30", "2024/5/6"])
def test_a_day_is_read_out_of_what_a_system_gives(printed):
    assert Reading(published=printed).day == "2024-05-06"


def test_tables_put_us_first_and_the_others_by_quality():
    results = {"a": {"par_F1": 0.1, "errors": 2.0}, "b": {"par_F1": 0.9}, "archiver": {"par_F1": 0.5}}
    systems = {"a": System("a", "1.0", "python", "3.11")}
    rows = quality_table("fundus-even", results, systems, all_columns=False)
    assert [row[0] for row in rows] == ["system", "archiver", "b", "a"]
    assert rows[3][:3] == ["a", "1.0", "0.100"]
    assert rows[3][-1] == "2"
    assert "| a | 1.0 | 0.100 |" in as_markdown("t", rows)
    assert "a        1.0" in as_text("t", rows)


@pytest.mark.parametrize("set_name", SETS)
def test_tables_fit_a_terminal(set_name):
    rows = quality_table(set_name, {}, {}, all_columns=False)
    rows.append(["trafilatura-precision", "0.1.1.dev0", *["0.000"] * (len(rows[0]) - 2)])
    assert max(map(len, as_text("t", rows).splitlines())) <= 160


def test_a_document_gets_new_tables_in_the_old_place(tmp_path):
    document = tmp_path / "page.md"
    document.write_text("above\n<!-- quality -->\nold\n<!-- /quality -->\nbelow\n")
    renew(document, "quality", "new \\1")
    assert document.read_text() == "above\n<!-- quality -->\n\nnew \\1\n<!-- /quality -->\nbelow\n"
    with pytest.raises(ValueError, match="speed"):
        renew(document, "speed", "new")


def test_floors_are_a_margin_below_and_hold_only_what_is_worse(tmp_path):
    quality = {"fundus-even": {"archiver": {"par_F1": 0.9, "errors": 0.0, "author_false": 0.1}}}
    write_floors(tmp_path / "floors.toml", 4, {"fundus-even": {"par_F1": 100, "author_false": 100}}, quality)
    floors = load_floors(tmp_path / "floors.toml")
    assert floors["every"] == 4
    assert floors["fundus-even"]["least"] == {"par_F1": pytest.approx(0.9 - MARGIN)}
    assert floors["fundus-even"]["most"] == {"errors": 0.0, "author_false": pytest.approx(0.1 + MARGIN)}

    def faults(**changed):
        means = {**quality["fundus-even"]["archiver"], **changed}
        return list(find_faults(floors, {"fundus-even": {"archiver": means}}))

    assert faults() == faults(par_F1=1.0, author_false=0.0) == faults(par_F1=0.9 - MARGIN / 2) == []
    assert len(faults(par_F1=0.8)) == len(faults(author_false=0.2)) == len(faults(errors=1.0)) == 1
    assert list(find_faults(floors, {})) == [
        f"fundus-even {name} was not measured" for name in ("par_F1", "author_false", "errors")
    ]


def test_a_floor_of_few_pages_lets_one_of_them_go(tmp_path):
    quality = {"fundus-even": {"archiver": {"par_F1": 0.9}}}
    write_floors(tmp_path / "floors.toml", 4, {"fundus-even": {"par_F1": 20}}, quality)
    assert load_floors(tmp_path / "floors.toml")["fundus-even"]["least"]["par_F1"] == pytest.approx(0.85)


def test_pages_are_counted_that_a_metric_is_measured_on():
    dated, none = {"date": "2024-05-06", "authors": []}, {"date": None, "authors": ["Ann Lee"]}
    pages = [Page("wcxb-dev", "a.example", "", b"", one) for one in (dated, dated, none)]
    counts = gold_counts(pages, FIELDS["archiver"])
    assert (counts["date_acc"], counts["date_false"], counts["author_F1"], counts["author_false"]) == (
        2,
        1,
        1,
        2,
    )


def test_a_sample_is_taken_of_large_sets_only(folder):
    counts = {name: len(load_pages(folder, name, 2)) for name in SETS}
    assert counts == {"wcxb-dev": 2, "fundus-even": 3, "gne-even": 3, "htmldate-even": 2}


def test_the_pages_are_beside_the_project_or_where_is_said(monkeypatch):
    monkeypatch.setenv("ARCHIVER_SHARED", "/somewhere")
    assert pages_folder() == Path("/somewhere/benchmarks")
    monkeypatch.delenv("ARCHIVER_SHARED")
    assert pages_folder() == ROOT.parent / "shared" / "benchmarks"
