"""Problems in words: for a terminal as a compiler prints them, for programs, for a forge's annotations."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from textwrap import indent

import click

from studyhub.compiler.model import Level, Problem
from studyhub.compiler.rules.rule import Rule

SHOWN = 20
WIDEST = 100  # columns of a source line that are shown around the offending text
BEFORE = 30  # of them before it
TAB = "\t"

Paint = Callable[[str, str], str]  # text, what it is -> text
COLOURS: dict[str, dict[str, object]] = {
    "place": {"bold": True},
    Level.ERROR: {"fg": "red", "bold": True},
    Level.ADVICE: {"fg": "yellow", "bold": True},
    "mark": {"fg": "red", "bold": True},
    "faint": {"dim": True},
}


def as_text(problems: Sequence[Problem], *, everything: bool, colour: bool, closing: str) -> str:
    """Return the problems as a person reads them in a terminal; `closing` is the last line's end."""
    paint = _paint if colour else _plain
    shown = problems if everything else problems[:SHOWN]
    pieces = [_problem(problem, paint) for problem in shown]
    if len(shown) < len(problems):
        pieces.append(f"… and {len(problems) - len(shown)} more: studyhub check --all")
    pieces.append(f"{summary(problems)} {closing}".rstrip())
    return "\n\n".join(pieces)


def summary(problems: Sequence[Problem]) -> str:
    """Return one sentence that counts, such as “2 errors and 1 piece of advice in 2 files”."""
    if not problems:
        return "No problems."
    errors = sum(problem.level is Level.ERROR for problem in problems)
    advice = len(problems) - errors
    counts = [
        counted(errors, "error", many="errors") if errors else "",
        counted(advice, "piece of advice", many="pieces of advice") if advice else "",
    ]
    files = counted(len({problem.path for problem in problems}), "file", many="files")
    return f"{' and '.join(count for count in counts if count)} in {files}."


def counted(count: int, one: str, *, many: str) -> str:
    """Return a number with its noun: `1 file`, `2 files`."""
    return f"{count} {one if count == 1 else many}"


def as_list_of_rules(rules: Iterable[Rule]) -> str:
    """Return one line a rule: its word and what it asks for."""
    listed = sorted(rules, key=lambda rule: rule.name)
    widest = max((len(rule.name) for rule in listed), default=0)
    return "\n".join(f"{rule.name.ljust(widest)}  {rule.summary}" for rule in listed)


def as_explanation(rule: Rule) -> str:
    """Return what a rule asks for, why, and how it looks wrong and right."""
    return "\n\n".join(
        [
            f"{rule.name} ({rule.level})",
            rule.summary,
            rule.explanation,
            f"Wrong:\n\n{indent(rule.bad.strip(), '    ')}",
            f"Right:\n\n{indent(rule.good.strip(), '    ')}",
        ]
    )


def as_json(problems: Sequence[Problem]) -> str:
    """Return the problems for a program: lines and columns count from 1, ends are excluded."""
    errors = sum(problem.level is Level.ERROR for problem in problems)
    listed = {
        "errors": errors,
        "advice": len(problems) - errors,
        "problems": [asdict(problem) for problem in problems],
    }
    # a file name that is no UTF-8 holds lone surrogates: written as JSON's own escapes, they get through any pipe
    return json.dumps(listed, ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace").decode()


def as_github(problems: Sequence[Problem]) -> str:
    """Return one workflow command a line, which a forge shows beside the changed text."""
    return "\n".join(_annotation(problem) for problem in problems)


def excerpt(problem: Problem) -> str:
    """Return the line of the file that a problem is about, with a mark under the place and the hint beside it."""
    return "\n".join(_excerpt(problem, _plain)) if problem.source.strip() else visible(problem.hint)


def visible(text: str) -> str:
    """Return text that a terminal shows as it stands: no control or direction character gets through."""
    return "".join(
        " " if mark == TAB else "\N{REPLACEMENT CHARACTER}" if _is_hidden(mark) else mark for mark in text
    )


def _problem(problem: Problem, paint: Paint) -> str:
    place = visible(f"{problem.path}:{problem.line}:{problem.column}")
    level = paint(f"{problem.level}[{problem.rule}]", problem.level)
    lines = [f"{paint(place, 'place')}  {level}  {visible(problem.message)}"]
    hint = visible(problem.hint)
    if problem.source.strip():
        lines += _excerpt(problem, paint)
    elif hint:
        lines.append(f"   {hint}")
    if problem.fix:
        lines.append(f"   fix:  studyhub check --fix  ({_change(problem)})")
    lines.append(paint(f"   more: studyhub explain {problem.rule}", "faint"))
    return "\n".join(lines)


def _excerpt(problem: Problem, paint: Paint) -> list[str]:
    source = problem.source.rstrip("\r\n")
    start = min(max(problem.column - 1, 0), len(source))
    first = max(0, start - BEFORE) if len(source) > WIDEST else 0
    text = visible(source[first : first + WIDEST])
    before = "…" if first else ""
    after = "…" if first + WIDEST < len(source) else ""
    at = start - first
    length = max(1, min(problem.length, len(text) - at))
    number = str(problem.line).rjust(5)
    underline = " " * (len(before) + _width(text[:at])) + paint(
        "^" * max(1, _width(text[at : at + length])), "mark"
    )
    gutter = paint(f"{number} |", "faint")
    blank = paint(f"{' ' * 5} |", "faint")
    return [f"{gutter} {before}{text}{after}", f"{blank} {underline} {visible(problem.hint)}".rstrip()]


def _change(problem: Problem) -> str:
    if problem.fix is None:  # pragma: no cover - asked only where there is a fix
        return ""
    old = _short(problem.source[problem.fix.start - 1 : problem.fix.end - 1])
    new = _short(problem.fix.replacement)
    if not old:
        return f"adds “{new}”"
    return f"changes “{old}” to “{new}”" if new else f"takes out “{old}”"


def _short(text: str) -> str:
    line = visible(text.strip().replace("\n", " "))
    return line if len(line) <= WIDEST // 2 else f"{line[: WIDEST // 2]}…"


def _annotation(problem: Problem) -> str:
    kind = "error" if problem.level is Level.ERROR else "warning"
    message = f"{problem.message} ({problem.hint})" if problem.hint else problem.message
    named = {
        "file": problem.path,
        "line": str(problem.line),
        "col": str(problem.column),
        "endColumn": str(problem.column + problem.length),
        "title": problem.rule,
    }
    properties = ",".join(f"{name}={_escaped(value, ':,')}" for name, value in named.items())
    return f"::{kind} {properties}::{_escaped(message)}"


def _escaped(text: str, marks: str = "") -> str:
    return "".join(
        f"%{ord(mark):02X}" if mark in "%\r\n" or mark in marks else visible(mark) for mark in text
    )


def _width(text: str) -> int:
    return sum(_columns(mark) for mark in text)


def _columns(mark: str) -> int:
    if unicodedata.combining(mark) or unicodedata.category(mark) == "Cf":
        return 0
    return 2 if unicodedata.east_asian_width(mark) in "WF" else 1


def _is_hidden(mark: str) -> bool:
    return unicodedata.category(mark) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and mark not in "\u200c\u200d\u00ad"


def _paint(text: str, kind: str) -> str:
    return click.style(text, **COLOURS[kind])  # type: ignore[arg-type]  # the keywords of click.style, by kind


def _plain(text: str, _kind: str) -> str:
    return text
