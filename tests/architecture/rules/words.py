"""Names and words: the product's own, and what may not stand in the code or in the interface."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file
from jinja2.ext import babel_extract

from tests.architecture.rules.source import application, everything, is_edge, templates

EMPTY_NAMES = re.compile(r"(^|_)(utils?|helpers?|common|managers?|services?)$")
EMPTY_CLASSES = re.compile(r"(Util|Utils|Helper|Manager|Service)$")
NOT_IN_THE_INTERFACE = re.compile(
    r"\b(grades?|graded|scores?|streaks?|badges?|(?<!key )points|leaderboards?|no-shows?|learners?|content"
    r"|users?|students?|lessons?|quiz|quizzes|teachers?|instructors?|cohorts?|tenants?|superusers?|attendees?"
    r"|flashcards?|homework|assignments?)\b",
    re.IGNORECASE,
)
UNFINISHED = re.compile("\\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK")) + ")\\b")
READERS: dict[str, Any] = {".py": "python", ".html": babel_extract, ".txt": babel_extract}
KEYWORDS = {**DEFAULT_KEYWORDS, "lazy_gettext": None, "lazy_ngettext": (1, 2)}
WITH_SENTENCES = {"policy.py", "queries.py", "actions.py", "models.py"}
REASON = re.compile(r"#\s*(noqa: [A-Z0-9, ]+|type: ignore\[[a-z-, ]+\])\s+(-|#)\s+\w+")


def names_mean_something(root: Path) -> list[str]:
    """No utils, helpers, common, manager or service: a name is one of the product's words."""
    modules = [
        f"{module.where}: name it by what it is about"
        for module in application(root)
        if any(EMPTY_NAMES.search(part) for part in module.name.split("."))
    ]
    classes = [
        f"{module.where}:{node.lineno}: {node.name}: name it by what it is about"
        for module in application(root)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef) and EMPTY_CLASSES.search(node.name)
    ]
    return modules + classes


def packages_hold_nothing_themselves(root: Path) -> list[str]:
    """Nothing lives in a package's __init__, except the compiler's one face."""
    return [
        f"{module.where}: move it to a module that is named by what it holds"
        for module in application(root)
        if module.path.name == "__init__.py"
        and module.name != "studyhub.compiler"
        and any(not isinstance(node, ast.Expr) for node in module.tree.body)
    ]


def the_interface_keeps_to_its_words(root: Path) -> list[str]:
    """Words of school and of software business are not shown to members."""
    return [
        f'{where}: "{found.group()}" is not a word of the interface: see docs/style.md for ours'
        for where, message in _messages(root)
        for found in [NOT_IN_THE_INTERFACE.search(message)]
        if found
    ]


def public_functions_say_what_they_do(root: Path) -> list[str]:
    """Public functions of compiler, policy, queries, actions and models carry one sentence."""
    return [
        f"{module.where}:{node.lineno}: {node.name} needs a sentence that says what it does"
        for module in application(root)
        if "/compiler/" in module.where or module.path.name in WITH_SENTENCES
        for node in _public(module.tree)
        if ast.get_docstring(node) is None
    ]


def only_edges_commit(root: Path) -> list[str]:
    """Views and commands commit, once; an action that does could not be part of a larger one."""
    return [
        f"{module.where}:{node.lineno}: let the view or the command commit"
        for module in application(root)
        if not is_edge(module)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr == "commit"
    ]


def exceptions_to_lint_say_why(root: Path) -> list[str]:
    """Each noqa and each type: ignore has its reason on the line, each ignored rule in pyproject too."""
    lines = [
        f"{module.where}:{line}: write `{comment.split(' - ')[0]} - why`"
        for module in everything(root)
        for line, comment in module.comments()
        if re.search(r"noqa|type: ignore", comment) and not REASON.search(comment)
    ]
    settings = [
        f"pyproject.toml:{number}: say after `#` why this rule is not for us"
        for number, line in enumerate((root / "pyproject.toml").read_text().splitlines(), 1)
        if re.match(r'\s+"[A-Z]{1,4}\d{0,4}",', line) and not re.search(r"#\s+\w+ \w+", line)
    ]
    return lines + settings


def nothing_is_left_for_later(root: Path) -> list[str]:
    """Unfinished business is done, or it is an issue; it is not a comment."""
    paths = [root / module.where for module in everything(root)]
    paths += [path for kind in ("html", "css", "js") for path in sorted(root.glob(f"studyhub/**/*.{kind}"))]
    return [
        f"{path.relative_to(root)}:{number}: do it now, or write an issue"
        for path in paths
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if UNFINISHED.search(line)
    ]


def no_test_is_skipped(root: Path) -> list[str]:
    """A test that cannot run fails and says what to install."""
    return [
        f"{module.where}:{node.lineno}: let it run, or take it out"
        for module in everything(root)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr in {"skip", "skipif", "importorskip", "xfail"}
    ]


def _messages(root: Path) -> Iterator[tuple[str, str]]:
    """Every interface string with its place, as a translator would get it."""
    for path in [*(module.path for module in application(root)), *templates(root)]:
        method = READERS.get(path.suffix)
        found = extract_from_file(method, path, KEYWORDS, options={"trimmed": "true"}) if method else []
        for line, message, *_rest in found:
            for text in message if isinstance(message, tuple) else (message,):
                yield f"{path.relative_to(root)}:{line}", text or ""


def _public(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_")]
    for body in (tree.body, *(node.body for node in classes)):
        for node in body:
            if (
                isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
                and node.name[0] != "_"
            ):
                yield node


RULES = (
    names_mean_something,
    packages_hold_nothing_themselves,
    the_interface_keeps_to_its_words,
    public_functions_say_what_they_do,
    only_edges_commit,
    exceptions_to_lint_say_why,
    nothing_is_left_for_later,
    no_test_is_skipped,
)
