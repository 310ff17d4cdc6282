"""Footnotes of one module, numbered for each audience: what facilitators alone cite, only they see."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import dataclass, field

from studyhub.compiler.text.body import Definition


@dataclass(slots=True)
class Cited:
    """A footnote that the text has cited; `count` is how often."""

    definition: Definition
    private: bool
    number: int
    count: int = 0

    @property
    def suffix(self) -> str:
        """What follows `fn-` and `fnref-` in its anchors."""
        return f"f-{self.number}" if self.private else str(self.number)


@dataclass(slots=True)
class Footnotes:
    """What has been cited so far. Whoever cites a footnote first decides who sees it."""

    definitions: dict[str, Definition]
    cited: dict[str, Cited] = field(default_factory=dict)

    def cite(self, label: str, *, private: bool) -> Cited | None:
        """Count a citation; None where there is no such footnote or this audience may not see it."""
        note = self.cited.get(label)
        if note is None:
            definition = self.definitions.get(label)
            if definition is None:
                return None
            private = private or definition.private
            number = 1 + sum(other.private is private for other in self.cited.values())
            note = self.cited[label] = Cited(definition, private, number)
        note.count += 1
        return note

    def of(self, *, private: bool) -> list[Cited]:
        """List the cited footnotes of an audience in their order."""
        return [note for note in self.cited.values() if note.private is private]


def reference(note: Cited) -> ET.Element:
    """Return the reference to a footnote that stands in the text."""
    again = f"-{note.count}" if note.count > 1 else ""
    sup = ET.Element("sup", {"id": f"fnref-{note.suffix}{again}"})
    link = ET.SubElement(sup, "a")
    link.attrib |= {
        "class": "fn",
        "href": f"#fn-{note.suffix}",
        "role": "doc-noteref",  # which each reader is told of in their own language
    }
    link.text = str(note.number)
    return sup
