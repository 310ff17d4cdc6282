"""Passages read back out of a compiled module: their words, and other ids for them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from html.parser import HTMLParser

from studyhub.compiler.model import Module
from studyhub.compiler.text.passages import BLOCKS, BREAKING, HASH

VOID = frozenset({"br", "hr", "img"})
ID = rf"p-[0-9a-f]{{{HASH}}}(?:-\d+)?"
NAMED = re.compile(rf'(<[a-z]+(?: [a-z-]+="[^"]*")*? id=")({ID})(?=")')


def passage_texts(module: Module) -> dict[str, str]:
    """Return the words of each passage by its id, in the module's order; white space is made single."""
    reader = _Reader(frozenset(passage.id for passage in module.passages))
    for part in module.parts:
        reader.feed(part.html)
    reader.close()
    return {
        passage.id: " ".join("".join(reader.found.get(passage.id, ())).split()) for passage in module.passages
    }


def rename_passages(module: Module, names: Mapping[str, str]) -> Module:
    """Return the module with other ids on its passages, in their list and in the HTML, by the id they have."""
    return replace(
        module,
        parts=tuple(replace(part, html=_renamed(part.html, names)) for part in module.parts),
        passages=tuple(replace(one, id=names.get(one.id, one.id)) for one in module.passages),
    )


def _renamed(html: str, names: Mapping[str, str]) -> str:
    return NAMED.sub(lambda found: found[1] + names.get(found[2], found[2]), html)


class _Reader(HTMLParser):
    """Collects the words inside elements that are passages; references to footnotes are no words of theirs."""

    def __init__(self, passages: frozenset[str]) -> None:
        super().__init__()
        self.passages = passages
        self.found: dict[str, list[str]] = {}
        self.current: list[str] | None = None  # the words of the passage that is open
        self.depth = 0  # elements open inside it, itself among them
        self.silent = 0  # how deep the reference began that is passed over, 0 outside one

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name = dict(attrs).get("id") or ""
        if self.current is None and name in self.passages:
            self.current = self.found.setdefault(name, [])
        if self.current is None:
            return
        if tag in VOID | BLOCKS:
            self.current.append(" ")
        if tag not in VOID:
            self.depth += 1
            if not self.silent and tag == "sup" and name.startswith("fnref-"):
                self.silent = self.depth

    def handle_endtag(self, tag: str) -> None:
        if self.current is None or tag in VOID:
            return
        if tag in BREAKING:
            self.current.append(" ")
        if self.silent == self.depth:
            self.silent = 0
        self.depth -= 1
        if not self.depth:
            self.current = None

    def handle_data(self, data: str) -> None:
        if self.current is not None and not self.silent:
            self.current.append(data)
