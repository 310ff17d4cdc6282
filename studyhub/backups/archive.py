"""The archive: a ZIP whose last bytes are a hash and a seal over all bytes before them.

The hash shows damage, the seal (with the secret key of this place) that nobody else made or changed it; both are
looked at before anything in it is read. The limits hold even for an archive that somebody sealed.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import shutil
import stat
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo
from zlib import error as BrokenDeflate  # noqa: N812 - a class, whatever zlib calls it

from studyhub.backups.manifest import BadBackupError, Manifest, Packed, as_json, from_json

MANIFEST = "manifest.json"
LEVEL = 3  # of 9: a third of the time of the default, and a twentieth more bytes
SEALED = re.compile(rb"studyhub backup sha256=([0-9a-f]{64}) seal=([0-9a-f]{64})\n")
LENGTH = len(b"studyhub backup sha256= seal=\n") + 128
PIECE = 1024 * 1024  # bytes
LARGEST_MANIFEST = 1_000_000  # bytes
MOST_FILES = 20_000
STEEPEST = 1000  # as many bytes may come of one; pages of text come to twenty
DAMAGED = "This backup is damaged, or it is not one: {}. Nothing was touched. Take another."


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def pack(folder: Path, target: Path, *, manifest: Manifest, key: str) -> None:
    """Write an archive of the files that a manifest names, for its owner's eyes alone, and have it on the disk."""
    with open(target, "w+b", opener=_private) as file:
        with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=LEVEL) as archive:
            archive.comment = bytes(LENGTH)
            archive.writestr(_entry(MANIFEST), as_json(manifest))
            for name in manifest.files:
                with (
                    (folder / name).open("rb") as source,
                    archive.open(_entry(name), "w", force_zip64=True) as entry,
                ):
                    shutil.copyfileobj(source, entry, PIECE)
        digest = _digest_but_for_seal(file)
        file.seek(-LENGTH, os.SEEK_END)
        file.write(f"studyhub backup sha256={digest} seal={_seal(digest, key)}\n".encode())
        file.flush()
        os.fsync(file.fileno())


def read_manifest(path: Path, *, keys: Iterable[str] | None) -> Manifest:
    """Return what a backup says of itself, once its hash and its seal hold; None for `keys` leaves the seal out.

    Raises BadBackupError.
    """
    with _opened(path) as file, _as_zip(file, keys) as archive:
        return _manifest_in(archive)


def unpack(path: Path, folder: Path, *, keys: Iterable[str] | None) -> Manifest:
    """Check everything about a backup, and write its files into an empty folder. Raises BadBackupError."""
    with _opened(path) as file, _as_zip(file, keys) as archive:
        manifest = _manifest_in(archive)
        entries = {entry.filename: entry for entry in archive.infolist() if entry.filename != MANIFEST}
        _check_entries(archive.infolist(), manifest.files)
        room, need = shutil.disk_usage(folder).free, sum(packed.size for packed in manifest.files.values())
        if need > room:
            raise BadBackupError(
                f"This backup needs {need} bytes, and {room} are free here. Nothing was touched."
            )
        for name, packed in manifest.files.items():
            _write(_pieces(archive, entries[name], most=packed.size), folder / name, packed=packed)
    return manifest


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_EXCL | os.O_NOFOLLOW, 0o600)


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name)  # of 1980; the manifest says when it was made
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = (stat.S_IFREG | 0o600) << 16
    return entry


def _seal(digest: str, key: str) -> str:
    own = hmac.digest(key.encode(), b"studyhub backup", "sha256")
    return hmac.new(own, digest.encode(), "sha256").hexdigest()


def _digest_but_for_seal(file: BinaryIO) -> str:
    digest, left = hashlib.sha256(), file.seek(0, os.SEEK_END) - LENGTH
    file.seek(0)
    while left > 0:
        piece = file.read(min(PIECE, left))
        digest.update(piece)
        left -= len(piece)
    return digest.hexdigest()


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise BadBackupError(f"{path} cannot be read ({error.strerror}).") from error


def _as_zip(file: BinaryIO, keys: Iterable[str] | None) -> ZipFile:
    if file.seek(0, os.SEEK_END) <= LENGTH:
        raise BadBackupError(DAMAGED.format("it is too short"))
    file.seek(-LENGTH, os.SEEK_END)
    sealed = SEALED.fullmatch(file.read(LENGTH))
    if sealed is None:
        raise BadBackupError(DAMAGED.format("its end is missing"))
    digest = _digest_but_for_seal(file)
    if digest != sealed[1].decode():
        raise BadBackupError(DAMAGED.format("its bytes are not those that were written"))
    if keys is not None and not any(
        hmac.compare_digest(_seal(digest, key).encode(), sealed[2]) for key in keys
    ):
        raise BadBackupError(
            "This backup was not made with the secret key of this StudyHub, or it was changed since. Nothing was "
            "touched. Put the key of the place that made it into the data folder, as secret-key; if you have that "
            "no more and know where this file comes from, say --without-key."
        )
    try:
        return ZipFile(file)
    except (BadZipFile, OSError, ValueError, EOFError, NotImplementedError) as error:
        raise BadBackupError(DAMAGED.format("it is no archive")) from error


def _manifest_in(archive: ZipFile) -> Manifest:
    if len(archive.infolist()) > MOST_FILES:
        raise BadBackupError(DAMAGED.format("it holds too many files"))
    try:
        entry = archive.getinfo(MANIFEST)
    except KeyError as error:
        raise BadBackupError(DAMAGED.format("it does not say what it holds")) from error
    return from_json(b"".join(_pieces(archive, entry, most=LARGEST_MANIFEST)))


def _check_entries(entries: list[ZipInfo], files: Mapping[str, Packed]) -> None:
    names = sorted(entry.filename for entry in entries)
    if names != sorted([MANIFEST, *files]):
        raise BadBackupError(DAMAGED.format("it does not hold what it says"))
    for entry in entries:
        path, mode = PurePosixPath(entry.filename), entry.external_attr >> 16
        is_inside = not path.is_absolute() and ".." not in path.parts
        if not is_inside or path.as_posix() != entry.filename:
            raise BadBackupError(DAMAGED.format("a file in it leads out of its folder"))
        if not stat.S_ISREG(mode) or entry.flag_bits & 1:
            raise BadBackupError(DAMAGED.format("something in it is not a plain file"))
        if entry.file_size > STEEPEST * max(entry.compress_size, 1):
            raise BadBackupError(DAMAGED.format("it would swell"))


def _write(pieces: Iterable[bytes], target: Path, *, packed: Packed) -> None:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with open(target, "wb", opener=_private) as file:
        for piece in pieces:
            file.write(piece)
            digest.update(piece)
            size += len(piece)
        file.flush()
        os.fsync(file.fileno())
    if size != packed.size or digest.hexdigest() != packed.sha256:
        raise BadBackupError(DAMAGED.format(f"{target.name} is not what was packed"))


def _pieces(archive: ZipFile, entry: ZipInfo, *, most: int) -> Iterator[bytes]:
    """Read an entry piece by piece, and no further than it may be long, whatever it says of itself."""
    left = most
    try:
        with archive.open(entry) as source:
            while piece := source.read(PIECE):
                left -= len(piece)
                if left < 0:
                    raise BadBackupError(DAMAGED.format("it would swell"))
                yield piece
    except (BadZipFile, BrokenDeflate, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        raise BadBackupError(DAMAGED.format("something in it cannot be unpacked")) from error
