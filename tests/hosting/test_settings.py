"""The settings: a bad one refuses to start, in one line that names it and says what to do."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from studyhub.settings import BadSettingError, read_settings

REFUSED = [
    ({"STUDYHUB_ADDRESS": "http://study.example.org"}, "https"),
    ({"STUDYHUB_ADDRESS": "study.example.org"}, "https"),
    ({"STUDYHUB_ADDRESS": "https://study.example.org/here"}, "without a path"),
    ({"STUDYHUB_PROXIES": "some"}, "small number"),
    ({"STUDYHUB_PROXIES": "99"}, "small number"),
    ({"STUDYHUB_BACKUPS": "daily"}, "number of hours"),
    ({"STUDYHUB_BACKUPS": "-1"}, "number of hours"),
    ({"STUDYHUB_BACKUPS": "169"}, "number of hours"),
    ({"STUDYHUB_DATABASE": "mysql://somewhere/it"}, "postgresql://"),
    ({"STUDYHUB_DATABASE": "sqlite://"}, "postgresql://"),
    ({"STUDYHUB_DATABASE": "not a database"}, "postgresql://"),
    ({"STUDYHUB_ADRESS": "https://study.example.org"}, "Did you mean STUDYHUB_ADDRESS?"),
    ({"STUDYHUB_PROXY": "1"}, "Did you mean STUDYHUB_PROXIES?"),
    ({"STUDYHUB_COURSES": "/no/such/folder"}, "/no/such/folder"),
]


@pytest.mark.parametrize(("bad", "remedy"), REFUSED, ids=[str(bad) for bad, _ in REFUSED])
def test_a_bad_setting_is_refused_by_its_name_with_a_remedy(
    bad: dict[str, str], remedy: str, tmp_path: Path
) -> None:
    (name,) = bad
    with pytest.raises(BadSettingError) as refusal:
        read_settings({"STUDYHUB_DATA": str(tmp_path), **bad})
    assert refusal.value.message.startswith(f"{name}: ")
    assert remedy in refusal.value.message
    assert "\n" not in refusal.value.message
    assert refusal.value.exit_code == 2


def test_a_data_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    with pytest.raises(BadSettingError, match="STUDYHUB_DATA"):
        read_settings({"STUDYHUB_DATA": str(tmp_path / "data")})


def test_a_new_data_folder_and_its_key_are_private(tmp_path: Path) -> None:
    settings = read_settings({"STUDYHUB_DATA": str(tmp_path / "data")})
    assert stat.S_IMODE(settings.data.stat().st_mode) == 0o700
    assert stat.S_IMODE((settings.data / "secret-key").stat().st_mode) == 0o600
    assert [path.name for path in settings.data.iterdir()] == ["secret-key"]


def test_the_key_stays_the_same(tmp_path: Path) -> None:
    environ = {"STUDYHUB_DATA": str(tmp_path)}
    assert read_settings(environ).secret_key == read_settings(environ).secret_key


def test_all_who_start_at_once_get_the_same_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as starting:
        keys = starting.map(lambda _: read_settings({"STUDYHUB_DATA": str(tmp_path)}).secret_key, range(64))
    assert len(set(keys)) == 1


@pytest.mark.parametrize("spoil", [lambda key: key.chmod(0o644), lambda key: key.write_text("short\n")])
def test_a_key_that_is_open_or_short_is_refused(spoil: object, tmp_path: Path) -> None:
    environ = {"STUDYHUB_DATA": str(tmp_path)}
    read_settings(environ)
    assert callable(spoil)
    spoil(tmp_path / "secret-key")
    with pytest.raises(BadSettingError, match="secret-key"):
        read_settings(environ)


@pytest.mark.parametrize("name", ["studyhub.sqlite", "old-secret-keys"])
def test_a_file_of_secrets_that_others_can_read_is_refused(name: str, tmp_path: Path) -> None:
    """CF-01."""
    (tmp_path / name).touch(mode=0o600)
    read_settings({"STUDYHUB_DATA": str(tmp_path)})
    (tmp_path / name).chmod(0o640)
    with pytest.raises(BadSettingError, match=f"{name}: .* chmod 600"):
        read_settings({"STUDYHUB_DATA": str(tmp_path)})


def test_the_key_is_not_printed_with_the_settings(tmp_path: Path) -> None:
    settings = read_settings({"STUDYHUB_DATA": str(tmp_path)})
    assert settings.secret_key not in repr(settings)


def test_a_postgresql_address_gets_the_driver_that_is_installed(tmp_path: Path) -> None:
    given = {
        "STUDYHUB_DATA": str(tmp_path),
        "STUDYHUB_DATABASE": "postgresql://studyhub:secret@localhost/studyhub",
    }
    assert read_settings(given).database == "postgresql+psycopg://studyhub:secret@localhost/studyhub"


def test_what_a_container_sets_for_a_service_of_this_name_is_let_be(tmp_path: Path) -> None:
    set_by_others = {"STUDYHUB_PORT": "tcp://10.0.0.1:8000", "STUDYHUB_SERVICE_HOST": "10.0.0.1"}
    assert read_settings({"STUDYHUB_DATA": str(tmp_path), **set_by_others}).data == tmp_path
