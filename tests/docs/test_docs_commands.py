"""The commands of README and guide are run, and print what the pages show. Conventions: doc_pages."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from doc_pages import DOCS, GUIDE, README, Command, blocks, commands

from archiver.sample.process import running

SHOWN_PORT = "8765"
RUN_SECONDS = 240
MARK = "=== command"

# What differs from run to run, on both sides of the comparison.
_CHANGING = (
    (re.compile(r"\b\d+\.\d+ s\b"), "0.0 s"),
    (re.compile(r'("seconds": )[\d.]+'), r"\g<1>0.0"),
    (re.compile(r'("(?:first|last)_seen_at": )"[^"]*"'), r'\g<1>"TIME"'),
    (re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d(?=  )"), "TIME"),
    (re.compile(r"\b\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\b(?! \+)"), "TIME"),
    (re.compile(r"^ {0,3}\d+(?=  (?:\d{4}-\d\d-\d\d| {10}))"), "ID"),
    (re.compile(r" +$"), ""),
)


def test_the_commands_of_the_pages_print_what_they_show(tmp_path: Path) -> None:
    # Side by side, because most of the time is the start of processes.
    with ThreadPoolExecutor() as pool:
        wrong = list(pool.map(lambda page: _find_wrong(page, tmp_path / page.stem), (README, GUIDE)))
    assert not any(wrong), "\n\n".join(fault for faults in wrong for fault in faults)


def _find_wrong(page: Path, folder: Path) -> list[str]:
    """Run a page's commands in a folder; give every one that prints something else than the page shows."""
    wanted, script = _script(page)
    shutil.copytree(DOCS / "examples", folder / "docs" / "examples", ignore=_made_here)
    with running() as site:
        for example in folder.rglob("*.toml"):
            example.write_text(example.read_text("utf-8").replace(f":{SHOWN_PORT}", f":{site.port}"), "utf-8")
        printed = _run(script.replace(f":{SHOWN_PORT}", f":{site.port}"), folder)
    printed = printed.replace(f":{site.port}", f":{SHOWN_PORT}")
    outputs = printed.split(f"\n{MARK}\n")[1:]
    if "Traceback" in printed or len(outputs) != len(wanted):
        return [f"{page.name}: {printed}"]
    return [
        f"{page.name}: $ {command.line}\n--- shown\n"
        + "\n".join(command.shown)
        + f"\n--- printed\n{output.rstrip()}"
        for command, output in zip(wanted, outputs, strict=True)
        if not _is_shown(command, output)
    ]


def _script(page: Path) -> tuple[list[Command], str]:
    """Give a page's commands, and the shell script that runs them and marks where each begins."""
    wanted, script = [], ["exec 2>&1", "code=0"]
    for block in blocks(page):
        if block.note.startswith("file: "):
            name = block.note.removeprefix("file: ")
            script.append(f"mkdir -p $(dirname '{name}'); cat > '{name}' <<'END OF FILE'")
            script += [block.text.rstrip("\n"), "END OF FILE"]
        elif block.language == "hidden":
            script.append(block.text)
        elif block.language == "console" and block.note != "norun":
            for command in commands(block):
                # So that `echo $?` prints the code of the command before it.
                script += [f"printf '\\n{MARK}\\n'", "(exit $code)", command.line, "code=$?"]
                wanted.append(command)
    return wanted, "\n".join(script)


def _made_here(folder: str, names: list[str]) -> list[str]:
    """Name what a reader's own runs left in the example's folder."""
    return [name for name in names if Path(folder).name == "newsroom" and not name.endswith(".toml")]


def _run(script: str, folder: Path) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ARCHIVER_")}
    path = os.pathsep.join((str(Path(sys.executable).parent), kept.get("PATH", "")))
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=folder,
        env=kept | {"PATH": path, "PYTHONIOENCODING": "utf-8", "LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=RUN_SECONDS,
        check=False,
    )
    return done.stdout


def _is_shown(command: Command, output: str) -> bool:
    if not any(line.strip() for line in command.shown):
        return True
    pattern = "".join(_line_pattern(line) for line in "\n".join(command.shown).strip("\n").splitlines())
    return (
        re.fullmatch(pattern, "".join(f"{_even(line)}\n" for line in output.strip("\n").splitlines()))
        is not None
    )


def _line_pattern(line: str) -> str:
    if line.strip() == "…":
        return r"(?:[^\n]*\n)*?"
    return r"[^\n]*".join(map(re.escape, _even(line).split("…"))) + "\n"


def _even(line: str) -> str:
    for pattern, instead in _CHANGING:
        line = pattern.sub(instead, line)
    return line
