"""B3: whatever is wrong with a file, it is refused before anything is touched; a hundred cases, and the hostile ones."""

from __future__ import annotations

import json
import random
import stat
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from studyhub.backups import archive
from studyhub.backups.archive import LENGTH, file_sha256, pack, unpack
from studyhub.backups.checking import check_whole
from studyhub.backups.making import make_backup
from studyhub.backups.manifest import DATABASE, BadBackupError, Manifest, Packed
from studyhub.backups.restoring import restore, verify
from studyhub.db import sqlite_library
from studyhub.settings import Settings
from tests.backups.places import everything_in, fill_every_table
from tests.databases import NOW

DICE = random.Random(1917)  # noqa: S311 - cases to try, the same each time


@pytest.fixture
def good(database: str, settings: Settings) -> bytes:
    """A backup of a place with a row in every table."""
    fill_every_table(database)
    return make_backup(settings, now=NOW, to=settings.data / "good.zip").path.read_bytes()


def test_a_hundred_damaged_files_are_refused_and_nothing_is_touched(good: bytes, settings: Settings) -> None:
    damaged = [
        *(good[: DICE.randrange(len(good))] for _ in range(25)),
        *(_with_bit(good, DICE.randrange(len(good) * 8)) for _ in range(50)),
        *(_without(good, DICE.randrange(len(good)), length=DICE.randrange(1, 99)) for _ in range(10)),
        *(good + DICE.randbytes(length) for length in range(1, 6)),
        *(DICE.randbytes(length) + good for length in range(1, 6)),
        *(DICE.randbytes(size) for size in (0, 1, LENGTH, LENGTH + 1, 9999)),
    ]
    assert len(damaged) == 100
    path = settings.data / "damaged.zip"
    before = everything_in(settings.data)
    for one in damaged:
        path.write_bytes(one)
        with pytest.raises(BadBackupError, match=r"[Nn]othing was touched"):
            restore(path, settings, now=NOW, replace=True)
    path.unlink()
    after = everything_in(settings.data)
    assert after.pop("serving") == b""
    assert after == before


def test_a_file_that_is_not_there_is_said(settings: Settings) -> None:
    with pytest.raises(BadBackupError, match="cannot be read"):
        verify(settings.data / "none.zip", settings)


def test_a_plain_copy_of_a_database_is_no_backup(settings: Settings) -> None:
    copy = settings.data / "copy.sqlite"
    copy.write_bytes(b"SQLite format 3\0" * 100)
    with pytest.raises(BadBackupError, match="it is not one"):
        verify(copy, settings)


Change = Callable[[Path, Manifest], Manifest]


def _other_rows(folder: Path, manifest: Manifest) -> Manifest:
    return _after("UPDATE member SET name = 'Olga'", folder, manifest)


def _a_row_less(folder: Path, manifest: Manifest) -> Manifest:
    return _after("DELETE FROM place", folder, manifest)


def _a_dangling_row(folder: Path, manifest: Manifest) -> Manifest:
    return _after("UPDATE completion SET member_id = 99", folder, manifest)


def _a_trigger(folder: Path, manifest: Manifest) -> Manifest:
    return _after("CREATE TRIGGER t AFTER INSERT ON member BEGIN DELETE FROM place; END", folder, manifest)


def _a_view(folder: Path, manifest: Manifest) -> Manifest:
    return _after("CREATE VIEW v AS SELECT * FROM member", folder, manifest)


def _no_guard_over_the_audit(folder: Path, manifest: Manifest) -> Manifest:
    return _after("DROP TRIGGER audit_entry_no_delete", folder, manifest)


def _a_way_in(folder: Path, manifest: Manifest) -> Manifest:
    words = "INSERT INTO attempts VALUES ('key', 1, '2027-01-01 00:00:00')"
    return _after(words, folder, manifest)


def _another_revision(_folder: Path, manifest: Manifest) -> Manifest:
    return replace(manifest, revision="0001")


def _a_later_revision(_folder: Path, manifest: Manifest) -> Manifest:
    return replace(manifest, revision="9999")


def _a_later_format(_folder: Path, manifest: Manifest) -> Manifest:
    return replace(manifest, format=2)


def _broken_pages(folder: Path, manifest: Manifest) -> Manifest:
    path = folder / DATABASE
    path.write_bytes(path.read_bytes()[: 5 * 4096] + bytes(4096) + path.read_bytes()[6 * 4096 :])
    return _repacked(folder, manifest)


def _no_database(folder: Path, manifest: Manifest) -> Manifest:
    (folder / "other").write_text("other")
    return replace(manifest, files={"other": Packed(5, file_sha256(folder / "other"))})


def _another_hash(_folder: Path, manifest: Manifest) -> Manifest:
    packed = manifest.files[DATABASE]
    return replace(manifest, files={DATABASE: Packed(packed.size, packed.sha256[::-1])})


def _more_than_it_says(_folder: Path, manifest: Manifest) -> Manifest:
    packed = manifest.files[DATABASE]
    return replace(manifest, files={DATABASE: Packed(packed.size - 1, packed.sha256)})


def _larger_than_the_disk(_folder: Path, manifest: Manifest) -> Manifest:
    return replace(manifest, files={DATABASE: Packed(10**18, manifest.files[DATABASE].sha256)})


