"""A course as one page, to be printed: each module's ids are its own, and links between modules stay inside."""

from __future__ import annotations

from studyhub.compiler.model import Module
from studyhub.exports.queries import Book
from studyhub.exports.retelling import Manner, retell_module

GLOSSARY = "#g-"  # what begins so stands once, at the end of the booklet


def chapters_of(book: Book) -> list[Module]:
    """Return the modules as the page tells them."""
    return [retell_module(module, _manner(book, module)) for module in book.modules]


def _manner(book: Book, module: Module) -> Manner:
    inside = {f"/courses/{book.course.slug}/{one.id}": f"#m{one.number}" for one in book.modules}
    own = f"m{module.number}-"

    def link(address: str) -> str:
        if address.startswith("#") and not address.startswith(GLOSSARY):
            return f"#{own}{address[1:]}"
        return inside.get(address, address)

    return Manner(link=link, name=lambda name: own + name, deeper=1)
