"""Who belongs to the demo's organisation: made up, from many places, with names short and long."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from studyhub.organisation.models import BranchKind


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
    branch: str = "Leith"
    office: str = ""

    @property
    def tells(self) -> str:
        """What is to be seen through this person's eyes, in words."""
        return f"{self.office or f'member in {self.branch}'}, {self.pace.value}"


ADMINISTRATOR = Person("nadia", "Nadia", Pace.HALFWAY, office="administrator of the whole")
SECTION_ADMINISTRATOR = Person(
    "rhona", "Rhona", Pace.BEGINNING, office="administrator of the section in Scotland"
)
ORGANISER = Person("iain", "Iain", Pace.FINISHED, office="organiser in Leith")
NEWCOMER = Person("tomas", "Tomás", Pace.NOT_BEGUN)
READER = Person("ayse", "Ayşe", Pace.HALFWAY)
VETERAN = Person("grace", "Grace", Pace.FINISHED)
ASKING = Person("olek", "Olek", Pace.NOT_BEGUN, office="waiting for the organisers of Leith to let him in")
ABROAD = Person("emre", "Emre", Pace.BEGINNING, branch="Kadıköy", office="organiser in Kadıköy")
SHOWN = (  # those that whoever tries the demo signs in as
    ADMINISTRATOR,
    SECTION_ADMINISTRATOR,
    ORGANISER,
    NEWCOMER,
    READER,
    VETERAN,
    ABROAD,
    ASKING,
)

TREE = (  # name, kind, below, time zone, language
    ("Scotland", BranchKind.SECTION, None, "Europe/London", "en"),
    ("Leith", BranchKind.BRANCH, "Scotland", "Europe/London", "en"),
    ("Govanhill", BranchKind.BRANCH, "Scotland", "Europe/London", "en"),
    ("Dundee", BranchKind.BRANCH, "Scotland", "Europe/London", "en"),
    ("Türkiye", BranchKind.SECTION, None, "Europe/Istanbul", "tr"),
    ("Kadıköy", BranchKind.BRANCH, "Türkiye", "Europe/Istanbul", "tr"),
    ("Konak", BranchKind.BRANCH, "Türkiye", "Europe/Istanbul", "tr"),
)
BRANCHES = ("Leith", "Govanhill", "Leith", "Dundee", "Kadıköy", "Leith", "Konak")  # of the others, in turn

OTHERS = (
    "Amina", "Bartosz", "Chiara", "Dmytro", "Eleni", "Farah", "Gustavo", "Hyun-woo", "Ines", "Jonas",
    "Khadija", "Leilani", "Mateus", "Nkechi", "Olena", "Pádraig", "Qadir", "Rosa", "Sergei", "Thandiwe",
    "Ulrike", "Violeta", "Wei", "Ximena", "Yasmin", "Zoran", "Aleksandra Wolfeschlegelstein", "Björn",
    "Camille", "Devika", "Esteban", "Joana",
)  # fmt: skip
