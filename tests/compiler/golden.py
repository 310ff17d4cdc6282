"""Golden cases: a courses folder in, what the compiler makes of it out, as text that a person can review."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path

from studyhub.compiler import Compiled, compile_courses

CASES = Path(__file__).parent / "cases"


def case_names() -> list[str]:
    """List the cases there are."""
    return sorted(case.name for case in CASES.iterdir() if (case / "courses").is_dir())


def outcome(name: str) -> dict[str, str]:
    """Compile a case and return what belongs into which of its files."""
    case = CASES / name
    compiled = compile_courses(case / "courses")
    files = {"problems.txt": problem_lines(compiled)}
    if (case / "expected.json").exists():
        plain = {"courses": _plain(compiled.courses, case), "library": _plain(compiled.library, case)}
        files["expected.json"] = json.dumps(plain, ensure_ascii=False, indent=1) + "\n"
    return files


def problem_lines(compiled: Compiled) -> str:
    """Return the problems one after the other, with the stretch of text that each is about and its fix."""
    lines = []
    for one in compiled.problems:
        lines.append(f"{one.path}:{one.line}:{one.column} {one.level}[{one.rule}] {one.message}")
        marked = one.source[one.column - 1 : one.column - 1 + one.length]
        lines += [f"    at   {marked}"] if marked.strip() else []
        lines += [f"    hint {one.hint}"] if one.hint else []
        if one.fix:
            fix = one.fix
            lines.append(
                f"    fix  {fix.line}:{fix.start}-{fix.end} {json.dumps(fix.replacement, ensure_ascii=False)}"
            )
    return "".join(f"{line}\n" for line in lines)


def _plain(value: object, case: Path) -> object:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name), case) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(item, case) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_plain(item, case) for item in value]
    if isinstance(value, str):
        return value.replace(f"{case}/", "")
    return value
