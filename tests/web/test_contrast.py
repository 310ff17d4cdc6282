"""The colours: every pair that meets on a page has the contrast it needs, in all four themes (WCAG 2.2)."""

from __future__ import annotations

import re

import pytest

from studyhub.web.assets import STATIC

NEED = [
    ("ink", "paper", 7),
    ("ink", "sheet", 7),
    ("ink", "wash", 7),
    ("ink-2", "paper", 7),
    ("ink-2", "sheet", 7),
    ("ink-2", "wash", 4.5),
    ("ink-3", "paper", 4.5),
    ("ink-3", "wash", 4.5),
    ("edge", "paper", 3),
    ("edge", "sheet", 3),
    ("edge", "wash", 3),
    ("red", "paper", 3),
    ("red", "sheet", 3),
    ("red", "wash", 3),
    ("on-red", "red", 4.5),
    ("link", "paper", 7),
    ("link", "wash", 4.5),
    ("link", "sheet", 7),
    ("visited", "paper", 7),
    ("good", "paper", 4.5),
    ("good", "wash", 4.5),
    ("warn", "paper", 4.5),
    ("warn", "wash", 4.5),
    ("bad", "paper", 4.5),
    ("bad", "wash", 4.5),
    ("bad", "sheet", 4.5),
    ("paper", "ink", 7),
    ("focus-ink", "focus", 7),
    ("mark-ink", "mark", 7),
]
TOKEN = re.compile(r"--([a-z0-9-]+):\s*(#[0-9A-F]{6});")


def themes() -> dict[str, dict[str, str]]:
    """Read the colours of each theme from the style sheet; what a theme does not name is Paper's."""
    sheet = (STATIC / "css" / "10-tokens.css").read_text()
    blocks: dict[str, str] = {}
    for name, block in re.findall(r"(:root|\[data-theme=\w+\]) \{(.*?)\n  +\}", sheet, flags=re.DOTALL):
        blocks.setdefault(name, block)  # what a phone's wish for more contrast changes comes after
    paper = dict(TOKEN.findall(blocks[":root"]))
    named = {name[12:-1]: dict(TOKEN.findall(block)) for name, block in blocks.items() if name != ":root"}
    return {"paper": paper, **{name: {**paper, **colours} for name, colours in named.items()}}


def luminance(colour: str) -> float:
    """Return WCAG's relative luminance of `#RRGGBB`."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return WCAG's contrast ratio of two colours."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_there_are_five_themes_and_the_phones_dark_one_is_night() -> None:
    found = themes()
    assert set(found) == {"paper", "night", "lamp", "contrast", "auto"}
    assert found["auto"] == found["night"]


@pytest.mark.parametrize("theme", ["paper", "night", "lamp", "contrast"])
def test_every_pair_of_colours_has_the_contrast_it_needs(theme: str) -> None:
    colours = themes()[theme]
    low = [
        f"{front} on {back}: {contrast(colours[front], colours[back]):.2f}, needs {need}"
        for front, back, need in NEED
        if contrast(colours[front], colours[back]) < need
    ]
    assert low == []
