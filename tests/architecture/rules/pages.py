"""Templates: nothing inline, nothing unescaped, every word marked, none left over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, nodes

from tests.architecture.rules.source import application, templates

INLINE = {
    "a style of its own": re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE),
    "a script of its own": re.compile(
        r"<script\b(?![^>]*\ssrc=)|\shref\s*=\s*[\"']?javascript:", re.IGNORECASE
    ),
    "a handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "something from another host": re.compile(
        r"<(?!a\b)[^>]*\s(src|href|action)\s*=\s*[\"']?(https?:)?//", re.IGNORECASE
    ),
}
UNESCAPED = re.compile(r"\|\s*safe\b|\bautoescape\b")
MARKUP = re.compile(r"\bMarkup\(")
REVIEWED = {"studyhub/courses/templates/courses/_compiled.html"}  # shows HTML that the compiler has sanitised
TAG = re.compile(r"<[^>]*>", re.DOTALL)
SPOKEN_ATTRIBUTE = re.compile(r"\b(alt|title|placeholder|aria-label)\s*=\s*\"(?=[^\"{]*[^\W\d_])([^\"{]*)\"")
UNTRANSLATED = re.compile(r"<(svg|code|kbd)\b.*?</\1>|<!--.*?-->|&[#\w]+;|StudyHub", re.DOTALL)
WORD = re.compile(r"[^\W\d_]{2,}")


def templates_can_be_read(root: Path) -> list[str]:
    """Every template is one that Jinja can parse."""
    wrong = []
    for path in templates(root):
        try:
            _environment().parse(path.read_text())
        except TemplateSyntaxError as error:
            wrong.append(f"{path.relative_to(root)}:{error.lineno}: {error.message}")
    return wrong


def templates_hold_nothing_inline(root: Path) -> list[str]:
    """No style, script or handler stands in a page: the content security policy would refuse it."""
    return [
        f"{place}: {what}: put it into a stylesheet or a script under static/"
        for place, line in _lines(root, templates(root))
        for what, pattern in INLINE.items()
        if pattern.search(line)
    ]


def only_reviewed_html_is_not_escaped(root: Path) -> list[str]:
    """`|safe` and Markup stand where the compiler's HTML is shown, and nowhere else."""
    modules = [module.path for module in application(root)]
    return [
        f"{place}: let Jinja escape it; only {', '.join(sorted(REVIEWED))} may show HTML as it is"
        for pattern, paths in ((UNESCAPED, templates(root)), (MARKUP, modules))
        for place, line in _lines(root, paths)
        if pattern.search(line) and place.rpartition(":")[0] not in REVIEWED
    ]


def every_word_is_marked(root: Path) -> list[str]:
    """What a template says stands in _() or trans, so that it can be said in another language."""
    return [
        f'{path.relative_to(root)}: "{text}": mark it with _() or {{% trans %}}'
        for path in templates(root)
        if path.suffix == ".html"
        for text in _unmarked(path.read_text())
    ]


def every_template_is_used(root: Path) -> list[str]:
    """Each template is named by a view, or by another template."""
    source = "".join(path.read_text() for path in [*(m.path for m in application(root)), *templates(root)])
    return [
        f"{path.relative_to(root)}: nobody names it: take it out"
        for path in templates(root)
        if not re.search(rf"[\"']{re.escape(_name(path))}(#\w+)?[\"']", source)
    ]


def _environment() -> Environment:
    return Environment(extensions=["jinja2.ext.i18n"], autoescape=True, trim_blocks=True, lstrip_blocks=True)


def _lines(root: Path, paths: Iterable[Path]) -> Iterator[tuple[str, str]]:
    for path in paths:
        for number, line in enumerate(path.read_text().splitlines(), 1):
            yield f"{path.relative_to(root).as_posix()}:{number}", line


def _unmarked(source: str) -> Iterator[str]:
    """The words of the bare text between tags: Jinja's parser has already taken out what is in trans."""
    try:
        tree = _environment().parse(source)
    except TemplateSyntaxError:
        return  # templates_can_be_read says so
    bare = "".join(
        node.data if isinstance(node, nodes.TemplateData) else "{}"
        for output in tree.find_all(nodes.Output)
        for node in output.nodes
    )
    yield from (found.group() for found in SPOKEN_ATTRIBUTE.finditer(bare))
    for text in TAG.split(UNTRANSLATED.sub(" ", bare)):
        if WORD.search(text):
            yield " ".join(text.split())


def _name(path: Path) -> str:
    return path.as_posix().rpartition("/templates/")[2]


RULES = (
    templates_can_be_read,
    templates_hold_nothing_inline,
    only_reviewed_html_is_not_escaped,
    every_word_is_marked,
    every_template_is_used,
)
