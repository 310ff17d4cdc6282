"""Parts of a page that look the same to everybody are made once, and kept for the next who opens it."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from flask import g
from flask_babel import get_locale
from jinja2 import Environment

MOST = 8_000_000  # characters, of all that is kept together


class Fragments:
    """What macros made of things that never change, by the thing itself and the language of the interface.

    Only a macro that looks at nothing but its arguments may be kept: nothing of a person may be in it.
    """

    def __init__(self, environment: Environment, *, most: int = MOST) -> None:
        self._environment = environment
        self._most = most
        self._length = 0
        self._kept: OrderedDict[tuple[object, ...], tuple[object, str]] = OrderedDict()
        self._lock = Lock()

    def __call__(self, macro: str, /, thing: object, *more: object) -> str:
        """Return what a macro, named as `template.html#macro`, makes of a thing.

        What is made once is found again by the thing and by those of `more` that are words, numbers or tuples;
        others have to follow from these.
        """
        key = (
            macro,
            id(thing),
            _locale(),
            *(one for one in more if isinstance(one, str | int | tuple | None)),
        )
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key][1]
        made = self._make(macro, thing, *more)
        with self._lock:
            self._forget(key)
            self._kept[key] = (thing, made)  # the thing is held, so that no other can have its identity
            self._length += len(made)
            while self._length > self._most:
                self._forget(next(iter(self._kept)))
        return made

    def _make(self, macro: str, *arguments: object) -> str:
        template, _, name = macro.partition("#")
        module = self._environment.get_template(template).module
        made: str = getattr(module, name)(*arguments)  # escaped by the macro, and marked so
        return made

    def _forget(self, key: tuple[object, ...]) -> None:
        _, made = self._kept.pop(key, (None, ""))
        self._length -= len(made)


def _locale() -> str:
    """The language of the interface, found once in each request."""
    if "locale" not in g:
        g.locale = str(get_locale())
    return str(g.locale)