@pytest.mark.parametrize(
    "change",
    [
        _other_rows,
        _a_row_less,
        _a_dangling_row,
        _a_trigger,
        _a_view,
        _no_guard_over_the_audit,
        _a_way_in,
        _another_revision,
        _a_later_revision,
        _a_later_format,
        _broken_pages,
        _no_database,
        _another_hash,
        _more_than_it_says,
        _larger_than_the_disk,
    ],
)
@pytest.mark.usefixtures("good")
def test_one_that_is_sealed_but_not_sound_is_refused(
    change: Change, settings: Settings, tmp_path: Path
) -> None:
    """Tampered by somebody who has the key: the hash and the seal hold, and the rest is looked at all the same."""
    folder = tmp_path / "apart"
    manifest = check_whole(tmp_path / "good.zip", folder, keys=[settings.secret_key])
    changed = change(folder, manifest)
    pack(folder, tmp_path / "bad.zip", manifest=changed, key=settings.secret_key)
    with pytest.raises(BadBackupError):
        verify(tmp_path / "bad.zip", settings)


@pytest.mark.usefixtures("good")
def test_one_that_was_packed_again_unchanged_is_sound(settings: Settings, tmp_path: Path) -> None:
    """The test of the test above."""
    manifest = check_whole(tmp_path / "good.zip", tmp_path / "apart", keys=[settings.secret_key])
    pack(tmp_path / "apart", tmp_path / "again.zip", manifest=manifest, key=settings.secret_key)
    assert verify(tmp_path / "again.zip", settings) == manifest


@pytest.mark.parametrize("name", ["../out", "/out", "courses/../../out", "./out", "a//b", "courses/"])
def test_no_file_gets_out_of_its_folder(name: str, settings: Settings, tmp_path: Path) -> None:
    """UP-06: names that lead out, or that are not as they would be written."""
    path = _hand_made(tmp_path, settings, files=[(name, b"words")])
    with pytest.raises(BadBackupError, match=r"leads out|plain file"):
        unpack(path, tmp_path / "inner", keys=[settings.secret_key])
    assert not (tmp_path / "out").exists()


def test_no_link_is_made(settings: Settings, tmp_path: Path) -> None:
    """UP-06."""
    path = _hand_made(tmp_path, settings, files=[("link", b"/etc/passwd")], mode=stat.S_IFLNK | 0o777)
    with pytest.raises(BadBackupError, match="plain file"):
        unpack(path, tmp_path / "inner", keys=[settings.secret_key])


def test_what_would_swell_is_refused_before_it_does(settings: Settings, tmp_path: Path) -> None:
    """UP-06: fifty million zeros in fifty thousand bytes."""
    path = _hand_made(tmp_path, settings, files=[("zeros", bytes(50_000_000))])
    with pytest.raises(BadBackupError, match="swell"):
        unpack(path, tmp_path / "inner", keys=[settings.secret_key])
    assert list((tmp_path / "inner").iterdir()) == []


def test_a_name_that_stands_there_twice_is_refused(settings: Settings, tmp_path: Path) -> None:
    path = _hand_made(tmp_path, settings, files=[("one", b"1"), ("one", b"1")])
    with pytest.raises(BadBackupError, match="what it says"):
        unpack(path, tmp_path / "inner", keys=[settings.secret_key])


@pytest.mark.parametrize(
    "said",
    [
        "",
        "[]",
        "{}",
        "nothing",
        '{"format": "1"}',
        "[" * 5000,
        '{"format": 1, "made_at": 5}',
        '{"format": null}',
    ],
)
def test_whatever_a_manifest_says_it_is_refused_in_words(
    said: str, settings: Settings, tmp_path: Path
) -> None:
    path = _hand_made(tmp_path, settings, files=[], manifest=said)
    with pytest.raises(BadBackupError):
        unpack(path, tmp_path / "inner", keys=[settings.secret_key])


def _with_bit(good: bytes, bit: int) -> bytes:
    at = bit // 8
    return good[:at] + bytes([good[at] ^ 1 << bit % 8]) + good[at + 1 :]


def _without(good: bytes, at: int, *, length: int) -> bytes:
    return good[:at] + good[at + length :]


def _after(statement: str, folder: Path, manifest: Manifest) -> Manifest:
    connection = sqlite_library().connect(folder / DATABASE)
    connection.execute(statement)
    connection.commit()
    connection.close()
    return _repacked(folder, manifest)


def _repacked(folder: Path, manifest: Manifest) -> Manifest:
    path = folder / DATABASE
    return replace(manifest, files={DATABASE: Packed(path.stat().st_size, file_sha256(path))})


def _hand_made(
    folder: Path,
    settings: Settings,
    *,
    files: list[tuple[str, bytes]],
    mode: int = stat.S_IFREG | 0o600,
    manifest: str | None = None,
) -> Path:
    """Make an archive by hand, sealed with the right key, that `pack` would not make."""
    (folder / "inner").mkdir()
    said: dict[str, Any] = {
        "format": 1,
        "made_at": NOW.isoformat(),
        "studyhub": "",
        "revision": "0002",
        "database": "sqlite",
        "tables": {},
        "files": {name: {"size": len(words), "sha256": "0" * 64} for name, words in files},
    }
    path = folder / "hand-made.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made, warnings.catch_warnings(action="ignore"):
        made.comment = bytes(LENGTH)
        made.writestr(archive._entry(archive.MANIFEST), json.dumps(said) if manifest is None else manifest)
        for name, words in files:
            entry = archive._entry(name)
            entry.external_attr = mode << 16
            made.writestr(entry, words)
    with path.open("r+b") as file:
        digest = archive._digest_but_for_seal(file)
        file.seek(-LENGTH, 2)
        file.write(
            f"studyhub backup sha256={digest} seal={archive._seal(digest, settings.secret_key)}\n".encode()
        )
    return path
