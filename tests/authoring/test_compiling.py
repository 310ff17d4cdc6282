"""The compiler's process can be stopped, and whatever happens to it is said in a sentence."""

from __future__ import annotations

import multiprocessing
import os
import time
from contextlib import closing
from pathlib import Path

import pytest

from studyhub.authoring.compiling import NoAnswerError, Packing, Unpacking, WarmCompiler
from studyhub.compiler.model import Compiled
from tests.authoring.made_up import make_compiled, make_course, make_module

# The compilers below run in the other process, which finds them by name.


def by_name(root: Path) -> Compiled:
    match root.name:
        case "hang":
            time.sleep(600)
        case "die":
            os._exit(1)
        case "fail":
            raise ValueError
    return make_compiled(make_course(name=f"{root.name}-{os.getpid()}"))


def test_it_compiles_twice_in_the_same_process() -> None:
    with closing(WarmCompiler(by_name)) as compiler:
        first, second = (compiler.compile(Path("x")).courses[0].id for _ in range(2))
    assert first == second != f"x-{os.getpid()}"
    assert not multiprocessing.active_children()


def test_what_hangs_is_stopped_and_the_next_compiles() -> None:
    with closing(WarmCompiler(by_name)) as compiler:
        compiler.compile(Path("x"))
        begun = time.monotonic()
        with pytest.raises(NoAnswerError, match="took more than"):
            compiler.compile(Path("hang"), patience=0.2)
        assert time.monotonic() - begun < 5
        assert compiler.compile(Path("x")).courses


def test_a_crash_and_a_fault_are_sentences() -> None:
    with closing(WarmCompiler(by_name)) as compiler:
        with pytest.raises(NoAnswerError, match="process ended"):
            compiler.compile(Path("die"))
        with pytest.raises(NoAnswerError, match="ValueError, which is a fault in StudyHub"):
            compiler.compile(Path("fail"))
        assert compiler.compile(Path("x")).courses


def test_what_was_sent_before_is_not_sent_again() -> None:
    pack, unpack = Packing(), Unpacking()
    long, short = make_module("long", text="x" * 100_000), make_module("short", number=2)
    first = make_compiled(make_course(long, short))
    assert unpack(pack(first)) == first
    second = make_compiled(make_course(long, make_module("other", number=3), long))
    packed = pack(second)
    assert len(packed) < 10_000
    assert unpack(packed) == second
    third = make_compiled(make_course(short))  # went with the first, but not with the last
    assert unpack(pack(third)) == third
