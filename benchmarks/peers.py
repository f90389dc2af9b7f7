"""Reads pages with one system, in a process of its own: the worker of ``extraction.py``.

    python peers.py --versions              # prints which systems are installed here
    python peers.py SYSTEM [--core N] [--model PATH]

It imports the standard library and that system, so it runs in any environment. Each line of
standard input is a request in JSON, each line of standard output its answer: ``{"load": [{"url",
"html", "html_b64"}, …]}`` takes pages, ``{"read": true}`` gives their readings, ``{"time": true}``
reads them all again and gives the seconds, and the most memory that the process ever had.
A reading is ``{"paragraphs", "title", "authors", "published"}`` as far as the system reads them,
``null`` where it failed.
"""

from __future__ import annotations

import argparse
import base64
import json
import logging
import os
import platform
import re
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from importlib import import_module, metadata
from typing import Any

Page = dict[str, Any]
Reading = dict[str, Any]
Read = Callable[[Page], Reading | None]


def own(kind: str) -> Read:
    """Read with this program (``own.py``)."""
    return getattr(import_module("own"), kind)  # type: ignore[no-any-return]


def trafilatura(**options: Any) -> Read:
    """Read with trafilatura, without readers' comments, which it would take for text."""
    extract = import_module("trafilatura").bare_extraction

    def read(page: Page) -> Reading:
        found = extract(
            page["html"], url=page["url"] or None, with_metadata=True, include_comments=False, **options
        )
        if found is None:
            return {}
        return _reading(found.text, found.title, (found.author or "").split("; "), found.date)

    return read


def htmldate() -> Read:
    """Read dates with htmldate, asked for the first publication as trafilatura asks it."""
    find_date = import_module("htmldate").find_date
    return lambda page: {"published": find_date(page["html"], url=page["url"] or None, original_date=True)}


def readability() -> Read:
    """Read with readability-lxml, whose markup is made lines here."""
    document = import_module("readability").Document
    visible_lines = import_module("html_lines").visible_lines

    def read(page: Page) -> Reading:
        found = document(page["html"], url=page["url"] or None)
        title, author = found.title(), found.author()
        return _reading(
            "\n".join(visible_lines(found.summary())),
            None if title == "[no-title]" else title,
            None if author == "[no-author]" else author,
        )

    return read


def newspaper() -> Read:
    """Read with newspaper4k, which must be told that a page is Chinese."""
    article = import_module("newspaper").Article

    def read(page: Page) -> Reading:
        language = {"language": "zh"} if is_chinese(page["html"]) else {}
        found = article(page["url"] or "http://page.invalid/", fetch_images=False, **language)
        found.download(input_html=page["html"])
        found.parse()
        return _reading(found.text, found.title, found.authors, found.publish_date)

    return read


def is_chinese(html: str) -> bool:
    """Whether many of the letters between tags are Chinese."""
    text = re.sub(r"(?s)<(script|style).*?</\1\s*>|<[^>]*>", " ", html)
    return 5 * len(re.findall("[\u4e00-\u9fff]", text)) > len(re.findall(r"[^\W\d_]", text))


def news_please() -> Read:
    """Read with news-please, without its download of pictures."""
    extract = import_module("newsplease").NewsPlease.from_html

    def read(page: Page) -> Reading:
        found = extract(page["html"], url=page["url"] or None, fetch_images=False)
        return _reading(found.maintext, found.title, found.authors, found.date_publish)

    return read


def goose() -> Read:
    """Read with goose3, which must be told that a page is Chinese."""
    make = import_module("goose3").Goose
    plain = make({"enable_image_fetching": False})
    stop_words = import_module("goose3.text").StopWordsChinese
    chinese = make({"enable_image_fetching": False, "stopwords_class": stop_words})

    def read(page: Page) -> Reading:
        goose = chinese if is_chinese(page["html"]) else plain
        found = goose.extract(url=page["url"] or None, raw_html=page["html"])
        return _reading(found.cleaned_text, found.title, found.authors, found.publish_date)

    return read


def resiliparse() -> Read:
    """Read text and ``<title>`` with resiliparse, without what stands for pictures."""
    plain = import_module("resiliparse.extract.html2text").extract_plain_text
    tree = import_module("resiliparse.parse.html").HTMLTree

    def read(page: Page) -> Reading:
        parsed = tree.parse(page["html"])
        text = plain(parsed, main_content=True, alt_texts=False)
        return {"paragraphs": text.split("\n"), "title": parsed.title}

    return read


