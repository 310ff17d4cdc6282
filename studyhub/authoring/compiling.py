"""Compile in a process that stays warm between saves and can be stopped: no file can hang who asked."""

from __future__ import annotations

import io
import multiprocessing
import pickle
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from studyhub.compiler.model import Compiled, Module

PATIENCE = 20.0  # seconds
FIRST_PATIENCE = 60.0  # a process that remembers nothing yet has to do it all

Compile = Callable[[Path], Compiled]


class NoAnswerError(Exception):
    """The compiler gave no answer: it took too long, or its process ended."""


class WarmCompiler:
    """A compiler in a process of its own, to be closed after use. Not for several threads at once."""

    def __init__(self, compile_folder: Compile) -> None:
        self._compile = compile_folder
        self._process: multiprocessing.process.BaseProcess | None = None
        self._line: Connection
        self._unpack = Unpacking()

    def compile(self, root: Path, *, patience: float | None = None) -> Compiled:
        """Compile a folder of courses; raises NoAnswerError after `patience` seconds or a crash."""
        if patience is None:
            patience = PATIENCE if self._process else FIRST_PATIENCE
        self._start()
        try:
            answer = self._ask(root, patience)
        except (OSError, EOFError) as error:
            self.close()
            raise NoAnswerError("its process ended before it had answered") from error
        if answer is None:
            self.close()
            raise NoAnswerError(f"it took more than {patience:g} seconds")
        if not isinstance(answer, Compiled):
            raise NoAnswerError(str(answer))
        return answer

    def close(self) -> None:
        """End the process, whatever it is doing; the next compile starts another."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
            self._process = None
            self._line.close()

    def _ask(self, root: Path, patience: float) -> object:
        self._line.send(root)
        return self._unpack(self._line.recv_bytes()) if self._line.poll(patience) else None

    def _start(self) -> None:
        if self._process is not None:
            return
        # A fresh interpreter: a fork would inherit the locks of the threads that serve pages.
        fresh = multiprocessing.get_context("spawn")
        self._line, theirs = fresh.Pipe()
        self._unpack = Unpacking()
        self._process = fresh.Process(target=_answer, args=(theirs, self._compile), daemon=True)
        self._process.start()
        theirs.close()


class Packing:
    """Packs answers for the other process; a module that went with the last one goes as a number only."""

    def __init__(self) -> None:
        self._last: dict[
            int, tuple[int, Module]
        ] = {}  # by the identity of the module, which is kept alive here
        self._count = 0

    def __call__(self, answer: object) -> bytes:
        packed, now = io.BytesIO(), dict[int, tuple[int, Module]]()

        def number(part: object) -> tuple[int, bytes] | None:
            if not isinstance(part, Module):
                return None
            known = self._last.get(id(part)) or now.get(id(part))
            self._count += known is None
            now[id(part)] = known or (self._count, part)
            return now[id(part)][0], b"" if known else pickle.dumps(part)

        pickler: Any = pickle.Pickler(packed, pickle.HIGHEST_PROTOCOL)
        pickler.persistent_id = number
        pickler.dump(answer)
        self._last = now
        return packed.getvalue()


class Unpacking:
    """Unpacks what a Packing of the other process packed, answer after answer."""

    def __init__(self) -> None:
        self._last: dict[int, Module] = {}

    def __call__(self, packed: bytes) -> object:
        now: dict[int, Module] = {}

        def module(numbered: tuple[int, bytes]) -> Module:
            number, text = numbered
            if number not in now:
                now[number] = pickle.loads(text) if text else self._last[number]  # noqa: S301 - from our own process
            return now[number]

        unpickler: Any = pickle.Unpickler(io.BytesIO(packed))  # noqa: S301 - from our own process
        unpickler.persistent_load = module
        answer: object = unpickler.load()
        self._last = now
        return answer


def _answer(line: Connection, compile_folder: Compile) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is meant for the command, which stops this process
    pack = Packing()
    while True:
        try:
            root = line.recv()
        except (OSError, EOFError):
            return
        try:
            answer: object = compile_folder(root)
        except Exception as error:  # noqa: BLE001 - a fault of ours must reach the author as a sentence, not as silence
            answer = f"it failed with {type(error).__name__}, which is a fault in StudyHub"
        line.send_bytes(pack(answer))
