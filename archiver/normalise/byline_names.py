"""Chinese names in a stretch of a byline: joined by signs, by 和, by blanks or by nothing."""

from __future__ import annotations

import re

from archiver.normalise.names import (
    HAN,
    is_chinese_name,
    is_pen_name,
    is_single_name,
    is_surname_alone,
    is_western_name,
    split_chinese_names,
)

# What is printed beside names: 北京报道, 综合整理, 发自北京.
_NOISE = re.compile(
    rf"(?:[{HAN}]{{2,5}}|综合|联合)?报道$|(?:综合)?整[理合]$|综合$|发自[{HAN}]{{2,6}}|^原创|^发[表布]于|^(?:姓名|署名)[:\s]|供稿$|著$"
)
_JOINERS = re.compile(r"[、,;&|/+]+|\s·\s")
_AND = re.compile("[和与及]")


def split_list(text: str) -> list[str]:
    """The stretches between commas and other joining signs."""
    return _JOINERS.split(text)


def read_names(text: str, *, pens: bool) -> tuple[list[str], int]:
    """The names in a stretch of text, and how many pieces of it are none.

    Args:
        pens: it is a field of its own, where a pen name or an account's name may stand.
    """
    names: list[str] = []
    unread_count = 0
    for token in split_list(text):
        cleaned = " ".join(_NOISE.sub(" ", word) for word in token.split()).strip(" :·()-—–_")
        if not cleaned:
            continue
        found, unread = _read_token(cleaned, pens=pens)
        names += found
        unread_count += unread
    return names, unread_count


def _read_token(token: str, *, pens: bool) -> tuple[list[str], int]:
    if not re.search(f"[{HAN}]", token):
        known = is_western_name(token) or (pens and is_single_name(token))
        return ([token], 0) if known else ([], 1)
    pieces = re.sub(r"\s*·\s*", "·", token).split()
    if (
        len(pieces) == 1
        and pens
        and not is_chinese_name(token)
        and not _run_together(token)
        and is_pen_name(token)
    ):
        return [token], 0
    return _read_pieces(pieces)


def _run_together(piece: str) -> list[str]:
    """Names joined by 和 or by nothing, where there is one way to part them."""
    for found in _AND.finditer(piece):
        both = [piece[: found.start()], piece[found.end() :]]
        if all(is_chinese_name(name) for name in both):
            return both
    return list(split_chinese_names(piece))


def _read_pieces(pieces: list[str]) -> tuple[list[str], int]:
    """Names in pieces between blanks, where a blank may stand inside a name: ``赵 明``."""
    names: list[str] = []
    unread_count = place = 0
    while place < len(pieces):
        found, used = _read_spaced(pieces, place)
        if not used:
            piece = pieces[place]
            found, used = ([piece] if is_chinese_name(piece) else _run_together(piece)), 1
            if piece in ("和", "与", "及"):
                place += 1
                continue
        unread_count += 0 if found else 1
        names += found
        place += used
    return names, unread_count


def _read_spaced(pieces: list[str], place: int) -> tuple[list[str], int]:
    """Names printed with blanks at this place, and how many pieces they take; ``0`` where there are none."""
    run = 0
    while place + run < len(pieces) and len(pieces[place + run]) == 1 and pieces[place + run] not in "和与及":
        run += 1
    following = pieces[place + 1] if place + 1 < len(pieces) else ""
    if run == 0:
        joined = pieces[place] + following
        compound = len(pieces[place]) == 2 and is_surname_alone(pieces[place]) and 1 <= len(following) <= 2
        return ([joined], 2) if compound and is_chinese_name(joined) else ([], 0)
    if run == 1:
        joined = pieces[place] + following
        fits = len(following) == 2 and not is_surname_alone(following) and is_chinese_name(joined)
        return ([joined], 2) if fits else ([], 1)
    singles = pieces[place : place + run]
    if run % 2 == 0:
        pairs = [singles[at] + singles[at + 1] for at in range(0, run, 2)]
        return (pairs, run) if all(map(is_chinese_name, pairs)) else ([], run)
    joined = "".join(singles)
    return ([joined], run) if run == 3 and is_chinese_name(joined) else ([], run)
