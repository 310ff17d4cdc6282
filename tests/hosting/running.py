"""StudyHub as its operator meets it: `studyhub serve` in a process of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path

PATIENCE = 60  # seconds; a start takes about two


@dataclass
class Running:
    """A started `studyhub serve`, and what it has said so far."""

    process: subprocess.Popen[str]
    port: int
    said: list[str] = field(default_factory=list)

    def wait_for(self, words: str) -> str:
        """Return the first line that holds these words; fails when it ends without having said them."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line)
            if words in line:
                return line
        raise AssertionError(f"never said {words!r}, but:\n{''.join(self.said)}")

    def get(self, path: str) -> int:
        """Return the status of a page."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("GET", path)
        status = connection.getresponse().status
        connection.close()
        return status

    def stop(self, how: signal.Signals = signal.SIGINT) -> int:
        """Stop it and return its exit code."""
        self.process.send_signal(how)
        return self.process.wait(PATIENCE)


def free_port() -> int:
    """Return a port where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def surroundings(settings: dict[str, str]) -> dict[str, str]:
    """Return an environment with these settings and no other."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("STUDYHUB_")}
    return {**own, **settings}


def launch(data: Path, *options: str, **settings: str) -> Running:
    """Start it, and do not wait."""
    return launch_command("serve", "--data", str(data), *options, **settings)


def launch_command(command: str, *options: str, **settings: str) -> Running:
    """Start a command that serves, on a free port."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "studyhub", command, "--port", str(port), *options],
        env=surroundings(settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return Running(process, port)


@contextmanager
def serving(data: Path, *options: str, **settings: str) -> Iterator[Running]:
    """Start it, wait until it serves, and stop it afterwards."""
    with watching(launch(data, *options, **settings)) as running:
        yield running


@contextmanager
def watching(running: Running) -> Iterator[Running]:
    """Wait until what was started serves, and stop it afterwards."""
    impatience = threading.Timer(PATIENCE, running.process.kill)
    impatience.start()
    try:
        running.wait_for("Ctrl-C stops it")
        yield running
    finally:
        impatience.cancel()
        if running.process.poll() is None:
            running.stop()
        running.process.communicate()  # closes the pipe


def refused(data: Path, *options: str, **settings: str) -> tuple[int, str]:
    """Start it where it should not start; returns its exit code and what it said."""
    running = launch(data, *options, **settings)
    said, _ = running.process.communicate(timeout=PATIENCE)
    return running.process.returncode, said


def command(*words: str, **settings: str) -> tuple[int, str]:
    """Run another `studyhub` command; returns its exit code and what it said."""
    done = subprocess.run(
        [sys.executable, "-m", "studyhub", *words],
        env=surroundings(settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    return done.returncode, done.stdout
