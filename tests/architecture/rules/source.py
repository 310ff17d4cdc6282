"""What the rules read: our files, parsed, each with its place under the root of the repository."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]

FOLDERS = ("studyhub", "migrations", "tests", "benchmarks", "tools")
COMMANDS_SHARE = {"studyhub/hosting/starting.py"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """A Python file of ours."""

    root: Path
    path: Path

    @cached_property
    def where(self) -> str:
        """The path as messages name it: from the root, with forward slashes."""
        return self.path.relative_to(self.root).as_posix()

    @cached_property
    def name(self) -> str:
        """The dotted name by which it is imported."""
        parts = self.path.relative_to(self.root).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @cached_property
    def text(self) -> str:
        """The source."""
        return self.path.read_text()

    @cached_property
    def tree(self) -> ast.Module:
        """The source, parsed."""
        return ast.parse(self.text)

    def functions(self) -> Iterator[Function]:
        """Every function, methods and inner ones too."""
        return (node for node in ast.walk(self.tree) if isinstance(node, Function))

    def comments(self) -> Iterator[tuple[int, str]]:
        """Every comment with its line."""
        for token in tokenize.generate_tokens(io.StringIO(self.text).readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0], token.string


def application(root: Path) -> list[Module]:
    """The modules of studyhub."""
    return _modules(root, "studyhub")


def everything(root: Path) -> list[Module]:
    """All Python files of ours, those that nobody installs too."""
    top = [Module(root, path) for path in sorted(root.glob("*.py"))]
    return [
        *top,
        *(module for folder in FOLDERS for module in _modules(root, folder)),
    ]


def templates(root: Path) -> list[Path]:
    """The templates of all features."""
    return sorted(path for path in root.glob("studyhub/**/templates/**/*") if path.is_file())


def documents(root: Path) -> list[Path]:
    """The documents for people who work on or run StudyHub; courses are not among them."""
    return sorted([*root.glob("*.md"), *root.glob("docs/**/*.md")])


def is_edge(module: Module) -> bool:
    """Whether requests and commands come in here: views, commands, and what every command does first."""
    return module.path.name.endswith(("routes.py", "cli.py")) or module.where in COMMANDS_SHARE


def is_view(function: Function) -> bool:
    """Whether Flask calls it: it wears a `route`."""
    return _wears(function, "route")


def is_command(function: Function) -> bool:
    """Whether click calls it: it wears a `command`."""
    return _wears(function, "command")


def _wears(function: Function, name: str) -> bool:
    marks = (mark.func if isinstance(mark, ast.Call) else mark for mark in function.decorator_list)
    return any(isinstance(mark, ast.Attribute) and mark.attr == name for mark in marks)


def _modules(root: Path, folder: str) -> list[Module]:
    return [Module(root, path) for path in sorted((root / folder).rglob("*.py"))]
