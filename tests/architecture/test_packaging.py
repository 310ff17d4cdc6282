"""What is handed out: the wheel is whole, and the lock files are those of pyproject.toml."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.rules.source import ROOT

LOCKED = re.compile(r"^([\w.-]+)==(\S+)", re.MULTILINE)
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The names in the wheel that `pip install .` would install."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder], cwd=ROOT, check=True
    )
    (built,) = folder.glob("*.whl")
    return zipfile.ZipFile(built).namelist()


def test_the_wheel_holds_everything_that_studyhub_needs_to_run(wheel: list[str]) -> None:
    shipped = {
        *(path.relative_to(ROOT).as_posix() for path in (ROOT / "studyhub").rglob("*") if _is_ours(path)),
        *(
            f"studyhub/shipped/{path.relative_to(ROOT).as_posix()}"
            for folder in ("migrations", "courses")
            for path in (ROOT / folder).rglob("*")
            if _is_ours(path)
        ),
    }
    assert shipped - set(wheel) == set(), (
        "say in pyproject.toml, [tool.hatch.build.targets.wheel], that these belong in"
    )


def test_the_wheel_holds_nothing_else(wheel: list[str]) -> None:
    assert [name for name in wheel if not re.match(r"studyhub/|studyhub-[\d.]+\.dist-info/", name)] == []


def test_the_licences_go_with_it(wheel: list[str]) -> None:
    licences = {name.partition("/licenses/")[2] for name in wheel if "/licenses/" in name}
    fonts = {path.relative_to(ROOT).as_posix() for path in ROOT.glob("studyhub/web/static/fonts/*.txt")}
    assert licences == {"LICENSE", "courses/LICENSE", *fonts}


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_file_has_hashes_and_names_no_registry(lock: str) -> None:
    text = (ROOT / lock).read_text()
    hashed = re.findall(r"^[\w.-]+==.* \\\n +--hash=sha256:", text, re.MULTILINE)
    assert len(hashed) == len(LOCKED.findall(text)), "compile it with --generate-hashes"
    assert "://" not in text, "compile it with --no-header, and without an index in it"


@pytest.mark.parametrize(
    ("lock", "groups"), [("requirements.lock", ()), ("requirements-dev.lock", ("test", "lint"))]
)
def test_a_lock_file_gives_what_pyproject_asks_for(lock: str, groups: tuple[str, ...]) -> None:
    versions = locked(lock)
    asked = [
        *PROJECT["project"]["dependencies"],
        *(text for group in groups for text in PROJECT["dependency-groups"][group]),
    ]
    assert [
        text
        for text in asked
        for wanted in [Requirement(text)]
        if not wanted.specifier.contains(versions.get(canonicalize_name(wanted.name), "0"))
    ] == [], "lock anew: see CONTRIBUTING.md"


def test_what_is_tested_is_what_is_installed() -> None:
    tested = locked("requirements-dev.lock")
    assert {
        name: version for name, version in locked("requirements.lock").items() if tested.get(name) != version
    } == {}


def locked(lock: str) -> dict[str, str]:
    """Return the versions in a lock file by name."""
    return {canonicalize_name(name): version for name, version in LOCKED.findall((ROOT / lock).read_text())}


def _is_ours(path: Path) -> bool:
    return path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")
