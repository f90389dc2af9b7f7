"""JSON Lines and CSV: what they hold, and how they reach their place."""

import csv
import io
import json
import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from archiver.errors import ExportError
from archiver.exporters.csv_table import COLUMNS, write_csv
from archiver.exporters.jsonl import write_jsonl
from archiver.exporters.record import entry_record
from archiver.plugins import ExportOptions

PLAIN = ExportOptions()
EXCEL = ExportOptions(excel=True)


def rows_of(raw: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def test_jsonl_holds_one_record_a_line(tmp_path, entry, make_entry, shelf):
    place = tmp_path / "news.jsonl"
    report = write_jsonl(shelf(entry, make_entry(id=8)), str(place), PLAIN)
    lines = place.read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == [7, 8]
    assert json.loads(lines[0]) == entry_record(entry)
    assert (report.destination, report.written_count) == (str(place), 2)


def test_a_dash_writes_to_standard_output(capfdbinary, entry, shelf):
    write_jsonl(shelf(entry), "-", PLAIN)
    assert json.loads(capfdbinary.readouterr().out)["id"] == 7


def test_standard_output_is_utf8_whatever_the_locale(entry):
    program = """
import pickle, sys
from archiver.exporters.csv_table import write_csv
from archiver.plugins import ExportOptions
class Shelf:
    def entries(self):
        yield pickle.load(sys.stdin.buffer)
write_csv(Shelf(), "-", ExportOptions())
"""
    environment = os.environ | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    run = subprocess.run(
        [sys.executable, "-c", program],
        input=pickle.dumps(entry),
        env=environment,
        cwd=Path(__file__).parents[2],
        capture_output=True,
        check=True,
    )
    assert rows_of(run.stdout)[0]["title"] == entry.title


def test_missing_folders_are_made(tmp_path, entry, shelf):
    place = tmp_path / "a" / "b" / "news.csv"
    write_csv(shelf(entry), str(place), PLAIN)
    assert place.is_file()


def test_an_export_that_breaks_off_leaves_the_earlier_file_as_it_was(tmp_path, entry, failing_shelf):
    place = tmp_path / "news.jsonl"
    place.write_text("earlier")
    with pytest.raises(RuntimeError):
        write_jsonl(failing_shelf(entry), str(place), PLAIN)
    assert place.read_text() == "earlier"


def test_an_export_that_breaks_off_leaves_nothing_half_written(tmp_path, entry, failing_shelf):
    with pytest.raises(RuntimeError):
        write_csv(failing_shelf(entry), str(tmp_path / "news.csv"), PLAIN)
    assert list(tmp_path.iterdir()) == []


def test_a_file_replaced_keeps_its_permissions(tmp_path, entry, shelf):
    place = tmp_path / "news.jsonl"
    place.touch(mode=0o600)
    write_jsonl(shelf(entry), str(place), PLAIN)
    assert place.stat().st_mode & 0o777 == 0o600


def test_a_link_is_followed_and_stays_a_link(tmp_path, entry, shelf):
    link = tmp_path / "link.jsonl"
    link.symlink_to(tmp_path / "real.jsonl")
    write_jsonl(shelf(entry), str(link), PLAIN)
    assert link.is_symlink()
    assert (tmp_path / "real.jsonl").is_file()


def test_a_folder_as_destination_is_refused_in_one_line(tmp_path, entry, shelf):
    with pytest.raises(ExportError, match="is a folder; give the name of a file") as caught:
        write_jsonl(shelf(entry), str(tmp_path), PLAIN)
    assert "\n" not in str(caught.value)


def test_a_file_in_the_way_of_a_folder_is_named(tmp_path, entry, shelf):
    (tmp_path / "taken").touch()
    with pytest.raises(ExportError, match="part of the path is a file"):
        write_jsonl(shelf(entry), str(tmp_path / "taken" / "news.jsonl"), PLAIN)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no /dev/full")
def test_a_full_disk_is_told_with_what_to_do(entry, shelf):
    with pytest.raises(ExportError, match="free some space"):
        write_jsonl(shelf(entry), "/dev/full", PLAIN)


def test_a_reader_that_goes_away_is_left_to_the_command_line(monkeypatch, entry, shelf):
    reading, writing = os.pipe()
    os.close(reading)
    with open(writing, "wb", buffering=0) as pipe:
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(pipe))
        with pytest.raises(BrokenPipeError):
            write_jsonl(shelf(entry), "-", PLAIN)


def test_csv_holds_a_row_an_article_below_the_columns(tmp_path, entry, shelf):
    place = tmp_path / "news.csv"
    write_csv(shelf(entry), str(place), PLAIN)
    (row,) = rows_of(place.read_bytes())
    assert tuple(row) == COLUMNS
    assert row["title"] == "河边的“新桥”通车"


def test_csv_joins_lists_and_keeps_blank_lines(tmp_path, entry, shelf):
    place = tmp_path / "news.csv"
    write_csv(shelf(entry), str(place), PLAIN)
    (row,) = rows_of(place.read_bytes())
    assert row["authors"] == "王一; 李二"
    assert row["text"] == "新桥昨日通车。\n\n全长三百米。"
    assert row["mentions"] == "桥梁公司 (1.600000)"


def test_csv_leaves_absent_values_empty(tmp_path, make_entry, shelf):
    place = tmp_path / "news.csv"
    write_csv(shelf(make_entry(editor=None, tags=())), str(place), PLAIN)
    (row,) = rows_of(place.read_bytes())
    assert (row["editor"], row["tags"]) == ("", "")


def test_csv_for_spreadsheets_begins_with_a_byte_order_mark(tmp_path, entry, shelf):
    place = tmp_path / "news.csv"
    write_csv(shelf(entry), str(place), EXCEL)
    assert place.read_bytes().startswith(b"\xef\xbb\xbfid,")


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_csv_for_spreadsheets_defuses_formulas(tmp_path, make_entry, shelf, title):
    place = tmp_path / "news.csv"
    write_csv(shelf(make_entry(title=title)), str(place), EXCEL)
    assert rows_of(place.read_bytes())[0]["title"] == f"'{title}"


def test_csv_for_programs_keeps_cells_exact(tmp_path, make_entry, shelf):
    place = tmp_path / "news.csv"
    write_csv(shelf(make_entry(title="=1+1")), str(place), PLAIN)
    assert rows_of(place.read_bytes())[0]["title"] == "=1+1"


def test_csv_survives_a_lone_surrogate(tmp_path, make_entry, shelf):
    place = tmp_path / "news.csv"
    write_csv(shelf(make_entry(title="a\ud800b")), str(place), PLAIN)
    assert rows_of(place.read_bytes())[0]["title"] == "a?b"
