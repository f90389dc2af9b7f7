"""The blocks of a page, each with its place, its probability and what became of it."""

from __future__ import annotations

from collections.abc import Sequence

from archiver.explain.records import Piece
from archiver.sites.article import Reading
from archiver.sites.page.body import Fate
from archiver.sites.page.boxes import Block, Box
from archiver.sites.page.page import Page
from archiver.sites.page.rule_bodies import find_dropped
from archiver.sites.page.rule_texts import find_nodes
from archiver.sources.selectors import Kind, read_selector

MOST_BOXES_SHOWN = 12
LONGEST_BOX = 80


def explain_blocks(reading: Reading) -> tuple[Piece, ...]:
    """Give every block of a page, in page order."""
    page = reading.page
    fates = find_rule_fates(reading) or page.fates
    return tuple(
        Piece(
            text=block.text,
            score=round(min(max(float(score), 0.0), 1.0), 4),
            fate=fate,
            box=_name_box(block.box),
            path=_name_path(block.box),
        )
        for block, score, fate in zip(page.blocks, page.scores, fates, strict=True)
    )


def find_rule_fates(reading: Reading) -> Sequence[Fate] | None:
    """Say which blocks stand in the body that a rule found; ``None`` where no rule found it.

    A rule that takes the body from a script, JSON-LD or a text uses no block of the page at all.
    """
    finding, page = reading.draft.found["body"], reading.page
    for one in reading.rules:
        for rule in one.table.rules("body"):
            if finding.rule == f"rule:{one.name}:{rule}":
                return _fates_in(rule, one.table.drop, page, _squash(reading.draft.raw_title))
    return None


def _fates_in(rule: str, drop: Sequence[str], page: Page, title: str) -> list[Fate]:
    selector = read_selector(rule)
    nodes = find_nodes(selector, page.root) if selector.kind in (Kind.CSS, Kind.XPATH) else []
    inside = {inner for node in nodes if not isinstance(node, str) for inner in node.iter()}
    dropped = find_dropped(drop, page.root)

    def judge(block: Block) -> Fate:
        element = block.box.element
        if element not in inside:
            return Fate.OUTSIDE
        if element in dropped:
            return Fate.DROPPED
        is_heading = block.box.tag in ("h1", "h2")
        return Fate.HEADLINE if is_heading and _squash(block.text) == title else Fate.KEPT

    return [judge(block) for block in page.blocks]


def _squash(text: str) -> str:
    return "".join(text.split()).casefold()


def _name_box(box: Box) -> str:
    """Name a box as a style sheet would: ``p#lead.large``."""
    identity = box.element.get("id", "").strip()
    classes = box.element.get("class", "").split()
    name = box.tag + (f"#{identity}" if identity else "") + "".join(f".{one}" for one in classes)
    return name if len(name) <= LONGEST_BOX else name[: LONGEST_BOX - 1] + "…"


def _name_path(box: Box) -> str:
    """Name a box and those around it; of a deep one the innermost."""
    around = [_name_box(one) for one in box.upwards(MOST_BOXES_SHOWN + 1)]
    if len(around) > MOST_BOXES_SHOWN:
        around[-1] = "…"
    return " > ".join(reversed(around))
