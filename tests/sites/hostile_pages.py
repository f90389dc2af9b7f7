"""Pages that are meant to hurt: each name makes a page of about so many bytes."""

from __future__ import annotations

import gzip
import random
from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

SENTENCE = "The council said on Monday that the bridge would open again in May, after repairs of two years. "
ARTICLE = "".join(f"<p>Paragraph {number} of it. {SENTENCE * 3}</p>" for number in range(5))
LAST = "Paragraph 4 of it."

BAITS = (
    *(
        " ",
        "\xa0",
        "\u3000",
        "\t",
        "\n",
        "1",
        "2020",
        "2020-01-01 ",
        "1/2/2020, ",
        "Jan 1 ",
        "January ",
        "12:30 ",
    ),
    *(
        "2020年1月",
        "<",
        "< ",
        "</",
        "&",
        "&#",
        "&amp;amp;",
        "：",
        "—",
        " — ",
        "-",
        " | ",
        "_",
        ",",
        "、",
        ".",
        ". ",
    ),
    *(
        "By ",
        "By John Smith ",
        "John Smith and ",
        "J. ",
        "von ",
        "（",
        "(",
        "【",
        "(John ",
        "（记者张三",
        "■",
        "记者",
    ),
    *(
        "本报记者 张三 ",
        "作者：",
        "来源：",
        "编辑：",
        "张",
        "A",
        "Aa ",
        "İ",
        "@a ",
        '"',
        "a@b.",
        "http://",
        "%",
        "/",
    ),
    *("a\u0301", "\u0327\u0301", "\u200d", "\u202e", "👩‍👧", "\ufffd", "\x00", "\x1b$B"),
)
"""What dates, bylines, titles and entities begin with, over and over."""
NESTED = (
    "div",
    "span",
    "b",
    "table",
    "ul><li",
    "table><tr><td",
    "h1><div",
    "time",
    "svg",
    "frameset",
    "object",
)
MANY = ("div", "p", "a", "br", "img", "h1", "script", "meta", "title", "option", "iframe", "time", "font")
LIES = (
    *("utf-7", "idna", "hex", "unicode_escape", "raw_unicode_escape", "rot13", "punycode", "base64", "zlib"),
    *(
        "bz2",
        "uu",
        "quopri",
        "undefined",
        "mbcs",
        "nonsense",
        "utf-16",
        "utf-32",
        "utf-8-sig",
        "hz",
        "x" * 999,
    ),
)


def page(body: str, head: str = "") -> bytes:
    """Give a page with a body and an article behind it."""
    html = f"<html><head><title>The bridge</title>{head}</head><body>{body}{ARTICLE}</body></html>"
    return html.encode("utf-8", "replace")


