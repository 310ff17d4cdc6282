"""How what was found is put together for the page."""

from __future__ import annotations

from studyhub.search.found import Found, FoundModule, Hit, Rank
from studyhub.search.texts import Kind

FIRST, SECOND = (
    FoundModule(number, f"m{number}", number, "Module", "en", "course", "Course", "en", 10, 9)
    for number in (1, 2)
)


def hit(module: FoundModule, paragraph: int) -> Hit:
    return Hit(Rank.SOME, module, Kind.PASSAGE, f"p{paragraph}", paragraph, (), ())


def test_a_module_stands_once_over_what_is_nearest() -> None:
    """The best comes first, and takes along what else its module has."""
    hits = [hit(SECOND, 4), hit(FIRST, 1), hit(SECOND, 2), hit(FIRST, 3)]
    [(rank, modules)] = Found(hits=hits).sections
    assert rank is Rank.SOME
    told = [
        (module.number if module else None, [one.paragraph for one in those]) for module, those in modules
    ]
    assert told == [(2, [4, 2]), (1, [1, 3])]
