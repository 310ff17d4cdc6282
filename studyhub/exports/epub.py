"""A volume bound as an EPUB 3: the same bytes for the same text, whenever and wherever it is made."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from flask import render_template

from studyhub.courses.models import Picture
from studyhub.exports.volume import Volume

MEDIA_TYPE = "application/epub+zip"
STYLE = Path(__file__).parent / "epub.css"
EARLIEST = (1980, 1, 1, 0, 0, 0)  # of a zip; when a book was made would make each different
ANYBODY_READS = 0o644 << 16
CONTAINER = """<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""


def epub_of(volume: Volume, pictures: Mapping[str, Picture]) -> bytes:
    """Return the file."""
    kept = BytesIO()
    with ZipFile(kept, "w") as bound:
        # first, and as it is: so one knows the file by its beginning
        _put(bound, "mimetype", data=MEDIA_TYPE.encode(), is_packed=False)
        _put(bound, "META-INF/container.xml", data=CONTAINER.encode())
        for name, text in _texts(volume, pictures):
            _put(bound, f"EPUB/{name}", data=text.strip().encode())
        for sha256, picture in pictures.items():
            _put(bound, f"EPUB/{volume.pictures[sha256]}", data=picture.data, is_packed=False)
    return kept.getvalue()


def _texts(volume: Volume, pictures: Mapping[str, Picture]) -> list[tuple[str, str]]:
    own = volume.book.language
    package = render_template("exports/package.xml", volume=volume, pictures=pictures, language=own)
    contents = render_template("exports/nav.xhtml", volume=volume, language=own)
    pages = [
        (
            page.file,
            render_template(page.template, volume=volume, module=page.module, language=page.language),
        )
        for page in volume.pages
    ]
    return [("package.opf", package), ("nav.xhtml", contents), ("style.css", STYLE.read_text()), *pages]


def _put(bound: ZipFile, name: str, *, data: bytes, is_packed: bool = True) -> None:
    entry = ZipInfo(name, EARLIEST)
    entry.compress_type = ZIP_DEFLATED if is_packed else ZIP_STORED
    entry.create_system = 3
    entry.external_attr = ANYBODY_READS
    bound.writestr(entry, data)
