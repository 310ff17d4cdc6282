"""Compiled HTML written as Markdown that a person can read and change, with footnotes.

It is the Markdown that most programs understand. A paragraph is one line, so that no word of it can begin one
and turn it into something else.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from dataclasses import dataclass
from html.parser import HTMLParser

from flask_babel import gettext as _

VOID = frozenset({"br", "hr", "img"})
SPECIAL = re.compile(r"[\\`*_{}\[\]]")
ENTITY = re.compile(r"&(?=#?\w+;)")
FIRST = re.compile(r"[-+>#]")  # begins a list, a quotation or a heading where it stands first
NUMBERED = re.compile(r"(\d+)([.)])(?=\s|$)")
BY_NUMBER = re.compile(r"[:=~|]")  # the same, where no program knows a backslash before it
NOTE = re.compile(r"#fn-(\d+)\Z")
MARKS = {"em": "*", "cite": "*", "dfn": "*", "strong": "**"}
RAW = frozenset({"sub", "sup"})  # Markdown has no signs for these
BREAK = "  \n"
HEADINGS = ("h2", "h3", "h4", "h5", "h6")
LISTS = ("ul", "ol")
BLOCKS = frozenset({"p", *HEADINGS, "blockquote", "figure", "div", *LISTS, "table", "dl", "pre", "hr"})
ALIKE = ("> ", "- ", "1. ")  # two that begin so, one after the other, would become one
APART = "<!-- -->"
RULES = {"end": "--:", "centre": ":-:"}


@dataclass(frozen=True, slots=True)
class Hand:
    """How one text is written: `notes` is what its labels of notes begin with, `deeper` puts its headings down."""

    notes: str = ""
    deeper: int = 0

    def write(self, html: str) -> str:
        """Return a text in Markdown: its blocks, with an empty line between them."""
        reader = _Reader()
        reader.feed(html)
        reader.close()
        return self._blocks(reader.root)

    def line(self, html: str) -> str:
        """Return a text of one paragraph without what stands around it."""
        return self.write(html).replace(BREAK, " ").replace("\n", " ")

    def _blocks(self, parent: ET.Element) -> str:
        """What stands in an element: loose words among its blocks are a paragraph of their own."""
        written: list[str] = []
        loose = escaped(parent.text)
        for child in parent:
            if child.tag in BLOCKS:
                written += [_paragraph(loose), self._block(child)]
                loose = escaped(child.tail)
            else:
                loose += self._span(child) + escaped(child.tail)
        return joined([*written, _paragraph(loose)])

    def _block(self, element: ET.Element) -> str:
        write = {
            "p": self._text,
            **dict.fromkeys(HEADINGS, self._heading),
            "blockquote": self._quotation,
            "figure": self._figure,
            "div": self._division,
            **dict.fromkeys(LISTS, self._list),
            "table": self._table,
            "dl": self._definitions,
            "pre": self._fenced,
            "hr": self._rule,
        }
        return write[element.tag](element)

    def _inline(self, element: ET.Element) -> str:
        inner = "".join(self._span(child) + escaped(child.tail) for child in element)
        return escaped(element.text) + inner

    def _span(self, element: ET.Element) -> str:
        tag = element.tag
        if tag == "br":
            return "\n"
        if tag == "img":
            return f"*({escaped(_('Picture: %(words)s', words=element.get('alt', '')))})*"
        if tag == "code":
            return _code("".join(element.itertext()))
        if tag == "a":
            return self._link(element)
        inner = self._inline(element)
        if tag in RAW and not element.get("id", "").startswith("fnref-"):
            return f"<{tag}>{inner}</{tag}>"
        return _marked(inner, MARKS.get(tag, ""))

    def _link(self, element: ET.Element) -> str:
        address = element.get("href", "")
        if note := NOTE.match(address):
            return f"[^{self.notes}{note[1]}]"
        inner = self._inline(element)
        if not address.startswith(("http", "mailto:")):
            return inner  # what is in this text is found by its words; what lies on a server is not for everybody
        return linked(inner, address)

    # blocks

    def _text(self, element: ET.Element) -> str:
        return _paragraph(self._inline(element))

    def _heading(self, element: ET.Element) -> str:
        return heading(int(element.tag[1]) + self.deeper, self._inline(element))

    def _quotation(self, element: ET.Element) -> str:
        return quoted(self._blocks(element))

    def _figure(self, element: ET.Element) -> str:
        """A quotation with its source as its last line."""
        parts = [self._blocks(child) for child in element if child.tag == "blockquote"]
        said = [f"— {self._inline(child)}" for child in element if child.tag == "figcaption"]
        return quoted("\n\n".join([*parts, *said]))

    def _division(self, element: ET.Element) -> str:
        inner = self._blocks(element)
        return quoted(inner) if element.get("class") == "note" else inner

    def _list(self, element: ET.Element) -> str:
        if element.get("class") == "timeline":
            return "\n".join(self._event(item) for item in element)
        start = int(element.get("start") or 1)
        signs = [f"{number}." if element.tag == "ol" else "-" for number, _one in enumerate(element, start)]
        return "\n".join(
            f"{sign} {indented(self._item(item))}" for sign, item in zip(signs, element, strict=True)
        )

    def _item(self, item: ET.Element) -> str:
        written = self._blocks(item)
        has_paragraphs = any(child.tag == "p" for child in item)
        return written if has_paragraphs else written.replace("\n\n", "\n")

    def _event(self, item: ET.Element) -> str:
        when, *what = (" ".join(self._inline(child).split()) for child in item)
        return f"- **{when}**{BREAK}    {' '.join(what)}"

    def _table(self, element: ET.Element) -> str:
        rows = [list(row) for row in element.iter("tr")]
        rules = [RULES.get(cell.get("class", ""), "---") for cell in rows[0]]
        written = [[_paragraph(self._inline(cell)).replace("|", "\\|") for cell in row] for row in rows]
        return "\n".join(f"| {' | '.join(cells)} |" for cells in (written[0], rules, *written[1:]))

    def _definitions(self, element: ET.Element) -> str:
        return "\n".join(
            f"\n{_paragraph(self._inline(child))}"
            if child.tag == "dt"
            else f":   {indented(self._blocks(child))}"
            for child in element
        ).strip("\n")

    def _fenced(self, element: ET.Element) -> str:
        text = "".join(element.itertext()).strip("\n")
        fence = "`" * max(3, 1 + max(map(len, re.findall(r"`+", text)), default=0))
        return f"{fence}\n{text}\n{fence}"

    def _rule(self, _element: ET.Element) -> str:
        return "* * *"


def escaped(text: str | None) -> str:
    """Return words in which Markdown sees no sign of its own, their white space made single."""
    plain = re.sub(r"[ \t\r\n]+", " ", text or "")
    return SPECIAL.sub(r"\\\g<0>", ENTITY.sub("&amp;", plain)).replace("<", "&lt;")


def joined(blocks: Iterable[str]) -> str:
    """Return blocks with an empty line between them, and those apart that would run into one another."""
    written: list[str] = []
    for block in filter(None, blocks):
        if written and any(block.startswith(sign) and written[-1].startswith(sign) for sign in ALIKE):
            written.append(APART)
        written.append(block)
    return "\n\n".join(written)


def linked(words: str, address: str) -> str:
    """Return words that lead somewhere."""
    return f"[{words}](<{address}>)" if re.search(r"[()\s]", address) else f"[{words}]({address})"


def heading(level: int, words: str) -> str:
    """Return a heading; there are six levels."""
    return f"{'#' * min(level, 6)} {' '.join(words.split())}"


def quoted(text: str) -> str:
    """Return a text as a quotation."""
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def indented(text: str) -> str:
    """Return a text of which all lines but the first stand four spaces in."""
    return text.replace("\n", "\n    ").replace("\n    \n", "\n\n")


def _paragraph(written: str) -> str:
    lines = [_begun(line.strip(" ")) for line in written.strip(" \n").split("\n")]
    return BREAK.join(lines)


def _begun(line: str) -> str:
    if FIRST.match(line):
        return f"\\{line}"
    if BY_NUMBER.match(line):
        return f"&#{ord(line[0])};{line[1:]}"
    return NUMBERED.sub(r"\1\\\2", line, count=1) if NUMBERED.match(line) else line


def _marked(inner: str, mark: str) -> str:
    """Put marks around words, close to them: Markdown wants no space inside."""
    words = inner.strip()
    before, after = inner[: len(inner) - len(inner.lstrip())], inner[len(inner.rstrip()) :]
    return f"{before}{mark}{words}{mark}{after}" if words else inner


def _code(text: str) -> str:
    fence = "`" * (1 + max(map(len, re.findall(r"`+", text)), default=0))
    space = " " if "`" in text else ""
    return f"{fence}{space}{text}{space}{fence}"


class _Reader(HTMLParser):
    """Builds the elements of sanitised HTML, in which all that is opened is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.builder = ET.TreeBuilder()
        self.root = self.builder.start("text", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.builder.start(tag, {name: value or "" for name, value in attrs})
        if tag in VOID:
            self.builder.end(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.builder.end(tag)

    def handle_data(self, data: str) -> None:
        self.builder.data(data)

    def close(self) -> None:
        super().close()
        self.builder.end("text")
        self.builder.close()
