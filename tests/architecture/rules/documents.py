"""The documents say what is so: dependencies, settings, commands, links, the changelog."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from studyhub.cli import COMMANDS
from tests.architecture.rules.source import documents

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"^(?: {4}|\t)(.*)$|`([^`]+)`", re.MULTILINE)
FENCED = re.compile(r"^```[a-z]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
SETTING = re.compile(r"\bSTUDYHUB_(?!TEST_)[A-Z]+\b")
CHANGELOG_LINE = re.compile(
    r"# Changelog|## \[(Unreleased|\d+\.\d+\.\d+)\]( - \d{4}-\d\d-\d\d)?"
    r"|### (Added|Changed|Deprecated|Removed|Fixed|Security)|- .*[.`)]|  \S.*|\[.+\]: \S+|"
)


def dependencies_have_their_reasons(root: Path) -> list[str]:
    """Each dependency stands in docs/dependencies.md with its reason, and nothing else does."""
    project = _pyproject(root)
    groups: dict[str, list[Any]] = project.get("dependency-groups", {})
    wanted = {
        canonicalize_name(Requirement(text).name)
        for requirements in (project["project"]["dependencies"], *groups.values())
        for text in requirements
        if isinstance(text, str)
    }
    rows = re.findall(r"^\| ([\w-]+)[^|]* \| [^|]{10,}\|", _text(root / "docs/dependencies.md"), re.MULTILINE)
    said = {canonicalize_name(name) for name in rows} - {"package", "---"}
    return [
        *(f"docs/dependencies.md: say why we need {name}" for name in sorted(wanted - said)),
        *(
            f"docs/dependencies.md: {name} is no longer a dependency: take the line out"
            for name in sorted(said - wanted)
        ),
    ]


def settings_are_explained(root: Path) -> list[str]:
    """docs/operating.md has a row for each setting that settings.py reads."""
    read = set(SETTING.findall(_text(root / "studyhub/settings.py")))
    said = set(re.findall(r"^\| `(STUDYHUB_[A-Z]+)` \|", _text(root / "docs/operating.md"), re.MULTILINE))
    return [
        *(f"docs/operating.md: explain {name} in the table of settings" for name in sorted(read - said)),
        *(f"docs/operating.md: nothing reads {name}: take the row out" for name in sorted(said - read)),
    ]


def commands_exist(root: Path) -> list[str]:
    """Each `studyhub …` and `make …` in the documents is one that there is."""
    targets = set(re.findall(r"^([a-z-]+):", _text(root / "Makefile"), re.MULTILINE))
    return [
        f"{path.relative_to(root)}: there is no `{name} {word}`"
        for path in documents(root)
        if path.name != "CHANGELOG.md"
        for line in _code(path)
        for name, known in (("studyhub", set(COMMANDS)), ("make", targets))
        for word in re.findall(rf"(?:^|[\s/]){name} ([a-z][a-z-]*)\b(?!\.)", line)
        if word not in known
    ]


def links_resolve(root: Path) -> list[str]:
    """Each link from one document to another file finds it."""
    return [
        f"{path.relative_to(root)}: {target} is not there"
        for path in documents(root)
        for target in LINK.findall(path.read_text())
        if ":" not in target and not target.startswith("#")
        if not (path.parent / target.partition("#")[0]).exists()
    ]


def ci_runs_what_the_readme_says(root: Path) -> list[str]:
    """The line under "Test it" is the one that CI runs, and the only one."""
    section = re.search(r"^## Test it\n+(?:```\w*\n| {4})(.+)$", _text(root / "README.md"), re.MULTILINE)
    said = section.group(1).strip() if section else ""
    lines = [line for line in _text(root / ".ci/run").splitlines() if line and not line.startswith("#")]
    if said and lines == ["set -euo pipefail", 'cd "$(dirname "$0")/.."', said]:
        return []
    return [f'README.md: "Test it" says `{said}`: .ci/run must run exactly that, and nothing else']


def the_changelog_keeps_its_form(root: Path) -> list[str]:
    """CHANGELOG.md has the form of keepachangelog.com; every entry is a sentence."""
    lines = _text(root / "CHANGELOG.md").splitlines()
    introduction = next((number for number, line in enumerate(lines) if line.startswith("## ")), len(lines))
    return [
        f"CHANGELOG.md:{number}: neither a heading we use nor an entry that ends in a full stop"
        for number, line in enumerate(lines, 1)
        if number > introduction and not CHANGELOG_LINE.fullmatch(line)
    ]


def the_picture_shows_the_layers(root: Path) -> list[str]:
    """The dependency picture of docs/architecture.md is drawn from pyproject.toml's layers."""
    if drawing(root) in _text(root / "docs/architecture.md"):
        return []
    return [
        "docs/architecture.md: the picture is not that of pyproject.toml's layers; put this in:\n"
        + drawing(root)
    ]


def packages_are_explained(root: Path) -> list[str]:
    """The table of docs/architecture.md says of each package what it is about, and of nothing else."""
    packages = {name for row in _layers(root) for name in row} - {"__main__"}
    said = set(re.findall(r"^\| `(\w+)` \| .{10,} \|$", _text(root / "docs/architecture.md"), re.MULTILINE))
    return [
        *(f"docs/architecture.md: say in the table what {name} is about" for name in sorted(packages - said)),
        *(f"docs/architecture.md: there is no {name}: take the row out" for name in sorted(said - packages)),
    ]


def drawing(root: Path) -> str:
    """Draw the layers of pyproject.toml, top first, in Mermaid's language."""
    rows = _layers(root)
    boxes = [f'    {row[0]}["{" · ".join(row)}"]' for row in rows]
    arrows = [f"    {upper[0]} --> {lower[0]}" for upper, lower in pairwise(rows)]
    return "\n".join(["```mermaid", "flowchart TD", *boxes, *arrows, "```"])


def _layers(root: Path) -> list[list[str]]:
    layers = _pyproject(root)["tool"]["importlinter"]["contracts"][0]["layers"]
    return [[name.strip() for name in layer.split("|")] for layer in layers]


def _pyproject(root: Path) -> dict[str, Any]:
    return tomllib.loads((root / "pyproject.toml").read_text())


def _text(path: Path) -> str:
    return path.read_text() if path.exists() else ""


def _code(path: Path) -> Iterator[str]:
    text = path.read_text()
    for block in FENCED.findall(text):
        yield from block.splitlines()
    for indented, inline in CODE.findall(FENCED.sub("", text)):
        yield indented or inline


RULES = (
    dependencies_have_their_reasons,
    settings_are_explained,
    commands_exist,
    links_resolve,
    ci_runs_what_the_readme_says,
    the_changelog_keeps_its_form,
    the_picture_shows_the_layers,
    packages_are_explained,
)
