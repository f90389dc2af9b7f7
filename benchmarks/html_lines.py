"""The visible text of HTML, a line for each block; the standard library is all it needs.

It is independent of the program's own reader: what is measured is not measured with itself.
"""

from __future__ import annotations

from html.parser import HTMLParser

_HIDDEN = {"script", "style", "noscript", "template", "head", "svg", "select", "option", "textarea"}
_INLINE = set(
    "a abbr b bdi bdo big cite code del dfn em font i img ins kbd mark q s samp small span strike strong sub "
    "sup time tt u var wbr".split()
)


class _Lines(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines = [""]
        self.hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in _HIDDEN:
            self.hidden.append(tag)
        self._end_line(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.hidden:
            del self.hidden[self.hidden.index(tag) :]
        self._end_line(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._end_line(tag)

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.lines[-1] += data

    def _end_line(self, tag: str) -> None:
        if tag == "body":
            self.hidden.clear()  # a head that nobody closed
        if tag not in _INLINE:
            self.lines.append("")


def visible_lines(html: str) -> list[str]:
    """Give the text that a reader of the page sees, block by block, white space collapsed."""
    parser = _Lines()
    parser.feed(html)
    parser.close()
    return [line for line in (" ".join(line.split()) for line in parser.lines) if line]
