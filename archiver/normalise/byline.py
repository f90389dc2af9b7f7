"""A byline as it was read, and the text tidying that its readers share."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST_RAW = 200


@dataclass(frozen=True, slots=True)
class Byline:
    """Who wrote an article, as its page prints it.

    Attributes:
        raw: the line as printed, white space collapsed, at most 200 characters.
        authors: names in page order without titles, roles, places and agencies, may be empty.
        publisher: the newspaper or agency named in the line.
        editor: the responsible editor named in the line.
        whole: ``False`` where the byline stands inside a sentence that is text of the article.
    """

    raw: str
    authors: tuple[str, ...]
    publisher: str | None = None
    editor: str | None = None
    whole: bool = True


def collapse(text: str, *, longest: int) -> str:
    """The text with single blanks, cut; white space of any kind counts as a blank."""
    return " ".join(text[: 4 * longest].split())[:longest].rstrip()


def drop_repeats(names: list[str]) -> tuple[str, ...]:
    """Every name once, in the order of first mention."""
    return tuple(dict.fromkeys(names))
