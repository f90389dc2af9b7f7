"""What an address itself tells: the parameter that turns a list's page, the number or day of an article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from urllib.parse import unquote, urlsplit

LARGEST_DAILY_NUMBER = 999
"""A larger number beside a day does not count the day's articles."""
DAILY_MISSES = 3

_PAGE = re.compile(r"(?:page|paged|p|pg|pn|page_?(?:no|num|number|index)|current(?:page)?)", re.IGNORECASE)
_OFFSET = re.compile(r"(?:offset|start|skip|from|begin)", re.IGNORECASE)
_COUNT = re.compile(r"(?:count|size|limit|rows|num|n|per_?page|page_?size|amount)", re.IGNORECASE)
_CURSOR = re.compile(r"(?:cursor|after|next|token|page_?token|since_?id|max_?id|last_?id)", re.IGNORECASE)
_NEXT_KEYS = re.compile(
    r"(?:next|cursor|next_?(?:cursor|page|url|token|link)|after|end_?cursor)", re.IGNORECASE
)
_PAGE_IN_PATH = re.compile(r"(/page/)(\d{1,4})(?=/|$)", re.IGNORECASE)

_ENDINGS = frozenset(("html", "htm", "shtml"))
_DAY_FORMS = (
    (re.compile(r"(?<!\d)((?:19|20)\d\d)/(0[1-9]|1[0-2])/(0[1-9]|[12]\d|3[01])(?!\d)", re.ASCII), "%Y/%m/%d"),
    (
        re.compile(r"(?<!\d)((?:19|20)\d\d)-(0[1-9]|1[0-2])[-/](0[1-9]|[12]\d|3[01])(?!\d)", re.ASCII),
        "%Y-%m-%d",
    ),
    (re.compile(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])/?(0[1-9]|[12]\d|3[01])(?!\d)", re.ASCII), "%Y%m%d"),
)
_NUMBER = re.compile(r"(?<![\d{:%])(\d{1,9})(?![\d}])", re.ASCII)


def page_by_page(url: str, answer: Any) -> dict[str, Any]:
    """Give the address of a JSON list with its places, and the keys that fill them in.

    Args:
        answer: the JSON that stands there; it may name the following page.
    """
    template, _, query = _braced(url).partition("?")
    keys: dict[str, Any] = {}
    parts: list[str] = []
    turned = ""
    for pair in query.split("&") if query else []:
        name, mark, value = pair.partition("=")
        place = "" if turned and not _COUNT.fullmatch(name) else _place_of(name, value)
        if place == "cursor":
            following = _find_next(answer)
            place = place if following else ""
            keys |= {"first_cursor": unquote(value)} if following and value else {}
            keys |= {"next": following} if following else {}
        if place == "page" and value != "1":
            keys["first_page"] = int(value)
        if place == "count":
            keys["count"] = int(value)
        turned = turned or ("" if place == "count" else place)
        parts.append(f"{name}{mark}{{{place}}}" if place else pair)
    if not turned and (found := _PAGE_IN_PATH.search(template)):
        keys |= {"first_page": int(found[2])} if found[2] != "1" else {}
        turned = "page"
        template = f"{template[: found.start()]}{found[1]}{{page}}{template[found.end() :]}"
    if not turned and (following := _find_next_address(answer)):
        keys["next"] = following
    return {"url": f"{template}?{'&'.join(parts)}" if parts else template, **keys}


def _place_of(name: str, value: str) -> str:
    """Give the place that a parameter's value makes room for, ``""`` for none."""
    is_number = value.isdecimal() and len(value) < 10
    if is_number and _PAGE.fullmatch(name):
        return "page"
    if is_number and int(value) > 0 and _COUNT.fullmatch(name):
        return "count"
    if value == "0" and _OFFSET.fullmatch(name):
        return "offset"
    return "cursor" if _CURSOR.fullmatch(name) else ""


def _find_next(answer: Any) -> str:
    """Find the place of the next cursor in an answer."""
    return next((place for place, value in _named_next(answer) if not value.startswith("http")), "")


def _find_next_address(answer: Any) -> str:
    return next((place for place, value in _named_next(answer) if value.startswith(("http", "/", "?"))), "")


def _named_next(node: Any, place: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    if not isinstance(node, Mapping) or depth > 2:
        return
    for key, value in node.items():
        if not re.fullmatch(r"[A-Za-z_]\w*", str(key), re.ASCII):
            continue
        inner = f"{place}.{key}" if place else str(key)
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            if _NEXT_KEYS.fullmatch(str(key)):
                yield inner, str(value)
        else:
            yield from _named_next(value, inner, depth + 1)


def find_range(url: str) -> dict[str, Any] | None:
    """Give the keys of a source of numbers or days from an article's address; ``None`` where it has none.

    The range begins with the article itself: what has a smaller number or an earlier day is past.
    """
    parts = urlsplit(url)
    begin = f"{parts.scheme}://{parts.netloc}"
    rest = _braced(url[len(begin) :].partition("#")[0])
    keys: dict[str, Any] = {}
    day, template = _find_day(rest)
    if day:
        keys["from"] = day
    numbers = list(_NUMBER.finditer(template))
    if numbers and (found := _choose_number(numbers, is_daily=bool(day))):
        digits = found[1]
        form = f":0{len(digits)}" if digits.startswith("0") and len(digits) > 1 else ""
        template = f"{template[: found.start()]}{{number{form}}}{template[found.end() :]}"
        keys["numbers"] = "1-" if day else f"{int(digits)}-"
        if day:
            keys["most_misses"] = DAILY_MISSES
    elif day and len(_words(template.rpartition("}")[2])) > 1:
        return None  # the day is beside words that nobody can count through
    return {"url": begin + template, **keys} if keys else None


def _find_day(text: str) -> tuple[date | None, str]:
    for pattern, form in _DAY_FORMS:
        for found in pattern.finditer(text):
            try:
                day = date(int(found[1]), int(found[2]), int(found[3]))
            except ValueError:
                continue
            written = "%Y%m/%d" if form == "%Y%m%d" and "/" in found[0] else form
            written = "%Y-%m/%d" if form == "%Y-%m-%d" and "/" in found[0] else written
            return day, f"{text[: found.start()]}{{date:{written}}}{text[found.end() :]}"
    return None, text


def _choose_number(numbers: list[re.Match[str]], *, is_daily: bool) -> re.Match[str] | None:
    """Choose the number that counts articles: the last one that may; a year does not."""
    for found in reversed(numbers):
        value = int(found[1])
        if len(_words(_segment_around(found))) > 1:
            continue
        if is_daily and value > LARGEST_DAILY_NUMBER:
            continue
        if not is_daily and re.fullmatch(r"(?:19|20)\d\d", found[1]) and len(numbers) > 1:
            continue
        return found
    return None


def _segment_around(found: re.Match[str]) -> str:
    before = re.split(r"[/?&=]", found.string[: found.start()])[-1]
    return before + re.split(r"[/?&.]", found.string[found.end() :])[0]


def _words(text: str) -> list[str]:
    """Give the words of a part of an address; beside one, as in ``story-17``, a number may count articles."""
    return [word for word in re.findall(r"[^\W\d_]{2,}", unquote(text)) if word not in _ENDINGS]


def _braced(url: str) -> str:
    return url.replace("{", "%7B").replace("}", "%7D")
