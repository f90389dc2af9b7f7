"""What is told of one page: every field with its rule, every block with its fate."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from archiver.normalise.fingerprints import fold_text
from archiver.normalise.text import scrub
from archiver.records import NOT_FOUND, Candidate, Finding
from archiver.sites.page.body import Fate

# Signs that a terminal obeys, and those that turn the direction of all text behind them.
_STEERING = re.compile("[\x1b\x80-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """What was read of one field.

    Attributes:
        name: as the tables ``[pages.NAME]`` call it.
        value: the clean value, one text or several; ``None`` where nothing is left of it.
        raw: as received, ``""`` where nothing was found.
        rule: the rule that found it, ``""`` where none did.
        others: what other rules said, the likelier first.
        same: those of them that mean the same as what was found.
        summary: said in place of a value that is too long to be shown, ``""`` elsewhere.
    """

    name: str
    value: str | tuple[str, ...] | None = None
    raw: str = ""
    rule: str = ""
    others: tuple[Candidate, ...] = ()
    same: tuple[Candidate, ...] = ()
    summary: str = ""

    @property
    def shown(self) -> str:
        """The value in one line; ``""`` where there is none."""
        value = ", ".join(self.value) if isinstance(self.value, tuple) else self.value or ""
        return one_line(self.summary or value)

    @property
    def raw_shown(self) -> str:
        """What was received in one line, where it is written otherwise than the value."""
        differs = not self.summary and _fold(self.raw) != _fold(self.shown)
        return one_line(self.raw) if differs else ""

    @property
    def agreeing(self) -> tuple[str, ...]:
        """The other rules that say the same, each once."""
        return tuple(dict.fromkeys(one.rule for one in self.same))

    @property
    def differing(self) -> tuple[Candidate, ...]:
        """What other rules say that is not the same; of what is too long to be shown its size."""
        differing = tuple(one for one in self.others if one not in self.same)
        if not self.summary:
            return differing
        return tuple(Candidate(one.rule, f"{len(one.value)} characters") for one in differing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A block of the page.

    Attributes:
        score: the probability that it is text of the article, 0 to 1.
        box: the element that holds it, with id and classes: ``p#lead.large``.
        path: that element and those around it, the outermost first.
    """

    text: str
    score: float
    fate: Fate
    box: str
    path: str

    @property
    def is_kept(self) -> bool:
        """Whether it is part of the article's body."""
        return self.fate is Fate.KEPT


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that a reader will miss or see broken; ``reason`` is its class of failure."""

    reason: str
    message: str


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """Where everything comes from that was read of one page.

    Attributes:
        url: the page's address, ``""`` where it is not known.
        code: the article's code at its share site; ``None`` for a news page.
        time_zone: IANA name used where a printed time has no offset.
        encoding: in which the bytes were read, and why; nothing for an answer that is no page.
        pieces: the blocks in page order; none for an answer that is no page.
    """

    url: str
    code: str | None
    language: str | None
    time_zone: str
    fields: tuple[Field, ...]
    encoding: Finding = NOT_FOUND
    pieces: tuple[Piece, ...] = ()
    lacks: tuple[Lack, ...] = ()

    @property
    def rows(self) -> tuple[Field, ...]:
        """The fields, and the encoding as one more, where the bytes were a page's."""
        found = self.encoding
        encoding = Field(
            name="encoding", value=found.value, raw=found.value, rule=found.rule, others=found.others
        )
        return (*self.fields, encoding) if found.rule else self.fields

    @cached_property
    def counts(self) -> Mapping[Fate, int]:
        """How many blocks met each fate, the kept ones first, then the most frequent."""
        counted = Counter(piece.fate for piece in self.pieces)
        return dict(sorted(counted.items(), key=lambda one: (one[0] is not Fate.KEPT, -one[1])))

    def field(self, name: str) -> Field:
        """Give the field of that name."""
        return next(one for one in self.fields if one.name == name)


def one_line(text: str) -> str:
    """Give a text as one line without signs that a terminal or a browser would obey."""
    return " ".join(scrub(_STEERING.sub("\ufffd", text)).split())


def _fold(text: str) -> str:
    """Reduce a text to what it says: a time in ISO 8601 to its moment, any other to letters and digits."""
    try:
        return datetime.fromisoformat(text.strip()).isoformat()
    except ValueError:
        return fold_text(text)


def count_line(counts: Mapping[Fate, int]) -> str:
    """Say in one line how many blocks were kept, and how many dropped for which reason."""
    dropped = {fate: count for fate, count in counts.items() if fate is not Fate.KEPT}
    reasons = ", ".join(f"{count} {fate}" for fate, count in dropped.items())
    kept = f"{counts.get(Fate.KEPT, 0)} kept"
    return f"{kept} · {sum(dropped.values())} dropped ({reasons})" if dropped else kept
