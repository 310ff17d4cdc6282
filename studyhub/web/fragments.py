"""Parts of a page that look the same to everybody are made once, and kept for the next who opens it."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from flask_babel import get_locale
from jinja2.runtime import Macro

MOST = 600  # some kilobytes each


class Fragments:
    """What macros made of things that never change, by the thing itself and the language of the interface.

    Only a macro that looks at nothing but its arguments may be kept: nothing of a person may be in it.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: OrderedDict[tuple[object, ...], tuple[object, str]] = OrderedDict()
        self._lock = Lock()

    def __call__(self, macro: Macro, thing: object, *more: object) -> str:
        """Return what the macro makes of a thing; `more` are words, or follow from the thing."""
        words = [str(one) for one in more if isinstance(one, str | bool)]
        key = (macro.name, id(thing), str(get_locale()), *words)
        with self._lock:
            kept = self._kept.get(key)
            if kept and kept[0] is thing:  # it is held here, so that no other can have its identity
                self._kept.move_to_end(key)
                return kept[1]
        made = macro(thing, *more)  # escaped by the macro, and marked so
        with self._lock:
            self._kept[key] = (thing, made)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made

    def forget(self) -> None:
        """Make everything anew from now on."""
        with self._lock:
            self._kept.clear()