def rs_trafilatura() -> Read:
    """Read with rs-trafilatura."""
    extract = import_module("rs_trafilatura").extract

    def read(page: Page) -> Reading:
        found = extract(page["html"], url=page["url"] or None)
        return _reading(found.main_content, found.title, found.author, found.date)

    return read


def magic_html() -> Read:
    """Read with magic-html, whose markup is made lines here."""
    extractor = import_module("magic_html").GeneralExtractor()
    visible_lines = import_module("html_lines").visible_lines

    def read(page: Page) -> Reading:
        found = extractor.extract(page["html"], base_url=page["url"])
        return {"paragraphs": visible_lines(found["html"] or ""), "title": found["title"]}

    return read


def gne() -> Read:
    """Read with GeneralNewsExtractor."""
    extractor = import_module("gne").GeneralNewsExtractor()

    def read(page: Page) -> Reading:
        found = extractor.extract(page["html"])
        return _reading(found["content"], found["title"], found["author"], found["publish_time"])

    return read


def _reading(text: Any, title: Any, authors: Any, published: Any = None) -> Reading:
    return {
        "paragraphs": (text or "").split("\n"),
        "title": title or None,
        "authors": list(_flatten(authors)),
        "published": str(published) if published else None,
    }


def _flatten(authors: Any) -> Iterator[str]:
    """Give the authors that are text: some systems put lists into lists."""
    if isinstance(authors, list | tuple | set):
        for author in authors:
            yield from _flatten(author)
    elif isinstance(authors, str) and authors:
        yield authors


SYSTEMS: dict[str, tuple[str, Callable[[], Read]]] = {
    "archiver": ("news-archiver", lambda: own("read_article")),
    "structured-only": ("news-archiver", lambda: own("read_structured")),
    "trafilatura": ("trafilatura", trafilatura),
    "trafilatura-precision": ("trafilatura", lambda: trafilatura(favor_precision=True)),
    "htmldate": ("htmldate", htmldate),
    "readability-lxml": ("readability-lxml", readability),
    "newspaper4k": ("newspaper4k", newspaper),
    "news-please": ("news-please", news_please),
    "goose3": ("goose3", goose),
    "resiliparse": ("Resiliparse", resiliparse),
    "rs-trafilatura": ("rs-trafilatura", rs_trafilatura),
    "magic-html": ("magic-html", magic_html),
    "gne": ("gne", gne),
}
"""System → the distribution it comes with, and what makes its reader."""


def find_versions() -> dict[str, str]:
    """Give the systems that are installed here, with their versions."""
    versions = {}
    for system, (distribution, _) in SYSTEMS.items():
        try:
            versions[system] = metadata.version(distribution)
        except metadata.PackageNotFoundError:
            continue
    return versions


def read_page(read: Read, page: Page) -> Reading | None:
    """Read a page; ``None`` where the system fails."""
    try:
        return read(page)
    except Exception:  # noqa: BLE001 - one page must not end the others
        return None


def answer(read: Read, pages: list[Page], request: dict[str, Any]) -> Any:
    """Do what a request says."""
    if "load" in request:
        pages[:] = request["load"]
        for page in pages:
            if "html_b64" in page:
                page["body"] = base64.b64decode(page.pop("html_b64"))
        return len(pages)
    if "read" in request:
        return [read_page(read, page) for page in pages]
    some = pages[slice(*request["time"])]
    started = time.perf_counter()
    for page in some:
        read_page(read, page)
    seconds = time.perf_counter() - started
    return {"seconds": seconds, "peak_kib": find_peak()}


def find_peak() -> int:
    """Give the most memory in KiB that this process had; ``ru_maxrss`` counts what its parent had, too."""
    with open("/proc/self/status", encoding="ascii", errors="replace") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))


def main() -> None:
    """Answer until there are no more requests."""
    parser = argparse.ArgumentParser(description="Reads pages with one system.")
    parser.add_argument("system", nargs="?", choices=SYSTEMS)
    parser.add_argument("--versions", action="store_true")
    parser.add_argument("--core", type=int, help="run on this core only")
    parser.add_argument("--model", help="learned tables, instead of the program's own")
    arguments = parser.parse_args()
    if arguments.versions or not arguments.system:
        print(json.dumps({"python": platform.python_version(), "versions": find_versions()}))
        return
    if arguments.core is not None:
        os.sched_setaffinity(0, {arguments.core})
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    # What a system prints must not get among the answers.
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)
    if arguments.model:
        import_module("own").use_tables(arguments.model)
    read, pages = SYSTEMS[arguments.system][1](), []  # type: ignore[var-annotated]
    for line in sys.stdin:
        print(json.dumps(answer(read, pages, json.loads(line))), file=answers, flush=True)


if __name__ == "__main__":
    main()
