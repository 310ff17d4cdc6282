"""Fetch and cut down the fonts: for maintainers, when a font has a new release; nobody who installs runs it.

    python tools/vendor.py

It needs npm, and the packages of the dependency group `vendor`. Each npm package is taken by its exact version
and checked against its hash, the fonts are restricted to the weights in use, and the style sheet of their
ranges is written anew. The results are committed, with the licences.
"""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

STATIC = Path(__file__).resolve().parent.parent / "studyhub" / "web" / "static"
FONTS = STATIC / "fonts"
SHEET = STATIC / "css" / "00-fonts.css"
SUBSETS = ("latin", "latin-ext", "cyrillic", "cyrillic-ext", "greek", "greek-ext", "vietnamese")


@dataclass(frozen=True)
class Face:
    """One face of one npm package: where its files are, and how the style sheet names it."""

    package: str
    version: str
    integrity: str
    file: str  # with {subset}
    family: str
    name: str  # of our file, with {subset}
    weight: str
    style: str = "normal"
    axis: tuple[int, int] | None = None  # the weights that stay in a variable font


FACES = (
    Face(
        "@fontsource-variable/literata",
        "5.3.0",
        "sha512-1Jw7xvOcoGyB83lxB2nG4bfNbqtX2/TTbdh9sHAOmU064SvmSdulDtA5RBu5JYWf64fdaKX7xU+z3GO1T2bCHA==",
        "literata-{subset}-wght-normal.woff2",
        "Literata",
        "literata-{subset}-normal.woff2",
        "400 700",
        axis=(400, 700),
    ),
    Face(
        "@fontsource/literata",
        "5.3.0",
        "sha512-9JGMT5+YfBK49thoMq9ASaMRJErHT4V4QuMhAEwKHRLreOsIMP2xP6ZRLhPJ0e6YlET+kjWTJuN7LAxt9/gWGQ==",
        "literata-{subset}-400-italic.woff2",
        "Literata",
        "literata-{subset}-italic.woff2",
        "400",
        style="italic",
    ),
    Face(
        "@fontsource/fira-sans-extra-condensed",
        "5.3.0",
        "sha512-AiwnJulSkWNY0SYSOmdf3oFO9G8Soc3FYyYS81BWXVUSLqj2V/YXf4vC9xTohLOPIbXnDbpeelje692zLT5O6w==",
        "fira-sans-extra-condensed-{subset}-700-normal.woff2",
        "Poster",
        "poster-{subset}-700.woff2",
        "700",
    ),
)


def main() -> None:
    """Fetch every face and write the fonts, the licences and the style sheet."""
    FONTS.mkdir(parents=True, exist_ok=True)
    rules = ["/* Made by tools/vendor.py: a page fetches only the scripts that it shows. */"]
    with tempfile.TemporaryDirectory() as folder:
        for face in FACES:
            package = fetch(face, Path(folder))
            ranges = json.loads((package / "unicode.json").read_text())
            (FONTS / f"{face.family}-LICENSE.txt").write_bytes((package / "LICENSE").read_bytes())
            for subset in SUBSETS:
                cut(package / "files" / face.file.format(subset=subset), face, subset)
                rules.append(rule(face, subset, ranges[subset]))
    SHEET.write_text("\n\n".join(rules) + "\n")


def fetch(face: Face, folder: Path) -> Path:
    """Fetch an npm package by exact version; refuse it when its hash is not the one written here."""
    done = subprocess.run(
        ["npm", "pack", "--silent", f"{face.package}@{face.version}"],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    archive = folder / done.stdout.strip()
    found = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if found != face.integrity:
        raise SystemExit(f"{face.package} {face.version} is not what it was: {found}")
    target = folder / archive.stem
    with tarfile.open(archive) as tar:
        tar.extractall(target, filter="data")
    return target / "package"


def cut(source: Path, face: Face, subset: str) -> None:
    """Write our copy of one font file, with the weights in use alone."""
    font = TTFont(source)
    if face.axis:
        font = instancer.instantiateVariableFont(font, {"wght": face.axis})
    font.flavor = "woff2"
    font.save(FONTS / face.name.format(subset=subset))


def rule(face: Face, subset: str, unicode_range: str) -> str:
    """Return the style sheet's rule for one file."""
    return (
        "@font-face {\n"
        f'  font-family: "{face.family}";\n'
        f"  font-weight: {face.weight};\n"
        f"  font-style: {face.style};\n"
        "  font-display: swap;\n"
        f'  src: url("fonts/{face.name.format(subset=subset)}") format("woff2");\n'
        f"  unicode-range: {unicode_range};\n"
        "}"
    )


if __name__ == "__main__":
    main()
