"""What stands between granian and the application: requests come in whole, in time, and without tricks."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from http.client import HTTPConnection, HTTPResponse
from typing import Any

import pytest

from studyhub.hosting.front import Front, environ_of
from tests.hosting.running import Running, serving

SCOPE: dict[str, Any] = {
    "type": "http",
    "method": "POST",
    "http_version": "1.1",
    "scheme": "http",
    "server": ("127.0.0.1", "8000"),
    "client": ("127.0.0.1", 4000),
    "raw_path": b"/a%2fb%ff",
    "query_string": b"q=%ff",
    "headers": [(b"host", b"localhost"), (b"content-length", b"4")],
}
POLICY = {"Content-Security-Policy": "default-src 'none'"}
SLOW = b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\na"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A StudyHub as its operator starts it."""
    with serving(tmp_path_factory.mktemp("data")) as started:
        yield started


def test_forms_that_never_end_hold_up_nobody(running: Running) -> None:
    """N2, DS-01: many more of them than there are threads."""
    with ExitStack() as lines:
        for _ in range(40):
            line = lines.enter_context(socket.create_connection(("127.0.0.1", running.port)))
            line.sendall(SLOW)
        for _ in range(8):
            assert asked(running, "GET", "/help", patience=5).status == 200


@pytest.mark.parametrize("path", ["/help", "/nothing", "/static/nothing", "/help?q=%00"])
def test_no_answer_names_the_server(running: Running, path: str) -> None:
    """HD-02."""
    assert not asked(running, "GET", path).getheader("Server")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/%ff", 400), ("GET", "/%00", 400), ("HEAD", "/help", 200), ("TRACE", "/help", 405)],
)
def test_a_request_reaches_the_application_as_it_was_sent(
    running: Running, method: str, path: str, status: int
) -> None:
    assert asked(running, method, path).status == status


def test_a_form_that_is_too_long_is_refused_while_it_comes_in(running: Running) -> None:
    """DS-01: with its length said beforehand, and without."""
    assert asked(running, "POST", "/sign-in", body=b"x" * 1_100_000).status == 413
    assert asked(running, "POST", "/sign-in", body=iter([b"x" * 100_000] * 11)).status == 413


def test_a_form_that_takes_too_long_is_given_up() -> None:
    """DS-01: and the refusal carries the headers that every answer has (HD-01)."""

    async def never() -> Mapping[str, Any]:
        await asyncio.sleep(60)
        return {}

    status, headers, _body = answered(
        Front(broken, threads=1, largest=9, headers=POLICY, patience=0.05), never
    )
    assert status == 408
    assert headers[b"content-security-policy"] == b"default-src 'none'"
    assert headers[b"cache-control"] == b"no-store"


def test_a_browser_that_has_gone_is_not_answered() -> None:
    async def gone() -> Mapping[str, Any]:
        return {"type": "http.disconnect"}

    assert answered(Front(broken, threads=1, largest=9, headers=POLICY), gone) == (0, {}, b"")


def test_a_fault_outside_the_application_tells_nothing(caplog: pytest.LogCaptureFixture) -> None:
    """LG-04, PR-10."""

    async def whole() -> Mapping[str, Any]:
        return {"type": "http.request", "body": b"my secret"}

    status, headers, body = answered(Front(broken, threads=1, largest=9, headers=POLICY), whole)
    assert (status, body) == (500, b"")
    assert headers[b"content-security-policy"] == b"default-src 'none'"
    assert "ValueError" in caplog.text
    assert "my secret" not in caplog.text


def test_a_header_with_an_underscore_is_none_that_a_proxy_set() -> None:
    """CS-09: both names would be one in WSGI."""
    sent = [
        (b"x-forwarded-host", b"study.example.org"),
        (b"x_forwarded_host", b"evil.example"),
        (b"cookie", b"a=1"),
        (b"cookie", b"b=2"),
        (b"x-twice", b"one"),
        (b"x-twice", b"two"),
    ]
    environ = environ_of({**SCOPE, "headers": sent}, b"")
    assert environ["HTTP_X_FORWARDED_HOST"] == "study.example.org"
    assert environ["HTTP_COOKIE"] == "a=1; b=2"
    assert environ["HTTP_X_TWICE"] == "one,two"


def test_bytes_are_handed_over_as_they_came() -> None:
    """IN-02: it is the application that refuses what is no text."""
    environ = environ_of(SCOPE, b"body")
    assert (environ["PATH_INFO"], environ["QUERY_STRING"]) == ("/a/b\xff", "q=%ff")
    assert environ["wsgi.input"].read() == b"body"
    assert environ["CONTENT_LENGTH"] == "4"


def test_a_request_holds_nothing_of_the_servers_environment() -> None:
    """CF-02: that may hold the database's passphrase."""
    assert set(os.environ).isdisjoint(environ_of(SCOPE, b""))


def broken(environ: dict[str, Any], _start: object) -> Iterable[bytes]:
    """Be an application with a fault."""
    raise ValueError(environ["wsgi.input"].read())


def answered(front: Front, receive: Any) -> tuple[int, dict[bytes, bytes], bytes]:
    """Ask, and return status, headers and body; 0 and nothing where no answer was sent."""
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    with ThreadPoolExecutor(1) as aside:  # this thread may have a loop already: that of a browser's tests
        aside.submit(asyncio.run, front(SCOPE, receive, send)).result()
    if not sent:
        return 0, {}, b""
    return sent[0]["status"], dict(sent[0]["headers"]), sent[1]["body"]


def asked(
    running: Running, method: str, path: str, *, body: bytes | Iterator[bytes] = b"", patience: float = 30
) -> HTTPResponse:
    """Send a request and return the answer, read to its end."""
    connection = HTTPConnection("127.0.0.1", running.port, timeout=patience)
    with suppress(BrokenPipeError, ConnectionResetError):  # it may be answered before it was sent to the end
        connection.request(method, path, body=body or None)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer
