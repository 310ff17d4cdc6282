"""Reading the files of a courses folder: whatever stands there, the answer is text or a problem."""

from __future__ import annotations

import errno
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from studyhub.compiler.memory import Memory
from studyhub.compiler.problems import Place, Problems

LARGEST = 256 * 1024  # bytes of a file
LONGEST_LINE = 20_000  # characters
MOST_LINES = 10_000

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
HIDDEN = re.compile(
    r"[\u200b\u2060-\u2064\u202a-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb]|[\U000e0000-\U000e007f]"
)

UNSEEN = re.compile(f"{CONTROL.pattern}|{HIDDEN.pattern}")


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a file, in lines without their ends, and where it stands."""

    path: str  # relative to the courses folder, with slashes
    file: Path
    lines: tuple[str, ...]


@dataclass(slots=True)
class Read:
    """What came of reading a file: its source, if it could be read, and its problems."""

    source: Source | None
    problems: Problems


def read_source(root: Path, file: Path, *, memory: Memory) -> Read:
    """Read one text file of the folder `root`; nothing that can stand there makes it raise."""
    path = shown(root, file)
    problems = Problems(path)
    data = _bytes(file, problems)
    if data is None:
        return Read(None, problems)
    source = memory.step(
        "read", (data,), problems=problems, make=lambda: _source(file, data, problems=problems)
    )
    if source is not None:
        problems.lines = source.lines
    return Read(source, problems)


def shown(root: Path, file: Path) -> str:
    """Return a file's path as problems name it: relative to the courses folder, with slashes."""
    return file.relative_to(root).as_posix()


def read_bytes(file: Path, most: int) -> bytes | str:
    """Read a regular file of at most so many bytes, or say in words why it cannot be read."""
    try:
        handle = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            data = _read(handle, most) if stat.S_ISREG(os.fstat(handle).st_mode) else None
        finally:
            os.close(handle)
    except (OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno == errno.ELOOP:
            return "this is a link to another place, which is not followed"
        return f"this file cannot be read: {getattr(error, 'strerror', None) or 'its name is not one'}"
    if data is None:
        return "this is not a file that can be read"
    return data if len(data) <= most else f"this file is larger than {most // 1024} kB"


def _read(handle: int, most: int) -> bytes:
    pieces: list[bytes] = []
    while (left := most + 1 - sum(len(piece) for piece in pieces)) and (piece := os.read(handle, left)):
        pieces.append(piece)
    return b"".join(pieces)


def _source(file: Path, data: bytes, *, problems: Problems) -> Source | None:
    text = _text(data, problems)
    if text is None:
        return None
    lines = text.split("\n")
    if len(lines) > MOST_LINES:
        message = f"this file has more than {MOST_LINES:,} lines"
        problems.add("too-large", Place(), message=message, hint="cut it into smaller ones")
        return None
    return Source(problems.path, file, tuple(_clean(lines, problems)))


def _bytes(file: Path, problems: Problems) -> bytes | None:
    data = read_bytes(file, LARGEST)
    if isinstance(data, bytes):
        return data
    rule = "too-large" if "larger" in data else "symlink" if "link" in data else "unreadable"
    problems.add(rule, Place(), message=data, hint="cut it into two modules" if rule == "too-large" else "")
    return None


def _text(data: bytes, problems: Problems) -> str | None:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        at = Place(before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)
        problems.add("not-utf8", at, message="from here on this file is not UTF-8", hint="save it as UTF-8")
        return None
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        problems.add(
            "not-utf8", Place(line), message="this file holds binary data", hint="save it as UTF-8 text"
        )
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _clean(lines: list[str], problems: Problems) -> list[str]:
    problems.lines = lines
    kept = list(lines)
    for number, line in enumerate(lines, start=1):
        if len(line) > LONGEST_LINE:
            problems.add(
                "long-line", Place(number), message=f"this line has more than {LONGEST_LINE:,} characters"
            )
            kept[number - 1] = ""
        elif not line.isascii() or not line.isprintable():
            kept[number - 1] = _visible(line, number, problems=problems)
    return kept


def _visible(line: str, number: int, *, problems: Problems) -> str:
    for pattern, what in ((CONTROL, "a control character"), (HIDDEN, "a character that nobody can see")):
        for found in pattern.finditer(line):
            problems.add(
                "hidden-character", Place(number, found.start() + 1), message=f"here stands {what}", fix=""
            )
        line = pattern.sub("\N{SPACE}", line)
    return line
