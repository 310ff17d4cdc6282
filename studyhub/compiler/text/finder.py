"""Where something stands that Markdown has met: its parser keeps no places, so the text is searched for it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from studyhub.compiler.problems import MOST, Place, Problems
from studyhub.compiler.text.body import Text


@dataclass(slots=True)
class Finder:
    """Finds pieces of one text in its file."""

    text: Text
    problems: Problems
    _asked: Counter[str] = field(default_factory=Counter)

    def place(self, needle: str) -> Place:
        """Return where a piece stands; asked again, where the next such piece does."""
        first = self.problems.whole(self.text.line)
        skipped = self._asked[needle]
        if skipped > MOST:
            return first
        self._asked[needle] += 1
        for index, line in enumerate(self.text.lines):
            start = line.find(needle)
            while start >= 0 and skipped:
                skipped -= 1
                start = line.find(needle, start + 1)
            if start >= 0:
                return self._in_file(self.text.line + index, line, start=start, length=len(needle))
        return first

    def _in_file(self, number: int, line: str, *, start: int, length: int) -> Place:
        # a line may have lost its beginning on the way: a colon, an indentation, the name of a footnote
        offset = max(0, self.problems.lines[number - 1].find(line))
        return Place(number, offset + start + 1, length)
