"""Where courses are: the folder that was meant, and how its files are called from here."""

from __future__ import annotations

from pathlib import Path


def courses_folder(here: Path) -> Path:
    """Return the folder of courses that somebody standing in `here` means: its `courses`, or itself."""
    return here / "courses" if (here / "courses").is_dir() else here
