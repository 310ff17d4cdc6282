"""Ordinary Markdown to a tree of elements, by Python-Markdown with inline rules of our own.

Its links, images, raw HTML and footnotes are replaced, for theirs know neither the library nor an audience
and search some texts again and again. What a rule meets, it asks the `Scope` about.
"""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ET
from html.entities import html5
from typing import Protocol

import markdown
from markdown import inlinepatterns
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.treeprocessors import InlineProcessor as InlineTree
from markdown.util import AtomicString

from studyhub.compiler.files.source import UNSEEN

Handled = tuple[ET.Element | str | None, int | None, int | None]

TEXT = r"\[([^\[\]]*+(?:\[[^\[\]]*+\][^\[\]]*+)*+)\]"
GOAL = r"""\([ \n]*+(<[^<>\n]*+>|[^\s()<>]*+(?:\([^\s()]*+\)[^\s()]*+)*+)(?:[ \n]++(?:"[^"]*+"|'[^']*+'))?+[ \n]*+\)"""
BRACKETS = rf"(!?){TEXT}(?:{GOAL}|[ ]?\[([^\[\]]*+)\])?+(?:\{{([^{{}}\n]*+)\}})?+"
AUTOLINK = r"<((?:https?://|mailto:)[^<>\s]*+)>"
INLINE_TAGS = "abbr|bdi|cite|dfn|kbd|q|span|sub|sup"
PAIR = rf"""<({INLINE_TAGS})((?:\s+(?:lang|dir|title)="[^"<>]*+")*+)\s*+>([^<>]*+)</\1>"""
TAG_ATTRIBUTE = re.compile(r'(lang|dir|title)="([^"]*+)"')
BREAK = r"<br\s*+/?>"
TAG = r"<(?:/?[A-Za-z][^<>]*+>|!--|\?|![A-Z\[])"
ENTITY = r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"


class Scope(Protocol):
    """What the inline rules ask while a text is rendered."""

    def link(self, target: str) -> dict[str, str] | None:
        """Return the attributes of a link, or None for one that leads nowhere."""

    def named(self, name: str) -> str | None:
        """Return the target that a `[name]: address` line gives, or None."""

    def footnote(self, label: str) -> ET.Element | None:
        """Return the reference to a footnote, or None where there is no such footnote."""

    def image(self, target: str, description: str) -> dict[str, str] | None:
        """Return the attributes of an image, or None for one that cannot be shown."""

    def attributes(self, text: str) -> dict[str, str]:
        """Return the attributes in braces that an author may set."""

    def refuse(self, tag: str) -> None:
        """Hear of raw HTML that is not allowed."""

    def hide(self, entity: str) -> None:
        """Hear of an entity for a character that nobody can see."""


class MarkdownText:
    """A Markdown parser to be used again and again; not for two threads at once."""

    def __init__(self) -> None:
        extensions = [SaneListExtension(), DefListExtension(), TableExtension(use_align_attribute=True)]
        self.parser = markdown.Markdown(extensions=extensions, output_format="html")
        for name in ("reference", "hashheader", "setextheader"):
            self.parser.parser.blockprocessors.deregister(name)
        self.parser.treeprocessors.deregister("prettify")
        self.rules = [_Brackets(self.parser), *_plain_rules(self.parser)]
        self._replace_inline_rules()

    def tree(self, text: str, scope: Scope) -> ET.Element:
        """Return the elements of a text under a `div`."""
        for rule in self.rules:
            rule.scope = scope
        self.parser.reset()
        root = ET.Element("div")
        self.parser.parser.parseChunk(root, text.expandtabs(4))
        for processor in self.parser.treeprocessors:
            changed = processor.run(root)
            root = changed if changed is not None else root
        return root

    def serialise(self, root: ET.Element) -> str:
        """Return the HTML of what is under an element, not yet sanitised."""
        written = self.parser.serializer(root).strip()
        return written.removeprefix("<div>").removesuffix("</div>").strip()

    def _replace_inline_rules(self) -> None:
        patterns = self.parser.inlinePatterns
        for name in (
            "reference", "link", "image_link", "image_reference", "short_reference",
            "short_image_ref", "autolink", "automail", "html", "entity",
        ):  # fmt: skip
            patterns.deregister(name)
        for number, rule in enumerate(self.rules):
            patterns.register(rule, f"course-{number}", 170 - number)


