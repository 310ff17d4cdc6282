"""What a book for e-readers is made of: its pages in their order, its pictures, what identifies it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import UUID, uuid5

from flask_babel import gettext as _

from studyhub.compiler.model import Module
from studyhub.exports.queries import Book
from studyhub.exports.retelling import Manner, retell, retell_module

# the same everywhere: nothing tells where a book was made
BOOKS = UUID("6f3f5b5a-3c0e-4c53-9d3b-7d1f3f0b7a51")
# not every e-reader knows AVIF
PICTURE = re.compile(r"/courses/[^/]+/images/(([0-9a-f]{64})\.(?!avif)[a-z]+)\Z")
GLOSSARY = "glossary.xhtml"
TITLE = "exports/title.xhtml"


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the book: `template` is what makes it, `label` what the contents call it."""

    template: str
    file: str
    label: str
    language: str
    module: Module | None = None

    @property
    def in_contents(self) -> bool:
        """Whether one would look for it there."""
        return self.template != TITLE


@dataclass(frozen=True, slots=True)
class Volume:
    """A course, or one module of it, as a book for e-readers."""

    book: Book
    is_part: bool  # whether it is one module
    pages: tuple[Page, ...]
    introduction_html: str
    pictures: dict[str, str]  # their addresses in the book, by their hash

    @property
    def title(self) -> str:
        """The title on the first page."""
        return self.book.modules[0].title if self.is_part else self.book.about.title

    @property
    def summary(self) -> str:
        """One or two sentences about it."""
        return self.book.modules[0].why if self.is_part else self.book.about.summary

    @property
    def first(self) -> str:
        """The file where the text begins."""
        return next(page.file for page in self.pages if page.module)

    @property
    def identifier(self) -> UUID:
        """The same for the same text, wherever it was made and whoever takes it."""
        module = self.book.modules[0].id if self.is_part else ""
        return uuid5(BOOKS, f"{self.book.course.slug}/{module}/{self.book.language}/{self.book.digest}")


def volume_of(book: Book, *, is_part: bool) -> Volume:
    """Return a book's pages, with every link leading to a place inside, or out into the world."""
    pictures: dict[str, str] = {}
    manner = _manner(book, pictures)
    introduction = "" if is_part else retell(book.about.introduction_html, manner)
    own = book.language
    pages = [Page(TITLE, "title.xhtml", "", own)]
    if introduction:
        pages.append(Page("exports/introduction.xhtml", "introduction.xhtml", _("Introduction"), own))
    for module in book.modules:
        told = retell_module(module, manner)
        label = f"{module.number}. {module.title}"
        pages.append(Page("exports/module.xhtml", _file(module), label, module.language, told))
    if book.glossary:
        pages.append(Page("exports/glossary.xhtml", GLOSSARY, _("People and terms"), own))
    return Volume(book, is_part, tuple(pages), introduction, pictures)


def _manner(book: Book, pictures: dict[str, str]) -> Manner:
    inside = {f"/courses/{book.course.slug}/{one.id}": _file(one) for one in book.modules}

    def link(address: str) -> str | None:
        if address.startswith("#g-"):
            return GLOSSARY + address
        if address.startswith("/"):
            return inside.get(address)  # the others lie on a server, and which one is nobody's business
        return address

    def picture(address: str) -> str | None:
        found = PICTURE.match(address)
        return pictures.setdefault(found[2], f"images/{found[1]}") if found else None

    return Manner(link=link, picture=picture, is_epub=True)


def _file(module: Module) -> str:
    return f"module-{module.id}.xhtml"
