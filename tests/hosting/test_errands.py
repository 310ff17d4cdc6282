"""What `serve` does by itself: on time, one after the other, by one process alone."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from studyhub.cli import COMMANDS
from studyhub.db import sqlite_library
from studyhub.hosting import errands
from studyhub.hosting.errands import ERRANDS, Errand, begin_errands, run
from tests.hosting.running import serving

PATIENCE = 30  # seconds


def test_every_errand_is_a_command_that_there_is() -> None:
    assert {errand.words[0] for errand in ERRANDS} <= set(COMMANDS)
    for often in ("purge", "backup"):
        assert any(errand.words[0] == often and errand.every <= 3600 for errand in ERRANDS)


def test_an_errand_comes_first_after_a_while_and_then_again(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[tuple[str, float]] = []
    began = time.monotonic()
    monkeypatch.setattr(errands, "LOOK_EVERY", 0.01)
    monkeypatch.setattr(
        errands, "run", lambda errand: ran.append((errand.words[0], time.monotonic() - began))
    )
    end = begin_errands((Errand(("often",), first=0.1, every=0.1), Errand(("once",), first=0.2, every=3600)))
    while len(ran) < 5:
        assert time.monotonic() - began < PATIENCE
        time.sleep(0.01)
    end.set()
    assert ran[0][1] >= 0.1
    assert [name for name, _ in ran].count("once") == 1


def test_purge_runs_beside_a_server_that_is_in_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """It has the settings of the server from its environment, and says nothing where all is well."""
    monkeypatch.setenv("STUDYHUB_DATA", str(tmp_path))
    with serving(tmp_path) as running:
        assert running.get("/help") == 200
        assert run(Errand(("purge", "--quiet"), first=0, every=1)) == 0
        assert running.get("/help") == 200
    assert capfd.readouterr().out == ""
    connection = sqlite_library().connect(tmp_path / "studyhub.sqlite")
    (ran_at,) = connection.execute("SELECT ran_at FROM clearing").fetchone()
    connection.close()
    assert ran_at is not None
