"""Sizes. A ceiling is a signal to find the missing noun, not a reason to cut a thing in half."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from tests.architecture.rules.source import Function, Module, application, is_command, is_view, templates

MODULE, FUNCTION, VIEW, TEMPLATE, STYLESHEET, SCRIPTS = 300, 40, 25, 120, 250, 1500  # lines
PARAMETERS, POSITIONAL = 6, 2
FILES_IN_A_FEATURE = 10
DEPTH = 2
FIND_THE_NOUN = "find the noun that is missing, and give it its own place"


def modules_stay_short(root: Path) -> list[str]:
    """No module is longer than 300 lines."""
    return [
        f"{module.where}: {lines} lines, {MODULE} at most: {FIND_THE_NOUN}"
        for module in application(root)
        if (lines := len(module.text.splitlines())) > MODULE
    ]


def functions_stay_short(root: Path) -> list[str]:
    """No function is longer than 40 lines, no view longer than 25."""
    return [
        f"{module.where}:{function.lineno}: {function.name} has {lines} lines, {most} at most: {FIND_THE_NOUN}"
        for module in application(root)
        for function in module.functions()
        if (lines := _lines(function)) > (most := VIEW if is_view(function) else FUNCTION)
    ]


def functions_take_few_things(root: Path) -> list[str]:
    """Six parameters at most, and by keyword past the second; Flask and click call theirs by keyword anyway."""
    return [
        f"{module.where}:{function.lineno}: {function.name} takes {len(positional)} things by position and "
        f"{len(function.args.kwonlyargs)} by keyword: put `*` after the second, and past {PARAMETERS} "
        "give those that belong together a dataclass"
        for module in application(root)
        for function in module.functions()
        if len(positional := _positional(function)) + len(function.args.kwonlyargs) > PARAMETERS
        or (len(positional) > POSITIONAL and not is_view(function) and not is_command(function))
    ]


def features_have_few_files(root: Path) -> list[str]:
    """A feature has ten Python files at most; the compiler is a library and has its own measure."""
    files = Counter(
        module.path.relative_to(root).parts[1]
        for module in application(root)
        if module.path.name != "__init__.py" and len(module.path.relative_to(root).parts) > DEPTH
    )
    return [
        f"studyhub/{feature}: {count} Python files, {FILES_IN_A_FEATURE} at most: it is two features, or some "
        "files have too little in them"
        for feature, count in files.items()
        if count > FILES_IN_A_FEATURE
        and feature not in {"compiler", "web"}  # a library, and the kit of all pages
    ]


def folders_stay_shallow(root: Path) -> list[str]:
    """Python lies at most two folders below studyhub/."""
    return [
        f"{module.where}: lies too deep; at most {DEPTH} folders below studyhub/"
        for module in application(root)
        if len(module.path.relative_to(root).parts) - 2 > DEPTH
    ]


def templates_stay_short(root: Path) -> list[str]:
    """No template is longer than 120 lines."""
    return [
        f"{path.relative_to(root)}: {lines} lines, {TEMPLATE} at most: take a partial or a macro out of it"
        for path in templates(root)
        if (lines := _length(path)) > TEMPLATE
    ]


def stylesheets_stay_short(root: Path) -> list[str]:
    """No stylesheet is longer than 250 lines."""
    return [
        f"{path.relative_to(root)}: {lines} lines, {STYLESHEET} at most: one file for each component"
        for path in sorted(root.glob("studyhub/**/static/**/*.css"))
        if (lines := _length(path)) > STYLESHEET
    ]


def scripts_stay_few(root: Path) -> list[str]:
    """All JavaScript written by hand has 1,500 lines at most."""
    lines = sum(map(_length, root.glob("studyhub/**/static/**/*.js")))
    if lines <= SCRIPTS:
        return []
    return [f"studyhub/: {lines} lines of JavaScript, {SCRIPTS} at most: let the server or the browser do it"]


def imports_stand_at_the_top(root: Path) -> list[str]:
    """No import inside a function, except in the factory and in commands."""
    return [
        f"{module.where}:{node.lineno}: an import inside a function: move it to the top; if that makes a cycle, "
        "one of the two modules knows too much"
        for module in application(root)
        if module.path.name not in {"app.py", "cli.py"}
        for function in module.functions()
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]


def imports_make_no_cycle(root: Path) -> list[str]:
    """No module reaches itself by its imports."""
    modules = {module.name: module for module in application(root)}
    sorter = TopologicalSorter({name: set(_imports(module, modules)) for name, module in modules.items()})
    try:
        sorter.prepare()
    except CycleError as error:
        return [f"{' -> '.join(error.args[1])}: a cycle of imports: move what both need to a leaf below them"]
    return []


def _lines(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def _positional(function: Function) -> list[ast.arg]:
    taken = [*function.args.posonlyargs, *function.args.args]
    return taken[1:] if taken and taken[0].arg in {"self", "cls"} else taken


def _length(path: Path) -> int:
    return len(path.read_text().splitlines())


def _imports(module: Module, known: dict[str, Module]) -> Iterator[str]:
    for node in module.tree.body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name for name in (node.module, *inner) if name in known and name != module.name)


RULES = (
    modules_stay_short,
    functions_stay_short,
    functions_take_few_things,
    features_have_few_files,
    folders_stay_shallow,
    templates_stay_short,
    stylesheets_stay_short,
    scripts_stay_few,
    imports_stand_at_the_top,
    imports_make_no_cycle,
)
