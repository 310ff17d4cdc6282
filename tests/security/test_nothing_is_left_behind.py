"""PR-04, PR-10: what somebody's browser, address and words leave behind on a real server: nothing in any file or log."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

import pytest

from studyhub.db import sqlite_library
from tests.forms import TOKEN
from tests.hosting.running import PATIENCE, Running, command, serving

AGENT = "Markedagent/7.3 (Quetzal)"
ADDRESS = "203.0.113.77"
NAME = "canary-handle"
QUERY = "canaryquery"
BODY = "canarybody"
FORWARDED = {
    "User-Agent": AGENT,
    "X-Forwarded-For": ADDRESS,
    "X-Real-IP": ADDRESS,
    "Forwarded": f"for={ADDRESS}",
    "Referer": f"http://{ADDRESS}/from-there",
    "CF-Connecting-IP": ADDRESS,
}


@dataclass
class Browser:
    """Just enough of one: it keeps cookies, and says of itself and of its way here what must not be kept."""

    running: Running
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, *, method: str = "GET", **fields: str) -> tuple[int, str]:
        """Open a page, or send a form."""
        body = urlencode(fields) if fields else None
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if fields else {}
        cookie = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        connection = HTTPConnection("127.0.0.1", self.running.port, timeout=PATIENCE)
        connection.request(method, path, body=body, headers={**FORWARDED, **kind, **cookie})
        answer = connection.getresponse()
        text = answer.read().decode(errors="replace")
        for line in answer.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        connection.close()
        return answer.status, text

    def send(self, page: str, *, to: str | None = None, **fields: str) -> tuple[int, str]:
        """Open a page and send its form."""
        token = TOKEN.search(self.get(page)[1])
        assert token, page
        return self.get(to or page, method="POST", csrf_token=token[1], **fields)


@dataclass(frozen=True)
class Left:
    """Everything that a day of use left behind: what was said, and every byte of every file."""

    said: str
    files: dict[str, bytes]
    secrets: tuple[str, ...]


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Left:
    """Use a real server with every kind of answer, the faulty ones too, then stop it and look at what is there."""
    data = tmp_path_factory.mktemp("data")
    with serving(data, STUDYHUB_PROXIES="1") as running:  # what a proxy says is heard, and not kept
        passphrase = _make_member(data)
        browser = Browser(running)
        browser.send("/sign-in", sign_in_name=NAME, passphrase=f"wrong-{BODY}-{secrets.token_hex(4)}")
        status, _ = browser.send("/sign-in", sign_in_name=NAME, passphrase=passphrase)
        assert status == 303
        token = browser.cookies["session"]
        for path in (
            "/",
            "/courses",
            "/you",
            "/you/data",
            f"/search?q={QUERY}",
            f"/{QUERY}",
            f"/help?q=%FF{QUERY}",
        ):
            browser.get(path)
        browser.send("/you", to=f"/settings/reading?back=/{QUERY}", theme=BODY)
        browser.get("/sign-out", method="POST", typed=BODY)
        _break(data, "ALTER TABLE member RENAME TO elsewhere")
        assert browser.get(f"/you?q={QUERY}")[0] >= 500
        assert browser.get("/sign-in", method="POST", sign_in_name=NAME, passphrase=BODY)[0] >= 400
        _break(data, "ALTER TABLE elsewhere RENAME TO member")
        browser.send("/you", to="/sign-out")
        running.process.terminate()
        rest, _ = running.process.communicate(timeout=PATIENCE)
    files = {
        str(path.relative_to(data)): path.read_bytes()
        for path in data.rglob("*")
        if path.is_file() and path.relative_to(data).parts[0] != "static"
    }
    return Left("".join(running.said) + rest, files, (token, passphrase))


def test_the_server_was_really_used(left: Left) -> None:
    """Without this the tests below might look at nothing."""
    assert NAME.encode() in b"".join(left.files.values())
    assert "studyhub.sqlite" in left.files
    assert "fault" in left.said, "the fault that was brought about is reported, in some words"


def test_neither_address_nor_browser_is_in_any_file_or_log(left: Left) -> None:
    """PR-04."""
    everything = left.said.encode() + b"".join(left.files.values())
    for mark in (ADDRESS, AGENT, "Markedagent", "Quetzal"):
        assert mark.encode() not in everything


def test_no_time_of_day_of_a_sign_in_is_kept(left: Left, tmp_path: Path) -> None:
    """PR-04: all that has a time is the end of a session, at a full hour, or a count of tries."""
    copy = tmp_path / "copy.sqlite"
    for name, content in left.files.items():
        if name.startswith("studyhub.sqlite"):
            (tmp_path / name.replace("studyhub", "copy")).write_bytes(content)
    connection = sqlite_library().connect(copy)
    found = {
        (table, column)
        for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for _, column, kind, *_ in connection.execute(f"PRAGMA table_info({table})").fetchall()
        if kind == "DATETIME"
    }
    sessions = connection.execute("SELECT ends_at FROM auth_session").fetchall()
    connection.close()
    assert ("auth_session", "ends_at") in found
    assert all(re.search(r":00:00(\.0+)?$", ends_at) for (ends_at,) in sessions)


def test_the_log_holds_no_name_no_word_and_no_token(left: Left) -> None:
    """PR-10, LG-03: what people typed is in no line of the log, so that it cannot make one."""
    for mark in (NAME, QUERY, BODY, *left.secrets):
        assert mark not in left.said, mark


def test_words_that_were_only_asked_for_are_nowhere(left: Left) -> None:
    everything = b"".join(left.files.values())
    for mark in (QUERY, BODY, *left.secrets):
        assert mark.encode() not in everything, mark


def _make_member(data: Path) -> str:
    code, said = command("member", "add", NAME, STUDYHUB_DATA=str(data))
    assert code == 0, said
    found = re.search(r"Their passphrase: (\S+)", said)
    assert found
    return found[1]


def _break(data: Path, statement: str) -> None:
    connection = sqlite_library().connect(data / "studyhub.sqlite")
    connection.execute(statement)
    connection.commit()
    connection.close()
