"""AU-16: every secret comes from `secrets`, and no weak hash guards anything."""

from __future__ import annotations

import ast
from pathlib import Path

import studyhub

SOURCE = Path(studyhub.__file__).parent
WEAK = {"random", "uuid", "md5", "sha1", "crypt", "uuid1", "uuid3", "uuid4"}
NAMES_OF_CONTENT = {"UUID", "uuid5"}  # what a book is called by; it guards nothing


def weak_names(tree: ast.AST) -> set[str]:
    """Return the forbidden modules and functions that a module names."""
    imported = {
        name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        if not {alias.name for alias in node.names} <= NAMES_OF_CONTENT
        for name in [getattr(node, "module", None) or "", *(alias.name for alias in node.names)]
    }
    used = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    return (imported & WEAK) | (used & {"md5", "sha1", "uuid1", "uuid3", "uuid4"})


def test_nothing_weak_is_used() -> None:
    """AU-16."""
    modules = list(SOURCE.rglob("*.py"))
    assert len(modules) > 30
    found = {str(path): weak for path in modules if (weak := weak_names(ast.parse(path.read_text("utf-8"))))}
    assert found == {}


def test_the_search_finds_what_it_looks_for() -> None:
    assert weak_names(ast.parse("import random")) == {"random"}
    assert weak_names(ast.parse("from hashlib import md5")) == {"md5"}
    assert weak_names(ast.parse("import hashlib; hashlib.sha1(b'')")) == {"sha1"}
    assert weak_names(ast.parse("import uuid; uuid.uuid4()")) == {"uuid", "uuid4"}
    assert weak_names(ast.parse("from uuid import UUID, uuid4")) == {"uuid", "uuid4"}
    assert weak_names(ast.parse("from uuid import UUID, uuid5")) == set()
