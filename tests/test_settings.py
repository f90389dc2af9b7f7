"""Settings: defaults < file < environment < flags; all faults at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.errors import SettingsError
from archiver.settings import load_settings
from archiver.tables import find_line


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "archiver.toml"
    path.write_text('retries = 5\ncontact = "me@example.org"\ndatabase = "sqlite:///data/a.db"\n')
    return path


def test_the_file_comes_before_the_defaults(config: Path) -> None:
    assert load_settings(config=config, environment={}).retries == 5


def test_the_environment_comes_before_the_file(config: Path) -> None:
    assert load_settings(config=config, environment={"ARCHIVER_RETRIES": "7"}).retries == 7


def test_flags_come_before_the_environment(config: Path) -> None:
    settings = load_settings(config=config, environment={"ARCHIVER_RETRIES": "7"}, flags={"retries": 9})
    assert settings.retries == 9


def test_a_flag_that_was_not_given_sets_nothing(config: Path) -> None:
    assert load_settings(config=config, environment={}, flags={"retries": None}).retries == 5


def test_the_environment_may_name_the_file(config: Path) -> None:
    assert load_settings(environment={"ARCHIVER_CONFIG": str(config)}).retries == 5


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ARCHIVER_DELAY_SECOND", "ARCHIVER_DELAY_SECONDS"),
        ("ARCHIVER_RETIRES", "ARCHIVER_RETRIES"),
        ("ARCHIVER_CONFIGS", "ARCHIVER_CONFIG"),
    ],
)
def test_a_misspelt_variable_is_told(written: str, meant: str) -> None:
    with pytest.raises(SettingsError, match=f"{written}: no such setting; write {meant}$"):
        load_settings(environment={written: "1"})


def test_a_variable_of_another_program_is_left_alone() -> None:
    assert load_settings(environment={"ARCHIVER_SHARED": "/srv/shared", "ARCHIVERS": "2"}).retries == 3


def test_paths_in_a_file_are_relative_to_it(config: Path) -> None:
    settings = load_settings(config=config, environment={})
    assert settings.database == f"sqlite:///{config.parent}/data/a.db"
    config.write_text('sources = "mine.toml"\n')
    assert load_settings(config=config, environment={}).sources == str(config.parent / "mine.toml")


@pytest.mark.parametrize("url", ["sqlite:////var/a.db", "sqlite:///:memory:", "postgresql+psycopg://u@h/d"])
def test_absolute_and_server_databases_stay_as_written(config: Path, url: str) -> None:
    config.write_text(f'database = "{url}"\n')
    assert load_settings(config=config, environment={}).database == url


def test_all_faults_of_file_and_environment_are_told_together(config: Path) -> None:
    config.write_text("retires = 5\ncontact = 3\n\ntimeout_seconds = -1\n")
    with pytest.raises(SettingsError) as caught:
        load_settings(config=config, environment={"ARCHIVER_CONCURRENCY": "none"})
    faults = "\n".join(caught.value.faults)
    for words in (":1: retires", ":2: contact", ":4: timeout_seconds", "ARCHIVER_CONCURRENCY"):
        assert words in faults


def test_the_user_agent_is_honest_and_has_the_contact(config: Path) -> None:
    agent = load_settings(config=config, environment={}).agent()
    assert agent.startswith("news-archiver/")
    assert "me@example.org" in agent


def test_a_line_is_found_in_nested_tables_and_arrays() -> None:
    text = '[a]\nx = 1\n\n[a."b.c"]\ny = 2\n[[d]]\nz = 3\n'
    assert find_line(text, ("a", "x")) == 2
    assert find_line(text, ("a", "b.c", "y")) == 5
    assert find_line(text, ("a", "b.c", "missing")) == 4
    assert find_line(text, ("nowhere",)) == 1


@given(st.text(max_size=200), st.lists(st.text(max_size=5), max_size=3))
def test_any_text_has_a_line_for_any_place(text: str, place: list[str]) -> None:
    assert find_line(text, place) >= 1


@pytest.mark.parametrize("seconds", ["1e300", "inf", "nan", "-1", "86401.0"])
def test_a_delay_that_no_run_outlives_is_refused(config: Path, seconds: str) -> None:
    config.write_text(f"delay_seconds = {seconds}\n")
    with pytest.raises(SettingsError):
        load_settings(config=config, environment={})
