"""The documents as the tests read them: fenced blocks, code words, links.

Conventions, also told in CONTRIBUTING.md:

- A fenced ``console`` block holds commands (``$ `` first) and what they print. All blocks of a page run
  in order in one shell, in a copy of ``docs/examples`` beside a running sample site.
- ``…`` stands for anything on its line; a line that is only ``…`` stands for any number of lines.
- A command without output below it is run, and its output is not looked at.
- An HTML comment on the line above a block: ``norun`` (cannot run in a test), ``file: NAME`` (the block
  is written to that file). A comment ``run: COMMAND`` is a command that readers need not see.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
README = ROOT / "README.md"
GUIDE = DOCS / "guide.md"

_BLOCK = re.compile(
    r"(?:^<!-- (?P<note>norun|(?:file|run): [^\n]+) -->\n)?"
    r"^```(?P<language>\w*)\n(?P<text>.*?)^```$"
    r"|^<!-- run: (?P<hidden>[^\n]+) -->$",
    re.MULTILINE | re.DOTALL,
)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^()\s]+)\)")


@dataclass(frozen=True)
class Block:
    """A fenced block, its language and the note in the comment above it."""

    language: str
    text: str
    note: str = ""


@dataclass(frozen=True)
class Command:
    """A command of a page and the lines that the page shows below it."""

    line: str
    shown: tuple[str, ...]


def pages() -> list[Path]:
    """Give every document."""
    top = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")]
    return [*top, *sorted(DOCS.rglob("*.md"))]


def blocks(page: Path) -> list[Block]:
    """Give the fenced blocks of a page, and its hidden commands as blocks of the language ``hidden``."""
    found = _BLOCK.finditer(page.read_text("utf-8"))
    return [
        Block("hidden", match["hidden"])
        if match["hidden"]
        else Block(match["language"], match["text"], match["note"] or "")
        for match in found
    ]


def commands(block: Block) -> Iterator[Command]:
    """Give the commands of a console block."""
    line, shown = "", []
    for text in block.text.splitlines():
        if text.startswith("$ "):
            if line:
                yield Command(line, tuple(shown))
            line, shown = text[2:], []
        elif line.endswith("\\"):
            line = f"{line[:-1].rstrip()} {text.removeprefix('>').strip()}"
        elif line:
            shown.append(text)
    if line:
        yield Command(line, tuple(shown))


def prose(page: Path) -> str:
    """Give a page's text without its fenced blocks."""
    return _BLOCK.sub("", page.read_text("utf-8"))


def code_words(page: Path) -> set[str]:
    """Give what stands between backticks outside of fenced blocks."""
    return set(re.findall(r"`([^`\n]+)`", prose(page)))


def links(page: Path) -> list[str]:
    """Give the targets of a page's links and pictures."""
    return _LINK.findall(prose(page))


def table_rows(page: Path, heading: str) -> list[list[str]]:
    """Give the cells of the tables below a heading, until the next heading, without their first two lines."""
    text = page.read_text("utf-8")
    match = re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#+ |\Z)", text, re.MULTILINE | re.DOTALL)
    assert match, f"{page.name} has no heading {heading!r}"
    lines = [line for line in match[1].splitlines() if line.startswith("|")]
    rows = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]
    return [row for row in rows[1:] if set("".join(row)) > set("-: ") or "".join(row).strip("-: ")]
