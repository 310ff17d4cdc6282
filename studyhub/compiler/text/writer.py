"""From the pieces of a body to HTML: text, code, headings, and the blocks that stay in the text."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import Counter
from html import escape

from studyhub.compiler.library_model import Work
from studyhub.compiler.text.body import Block, Code, Heading, Piece, Text
from studyhub.compiler.text.guard import safe
from studyhub.compiler.text.markdown_text import MarkdownText
from studyhub.compiler.text.passages import Passages, align, text_of
from studyhub.compiler.text.scope import ModuleScope
from studyhub.compiler.text.timelines import Row, rows_of_block, rows_of_library
from studyhub.compiler.text.typography import typeset, typeset_tree
from studyhub.compiler.words.naming import anchor_of, unused

NO_SUCH_WORK = "there is no work of this id in library/works.yaml"


class Writer:
    """Writes the pieces of one module. With `passages` and a part's id, paragraphs become passages."""

    def __init__(self, markdown: MarkdownText, scope: ModuleScope) -> None:
        self.markdown = markdown
        self.scope = scope
        self.problems = scope.problems
        self.passages = Passages()
        self.part: str | None = None  # id of the part that is being written; None outside parts
        self.figures = 0
        self.anchors: set[str] = set()
        self.counts: Counter[str] = Counter()

    def html(self, pieces: list[Piece]) -> str:
        """Return the HTML of pieces, not yet sanitised; blocks that are no part of a text are left out."""
        return "\n".join(filter(None, (self.piece(piece) for piece in pieces)))

    def piece(self, piece: Piece) -> str:
        """Return the HTML of one piece, or nothing."""
        if isinstance(piece, Text):
            return self.text(piece)
        if isinstance(piece, Code):
            return self.code(piece)
        return self.heading(piece) if isinstance(piece, Heading) else self.block(piece)

    def block(self, block: Block) -> str:
        """Return the HTML of a block that stays in the text; for another one, nothing."""
        write = {"quote": self.quote, "excerpt": self.excerpt, "note": self.note, "timeline": self.timeline}
        return write[block.name](block) if block.name in write else ""

    def text(self, text: Text) -> str:
        """Return the HTML of ordinary Markdown."""
        root = self.tree(text)
        if root is None:
            return ""
        align(root)
        for element in list(root):
            if element.tag == "p" and not len(element) and not (element.text or "").strip():
                root.remove(element)  # all that stood in it has been refused
        if self.part is not None:
            self.passages.mark(root, self.part)
            self.figures += sum(element.tag in {"img", "table"} for element in root.iter())
        return self.markdown.serialise(root)

    def tree(self, text: Text) -> ET.Element | None:
        """Return the elements of ordinary Markdown, or None for an empty text or one that would take too long."""
        text = safe(text, self.problems)
        if text.is_blank:
            return None
        self.scope.begin(text)
        root = self.markdown.tree("\n".join(text.lines).strip("\n"), self.scope)
        typeset_tree(root, self.scope.context.language)
        return root

    def line(self, source: str, line: int) -> str:
        """Return the HTML of one line of Markdown, without a paragraph around it."""
        written = self.text_alone(Text(line, [source]))
        return written.removeprefix("<p>").removesuffix("</p>")

    def text_alone(self, text: Text) -> str:
        """Return the HTML of a text whose paragraphs are no passages."""
        part, self.part = self.part, None
        written = self.text(text)
        self.part = part
        return written

    def plain(self, source: str, line: int) -> str:
        """Return a line of Markdown as plain text."""
        root = self.tree(Text(line, [source]))
        return text_of(root) if root is not None else ""

    def code(self, code: Code) -> str:
        """Return the HTML of a code block."""
        inner = escape("\n".join(code.lines), quote=False)
        return f"<pre><code>{inner}</code></pre>" if inner.strip() else ""

    def heading(self, heading: Heading) -> str:
        """Return the HTML of a heading below the parts'."""
        tag = f"h{min(max(heading.level, 3), 6)}"
        return f'<{tag} id="{self.anchor(heading)}">{self.line(heading.title, heading.place.line)}</{tag}>'

    def anchor(self, heading: Heading) -> str:
        """Return the id of a heading: its own, or one made of its words."""
        ids = heading.attributes.ids
        made = unused(f"s-{anchor_of(ids[0][0] if ids else heading.title)}", self.anchors, counts=self.counts)
        self.anchors.add(made)
        return made

    # blocks

    def quote(self, block: Block) -> str:
        """Return words from a work, with the work named below."""
        return self.figure(block, self.work(block))

    def excerpt(self, block: Block) -> str:
        """Return a text to be read aloud; it may name its source."""
        return self.figure(block, self.work(block) if "source" in block.attributes.pairs else None)

    def figure(self, block: Block, work: Work | None) -> str:
        """Return a block's text as a quotation, with the work named below if there is one."""
        inner = self.inner(block)
        part = self.attribute(block, "part")
        caption = f"<figcaption>{citation(work, part)}</figcaption>" if work else ""
        quotation = f"<blockquote>{inner}</blockquote>"
        return (
            f'<figure class="{block.name}"{_direction(block)}>{quotation}{caption}</figure>' if inner else ""
        )

    def note(self, block: Block) -> str:
        """Return a remark beside the text."""
        inner = self.inner(block)
        return f'<div class="note"{_direction(block)}>{inner}</div>' if inner else ""

    def inner(self, block: Block) -> str:
        """Return the HTML of what is in a block; one that holds nothing is reported."""
        inner = self.html(block.children)
        if not inner:
            self.problems.add("empty-block", block.place, message=f"the block “{block.name}” is empty")
        return inner

    def timeline(self, block: Block) -> str:
        """Return dated events as an ordered list."""
        shared = "from" in block.attributes.pairs
        rows = rows_of_library(block, self.scope) if shared else rows_of_block(block, self.scope)
        written = "\n".join(self.row(row) for row in rows)
        if rows:
            self.figures += 1
        return f'<ol class="timeline"{_direction(block)}>\n{written}\n</ol>' if rows else ""

    def row(self, row: Row) -> str:
        """Return one event of a timeline."""
        roots = [root for text in row.texts if (root := self.tree(text)) is not None]
        named = ""
        if self.part is not None:
            words = " ".join([row.words, *(text_of(root) for root in roots)])
            named = f' id="{self.passages.add(words, self.part)}"'
        inner = "".join(self.markdown.serialise(root) for root in roots)
        return f'<li class="event"{named}><p class="when">{row.html}</p>{inner}</li>'

    def attribute(self, block: Block, key: str) -> str:
        """Return an attribute that readers see, typeset, or nothing."""
        return typeset(block.attributes.get(key), self.scope.context.language)

    def work(self, block: Block) -> Work | None:
        """Return the work that a block names as its source, or report that there is none."""
        works = self.scope.context.library.works
        source = block.attributes.pairs.get("source")
        if source is None:
            message = f"the block “{block.name}” names no source"
            hint = "add source= and the id of a work from library/works.yaml"
            self.problems.add("missing-source", block.place, message=message, hint=hint)
            return None
        if source.value not in works:
            self.problems.unknown(
                "unknown-work", source.place, word=source.value, known=works, message=NO_SUCH_WORK
            )
            return None
        return works[source.value]


def citation(work: Work, part: str) -> str:
    """Return the HTML that names a work and the part of it."""
    author = f"{escape(work.author)}, " if work.author else ""
    year = f" ({escape(work.year)})" if work.year else ""
    after = f", {escape(part)}" if part else ""
    return f"{author}<cite>{escape(work.title)}</cite>{year}{after}"


def _direction(block: Block) -> str:
    return "".join(
        f' {key}="{escape(block.attributes.get(key))}"'
        for key in ("lang", "dir")
        if block.attributes.get(key)
    )
