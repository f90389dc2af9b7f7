"""The folder of an exported site: written beside its place, put there when it is whole."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from archiver.errors import ExportError
from archiver.exporters.files import replace_folder
from archiver.exporters.jekyll import theme
from archiver.exporters.jekyll.names import PostNames
from archiver.exporters.jekyll.post import SITE_LANGUAGE, post_text
from archiver.exporters.jekyll.scalars import quoted
from archiver.exporters.jekyll.sections import Section, Sections
from archiver.plugins import ExportOptions, Selection
from archiver.reports import ExportReport

# What an export or Jekyll makes at the top of the folder; a replaced folder's other things are kept.
WRITTEN_NAMES = frozenset(
    ("_config.yml", "_layouts", "_posts", "category", "index.html", "style.css", "_site", ".jekyll-cache")
)
_HOME = re.compile(r"(?:(?:https?:)?//[A-Za-z0-9._:-]+)?(?:/[A-Za-z0-9._~%-]+)*", re.ASCII)


def write_jekyll(selection: Selection, destination: str, options: ExportOptions) -> ExportReport:
    """Write the selection as a site into a folder, which may hold an earlier export.

    Things added by hand beside an earlier export, such as ``.git`` or ``CNAME``, stay.

    Raises:
        ExportError: the folder holds something else or cannot be written, or an option is impossible.
    """
    home_url, time_zone = _check_home(options.home_url), _check_zone(options.time_zone)
    names, sections = PostNames(time_zone), Sections()
    written_count = 0
    with replace_folder(destination, is_export, WRITTEN_NAMES) as folder:
        for name in ("_posts", "category", "_layouts"):
            (folder / name).mkdir()
        for entry in selection.entries():
            section, name = sections.add(entry), names.give(entry)
            _write(folder / "_posts" / name, post_text(entry, name, section, home_url))
            written_count += 1
        for section in sections:
            _write(folder / "category" / f"{section.slug}.html", _category_page(section))
        for name, text in theme.FILES.items():
            _write(folder / name, text)
        _write(folder / "_config.yml", _config(home_url, options))
    return ExportReport(destination=destination, written_count=written_count)


def is_export(folder: Path) -> bool:
    """Whether a folder is an earlier export: its configuration says so."""
    try:
        config = (folder / "_config.yml").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return theme.MARKER in config.splitlines()


def _write(place: Path, text: str) -> None:
    place.write_bytes(text.encode("utf-8"))


def _category_page(section: Section) -> str:
    return theme.CATEGORY_PAGE.format(
        title=quoted(section.title),
        section="" if section.category is None else quoted(section.category),
    )


def _config(home_url: str, options: ExportOptions) -> str:
    parts = urlsplit(home_url)
    return theme.CONFIG.format(
        title=quoted(options.title),
        home=quoted(home_url),
        url=quoted(f"{parts.scheme or 'https'}://{parts.netloc}" if parts.netloc else ""),
        base_url=quoted(parts.path),
        time_zone=quoted(options.time_zone),
        language=SITE_LANGUAGE,
    )


def _check_home(home_url: str) -> str:
    home = home_url.strip().rstrip("/")
    if not _HOME.fullmatch(home):
        raise ExportError(
            f"{home_url!r} cannot be a site's home; give https://host, //host or /folder, or leave it out"
        )
    return home


def _check_zone(time_zone: str) -> ZoneInfo:
    try:
        return ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ExportError(f"there is no time zone {time_zone!r}; give one such as Asia/Shanghai") from None
