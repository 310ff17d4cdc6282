"""Between granian and the application: a request reaches it whole and in time, or not at all.

A thread that waits for the rest of a form can do nothing else, and there are few: two people with a bad line,
or with bad intentions, would hold up everybody. So forms are awaited here, by a loop that many can wait in.
"""

from __future__ import annotations

import asyncio
import io
import logging
import sys
from collections.abc import Awaitable, Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

if TYPE_CHECKING:  # there for type checkers alone
    from _typeshed.wsgi import WSGIApplication

Scope = Mapping[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Headers = list[tuple[bytes, bytes]]
Answer = tuple[int, Headers, bytes]

PATIENCE = 20.0  # seconds that a form may take to come in
NAMELESS = (b"server", b"")  # HD-02: granian would put its own name

logger = logging.getLogger("studyhub")


class Front:
    """The application as granian calls it."""

    def __init__(
        self,
        application: WSGIApplication,
        *,
        threads: int,
        largest: int,
        headers: Mapping[str, str],
        patience: float = PATIENCE,
    ) -> None:
        self._application = application
        self._threads = ThreadPoolExecutor(threads)
        # bytes of a form; the application refuses what is longer, and sees no more of it
        self._largest = largest
        self._headers = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        self._patience = patience

    async def __call__(self, scope: Scope, *channel: Any) -> None:
        """Answer one request; the channel is ASGI's `receive` and `send`."""
        receive, send = channel
        try:
            body = b""
            if has_body(scope):  # to wait costs as much as a small page, and most requests bring nothing
                body = await asyncio.wait_for(read(receive, largest=self._largest), self._patience)
        except ConnectionError:
            return
        except TimeoutError:
            status, headers, content = self._plain(408)
        else:
            loop = asyncio.get_running_loop()
            status, headers, content = await loop.run_in_executor(self._threads, self._answer, scope, body)
        await send({"type": "http.response.start", "status": status, "headers": [*headers, NAMELESS]})
        await send({"type": "http.response.body", "body": content})

    def _answer(self, scope: Scope, body: bytes) -> Answer:
        try:
            return call(self._application, environ_of(scope, body))
        except Exception as error:  # noqa: BLE001 - whatever it is, its text may hold what a person typed (PR-10)
            logger.error("fault before the application: %s", type(error).__name__)  # noqa: TRY400 - nor its text in a traceback
            return self._plain(500)

    def _plain(self, status: int) -> Answer:
        return status, [*self._headers, (b"cache-control", b"no-store"), (b"connection", b"close")], b""


def has_body(scope: Scope) -> bool:
    """Say whether something comes after the headers of a request."""
    return any(name in {b"content-length", b"transfer-encoding"} for name, _ in scope["headers"])


async def read(receive: Receive, *, largest: int) -> bytes:
    """Return a request's body, or its beginning where it is longer than `largest` bytes.

    Raises ConnectionError where the browser has gone.
    """
    body = bytearray()
    more = True
    while more and len(body) <= largest:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionError
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return bytes(body)


def environ_of(scope: Scope, body: bytes) -> dict[str, Any]:
    """Write down a request as WSGI has it; nothing of this process's own environment is in it."""
    host, port = scope["server"]
    return {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": scope["client"][0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": io.BytesIO(body),
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        **_headers_of(scope["headers"], length=len(body)),
    }


def call(application: WSGIApplication, environ: dict[str, Any]) -> Answer:
    """Call a WSGI application and return its whole answer."""
    begun: list[tuple[str, list[tuple[str, str]]]] = []
    pieces: list[bytes] = []

    def start(status: str, headers: list[tuple[str, str]], *_error: Any) -> Callable[[bytes], object]:
        begun[:] = [(status, headers)]
        return pieces.append

    answer = application(environ, start)
    try:
        pieces.extend(answer)
    finally:
        if hasattr(answer, "close"):
            answer.close()
    status, headers = begun[0]
    encoded = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    return int(status.partition(" ")[0]), encoded, b"".join(pieces)


def _headers_of(headers: Iterable[tuple[bytes, bytes]], *, length: int) -> dict[str, str]:
    found: dict[str, str] = {}
    for raw_name, raw_value in headers:
        if b"_" in raw_name or raw_name == b"transfer-encoding":
            continue  # CS-09: X_Forwarded_Host could not be told from what the proxy says; and the body is whole
        name, value = raw_name.decode("latin-1").upper().replace("-", "_"), raw_value.decode("latin-1")
        key = name if name in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{name}"
        joint = "; " if name == "COOKIE" else ","
        found[key] = f"{found[key]}{joint}{value}" if key in found else value
    return {"CONTENT_LENGTH": str(length), **found}
