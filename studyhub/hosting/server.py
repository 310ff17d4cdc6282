"""The server under `studyhub serve`: granian, a worker for each core, no access log, a clean end."""

from __future__ import annotations

import errno
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from functools import partial

import click
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server
from sqlalchemy import make_url

from studyhub.app import LARGEST_FORM, create_app
from studyhub.hosting.errands import begin_errands
from studyhub.hosting.front import Front
from studyhub.settings import BadSettingError, Settings, read_settings
from studyhub.web.headers import fixed_headers

LOOPBACK = ("127.0.0.1", "localhost", "::1")
GRACE = 10  # seconds that running requests get when StudyHub is stopped
LOOK_EVERY = 0.05  # seconds
HEADERS = HTTP1Settings(header_read_timeout=10_000, max_buffer_size=64 * 1024)  # milliseconds; bytes


class CannotServeError(click.ClickException):
    """The port cannot be had, or the workers ended by themselves; a command prints it and ends."""


def require_loopback(host: str, settings: Settings) -> None:
    """Raise BadSettingError for an address that others could reach over plain http."""
    if not settings.is_public and host not in LOOPBACK:
        raise BadSettingError(
            "STUDYHUB_ADDRESS",
            f"is not set, so StudyHub listens on this computer only, and not on {host}.",
            remedy="Set it to the https address that people type, and put a proxy with TLS before StudyHub.",
        )


def require_free_port(host: str, port: int) -> None:
    """Raise CannotServeError if somebody else listens there."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        matter = {
            errno.EADDRINUSE: f"Port {port} is taken: another program listens there, perhaps a StudyHub.",
            errno.EACCES: f"Port {port} may only be used by the system.",
        }.get(error.errno or 0, f"{host} is not an address of this computer.")
        raise CannotServeError(f"{matter} Choose another, for example: --port {port % 65535 + 1}") from error


def address_of(host: str, port: int, *, settings: Settings) -> str:
    """Return the address to open in a browser."""
    return settings.address or f"http://{f'[{host}]' if ':' in host else host}:{port}"


def run(host: str, port: int, *, ready: Callable[[], None]) -> None:
    """Serve until SIGINT or SIGTERM; `ready` is called once the first page can be had.

    Raises CannotServeError where the workers end by themselves.
    """
    server = Server(
        "studyhub.hosting.server:application",
        factory=True,
        interface=Interfaces.ASGINL,
        http=HTTPModes.http1,
        http1_settings=HEADERS,
        address=str(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][4][0]),
        port=port,
        workers=_cores(),
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=GRACE,
    )
    server.on_startup(
        lambda: threading.Thread(target=partial(_tell, host, port, ready=ready), daemon=True).start()
    )
    server.on_startup(begin_errands)
    let_starting_workers_end()
    try:
        server.serve()
    except SystemExit as end:
        if end.code and not server.interrupt_signal:
            raise CannotServeError("The workers ended by themselves; what is above says why.") from end


def let_starting_workers_end() -> None:
    """Have a worker begin without the main process's handlers: they would swallow the word to end."""

    def forget() -> None:
        for word in (signal.SIGINT, signal.SIGTERM):
            signal.signal(word, signal.SIG_DFL)

    os.register_at_fork(after_in_child=forget)


def application() -> Front:
    """Make the application in a worker: Ctrl-C is for the main process alone, and its end is the worker's."""
    os.setpgid(0, 0)
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    settings = read_settings()
    is_sqlite = make_url(settings.database).get_backend_name() == "sqlite"
    return Front(
        create_app(settings).wsgi_app,
        threads=1 if is_sqlite else 2,  # on SQLite a second one would wait at the write lock
        largest=LARGEST_FORM,
        headers=fixed_headers(is_public=settings.is_public),
    )


def _tell(host: str, port: int, *, ready: Callable[[], None]) -> None:
    while True:
        time.sleep(LOOK_EVERY)
        try:
            socket.create_connection((host, port), timeout=1).close()
        except OSError:
            continue
        ready()
        return


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
