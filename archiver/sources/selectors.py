"""The rules of page tables: where on a page a field stands, written as one text, compiled when it is read.

``css:h1.headline``, ``css:time::attr(datetime)``, ``xpath://h1``, ``meta:og:title``, ``json:headline`` (in
the page's JSON-LD), ``script:__NEXT_DATA__:props.article.title`` (in the JSON of a script),
``text:The Courier`` (as it stands).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError
from jmespath.functions import Functions
from lxml import etree

_NAMESPACES = {"re": "http://exslt.org/regular-expressions", "str": "http://exslt.org/strings"}
_EMPTY_PAGE = etree.fromstring("<html><body/></html>")


class Kind(StrEnum):
    """How a rule looks for its field."""

    CSS = "css"
    XPATH = "xpath"
    META = "meta"
    JSON = "json"
    SCRIPT = "script"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Selector:
    """A rule, ready to be asked.

    Attributes:
        text: the rule as written.
        place: what stands behind the kind: a name of a meta tag, a text, a JMESPath expression.
        script: the id of the script element, or the variable that it sets; for ``script`` only.
        compiled: an ``etree.XPath`` for ``css`` and ``xpath``, else a JMESPath expression or nothing.
    """

    text: str
    kind: Kind
    place: str
    script: str = ""
    compiled: Any = None

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel to another process as text, and be compiled there."""
        return read_selector, (self.text,)


@lru_cache(maxsize=4096)
def read_selector(text: str) -> Selector:
    """Read and compile a rule.

    Raises:
        ValueError: it is none; the message says why.
    """
    word, _, place = text.partition(":")
    if word not in set(Kind) or not place.strip():
        kinds = ", ".join(f"{kind}:" for kind in Kind)
        raise ValueError(f"{text!r} is no rule; begin with one of {kinds} and say what behind it")
    kind, place = Kind(word), place.strip()
    if kind is Kind.CSS:
        return Selector(text, kind, place, compiled=_compile_css(place))
    if kind is Kind.XPATH:
        return Selector(text, kind, place, compiled=_compile_xpath(place))
    if kind is Kind.JSON:
        return Selector(text, kind, place, compiled=compile_place(place))
    if kind is Kind.SCRIPT:
        script, _, inner = place.partition(":")
        if not script.strip() or not inner.strip():
            raise ValueError(f"{text!r} is no rule; write script:ID:PLACE")
        return Selector(text, kind, inner.strip(), script.strip(), compile_place(inner.strip()))
    return Selector(text, kind, place.lower() if kind is Kind.META else place)


def compile_place(place: str) -> Any:
    """Compile a JMESPath expression.

    Raises:
        ValueError: it is none.
    """
    try:
        compiled = jmespath.compile(place)
    except JMESPathError as error:
        raise ValueError(f"{place!r} is no JMESPath expression") from error
    for name in _functions(compiled.parsed):
        if name not in Functions.FUNCTION_TABLE:
            raise ValueError(f"{place!r} is no JMESPath expression: there is no function {name}()")
    return compiled


def _functions(node: Any) -> Iterator[str]:
    """Yield the functions that a parsed JMESPath expression calls; only a run would tell an unknown one."""
    if isinstance(node, dict):
        if node.get("type") == "function_expression":
            yield str(node["value"])
        for child in node.get("children", ()):
            yield from _functions(child)


def _compile_css(place: str) -> etree.XPath:
    # Most commands meet no such rule, and need not wait for these.
    from cssselect import SelectorError  # noqa: PLC0415
    from parsel.csstranslator import HTMLTranslator  # noqa: PLC0415

    try:
        path = HTMLTranslator().css_to_xpath(place)
    except SelectorError as error:
        raise ValueError(f"{place!r} is no CSS selector: {error}") from error
    return _compile_xpath(path)


def _compile_xpath(path: str) -> etree.XPath:
    try:
        compiled = etree.XPath(path, namespaces=_NAMESPACES)
        compiled(_EMPTY_PAGE)  # only a run tells unknown functions and variables
    except (etree.XPathError, ValueError) as error:
        raise ValueError(f"{path!r} is no XPath expression: {error}") from error
    return compiled
