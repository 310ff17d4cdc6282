"""A list of people to invite, as a CSV file or pasted: checked as a whole, and only its first column is read."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from studyhub.accounts.models import LONGEST_NAME, shown_name_of

MOST_NAMES, MOST_BYTES = 100, 64_000
FORMULA = frozenset("=+-@＝＋－＠\t\r")  # by these a spreadsheet knows what it is to work out (EX-01)
UNSEEN = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}  # before a text
BETWEEN_CELLS = ("\t", ";", ",")


@dataclass(frozen=True, slots=True)
class Wrong:
    """What cannot be taken of a list, and on which of its lines."""

    line: int
    what: str


class WrongListError(Exception):
    """Nothing of the list was taken."""

    def __init__(self, wrongs: Sequence[Wrong]) -> None:
        super().__init__(f"{len(wrongs)} things are wrong")
        self.wrongs = tuple(wrongs)


def text_of(content: bytes) -> str:
    """Return the text of a file, in UTF-8 or as spreadsheets mark UTF-16; raises WrongListError.

    Another encoding is never guessed: a wrong guess would print somebody's name wrongly.
    """
    if len(content) > MOST_BYTES:
        raise WrongListError(
            [Wrong(1, _("The file is larger than a list of %(most)s names", most=MOST_NAMES))]
        )
    encoding = next((name for mark, name in MARKS.items() if content.startswith(mark)), "utf-8")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise WrongListError(
            [Wrong(line, _("These letters cannot be read: save the file as “CSV UTF-8”"))]
        ) from error


def read_names(text: str) -> list[str]:
    """Read the first column of a list; a first line that says “name”, and empty lines, are passed over.

    Raises WrongListError, which names every line that cannot be taken.
    """
    names: list[str] = []
    wrongs: list[Wrong] = []
    for line, cell in _first_cells(text.removeprefix("\ufeff")):
        if not (wrong := _wrong_with(cell)):
            names.append(shown_name_of(cell))
        else:
            wrongs.append(Wrong(line, wrong))
    if len(names) > MOST_NAMES:
        wrongs.append(
            Wrong(1, _("There are %(count)s names; %(most)s fit", count=len(names), most=MOST_NAMES))
        )
    if not names and not wrongs:
        wrongs.append(Wrong(1, _("There is no name in it")))
    if wrongs:
        raise WrongListError(wrongs)
    return names


def _first_cells(text: str) -> Iterator[tuple[int, str]]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    line, is_first = 1, True
    try:
        for row in rows:
            if any(cell.strip() for cell in row):
                if not (is_first and row[0].strip().casefold() in {"name", _("Name").casefold()}):
                    yield line, row[0]
                is_first = False
            line = rows.line_num + 1
    except csv.Error as error:
        raise WrongListError(
            [Wrong(line, _("A quotation mark is opened and not closed, or stands in the middle"))]
        ) from error


def _delimiter(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    return next((mark for mark in BETWEEN_CELLS if mark in first), ",")


def _wrong_with(cell: str) -> str:
    """Say what is wrong with a cell; nothing where it is a name."""
    if cell[:1] in FORMULA or cell.strip()[:1] in FORMULA:
        return str(_("It begins like a formula of a spreadsheet, not like a name"))
    if any(unicodedata.category(letter) in UNSEEN for letter in cell):
        return str(_("It has a line break or a letter that cannot be printed"))
    if not (name := shown_name_of(cell)):
        return str(_("There is no name in the first column"))
    if len(name) > LONGEST_NAME or len(cell) > 2 * LONGEST_NAME:
        return str(_("The name is longer than %(most)s letters", most=LONGEST_NAME))
    return ""
