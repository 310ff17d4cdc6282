"""`studyhub serve`, started for real: the first time, again, wrongly, and ended in every way."""

from __future__ import annotations

import hashlib
import signal
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from studyhub.app import create_app
from studyhub.db import db, sqlite_library
from studyhub.organisation.models import Instance
from studyhub.settings import read_settings
from tests.hosting.running import PATIENCE, free_port, launch, refused, serving

EVERYWHERE = "0.0.0.0"  # noqa: S104 - that it is refused is the point


def test_the_first_start_makes_everything_and_serves(tmp_path: Path) -> None:
    data = tmp_path / "new" / "data"
    with serving(data) as running:
        assert f"StudyHub: http://127.0.0.1:{running.port}\n" in running.said
        assert running.get("/help") == 200
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in data.iterdir() if path.is_file()} == {0o600}


def test_until_it_is_set_up_it_prints_an_address_for_the_first_administrator(tmp_path: Path) -> None:
    with serving(tmp_path) as running:
        line = next(line for line in running.said if "/setup?code=" in line)
        path = line.strip().partition(f"127.0.0.1:{running.port}")[2]
        assert running.get(path) == 200
        assert running.get(path[:-1]) != 200
    with create_app(read_settings({"STUDYHUB_DATA": str(tmp_path)})).app_context():
        db.session.add(Instance(id=1, name="Reading circle", language="en"))
        db.session.commit()
        db.engine.dispose()
    with serving(tmp_path) as running:
        assert not any("/setup" in line for line in running.said)


def test_it_serves_on_the_database_of_this_run(tmp_path: Path, database: str) -> None:
    with serving(tmp_path, STUDYHUB_DATABASE=database) as running:
        assert running.get("/help") == 200


def test_another_start_changes_nothing(tmp_path: Path) -> None:
    with serving(tmp_path):
        pass
    before = everything_in(tmp_path)
    with serving(tmp_path) as running:
        assert running.get("/health") == 200
    assert everything_in(tmp_path) == before


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_quietly_when_it_is_told_to(how: signal.Signals, tmp_path: Path) -> None:
    with serving(tmp_path) as running:
        running.get("/help")
        began = time.monotonic()
        assert running.stop(how) == 0
        assert time.monotonic() - began < 5
        assert running.process.stdout is not None
        assert running.process.stdout.read() == ""


STARTING_WORKER = """
import os, signal, time
from studyhub.hosting.server import let_starting_workers_end
signal.signal(signal.SIGTERM, lambda *_: None)  # as the main process has it
let_starting_workers_end()
worker = os.fork()
if not worker:
    time.sleep(60)
time.sleep(0.2)
os.kill(worker, signal.SIGTERM)
print(os.WTERMSIG(os.waitpid(worker, 0)[1]) == signal.SIGTERM)
"""


def test_a_worker_that_is_still_starting_hears_the_word_to_end() -> None:
    command = [sys.executable, "-c", STARTING_WORKER]
    assert subprocess.run(command, capture_output=True, text=True, check=True, timeout=20).stdout == "True\n"


def test_a_taken_port_is_said_in_plain_words(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        code, said = refused(tmp_path, "--port", str(port))
    assert code == 1
    assert f"Port {port} is taken" in said
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("options", "settings", "name"),
    [
        (("--host", EVERYWHERE), {}, "STUDYHUB_ADDRESS"),
        ((), {"STUDYHUB_ADDRESS": "http://study.example.org"}, "STUDYHUB_ADDRESS"),
        ((), {"STUDYHUB_PROXIES": "-1"}, "STUDYHUB_PROXIES"),
        ((), {"STUDYHUB_DATABASE": "oracle://it"}, "STUDYHUB_DATABASE"),
        (("--courses", "/no/such/folder"), {}, "STUDYHUB_COURSES"),
        (("--data", "/dev/null/data"), {}, "STUDYHUB_DATA"),
    ],
)
def test_a_bad_setting_is_refused_in_one_line(
    options: tuple[str, ...], settings: dict[str, str], name: str, tmp_path: Path
) -> None:
    code, said = refused(tmp_path, *options, **settings)
    assert code == 2
    assert said.startswith(f"Error: {name}: ")
    assert said.count("\n") == 1


def test_with_an_https_address_it_may_listen_elsewhere(tmp_path: Path) -> None:
    address = "https://study.example.org"
    with serving(tmp_path, "--host", EVERYWHERE, STUDYHUB_ADDRESS=address) as running:
        assert f"StudyHub: {address}\n" in running.said


def test_a_database_of_a_later_studyhub_is_refused(tmp_path: Path) -> None:
    with serving(tmp_path):
        pass
    database = sqlite_library().connect(tmp_path / "studyhub.sqlite")
    database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.commit()
    database.close()
    before = everything_in(tmp_path)
    code, said = refused(tmp_path)
    assert code == 1
    assert "later version" in said
    assert everything_in(tmp_path) == before


@pytest.mark.parametrize("after", [0.3, 0.6, 0.9, 1.2, 1.5])
def test_a_start_that_was_killed_leaves_nothing_in_the_way(after: float, tmp_path: Path) -> None:
    first = launch(tmp_path)
    time.sleep(after)
    first.process.kill()
    first.process.communicate(timeout=PATIENCE)
    with serving(tmp_path) as second:
        assert second.get("/help") == 200
    database = sqlite_library().connect(tmp_path / "studyhub.sqlite")
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    database.close()


def test_the_workers_end_with_the_one_that_started_them(tmp_path: Path) -> None:
    with serving(tmp_path) as running:
        running.process.kill()
        running.process.wait(PATIENCE)
        deadline = time.monotonic() + PATIENCE
        while is_listening(running.port):
            assert time.monotonic() < deadline
            time.sleep(0.1)


def test_a_free_port_is_free() -> None:
    assert not is_listening(free_port())


def is_listening(port: int) -> bool:
    """Say whether somebody answers there."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def everything_in(data: Path) -> dict[str, str]:
    """Return the hash of each file's bytes."""
    return {
        path.relative_to(data).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in data.rglob("*")
        if path.is_file()
    }
