"""Jekyll: a folder of posts, or one post, read as drafts; what is broken is reported and kept.

Reads the posts of the old archive and those that ``exporters.jekyll`` writes. What only an export to
Jekyll needs (file name, links home, a date's own form) goes into the draft's origin.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from archiver.errors import AddressError, ImportingError
from archiver.importers.front_matter import FrontMatter, Value, read_front_matter
from archiver.importers.post_body import PostBody, read_body
from archiver.importers.post_names import find_code, split_name
from archiver.plugins import Resolve
from archiver.reasons import Reason
from archiver.records import Draft, Failure, Finding, Stage, Target

TIME_ZONE = "Asia/Shanghai"
NAME_KEY = "jekyll.name"
FOOTER_KEY = "jekyll.footer"
DATE_KEY = "jekyll.date"

_SUFFIXES = (".md", ".markdown", ".html")
_USUAL_DATE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d{4}", re.ASCII)
_OFFSET_ALONE = re.compile(r"[+-]\d\d:?\d\d")
_NOTHING = Value(1, ())
_ABOUT = {
    "modified": "last_modified_at",
    "description": "description",
    "image": "image",
    "section": "section",
}
"""What a page says about its article, and the key under which a post has it."""

Faults = dict[Reason, list[str]]


def read_jekyll(path: Path, resolve: Resolve, at: datetime) -> Iterator[Draft | Failure]:
    """Give a draft for every post in a folder, sorted by name, and a failure for every fault.

    Where a folder holds ``_posts`` folders, only these hold posts. Hidden folders, and others that
    begin with ``_``, are left alone.

    Args:
        path: a folder or one post.
        resolve: names the article at an address.
        at: aware; when the posts are read.

    Raises:
        ImportingError: the path does not exist, or holds no file that could be a post.
    """
    if not path.exists():
        raise ImportingError(f"cannot import {path}: there is no such file or folder; check its name")
    posts = [path] if path.is_file() else find_posts(path)
    if not posts:
        raise ImportingError(
            f"cannot import {path}: it holds no posts ({', '.join(_SUFFIXES)}); name the folder they are in"
        )
    root = path.parent if path.is_file() else path
    return (record for post in posts for record in _read_file(post, root, resolve, at))


def find_posts(folder: Path) -> list[Path]:
    """Find the files of a folder that may be posts, sorted by name."""
    found: list[Path] = []
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name == "_posts" or not name.startswith((".", "_"))]
        found += [Path(place, name) for name in names if name.lower().endswith(_SUFFIXES)]
    in_posts = [post for post in found if "_posts" in post.relative_to(folder).parts[:-1]]
    return sorted(in_posts or found)


def _read_file(post: Path, root: Path, resolve: Resolve, at: datetime) -> Iterator[Draft | Failure]:
    name = post.relative_to(root).as_posix()
    faults: Faults = {}
    url = ""
    draft: Draft | None = None
    front, fault = _open_post(post)
    if front is None:
        _note(faults, Reason.BROKEN_POST, 1, fault)
    else:
        below = read_body(front.body)
        url = _address(below, front, faults)
        target = _target(url, post.stem, front, resolve, faults)
        if target is not None:
            draft = _draft(target, post, front, below, faults, at)
    for reason, places in faults.items():
        yield Failure(
            stage=Stage.IMPORT,
            reason=reason,
            key=f"import:{name}:{reason}",
            url=url,
            message=f"{post}: {'; '.join(places)}",
            at=at,
            identity=draft.target.identity if draft else None,
        )
    if draft is not None:
        yield draft


def _open_post(post: Path) -> tuple[FrontMatter | None, str]:
    """Read a file's front matter; ``None`` and the reason if it is no post at all."""
    if post.exists() and not post.is_file():
        return None, "it is no regular file"
    try:
        text = post.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return None, "the file is not UTF-8 text"
    except OSError as error:
        return None, f"the file cannot be read ({error.strerror or error})"
    if not text.strip():
        return None, "the file is empty"
    if "\0" in text:
        return None, "the file is binary"
    return read_front_matter(text), "the file does not begin with front matter (a line ---)"


