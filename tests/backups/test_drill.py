"""B1, B2, every run: back up under a load of writes, wipe, restore, start the real server, sign in, compare."""

from __future__ import annotations

import re
import shutil
import threading
from http.client import HTTPConnection
from pathlib import Path
from typing import Self
from urllib.parse import urlencode

from sqlalchemy import create_engine, text

from studyhub.backups.schema import empty_within
from studyhub.db import engine_options, prepare
from tests.backups.places import contents_of
from tests.databases import KIND
from tests.figures import Figures
from tests.forms import TOKEN
from tests.hosting.running import PATIENCE, command, serving

PASSPHRASE = re.compile(r"Their passphrase: (.+)")
BRANCH = text(
    "INSERT INTO branch (kind, name, slug, time_zone, language, members_see_people) "
    "VALUES ('branch', 'Leith', :slug, 'UTC', 'en', false)"
)


class Load:
    """Somebody who founds one branch after the other, as fast as it goes, while others do something else."""

    def __init__(self, database: str) -> None:
        self._engine = create_engine(database, **engine_options(database))
        prepare(self._engine)
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._write)
        self.written = 0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._end.set()
        self._thread.join()
        self._engine.dispose()

    def _write(self) -> None:
        while not self._end.is_set():
            with self._engine.begin() as connection:
                connection.execute(BRANCH, {"slug": f"b{self.written + 1}"})
            self.written += 1  # only now it is promised


def test_from_a_backup_made_under_load_everything_comes_back(
    tmp_path: Path, database: str, figures: Figures
) -> None:
    data, backup = tmp_path / "data", tmp_path / "drill.zip"
    settings = {"STUDYHUB_DATA": str(data), "STUDYHUB_DATABASE": database}
    with serving(data, **settings) as running:
        passphrase = _account("nadia", settings)
        assert _sign_in(running.port, "nadia", passphrase)
        before = contents_of(database)
        with Load(database) as load:
            while load.written < 20:
                pass
            promised = load.written
            code, said = command("backup", "--to", str(backup), **settings)
        assert code == 0, said
    _wipe(data, database)
    code, said = command("restore", str(backup), **settings)
    assert code == 0, said
    restored = contents_of(database)
    assert {name for name in before if restored[name] != before[name]} == {"branch"}
    branches = _slugs(database)
    assert branches == {f"b{number}" for number in range(1, len(branches) + 1)}
    assert promised <= len(branches) <= load.written
    with serving(data, **settings) as running:
        assert _sign_in(running.port, "nadia", passphrase)
    assert contents_of(database) == restored
    figures(
        f"restore drill on {KIND}: {load.written} branches founded, {len(branches)} of them in the backup"
    )


def _account(name: str, settings: dict[str, str]) -> str:
    code, said = command("member", "add", name, **settings)
    found = PASSPHRASE.search(said)
    assert found, (code, said)
    return found[1]


def _wipe(data: Path, database: str) -> None:
    """Leave nothing but the secret key, which was kept elsewhere."""
    key = (data / "secret-key").read_text()
    shutil.rmtree(data)
    data.mkdir(mode=0o700)
    (data / "secret-key").touch(mode=0o600)
    (data / "secret-key").write_text(key)
    if KIND == "sqlite":
        for path in Path(database.removeprefix("sqlite:///")).parent.glob("studyhub.sqlite*"):
            path.unlink()
        return
    engine = create_engine(database, **engine_options(database))
    with engine.begin() as connection:
        empty_within(connection)
    engine.dispose()


def _slugs(database: str) -> set[str]:
    engine = create_engine(database, **engine_options(database))
    with engine.connect() as connection:
        slugs = set(connection.scalars(text("SELECT slug FROM branch WHERE name = 'Leith'")))
    engine.dispose()
    return slugs


def _sign_in(port: int, name: str, passphrase: str) -> bool:
    """Sign in through the real page; says whether one is in."""
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request("GET", "/sign-in")
    page = connection.getresponse()
    cookie = (page.getheader("Set-Cookie") or "").partition(";")[0]
    found = TOKEN.search(page.read().decode())
    assert found
    form = urlencode({"csrf_token": found[1], "sign_in_name": name, "passphrase": passphrase})
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/sign-in", body=form, headers=headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status == 303
