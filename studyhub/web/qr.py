"""The square that a phone reads: which of its little squares are dark."""

from __future__ import annotations

from dataclasses import dataclass

import segno


@dataclass(frozen=True, slots=True)
class Square:
    """A QR code as one path of an SVG, with the white edge that readers need; one unit is one little square."""

    size: int
    path: str


def square_of(text: str) -> Square:
    """Make the square that says a text; `_qr.html` draws it."""
    rows = list(segno.make(text, error="m", micro=False).matrix_iter(border=4))
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return Square(len(rows), path)