def _draft(
    target: Target, post: Path, front: FrontMatter, below: PostBody, faults: Faults, at: datetime
) -> Draft:
    for fault in front.faults:
        _note(faults, Reason.BROKEN_POST, fault.line, fault.message)
    title, title_place = _title(front, below, faults)
    published, date_place = _published(front, post.stem, faults)
    language = front.values.get("lang", _NOTHING).text.strip()
    if not below.html:
        _note(faults, Reason.EMPTY_TEXT, front.body_line, "the post has no text")
    said = {field: front.values.get(key, _NOTHING).text.strip() for field, key in _ABOUT.items()}
    keywords = _tags(_first(front.values, "keywords"))
    found = {
        "title": title_place,
        "published": date_place,
        "language": "jekyll:lang" if language else "",
        "category": "jekyll:categories" if target.category else "",
        "tags": "jekyll:tags" if target.tags else "",
        **{field: f"jekyll:{key}" if said[field] else "" for field, key in _ABOUT.items()},
        "keywords": "jekyll:keywords" if keywords else "",
        "body": "jekyll:body" if below.html else "",
    }
    address = _usable(below.address)
    return Draft(
        target=target,
        fetched_at=at,
        addresses=(address,) if address else (),
        raw_title=title,
        raw_published=published,
        raw_language=language,
        raw_modified=said["modified"],
        raw_description=said["description"],
        raw_image=said["image"],
        raw_section=said["section"],
        raw_keywords=keywords,
        body_html=below.html,
        base_url=address,
        time_zone=TIME_ZONE,
        found={field: Finding(rule=place) for field, place in found.items() if place},
        origin=_origin(post, front, below),
    )


def _target(url: str, stem: str, front: FrontMatter, resolve: Resolve, faults: Faults) -> Target | None:
    given = front.values.get("code")
    code = find_code(stem) if given is None else given.text.strip() or None
    if not url and code is None:
        code = stem  # a post without address and code has no other name
    try:
        target = resolve(url, code)
    except AddressError as error:
        _note(faults, Reason.BAD_ADDRESS, front.body_line, str(error))
        return None
    category = _first(front.values, "categories", "category")
    return replace(
        target, category=category.text.strip() or None, tags=_tags(_first(front.values, "tags", "tag"))
    )


def _first(values: Mapping[str, Value], *keys: str) -> Value:
    return next((values[key] for key in keys if key in values), _NOTHING)


def _tags(tags: Value) -> tuple[str, ...]:
    """Give tags or keywords; a text is cut at blanks, as Jekyll cuts it."""
    texts = tags.texts if tags.is_list else re.split(r"[ \t\n\v\f\r]+", tags.text)
    return tuple(text for text in texts if text.strip())


def _title(front: FrontMatter, below: PostBody, faults: Faults) -> tuple[str, str]:
    value = front.values.get("title", _NOTHING)
    if value.text.strip():
        return value.text, "jekyll:title"
    if below.quoted_title:
        return below.quoted_title, "jekyll:digest"
    _note(faults, Reason.NO_TITLE, value.line, "the title is empty")
    return "", ""


def _published(front: FrontMatter, stem: str, faults: Faults) -> tuple[str, str]:
    """Give the date as written, or the file name's day, which Jekyll takes where a date is absent."""
    value = front.values.get("date", _NOTHING)
    text = value.text.strip()
    if text and not _OFFSET_ALONE.fullmatch(text):
        return text, "jekyll:date"
    day = split_name(stem)[0]
    if day and front.values.get("undated", _NOTHING).text != "true":
        return day, "jekyll:name"
    _note(faults, Reason.NO_DATE, value.line, "the date is empty")
    return "", ""


def _address(below: PostBody, front: FrontMatter, faults: Faults) -> str:
    """Give the address as written, ``""`` when it is none; tells which of the two it lacks."""
    line = front.body_line + below.address_line
    if not below.address:
        _note(faults, Reason.NO_ADDRESS, line, "the address is empty or absent")
        return ""
    address = _usable(below.address)
    if not address:
        _note(faults, Reason.BAD_ADDRESS, line, f"{below.address!r} is no address of a page")
    return address


def _usable(address: str | None) -> str:
    try:
        parts = urlsplit(address or "")
        is_usable = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return ""
    return (address or "") if is_usable else ""


def _origin(post: Path, front: FrontMatter, below: PostBody) -> dict[str, str]:
    date = front.values.get("date", _NOTHING).text.strip()
    kept = {
        NAME_KEY: post.name,
        FOOTER_KEY: below.footer,
        DATE_KEY: "" if _USUAL_DATE.fullmatch(date) else date,
    }
    return {key: text for key, text in kept.items() if text}


def _note(faults: Faults, reason: Reason, line: int, message: str) -> None:
    faults.setdefault(reason, []).append(f"line {line}: {message}")