def fill(piece: str, size: int) -> str:
    """Give a piece so often that it is about ``size`` bytes."""
    return piece * max(1, size // len(piece.encode()))


def _many_attributes(size: int) -> bytes:
    return page("<p " + " ".join(f"a{number}" for number in range(size // 8)) + ">text</p>")


def _json_ld(script: str) -> bytes:
    return page("", f'<script type="application/ld+json">{script}</script>')


def _bait_head(bait: str, size: int) -> bytes:
    long = fill(bait, size // 8).replace('"', "'")
    metas = "".join(
        f'<meta name="{name}" content="{long}">'
        for name in ("author", "date", "og:title", "keywords", "og:image")
    )
    return page(f'<h1>{long}</h1><p class="author">{long}</p><time datetime="{long}">{long}</time>', metas)


def _repeated(piece: str) -> Callable[[int], bytes]:
    return lambda size: page(fill(piece, size))


def _bait_line(bait: str, size: int) -> bytes:
    return page(f"<p>{fill(bait, size)}</p>")


def _bait_lines(bait: str, size: int) -> bytes:
    return page(fill(f"<p>{fill(bait, 200)}</p>", size // 4))


def _lie(name: str, _size: int) -> bytes:
    return page("<p>caf\xe9 \\u0041 +AGE-", f"<meta charset={name}>").decode().encode("latin-1")


def _laughing(size: int) -> bytes:
    entities = "".join(f'<!ENTITY a{n} "' + f"&a{n - 1};" * 10 + '">' for n in range(1, 12))
    return (
        f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a0 "{fill("ha", size)}">{entities}]>'
        f'<html xmlns="http://www.w3.org/1999/xhtml"><body><p>&a11;</p>{ARTICLE}</body></html>'
    ).encode()


def _noise(size: int) -> bytes:
    return random.Random(1).randbytes(size)


SHAPES: Mapping[str, Callable[[int], bytes]] = MappingProxyType(
    {
        "one paragraph": lambda size: page(f"<p>{fill(SENTENCE, size)}</p>"),
        "many paragraphs": lambda size: page(fill(f"<p>{SENTENCE}</p>", size)),
        "many lines": lambda size: page(fill(f"{SENTENCE}<br>", size)),
        "one attribute": lambda size: page(f'<p data-x="{fill("x > y ", size)}">text</p>'),
        "one class": lambda size: page(f'<div class="{fill("xy ", size)}">{SENTENCE}</div>'),
        "many attributes": _many_attributes,
        "nested headings": lambda size: page("<h1><div>" * 900 + fill("<b>xy</b>", size)),
        "nested times": lambda size: page("<time>" * 900 + fill("<b>xy</b>", size)),
        "nested authors": lambda size: page("<div class=author>" * 900 + fill("<b>By Jo Li</b>", size)),
        "authors around nothing": lambda size: page("<div class=author>" * 300 + fill("<i></i>", size)),
        "nested codes": lambda size: page("<p data-code=1>" * 900 + fill("<b data-code=1>xy</b>", size)),
        "scripts in text": lambda size: page("<p>" + fill("words<script></script>", size)),
        "marked times": lambda size: page(fill("<p><time datetime=2020-01-01>x</time></p>", size)),
        "marked authors": lambda size: page(fill("<a rel=author href=/a>Jo Li</a>, ", size)),
        "giant script": lambda size: page("", f"<script>{fill('a = b;', size)}</script>"),
        "deep json": lambda size: _json_ld("[" * (size // 2) + "]" * (size // 2)),
        "deep objects": lambda size: _json_ld(fill('{"@graph":', size)),
        "giant json": lambda size: _json_ld("[" + fill('{"@type":"Article","author":"Jo"},', size) + "1]"),
        "giant author": lambda size: _json_ld(f'{{"@type":"Article","author":"{fill("By Jo, ", size)}"}}'),
        "strange json": lambda _: _json_ld('{"@type":["Article",1],"datePublished":1e999,"author":NaN}'),
        "giant number": lambda size: _json_ld(f'{{"@type":"Article","datePublished":{fill("1", size)}}}'),
        "many json": lambda size: page(fill('<script type="application/ld+json">{"a":1}</script>', size)),
        "laughing entities": _laughing,
        "frames": lambda size: b"<html><frameset>" + fill("<frame src=a>", size).encode(),
        "svg": lambda size: f'<svg xmlns="http://www.w3.org/2000/svg">{fill("<text>x", size)}'.encode(),
        "feed": lambda size: f'<?xml version="1.0"?><rss>{fill("<item><title>x</title>", size)}'.encode(),
        "several bodies": lambda size: fill(f"<html><body>{ARTICLE}</body></html>", size).encode(),
        "ends only": lambda size: fill("</body></div></p>", size).encode() + page(""),
        "misnested": lambda size: page(fill("<b><p></b></p><i><div></i>", size)),
        "open script, foreign signs": lambda size: fill("é<script ", size).encode("latin-1"),
        "open comment": lambda size: page(f"<!--{fill('- -', size)}"),
        "open tag": lambda size: page(fill("<a href=\"'", size)),
        "cut in a sign": lambda size: page(fill("桥", size))[: size + size % 3 - 4],
        "utf-16": lambda size: page(fill(SENTENCE, size // 2)).decode().encode("utf-16"),
        "utf-16 unmarked": lambda size: page(fill("桥", size // 2)).decode().encode("utf-16-le"),
        "utf-32": lambda size: page(fill(SENTENCE, size // 4)).decode().encode("utf-32"),
        "noise": _noise,
        "high noise": lambda size: bytes(sign | 0x80 for sign in _noise(size)),
        "gzip": lambda size: gzip.compress(_noise(size)),
        "pdf": lambda size: b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n" + _noise(size),
        "png": lambda size: b"\x89PNG\r\n\x1a\n" + _noise(size),
        "nothing": lambda _: b"",
        "blanks": lambda size: b" " * size,
        "signs without text": lambda size: b"\x00" * 8 + b"\x01\x02\x0b\x0c" * (size // 4),
        "one address": lambda size: page(f'<p>{SENTENCE}<a href="/{fill("&amp;", size)}">x</a></p>'),
        "bad base": lambda _: page("<a href='//['>x</a><img src='http://['>", "<base href='http://['>"),
        **{f"nested {tag}": _repeated(f"<{tag}>") for tag in NESTED},
        **{f"many {tag}": _repeated(f"<{tag}>x</{tag}>") for tag in MANY},
        **{f"bait {bait!r}": partial(_bait_line, bait) for bait in BAITS},
        **{f"bait in head {bait!r}": partial(_bait_head, bait) for bait in BAITS},
        **{f"bait lines {bait!r}": partial(_bait_lines, bait) for bait in BAITS},
        **{f"lie {name[:20]}": partial(_lie, name) for name in LIES},
    }
)  # fmt: skip
