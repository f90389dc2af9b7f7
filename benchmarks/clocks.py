"""Which time of day a page prints beside its day; nobody has written it down, so the page is asked.

A page counts where it prints the expected day with exactly one time of day before its text ends, so
that there is nothing to choose; a time that is said to be of a later change is none. Only the expected
day and text are used, and no code of the program.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from html_lines import visible_lines

_PRINTED = re.compile(
    r"(?<!\d)(\d{4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})\s?日?\s*"
    r"(?:T|星期[一二三四五六日]|)\s*(\d{1,2})[:：时](\d{2})(?:[:：分](\d{2}))?(?!\d)"
)
_LATER = re.compile(r"更新|修改|updated|modified", re.IGNORECASE)
_CLOCK = re.compile(r"(?<!\d)(\d{1,2}):(\d{2})(?!\d)")


def expected_clock(html: str, day: str, paragraphs: Sequence[str]) -> str | None:
    """Give the time of day, ``HH:MM``, that a page prints with a day up to the end of its text."""
    printed = {
        f"{int(found[4]):02}:{found[5]}"
        for line in _up_to_end(visible_lines(html), paragraphs)
        for found in _PRINTED.finditer(line)
        if f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" == day
        and not _LATER.search(line[: found.start()])
    }
    return printed.pop() if len(printed) == 1 else None


def read_clock(published: str | None) -> str | None:
    """Give the time of day of a date as a system gives it."""
    found = _CLOCK.search(published or "")
    return f"{int(found[1]):02}:{found[2]}" if found else None


def _up_to_end(lines: Sequence[str], paragraphs: Sequence[str]) -> Sequence[str]:
    """Leave out what stands under the text: other articles' dates, comments."""
    gold = {" ".join(paragraph.split()) for paragraph in paragraphs}
    last = max((place for place, line in enumerate(lines) if line in gold), default=len(lines) // 2)
    return lines[: last + 1]
