"""Who belongs to the demo's organisation: made up, from many places, with names short and long."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Pace(Enum):
    """How somebody studies."""

    NOT_BEGUN = "has not begun"
    BEGINNING = "is in the first module"
    HALFWAY = "is halfway"
    FINISHED = "has read everything"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the demo."""

    sign_in_name: str
    name: str
    pace: Pace
    is_administrator: bool = False

    @property
    def tells(self) -> str:
        """What is to be seen through this person's eyes, in words."""
        role = "administrator" if self.is_administrator else "member"
        return f"{role}, {self.pace.value}"


ADMINISTRATOR = Person("nadia", "Nadia", Pace.HALFWAY, is_administrator=True)
NEWCOMER = Person("tomas", "Tomás", Pace.NOT_BEGUN)
READER = Person("ayse", "Ayşe", Pace.HALFWAY)
VETERAN = Person("grace", "Grace", Pace.FINISHED)
SHOWN = (ADMINISTRATOR, NEWCOMER, READER, VETERAN)  # those that whoever tries the demo signs in as

OTHERS = (
    "Amina", "Bartosz", "Chiara", "Dmytro", "Eleni", "Farah", "Gustavo", "Hyun-woo", "Ines", "Jonas",
    "Khadija", "Leilani", "Mateus", "Nkechi", "Olena", "Pádraig", "Qadir", "Rosa", "Sergei", "Thandiwe",
    "Ulrike", "Violeta", "Wei", "Ximena", "Yasmin", "Zoran", "Aleksandra Wolfeschlegelstein", "Björn",
    "Camille", "Devika", "Esteban", "Fionnuala", "Giorgos", "Halima", "Iwan", "Joana",
)  # fmt: skip
