"""Who may import whom: import-linter holds the contracts of pyproject.toml."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.architecture.rules.source import ROOT


def broken_contracts(root: Path) -> str:
    """Return what import-linter says of the house under this root; nothing when every contract is kept."""
    told = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--config", root / "pyproject.toml"],
        env=os.environ | {"PYTHONPATH": str(root)},
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    return told.stdout + told.stderr if told.returncode else ""


def test_arrows_point_down_and_every_package_has_its_place() -> None:
    told = broken_contracts(ROOT)
    assert not told, (
        f"{told}\nMove what both need to a leaf below them; a new package gets a line in pyproject.toml."
    )
