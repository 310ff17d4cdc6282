"""A course, or one module of it, as one file of Markdown: everything that stands on its pages, in their order."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import format_date
from flask_babel import gettext as _

from studyhub.compiler.model import Depth, GlossaryEntry, Module, Question, Reading
from studyhub.exports.as_markdown import Hand, escaped, heading, indented, joined, linked
from studyhub.exports.queries import Book

MEDIA_TYPE = "text/markdown"


def markdown_of(book: Book, *, is_part: bool) -> str:
    """Return the file."""
    if is_part:
        blocks = _Chapter(book.modules[0], level=1).blocks
    else:
        blocks = [heading(1, escaped(book.about.title)), escaped(book.about.summary)]
        blocks.append(Hand().write(book.about.introduction_html))
        for module in book.modules:
            blocks += _Chapter(module, level=2).blocks
    entries = "\n".join(_entry(entry) for entry in book.glossary)
    blocks += _section(2, _("People and terms"), inner=entries)
    blocks += ["* * *", _imprint(book)]
    return joined(blocks) + "\n"


@dataclass(frozen=True, slots=True)
class _Chapter:
    """A module in a file, its title at this level."""

    module: Module
    level: int

    @property
    def blocks(self) -> list[str]:
        """All that stands in it, in its order."""
        module = self.module
        number = f"{module.number}. " if self.level > 1 else ""
        aims = "\n".join(f"- {escaped(aim)}" for aim in module.aims)
        return [
            heading(self.level, f"{number}{escaped(module.title)}"),
            escaped(module.why),
            *([escaped(_("After this module you can:")), aims] if aims else []),
            *self._text(),
            *self._section(_("Key points"), self.hand.write(module.key_points_html)),
            *self._section(_("Questions for the meeting"), self._questions()),
            *self._section(_("Disputed questions"), "\n\n".join(self._disputed())),
            *self._section(_("Readings"), "\n\n".join(self._readings())),
            *self._section(_("To remember"), self._recall()),
            *(f"[^{self.hand.notes}{one.number}]: {self._indented(one.html)}" for one in module.notes),
        ]

    @property
    def hand(self) -> Hand:
        """How its texts are written; in a course, the number of the module tells its notes from others'."""
        is_alone = self.level == 1
        return Hand("" if is_alone else f"{self.module.number}-", deeper=self.level - 1)

    def _section(self, title: str, inner: str) -> list[str]:
        return _section(self.level + 1, title, inner=inner)

    def _indented(self, html: str) -> str:
        return indented(self.hand.write(html))

    def _text(self) -> list[str]:
        return [
            block
            for part in self.module.parts
            for block in (
                heading(self.level + 1, escaped(part.title)) if part.title else "",
                self.hand.write(part.html),
            )
        ]

    def _questions(self) -> str:
        return "\n\n".join(
            f"{number}. {self._indented(one.html)}\n\n    *({_needs(one)})*"
            for number, one in enumerate(self.module.questions, start=1)
        )

    def _disputed(self) -> list[str]:
        return [
            block
            for question in self.module.disputed
            for block in (
                heading(self.level + 2, escaped(question.text)),
                *(
                    piece
                    for one in question.positions
                    for piece in (
                        f"**{escaped(one.by)}**",
                        self.hand.write(one.html),
                        f"— {_linked(escaped(one.source), one.address)}{_after(one.part)}",
                    )
                ),
            )
        ]

    def _readings(self) -> list[str]:
        depths = ((Depth.SHORT, _("Short")), (Depth.MAIN, _("Main")), (Depth.FURTHER, _("Further")))
        return [
            block
            for depth, words in depths
            if (found := [one for one in self.module.readings if one.depth is depth])
            for block in (heading(self.level + 2, words), "\n".join(_reading(one) for one in found))
        ]

    def _recall(self) -> str:
        return "\n".join(
            f"- {self.hand.line(one.question_html)}  \n    *{self.hand.line(one.answer_html)}*"
            for one in self.module.recall
        )


def _section(level: int, title: str, *, inner: str) -> list[str]:
    return [heading(level, title), inner] if inner else []


def _needs(question: Question) -> str:
    words: dict[Depth, str] = {
        Depth.NONE: _("Needs no reading"),
        Depth.SHORT: _("Needs the text of the module, or a short reading"),
        Depth.MAIN: _("Needs a main reading"),
        Depth.FURTHER: _("Needs a further reading"),
    }
    return words[question.depth]


def _reading(reading: Reading) -> str:
    author = f"{escaped(reading.author)}, " if reading.author else ""
    title = _linked(f"*{escaped(reading.title)}*", reading.address) if reading.title else ""
    year = f" ({escaped(reading.year)})" if reading.year else ""
    view = f" · {_('Another view')}" if reading.other_view else ""
    return f"- {author}{title}{year}{_after(reading.part)}{view}"


def _entry(entry: GlossaryEntry) -> str:
    lived = f" ({escaped(entry.lived)})" if entry.lived else ""
    return f"- **{escaped(entry.name)}**{lived}: {escaped(entry.text)} ({escaped(entry.source)})"


def _linked(words: str, address: str) -> str:
    return linked(words, address) if address else words


def _after(part: str) -> str:
    return f", {escaped(part)}" if part else ""


def _imprint(book: Book) -> str:
    about = book.about
    day = format_date(book.course.published_on, "long")
    lines = [
        f"*{escaped(about.title)}*",
        escaped(_("Made by %(authors)s", authors=", ".join(about.authors))) if about.authors else "",
        escaped(_("Edition %(number)s, %(day)s", number=book.course.number, day=day)),
        escaped(_("Licence: %(licence)s", licence=about.licence)) if about.licence else "",
    ]
    return "  \n".join(filter(None, lines))