class _Rule(inlinepatterns.InlineProcessor):
    scope: Scope
    form = ""

    def __init__(self, parser: markdown.Markdown) -> None:
        super().__init__(self.form, parser)

    def handleMatch(self, m: re.Match[str], _data: str) -> Handled:  # type: ignore[override]  # noqa: N802 - its name
        return self.handled(m)

    def handled(self, m: re.Match[str]) -> Handled:
        """Return what stands instead of a match, and where that begins and ends."""
        raise NotImplementedError

    def written(self, text: str) -> str:
        """Return a text as the author wrote it, without what earlier rules have put in its place."""
        tree = self.md.treeprocessors["inline"]
        if not isinstance(tree, InlineTree):  # pragma: no cover - it always is, which mypy cannot know
            return text
        return ESCAPED.sub(lambda match: chr(int(match[1])), self.unescape(text))


ESCAPED = re.compile("\x02([0-9]{1,7})\x03")


class _Brackets(_Rule):
    """Links, images, footnote references and `[text]{lang=…}`, all of which begin with a bracket."""

    form = BRACKETS

    def handled(self, m: re.Match[str]) -> Handled:
        mark, text, goal, name, braces = m.groups()
        if text.startswith("^") and goal is None and " " not in text:
            element = self.scope.footnote(text[1:])
            end = m.end(2) + 1
            return (element, m.start(), end) if element is not None else (None, m.start(), end)
        target = self._target(text, goal, name=name)
        if target is None and not mark and name is None and braces is not None:
            return self._element("span", text, attributes=self.scope.attributes(braces)), m.start(), m.end()
        if target is None:
            return None, m.start(), m.start() + len(mark) + 1
        more = self.scope.attributes(braces) if braces is not None else {}
        found = self.scope.image(target, self.written(text)) if mark else self.scope.link(target)
        if mark:
            return (ET.Element("img", {**found, **more}) if found else ""), m.start(), m.end()
        return (
            self._element("a" if found else "span", text, attributes={**(found or {}), **more}),
            m.start(),
            m.end(),
        )

    def _target(self, text: str, goal: str | None, *, name: str | None) -> str | None:
        if goal is not None:
            return self.written(goal).removeprefix("<").removesuffix(">")
        return self.scope.named(self.written(name or text))

    def _element(self, tag: str, text: str, *, attributes: dict[str, str]) -> ET.Element:
        element = ET.Element(tag, attributes)
        element.text = text
        return element


class _Autolink(_Rule):
    form = AUTOLINK

    def handled(self, m: re.Match[str]) -> Handled:
        target = self.written(m[1])
        element = ET.Element("a", self.scope.link(target) or {})
        element.text = AtomicString(target.removeprefix("mailto:"))
        return element, m.start(), m.end()


class _Break(_Rule):
    form = BREAK

    def handled(self, m: re.Match[str]) -> Handled:
        return ET.Element("br"), m.start(), m.end()


class _Pair(_Rule):
    form = PAIR

    def handled(self, m: re.Match[str]) -> Handled:
        attributes = {found[1]: self.written(found[2]) for found in TAG_ATTRIBUTE.finditer(m[2])}
        if attributes.get("dir", "ltr") not in DIRECTIONS:
            attributes.pop("dir")
        element = ET.Element(m[1], attributes)
        element.text = m[3]
        return element, m.start(), m.end()


DIRECTIONS = ("ltr", "rtl", "auto")


class _Tag(_Rule):
    form = TAG

    def handled(self, m: re.Match[str]) -> Handled:
        self.scope.refuse(self.written(m[0]))
        return None, m.start(), m.end()


class _Entity(_Rule):
    form = ENTITY

    def handled(self, m: re.Match[str]) -> Handled:
        is_number = m[0].startswith("&#")
        meant = html.unescape(m[0]) if is_number else html5.get(m[0][1:], "")
        if UNSEEN.search(meant) or (is_number and not meant):  # a number that is no character
            self.scope.hide(m[0])
            return " ", m.start(), m.end()
        # The serialiser leaves alone what looks like an entity, so a bare "&" would begin one with what follows.
        return meant.replace("&", "&amp;") or None, m.start(), m.end()


def _plain_rules(parser: markdown.Markdown) -> list[_Rule]:
    return [_Autolink(parser), _Break(parser), _Pair(parser), _Tag(parser), _Entity(parser)]
