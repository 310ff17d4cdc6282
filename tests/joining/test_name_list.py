"""Reading a list of people: its first column, the whole file or nothing, whatever it holds."""

from __future__ import annotations

import csv
import io

import pytest
from flask import Flask
from flask_babel import Babel
from hypothesis import given
from hypothesis import strategies as st

from studyhub.accounts.models import shown_name_of
from studyhub.joining.name_list import MOST_BYTES, MOST_NAMES, WrongListError, read_names, text_of


def lines_wrong_in(app: Flask, text: str) -> list[int]:
    """Return the numbers of the lines that a list is refused for."""
    with app.test_request_context(), pytest.raises(WrongListError) as refused:
        read_names(text)
    return [wrong.line for wrong in refused.value.wrongs]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Nadia\nTomás\n", ["Nadia", "Tomás"]),
        ("name\r\nNadia\r\n\r\nTomás", ["Nadia", "Tomás"]),
        ("\ufeffName;Phone\nAyşe;0131 555\n", ["Ayşe"]),
        ("Name\tNotes\n李 小红\tx\n", ["李 小红"]),
        ('"Smith, Anna",x\nBo', ["Smith, Anna", "Bo"]),
        ("Nadia\rTomás\r", ["Nadia", "Tomás"]),
        ("Nadia\nNadia", ["Nadia", "Nadia"]),
        ("  Nadia \u200b N.  ", ["Nadia N."]),
        ("<b>Nadia</b>\n{{7*7}}", ["<b>Nadia</b>", "{{7*7}}"]),
        ("Nadia\nname", ["Nadia", "name"]),
        ("O'Neill\nMarie-Claire", ["O'Neill", "Marie-Claire"]),
    ],
)
def test_the_first_column_is_read(app: Flask, text: str, names: list[str]) -> None:
    with app.test_request_context():
        assert read_names(text) == names


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", [1]),
        ("name\n\n", [1]),
        ("Nadia\n=1+1\n+44 131\n-x\n@SUM(A1)\n\tNadia\n  =x\n", [2, 3, 4, 5, 6, 7]),
        ("Nadia\n＝1\n", [2]),
        ("Nadia\n,Tomás\nBo\n\u200b,x", [2, 4]),
        ("x" * 81 + "\nNadia\n" + "y" * 81, [1, 3]),
        ('Nadia\n"To\nmás"\nBo\n\x00x\n\x1b[31m\n', [2, 5, 6]),
        ('Nadia\n"Tomás\nBo', [2]),
        ("\n".join(f"N{at}" for at in range(MOST_NAMES + 1)), [1]),
        ("Nadia\n\ue000", [2]),
    ],
)
def test_every_line_that_cannot_be_taken_is_named(app: Flask, text: str, lines: list[int]) -> None:
    """EX-01, IN-02: formulas, control characters, what is empty, too long or too much."""
    assert lines_wrong_in(app, text) == lines


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_spreadsheets_save_is_read(app: Flask, encoding: str) -> None:
    with app.test_request_context():
        assert read_names(text_of("Ayşe\nГалина\n".encode(encoding))) == ["Ayşe", "Галина"]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("Nadia\nTom\xe1s".encode("latin-1"), 2),
        (b"\xff\xfeN", 1),
        (b"\x89PNG\r\n\x1a\n", 1),
        (b"x" * (MOST_BYTES + 1), 1),
    ],
)
def test_another_encoding_is_refused_and_never_guessed(app: Flask, content: bytes, line: int) -> None:
    with app.test_request_context(), pytest.raises(WrongListError) as refused:
        text_of(content)
    assert [wrong.line for wrong in refused.value.wrongs] == [line]


BARE = Flask(__name__)  # with nothing but the language of messages
Babel(BARE)
letters = st.text(st.characters(codec="utf-8", categories=("L", "Nd")), min_size=1, max_size=20)


@given(st.lists(letters.filter(lambda name: name.casefold() != "name"), min_size=1, max_size=30))
def test_whatever_a_spreadsheet_writes_comes_back(names: list[str]) -> None:
    written = io.StringIO()
    csv.writer(written).writerows([name, "x"] for name in names)
    with BARE.app_context():
        assert len(read_names(written.getvalue())) == len(names)


@given(st.text(max_size=300))
def test_any_text_is_a_list_or_is_refused(text: str) -> None:
    with BARE.app_context():
        try:
            names = read_names(text)
        except WrongListError:
            return
    assert names
    assert all(0 < len(name) <= 80 and shown_name_of(name) == name for name in names)
