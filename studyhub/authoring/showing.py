"""What a preview shows: the courses as they were last saved, and for a broken file the last that worked."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from watchfiles import watch

from studyhub.authoring.compiling import NoAnswerError
from studyhub.compiler.model import Compiled, Course, Library, Module

QUIET = 20  # milliseconds without a further change before it is read: an editor saves in several steps
MOMENT = 100  # milliseconds between two looks at whether to stop
NOTHING = Compiled(courses=(), library=Library(), problems=())


@dataclass(frozen=True, slots=True)
class State:
    """One state of the folder; `earlier` names the files whose text is from an earlier state."""

    version: str
    compiled: Compiled = NOTHING
    earlier: frozenset[str] = frozenset()
    trouble: str = ""  # why the folder could not be read at all this time


class Showing:
    """The state that is shown now; safe for several threads."""

    def __init__(self, root: Path, compile_folder: Callable[[Path], Compiled]) -> None:
        self._root = root
        self._compile = compile_folder
        # Begins with something of its own, so that a page of yesterday's preview notices that this is another.
        self._versions = (f"{start}-{number}" for start in [secrets.token_hex(4)] for number in count(1))
        self._changed = threading.Condition()
        self._state = State(version=next(self._versions))

    @property
    def state(self) -> State:
        """The state as it is now."""
        return self._state

    def renew(self) -> State:
        """Compile the folder again and show what came of it; the version stays where nothing is different."""
        before = self._state
        try:
            after = merged(before, self._compile(self._root), root=self._root)
        except NoAnswerError as error:
            after = replace(before, trouble=str(error))
        if after != before or before.compiled is NOTHING:
            with self._changed:
                self._state = replace(after, version=next(self._versions))
                self._changed.notify_all()
        return self._state

    def wait_for_change(self, seen: str, seconds: float) -> bool:
        """Wait until another version than `seen` is shown; False where that took longer than `seconds`."""
        with self._changed:
            return self._changed.wait_for(lambda: self._state.version != seen, seconds)

    def watch(self, stop: threading.Event) -> None:
        """Renew now and at every change in the folder until `stop` is set; survives the folder going away."""
        while not stop.is_set():
            try:
                self._watch(stop)
            except OSError:
                self.renew()
                stop.wait(1)

    def _watch(self, stop: threading.Event) -> None:
        # The first look is taken once the watch stands: a save in between would be missed otherwise.
        is_first = True
        for changes in watch(
            self._root,
            stop_event=stop,
            step=QUIET,
            rust_timeout=MOMENT,
            yield_on_timeout=True,
            raise_interrupt=False,
            ignore_permission_denied=True,
        ):
            if changes or is_first:
                self.renew()
            is_first = False


def merged(before: State, now: Compiled, *, root: Path) -> State:
    """Return the courses of `now`, and those of `before` that are broken at the moment but still there."""
    earlier: set[str] = set()
    courses = {_key(course): course for course in now.courses}
    sources = {module.source for course in now.courses for module in course.modules}
    for course in before.compiled.courses:
        lost = [module for module in course.modules if module.source not in sources]
        kept = [module for module in lost if (root / module.source).is_file()]
        if not kept:
            continue
        present = courses[_key(course)].modules if _key(course) in courses else ()
        modules = sorted({module.id: module for module in (*kept, *present)}.values(), key=_number)
        courses[_key(course)] = replace(courses.get(_key(course), course), modules=tuple(modules))
        earlier |= {module.source for module in kept}
    compiled = replace(now, courses=tuple(sorted(courses.values(), key=_key)))
    return State(before.version, compiled, frozenset(earlier))


def _key(course: Course) -> tuple[str, str]:
    return course.id, course.language


def _number(module: Module) -> int:
    return module.number
