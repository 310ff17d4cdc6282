"""Serve a preview on this computer alone, and keep it fresh, until somebody stops it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from studyhub.authoring.compiling import FIRST_PATIENCE, Compile, WarmCompiler
from studyhub.authoring.places import Place
from studyhub.authoring.preview import create_preview
from studyhub.authoring.showing import Showing

USUAL_PORT = 8010
ANY_PORT = 0


class PortTakenError(Exception):
    """Another program listens on the port that was asked for."""


@contextmanager
def previewing(place: Place, compile_folder: Compile, *, port: int | None = None) -> Iterator[BaseWSGIServer]:
    """Give a server of the preview, whose pages follow every save; it still has to be told to serve.

    Without a port it takes the usual one, or any that is free. Raises PortTakenError.
    """
    listening = _listen(port)
    with listening, TemporaryDirectory() as scratch, closing(WarmCompiler(compile_folder)) as compiler:
        showing = Showing(place.root, compiler.compile)
        server = _server(create_preview(showing, place, scratch=Path(scratch)), listening)
        stop = threading.Event()
        watching = threading.Thread(target=showing.watch, args=[stop], daemon=True)
        watching.start()
        showing.wait_for_change(showing.state.version, FIRST_PATIENCE)
        try:
            yield server
        finally:
            stop.set()
            watching.join()


def _listen(port: int | None) -> socket.socket:
    for candidate in [USUAL_PORT, ANY_PORT] if port is None else [port]:
        try:
            return socket.create_server(("127.0.0.1", candidate))
        except OSError:
            continue
    raise PortTakenError(
        f"Port {port} cannot be used: another program has it. Name another one, or leave it out."
    )


def _server(app: Flask, listening: socket.socket) -> BaseWSGIServer:
    host, port = listening.getsockname()
    return make_server(host, port, app, threaded=True, request_handler=_Quiet, fd=listening.fileno())


class _Quiet(WSGIRequestHandler):
    def version_string(self) -> str:
        """Name neither server nor version."""
        return ""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing: the terminal is for what the author should read."""
