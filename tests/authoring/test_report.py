"""How problems are printed: in a terminal, for programs, for a forge."""

from __future__ import annotations

import json
import re

from studyhub.authoring.report import as_github, as_json, as_text, summary
from studyhub.compiler.model import Fix, Level, Problem

UNKNOWN_BLOCK = Problem(
    path="courses/russian-revolution/03-dual-power.md",
    line=31,
    column=5,
    rule="unknown-block",
    message="there is no block called “qestion”",
    length=7,
    source="::: qestion",
    hint="did you mean “question”?",
    fix=Fix(line=31, start=5, end=12, replacement="question"),
)
LONG_ESTIMATE = Problem(
    path="courses/organising/03-evening.md",
    line=3,
    column=1,
    rule="minutes-far-off",
    message="the text takes about 6 minutes",
    level=Level.ADVICE,
    length=11,
    source="minutes: 35",
    hint="remove this line to use the estimate",
)


def text(*problems: Problem, everything: bool = False, colour: bool = False) -> str:
    return as_text(problems, everything=everything, colour=colour, closing="")


def excerpt(problem: Problem) -> list[str]:
    return [line for line in text(problem).splitlines() if re.match(r"[ \d]{5} \|", line)]


def test_a_problem_is_printed_as_a_compiler_prints_it() -> None:
    assert text(UNKNOWN_BLOCK) == (
        "courses/russian-revolution/03-dual-power.md:31:5  error[unknown-block]  there is no block called “qestion”\n"
        "   31 | ::: qestion\n"
        "      |     ^^^^^^^ did you mean “question”?\n"
        "   fix:  studyhub check --fix  (changes “qestion” to “question”)\n"
        "   more: studyhub explain unknown-block\n"
        "\n"
        "1 error in 1 file."
    )


def test_a_problem_without_a_source_line_still_says_its_hint() -> None:
    problem = Problem(
        path="courses/x/course.md", line=1, column=1, rule="empty", message="is empty", hint="begin"
    )
    assert text(problem).splitlines()[:2] == [
        "courses/x/course.md:1:1  error[empty]  is empty",
        "   begin",
    ]


def test_errors_and_advice_are_counted_in_words() -> None:
    assert (
        summary([UNKNOWN_BLOCK, UNKNOWN_BLOCK, LONG_ESTIMATE]) == "2 errors and 1 piece of advice in 2 files."
    )
    assert summary([LONG_ESTIMATE, LONG_ESTIMATE]) == "2 pieces of advice in 1 file."
    assert summary([]) == "No problems."


def test_what_a_fix_adds_or_takes_out_is_said() -> None:
    def fixed(fix: Fix) -> str:
        problem = Problem("a.md", 1, 1, "r", "m", source="one two", fix=fix)
        return next(line for line in text(problem).splitlines() if "--fix" in line)

    assert fixed(Fix(1, 4, 8, "")).endswith("(takes out “two”)")
    assert fixed(Fix(1, 8, 8, "\n\nthree")).endswith("(adds “three”)")


def test_twenty_are_shown_and_the_rest_counted() -> None:
    many = [UNKNOWN_BLOCK] * 34
    assert text(*many).count("error[unknown-block]") == 20
    assert "… and 14 more: studyhub check --all" in text(*many)
    assert text(*many, everything=True).count("error[unknown-block]") == 34


def test_colour_only_where_it_is_asked_for() -> None:
    assert "\x1b[" in text(UNKNOWN_BLOCK, colour=True)
    assert "\x1b" not in text(UNKNOWN_BLOCK)


def test_the_mark_stands_under_wide_and_combining_characters() -> None:
    wide = Problem("a.md", 7, 4, "r", "m", length=2, source="東京 ab")
    assert excerpt(wide) == ["    7 | 東京 ab", "      |      ^^"]
    combining = Problem("a.md", 7, 4, "r", "m", length=2, source="e\u0301 ab")
    assert excerpt(combining) == ["    7 | e\u0301 ab", "      |   ^^"]


def test_a_very_long_line_is_cut_around_the_place() -> None:
    source = "x" * 5_000 + "HERE" + "y" * 5_000
    first, second = excerpt(Problem("a.md", 1, 5_001, "r", "m", length=4, source=source))
    assert len(first) < 120
    assert first[second.index("^") :].startswith("HERE")


def test_a_place_beyond_the_line_is_no_traceback() -> None:
    first, second = excerpt(Problem("a.md", 1, 400, "r", "m", length=90, source="short"))
    assert first.endswith("short")
    assert second.endswith("^")
    assert excerpt(Problem("a.md", 0, 0, "r", "m", length=0, source="short"))


def test_nothing_in_a_file_can_command_the_terminal() -> None:
    hostile = Problem(
        "a\x1b]0;t\x07.md", 1, 1, "r", "m\x1b[2J", source="\x1b[31mred\u202edesrever\x00", hint="h\x9b1m"
    )
    printed = text(hostile)
    assert not [mark for mark in printed if mark in "\x1b\x07\x00\x9b\u202e"]
    assert "\N{REPLACEMENT CHARACTER}[31mred" in printed


def test_a_program_gets_json_with_everything() -> None:
    read = json.loads(as_json([UNKNOWN_BLOCK, LONG_ESTIMATE]))
    assert (read["errors"], read["advice"]) == (1, 1)
    assert read["problems"][0]["fix"] == {"line": 31, "start": 5, "end": 12, "replacement": "question"}
    assert read["problems"][1]["level"] == "advice"
    assert read["problems"][1]["fix"] is None


def test_json_survives_a_file_name_that_is_no_unicode() -> None:
    strange = Problem("a\udce9.md", 1, 1, "r", "é")
    assert json.loads(as_json([strange]).encode())["problems"][0]["path"] == "a\udce9.md"
    assert "é" in as_json([strange])


def test_a_forge_gets_one_annotation_a_line() -> None:
    broken = Problem("a,b:c.md", 2, 3, "r", "50 % of\nit", level=Level.ADVICE, length=4)
    place = "file=courses/russian-revolution/03-dual-power.md,line=31,col=5,endColumn=12,title=unknown-block"
    assert as_github([UNKNOWN_BLOCK, broken]).splitlines() == [
        f"::error {place}::there is no block called “qestion” (did you mean “question”?)",
        "::warning file=a%2Cb%3Ac.md,line=2,col=3,endColumn=7,title=r::50 %25 of%0Ait",
    ]
