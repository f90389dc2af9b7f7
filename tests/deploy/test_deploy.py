"""The files of ``deploy/``: sound as far as this machine can tell, and true to the command line."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
from configparser import RawConfigParser
from pathlib import Path

import pytest
import typer.main
import yaml

from archiver.cli.main import make_app
from archiver.settings import PREFIX, Settings, load_settings

DEPLOY = Path(__file__).parents[2] / "deploy"
UNITS = sorted(DEPLOY.glob("*.service")) + sorted(DEPLOY.glob("*.timer"))
INSTALLED = "/opt/archiver/bin/archiver"
STOP_SECONDS = 10


def read_unit(path: Path) -> RawConfigParser:
    unit = RawConfigParser(strict=True, comment_prefixes=("#",), delimiters=("=",))
    unit.optionxform = str
    unit.read(path, "utf-8")
    return unit


def dockerfile() -> list[tuple[str, str]]:
    text = (DEPLOY / "Dockerfile").read_text("utf-8")
    lines = re.sub(r"\\\n", " ", re.sub(r"^#.*$", "", text, flags=re.M)).splitlines()
    return [(line.split()[0], line.partition(" ")[2].strip()) for line in lines if line.strip()]


def compose() -> dict[str, dict]:
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))


def take_call(words: list[str]) -> None:
    """Let the real command line read a call, without doing it."""
    command = typer.main.get_command(make_app(None))
    context = command.make_context("archiver", list(words), resilient_parsing=False)
    name, inner, rest = command.resolve_command(context, [*context._protected_args, *context.args])
    while getattr(inner, "commands", None):
        context = inner.make_context(name, rest, parent=context)
        name, inner, rest = inner.resolve_command(context, [*context._protected_args, *context.args])
    assert inner is not None
    inner.make_context(name, rest, parent=context)


@pytest.mark.parametrize("path", sorted(DEPLOY.glob("*.service")), ids=lambda path: path.name)
def test_a_unit_calls_the_command_line_as_it_is(path: Path) -> None:
    program, *words = shlex.split(read_unit(path)["Service"]["ExecStart"])
    assert program == INSTALLED
    take_call(words)


def test_a_call_that_the_command_line_does_not_know_would_be_seen() -> None:
    with pytest.raises(Exception, match="No such option"):
        take_call(["run", "--for-ever"])


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd-analyze here")
@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_systemd_finds_no_fault_in_a_unit(path: Path, tmp_path: Path) -> None:
    for unit in UNITS:
        # The program is not installed on this machine; something that is there stands in its place.
        text = unit.read_text("utf-8").replace(INSTALLED, "/bin/true")
        (tmp_path / unit.name).write_text(text, "utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / path.name)], capture_output=True, text=True
    )
    ours = [line for line in (done.stdout + done.stderr).splitlines() if "archiver" in line]
    assert ours == []


def test_the_service_is_given_longer_to_stop_than_the_program_takes() -> None:
    service = read_unit(DEPLOY / "archiver.service")["Service"]
    assert int(service["TimeoutStopSec"]) > STOP_SECONDS
    assert service["KillSignal"] == "SIGTERM"
    assert service["ExecReload"] == "/bin/kill -HUP $MAINPID"


def test_the_service_may_write_where_its_archive_is_and_nowhere_else() -> None:
    service = read_unit(DEPLOY / "archiver.service")["Service"]
    assert (service["ProtectSystem"], service["DynamicUser"]) == ("strict", "yes")
    assert service["WorkingDirectory"] == f"/var/lib/{service['StateDirectory']}"
    head = (DEPLOY / "archiver.service").read_text("utf-8").partition("[Unit]")[0]
    database = re.search(r'database = "(\S+)"', head)
    assert database is not None
    assert database[1].startswith(f"sqlite:///{service['WorkingDirectory']}/")


def test_the_timer_starts_the_crawl_beside_it() -> None:
    assert (DEPLOY / "archiver-crawl.timer").with_suffix(".service").exists()
    assert read_unit(DEPLOY / "archiver-crawl.timer")["Timer"]["Persistent"] == "true"


def test_the_image_runs_and_looks_after_the_command_line_as_it_is() -> None:
    steps = dict(dockerfile())
    assert json.loads(steps["ENTRYPOINT"]) == ["archiver"]
    take_call(json.loads(steps["CMD"]))
    program, *words = json.loads(steps["HEALTHCHECK"].partition("CMD ")[2])
    assert program == "archiver"
    take_call(words)


def test_the_image_does_not_run_as_root_and_stops_by_sigterm() -> None:
    steps = dockerfile()
    names = [name for name, _ in steps]
    assert dict(steps)["USER"] == "archiver"
    assert names.index("USER") < names.index("ENTRYPOINT")
    assert dict(steps)["STOPSIGNAL"] == "SIGTERM"


def test_the_image_has_the_python_that_the_program_needs() -> None:
    project = (DEPLOY.parent / "pyproject.toml").read_text("utf-8")
    needed = re.search(r'requires-python = ">=([\d.]+)"', project)
    assert needed is not None
    assert dict(dockerfile())["FROM"] == f"python:{needed[1]}-slim"


def test_the_variables_of_image_and_compose_file_are_settings() -> None:
    variables = dict(word.split("=", 1) for word in shlex.split(dict(dockerfile())["ENV"]))
    variables |= {
        name: re.sub(r"\$\{\w+:-(.*)\}", r"\1", value)
        for name, value in compose()["services"]["archiver"]["environment"].items()
    }
    ours = {name: value for name, value in variables.items() if name.startswith(PREFIX)}
    config = ours.pop(f"{PREFIX}CONFIG")
    assert config.startswith("/config/")
    assert {name.removeprefix(PREFIX).lower() for name in ours} <= set(Settings.model_fields)
    assert load_settings(environment=ours).database == "sqlite:////data/archive.db"


def test_the_compose_file_gives_the_program_its_settings_its_archive_and_time_to_stop() -> None:
    service = compose()["services"]["archiver"]
    take_call(service["command"])
    mounted = [volume.split(":")[1] for volume in service["volumes"]]
    assert mounted == ["/config", "/data"]
    assert int(service["stop_grace_period"].removesuffix("s")) > STOP_SECONDS
    place = (DEPLOY / service["build"]["context"] / service["build"]["dockerfile"]).resolve()
    assert place == DEPLOY / "Dockerfile"


def test_postgresql_is_there_only_for_whoever_asks_for_it() -> None:
    services = compose()["services"]
    assert services["postgresql"]["profiles"] == ["postgresql"]
    assert set(services["archiver"]) & {"depends_on", "links"} == set()
    assert {volume.split(":")[0] for volume in services["postgresql"]["volumes"]} <= set(compose()["volumes"])
