"""Going through a courses folder: names in order, no links followed, every fault a problem."""

from __future__ import annotations

import os
from pathlib import Path

from studyhub.compiler.files.source import Read, Source, read_source, shown
from studyhub.compiler.memory import Memory
from studyhub.compiler.problems import Place, Problems

MOST_NAMES = 5_000


class FolderReader:
    """Reads a courses folder and keeps the problems of each file it reads."""

    def __init__(self, root: Path, memory: Memory) -> None:
        self.root = root
        self.memory = memory
        self.files: list[Problems] = []
        self._read: dict[Path, tuple[Source | None, Problems]] = {}

    def about(self, file: Path) -> Problems:
        """Return a list for the problems of a file or folder that is not read."""
        problems = Problems(shown(self.root, file))
        self.files.append(problems)
        return problems

    def read(self, file: Path) -> tuple[Source | None, Problems]:
        """Read a file that may be missing: then there is neither a source nor a problem."""
        if file not in self._read:
            is_there = os.path.lexists(file)
            read = (
                read_source(self.root, file, memory=self.memory) if is_there else Read(None, self.about(file))
            )
            if read.problems not in self.files:
                self.files.append(read.problems)
            self._read[file] = read.source, read.problems
        return self._read[file]

    def names(self, folder: Path) -> list[str]:
        """Return the names in a folder in order, without hidden ones; a missing folder has none."""
        if not os.path.lexists(folder):
            return []
        if folder.is_symlink():
            self.about(folder).add(
                "symlink", Place(), message="this is a link to another place, which is not followed"
            )
            return []
        try:
            names = sorted(path.name for path in folder.iterdir() if not path.name.startswith((".", "~")))
        except OSError as error:
            self.about(folder).add("unreadable", Place(), message=f"this cannot be read: {error.strerror}")
            return []
        if len(names) > MOST_NAMES:
            message = f"this folder holds more than {MOST_NAMES:,} files"
            self.about(folder).add("too-many", Place(), message=message)
        return names[:MOST_NAMES]

    def is_folder(self, path: Path) -> bool:
        """Tell whether this is a folder of its own; a link to one is reported."""
        if path.is_symlink():
            self.about(path).add(
                "symlink", Place(), message="this is a link to another place, which is not followed"
            )
            return False
        return path.is_dir()

    def stray(self, file: Path) -> None:
        """Report a file that the compiler has no use for."""
        self.about(file).add("stray-file", Place(), message="the compiler has no use for this file")
