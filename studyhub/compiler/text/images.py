"""Images of a course: found beside its text, looked at, and known by their hash."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path, PurePosixPath

from studyhub.compiler.files.source import read_bytes
from studyhub.compiler.model import Image
from studyhub.compiler.text.context import Context

LARGEST = 4 * 1024 * 1024  # bytes
BEGINNINGS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)
EXTENSIONS = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/avif": "avif",
}
KNOWN = "PNG, JPEG, GIF, WebP or AVIF"


class NoImageError(Exception):
    """There is no image to show; the message says why, in plain words."""


def find_image(target: str, context: Context) -> Image:
    """Return the image that a text names; raises NoImageError."""
    if ":" in target or target.startswith("/"):
        raise NoImageError("an image stands in the course's own folder, never on another computer")
    path = PurePosixPath(target)
    if ".." in path.parts or "\\" in target or "%" in target or "\x00" in target or not path.parts:
        raise NoImageError("an image is named by its path below the course's folder, such as images/map.png")
    for folder in context.folders:
        file = folder / path
        if os.path.lexists(file):
            return _image(file, folder)
    raise NoImageError("there is no such image in the course's folder")


def address_of(image: Image, context: Context) -> str:
    """Return the address at which pages show an image."""
    return f"/courses/{context.course}/images/{image.sha256}.{EXTENSIONS[image.media_type]}"


def _image(file: Path, folder: Path) -> Image:
    if any(one.is_symlink() for one in (file, *file.parents) if one.is_relative_to(folder) and one != folder):
        raise NoImageError("an image is a file of its own, not a link to another place")
    data = read_bytes(file, LARGEST)
    if isinstance(data, str):
        raise NoImageError(data)
    return Image(sha256(data).hexdigest(), _media_type(data), str(file))


def _media_type(data: bytes) -> str:
    for beginning, media_type in BEGINNINGS:
        if data.startswith(beginning):
            return media_type
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[4:12] == b"ftypavif":
        return "image/avif"
    raise NoImageError(f"this file is not an image that every browser shows: {KNOWN}")
