"""Shapes of text that have made Markdown parsers hang, each as a function of its size in characters."""

from __future__ import annotations

from collections.abc import Callable


def _repeated(unit: str, before: str = "", after: str = "") -> Callable[[int], str]:
    return lambda size: before + unit * (size // len(unit)) + after


def _lines(*units: str) -> Callable[[int], str]:
    text = "\n".join(units) + "\n"
    return lambda size: text * max(1, size // len(text))


def _stairs(mark: str, step: int) -> Callable[[int], str]:
    def make(size: int) -> str:
        lines: list[str] = []
        while sum(map(len, lines)) < size:
            lines.append(" " * (step * (len(lines) % 900)) + mark)
        return "\n".join(lines)

    return make


SHAPES: dict[str, Callable[[int], str]] = {
    "open brackets": _repeated("["),
    "closed brackets": _repeated("]"),
    "bracket pairs": _repeated("[]"),
    "nested brackets": lambda size: "[" * (size // 2) + "]" * (size // 2),
    "links without end": _repeated("[a]("),
    "links to nowhere": _repeated("[a](b"),
    "good links": _repeated("[a](https://example.org/) "),
    "link lines": _lines("[a](https://example.org/)", ""),
    "links with titles": _repeated('[a](b "'),
    "references": _repeated("[a][b] "),
    "images": _repeated("![a]("),
    "image marks": _repeated("!["),
    "footnotes": _repeated("[^a]"),
    "footnote definitions": _lines("[^a]: b"),
    "many footnotes": lambda size: "\n".join(f"[^{n}]: b[^{n}]" for n in range(size // 14)),
    "spans": _repeated("[a]{lang="),
    "braces": _repeated("{"),
    "stars": _repeated("*"),
    "spaced stars": _repeated("* "),
    "star words": _repeated("*a "),
    "star pairs": _repeated("*a* "),
    "stars and underscores": _repeated("*a_ "),
    "strong and emphasis": _repeated("**a *b "),
    "underscores": _repeated("_"),
    "underscore words": _repeated("_a "),
    "triple stars": _repeated("***a** b "),
    "backticks": _repeated("`"),
    "growing backticks": lambda size: " ".join("`" * (1 + n % 200) for n in range(size // 100)),
    "code openings": _repeated("`a ``b "),
    "backslashes": _repeated("\\"),
    "escaped stars": _repeated("\\*"),
    "ampersands": _repeated("&"),
    "entities": _repeated("&amp;"),
    "broken entities": _repeated("&#1"),
    "angle brackets": _repeated("<"),
    "tags": _repeated("<a "),
    "attributes": _repeated(' a="', before="<span"),
    "open tags": _repeated("<sub>"),
    "paired tags": _repeated("<sub>a</sub>"),
    "comments": _repeated("<!--"),
    "comment lines": _lines("<!-- a"),
    "declarations": _repeated("<!a"),
    "autolinks": _repeated("<https://a"),
    "quotes": _repeated(">"),
    "quote lines": _lines("> a"),
    "quote stairs": lambda size: "\n".join(">" * (1 + n % 500) + " a" for n in range(size // 250)),
    "list stairs": _stairs("- a", 4),
    "number stairs": _stairs("1. a", 4),
    "list in one line": _repeated("- "),
    "list lines": _lines("- a"),
    "loose list": _lines("- a", ""),
    "list and text": _lines("- a", "", "b", ""),
    "definitions": _lines("a", ": b", ""),
    "definition colons": _lines(":"),
    "deep definitions": _lines(": :   : a"),
    "table": _lines("|a|b|", "|-|-|"),
    "table cells": lambda size: "a|b\n-|-\n" + "|" * size,
    "table rule": lambda size: "a|b\n" + "-|" * (size // 2),
    "wide table": lambda size: "|a" * (size // 6) + "\n" + "|-" * (size // 6) + "\n" + "|b" * (size // 6),
    "rules": _lines("---", ""),
    "dashes": _repeated("-"),
    "underlines": _lines("a", "==="),
    "headings": _lines("## a"),
    "hashes": _repeated("#"),
    "block openings": _lines("::: note", ""),
    "block pairs": _lines("::: note", "a", ":::", ""),
    "block endings": _lines(":::"),
    "questions": _lines("::: question", "a", ":::", ""),
    "colons": _repeated(":"),
    "attributes of a block": lambda size: "::: {" + '.a #b c="d" ' * (size // 13) + "}\n:::",
    "quotation marks of a block": lambda size: '::: {.note a="' + "b " * (size // 2),
    "code fences": _lines("```"),
    "tildes": _lines("~~~", "a"),
    "spaces": _repeated(" ", before="a", after="b"),
    "tabs": _repeated("\t", before="a", after="b"),
    "spaces at ends": _lines("a  "),
    "empty lines": _repeated("\n"),
    "one word": _repeated("a"),
    "words": _repeated("word "),
    "paragraphs": _lines("A paragraph of words.", ""),
    "placeholders": _repeated("\x02klzzwxh:0000\x03"),
    "placeholder words": _repeated("klzzwxh:0000 "),
    "timeline": lambda size: "::: timeline\n" + "1917\n: a\n" * (size // 9) + ":::",
    "target lines": _lines("[a]: https://example.org/", ""),
    "mixture": _repeated("[a](b) *c* `d` <e> &f; _g_ ![h](i) [^j] \\k\n"),
}
