"""The reference pages name all that is there, and nothing that is not."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
import typer.main
from doc_pages import DOCS, GUIDE, README, blocks, commands, prose, table_rows

from archiver.cli.main import make_app
from archiver.explain.fields import TEXT_RULES
from archiver.explain.record import explanation_record
from archiver.explain.records import Explanation
from archiver.exporters.csv_table import COLUMNS
from archiver.exporters.database_tables import metadata as export_tables
from archiver.exporters.record import article_record
from archiver.normalise.article import normalise
from archiver.normalise.fingerprints import SHORTEST_MERGED
from archiver.reasons import Reason
from archiver.records import Draft, Stage, Target
from archiver.settings import PREFIX, Settings
from archiver.sites.page.body import Fate
from archiver.sources.durations import format_duration
from archiver.sources.file import ShareSite
from archiver.sources.keys import Source
from archiver.sources.kinds import KINDS
from archiver.sources.pages import PageTable
from archiver.store.fitting import LONGEST_KEY_BYTES
from archiver.store.schema import metadata

REFERENCE = DOCS / "reference"
_OPTION = re.compile(r"(?<![\w-])(--[a-z][\w-]+|-[a-z])\b")


def verbs() -> dict[str, set[str]]:
    """Give every verb with its options, by introspection; ``""`` is the command itself."""
    found: dict[str, set[str]] = {}
    waiting = [("", typer.main.get_command(make_app(None)))]
    while waiting:
        name, command = waiting.pop()
        inner = getattr(command, "commands", {})
        options = {text for one in command.params for text in one.opts if text.startswith("-")}
        if not inner or not name:
            found[name] = options - {"--help", "-h"}
        waiting += [(f"{name} {verb}".strip(), one) for verb, one in inner.items()]
    return found


VERBS = verbs()


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb or "before the verb")
def test_every_option_of_a_verb_is_documented_and_every_documented_one_is_there(verb: str) -> None:
    rows = table_rows(REFERENCE / "commands.md", verb or "Options before the verb")
    assert {option for row in rows for option in _OPTION.findall(row[0])} == VERBS[verb]


def test_every_shared_option_is_explained() -> None:
    rows = table_rows(REFERENCE / "commands.md", "Options of many verbs")
    explained = {option for row in rows for option in _OPTION.findall(row[0])}
    assert explained <= set.union(*VERBS.values())
    for verb in VERBS:
        for option, meaning in table_rows(REFERENCE / "commands.md", verb or "Options before the verb"):
            if "as above" in meaning:
                assert set(_OPTION.findall(option)) <= explained, verb


def test_every_verb_of_the_pages_commands_is_there_with_its_options() -> None:
    for page in (README, GUIDE):
        lines = [c.line for block in blocks(page) if block.language == "console" for c in commands(block)]
        for line in lines:
            for part in re.findall(r"(?:^|\|\s*|&& )archiver ([^|>]*)", line):
                words = part.split()
                verb = words[0] if words[0] in VERBS else " ".join(words[:2])
                assert verb in VERBS, line
                assert set(_OPTION.findall(part)) <= VERBS[verb], line


def test_every_setting_is_documented_with_its_default_and_variable() -> None:
    rows = {row[0].strip("`"): row for row in table_rows(REFERENCE / "settings.md", "Settings")}
    fields = Settings.model_fields
    assert list(rows) == list(fields)
    for name, row in rows.items():
        assert row[3] == f"`{PREFIX}{name.upper()}`"
        if fields[name].default_factory is not None:
            assert row[1] == "the cores of the machine"
            continue
        default = fields[name].default
        shown = str(default).lower() if isinstance(default, bool) else str(default)
        assert row[1] == (f"`{shown}`" if shown else "empty")


@pytest.mark.parametrize(
    ("heading", "model"),
    [
        ("[sites.NAME]", ShareSite),
        ("[pages.NAME]", PageTable),
        ("Keys of every kind", Source),
        *((f"Kind {kind}", model) for kind, model in KINDS.items()),
    ],
)
def test_every_key_of_the_sources_is_documented_with_its_default(heading: str, model: type) -> None:
    rows = {row[0].strip("`"): row for row in table_rows(REFERENCE / "sources.md", heading)}
    own = {
        name: field
        for name, field in model.model_fields.items()
        if model is Source or name not in _keys_above(model) or name in model.__annotations__
    }
    fields = {field.alias or name: field for name, field in own.items()}
    assert list(rows) == list(fields) or set(rows) == set(fields)
    for name, row in rows.items():
        field = fields[name]
        default = field.get_default(call_default_factory=True)
        if field.is_required():
            assert row[2] == "must be given", name
        elif isinstance(default, bool):
            assert row[2] == f"`{str(default).lower()}`", name
        elif isinstance(default, list) and default:
            assert row[2] == ", ".join(f"`{_written(one)}`" for one in default), name
        elif default in ({}, []):
            assert row[2] == "empty", name
        elif default not in ("", None):
            assert row[2] == f"`{default}`", name


def test_every_reason_and_stage_is_explained() -> None:
    page = REFERENCE / "failures.md"
    assert {row[0].strip("`") for row in table_rows(page, "Reasons")} == {reason.value for reason in Reason}
    assert {row[0].strip("`") for row in table_rows(page, "Stages")} == {stage.value for stage in Stage}
    assert all(len(row) == 3 and all(row) for row in table_rows(page, "Reasons"))


def test_every_fate_of_a_block_and_every_key_of_an_explanation_is_explained() -> None:
    page = REFERENCE / "explain.md"
    assert [row[0].strip("`") for row in table_rows(page, "Fates")] == [fate.value for fate in Fate]
    told = Explanation(url="", code=None, language=None, time_zone="UTC", fields=())
    assert [row[0].strip("`") for row in table_rows(page, "JSON")] == list(explanation_record(told))


def test_every_rule_of_cleaning_is_explained() -> None:
    named = {word for row in table_rows(REFERENCE / "explain.md", "Rules") for word in row[0].split("`")}
    assert set(TEXT_RULES.values()) <= named


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda table: table.name)
def test_every_column_of_the_archive_is_documented(table) -> None:
    rows = table_rows(REFERENCE / "database.md", table.name)
    assert {name for row in rows for name in re.findall(r"`([^`]+)`", row[0])} == set(table.columns.keys())


def test_the_export_database_is_documented() -> None:
    rows = table_rows(REFERENCE / "database.md", "The export database")
    shown = {row[0].strip("`"): set(re.findall(r"`(\w+)`", row[1])) for row in rows}
    assert shown == {table.name: set(table.columns.keys()) for table in export_tables.sorted_tables}


def test_every_key_of_the_record_is_documented_in_its_order() -> None:
    keys = [row[0].strip("`") for row in table_rows(REFERENCE / "record.md", "The JSON record")]
    assert keys == record_keys()
    left_out = re.search(r"CSV leaves out `(\w+)`, `(\w+)` and `(\w+)`", prose(REFERENCE / "record.md"))
    assert left_out
    assert set(COLUMNS) == set(keys) - set(left_out.groups())


def record_keys() -> list[str]:
    target = Target(url="http://host/", identity="url:host/", site="host")
    draft = Draft(target=target, fetched_at=datetime.now(UTC), addresses=(), body_html="<p>Text.</p>")
    return list(article_record(normalise(draft)))


def test_numbers_in_the_documents_are_those_of_the_program() -> None:
    assert str(SHORTEST_MERGED) in prose(DOCS / "decisions" / "0004-identity.md")
    assert f"{LONGEST_KEY_BYTES:,} bytes" in prose(REFERENCE / "database.md")


def _written(value: object) -> object:
    return format_duration(value) if isinstance(value, timedelta) else value


def _keys_above(model: type) -> set[str]:
    """Give the keys that a table has from the kind that it is one of."""
    return set(getattr(model.__bases__[0], "model_fields", {}))
