from collections.abc import Sequence

from lxml.etree import _Element

from archiver.sites.page.boxes import Block, Box
from archiver.sites.page.features import Rows, Weights
from archiver.sites.page.head import Declared
from archiver.sites.page.trees import Forest

def cut_blocks(root: _Element) -> tuple[list[Block], list[Box]]: ...
def first_rows(
    blocks: Sequence[Block], boxes: Sequence[Box], *, declared: Declared, weights: Weights
) -> Rows: ...
def second_rows(blocks: Sequence[Block], boxes: Sequence[Box], scores: Sequence[float]) -> Rows: ...
def score_rows(forest: Forest, rows: Rows) -> list[float]: ...
