"""Work in a process of its own, which can be stopped and may use only so much memory.

Files carry what goes in and comes out, so that neither side ever waits for the other to read a pipe.
"""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from typing import Self

START = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from studyhub.compiler.worker import main; main()"
AT = "at "  # begins a line that names the file being worked on
MEMORY = 1024 * 1024 * 1024  # bytes


class StoppedError(Exception):
    """The process gave no result; `path` is the file it was at, or nothing where it has not said."""

    def __init__(self, path: str, *, in_time: bool) -> None:
        super().__init__(path)
        self.path = path
        self.in_time = in_time  # whether it ended by itself, rather than by being stopped


class Apart:
    """One task in a process of its own; use it in a `with` statement, which ends the process in any case."""

    def __init__(self, task: str, argument: object, *, memory: int = MEMORY) -> None:
        self._files = ExitStack()
        self._in, self._out, self._log = (
            self._files.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - the stack is the context manager
            for _ in range(3)
        )
        pickle.dump(argument, self._in)
        self._in.seek(0)
        # isolated (-I), so that nothing in the current folder can pass itself off as a module
        paths = json.dumps([path for path in sys.path if path])
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own code
            [sys.executable, "-I", "-c", START, paths, task, str(memory)],
            stdin=self._in,
            stdout=self._out,
            stderr=self._log,
            start_new_session=True,  # Ctrl-C is meant for whoever waits for the result
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_met: object) -> None:
        self._process.kill()
        self._process.wait()
        self._files.close()

    def result(self, *, seconds: float) -> object:
        """Wait for the task's result; raises StoppedError when there is none in time."""
        try:
            code = self._process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            raise StoppedError(self._last_path(), in_time=False) from None
        if code:
            raise StoppedError(self._last_path(), in_time=True)
        self._out.seek(0)
        return pickle.load(self._out)  # noqa: S301 - written by our own process just now

    def _last_path(self) -> str:
        self._log.seek(0)
        lines = self._log.read().decode("utf-8", "replace").splitlines()
        named = [line.removeprefix(AT) for line in lines if line.startswith(AT)]
        return str(json.loads(named[-1])) if named else ""
