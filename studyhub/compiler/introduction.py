"""The text of `course.md`: what a course is about, for whom, how to use it."""

from __future__ import annotations

from studyhub.compiler.course import CourseFolder
from studyhub.compiler.model import Image
from studyhub.compiler.problems import Place
from studyhub.compiler.text.body import Block
from studyhub.compiler.text.context import Context
from studyhub.compiler.text.items import TAKEN
from studyhub.compiler.text.markdown_text import MarkdownText
from studyhub.compiler.text.sanitise import sanitise
from studyhub.compiler.text.scan import scan
from studyhub.compiler.text.scope import ModuleScope
from studyhub.compiler.text.writer import Writer


def write_introduction(folder: CourseFolder, context: Context) -> tuple[str, dict[str, Image]]:
    """Return the HTML of a course's introduction and the images in it."""
    body = scan(folder.source.lines, folder.body, problems=folder.problems)
    for piece in body.walk():
        if isinstance(piece, Block) and piece.name and piece.name in TAKEN:
            message = f"the block “{piece.name}” belongs in a module"
            folder.problems.add("misplaced-block", piece.place, message=message)
    scope = ModuleScope(context, body, problems=folder.problems)
    scope.in_footnote = True  # there is no place for notes on a course's page
    try:
        html = sanitise(Writer(MarkdownText(), scope).html(body.pieces))
    except RecursionError:
        folder.problems.add("too-dense", Place(), message="this file is nested too deeply")
        html = ""
    return html, scope.images
