"""What the compiler hands out, as JSON and back: publishing writes it, pages read it.

An edition never changes, so old JSON is read by newer code: whatever the classes no longer know is passed
over, and a field that they have gained needs a default.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Hashable, Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from functools import cache, lru_cache
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

from studyhub.compiler.model import Course, Facilitation, Module

FORMAT = 1  # grows when what is stored is made in another way: every course is then published anew
PICTURE = re.compile(r'(?<=src=")images/(?=[0-9a-f]{64}\.)')

T = TypeVar("T")
Reader = Callable[[Any], Any]


def module_content(course: str, module: Module) -> str:
    """Return what readers may see of a module, as JSON: its facilitation stays out."""
    content = to_json(replace(module, facilitation=Facilitation(), source=""))
    del content["facilitation"], content["source"]
    return dump(place_pictures(course, content))


def facilitation_content(course: str, module: Module) -> str:
    """Return what organisers alone may see of a module, as JSON."""
    return dump(place_pictures(course, to_json(module.facilitation)))


@lru_cache(maxsize=100)  # by the text itself, which never changes: most readers are at few modules
def read_module(content: str) -> Module:
    """Make a module again of what `module_content` returned; nothing of its facilitation is in it."""
    return from_json(Module, {**json.loads(content), "facilitation": {}, "source": ""})


def content_hash(course: Course) -> str:
    """Return a hash that changes when anything that is published of this course changes, and only then."""
    return hashlib.sha256(dump([FORMAT, to_json(_as_published(course))]).encode()).hexdigest()


def dump(thing: Any) -> str:
    """Write JSON, the same every time."""
    return json.dumps(thing, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def place_pictures(course: str, thing: Any) -> Any:
    """Give every picture in this JSON its whole address: a text is shown at addresses of several depths."""
    if isinstance(thing, str):
        return PICTURE.sub(f"/courses/{course}/images/", thing)
    if isinstance(thing, dict):
        return {key: place_pictures(course, value) for key, value in thing.items()}
    if isinstance(thing, list):
        return [place_pictures(course, item) for item in thing]
    return thing


def to_json(thing: Any) -> Any:
    """Turn dataclasses, mappings and tuples into what JSON can hold."""
    if is_dataclass(thing):
        return {field.name: to_json(getattr(thing, field.name)) for field in fields(thing)}
    if isinstance(thing, Mapping):
        return {key: to_json(value) for key, value in thing.items()}
    if isinstance(thing, tuple | list):
        return [to_json(item) for item in thing]
    return thing.value if isinstance(thing, Enum) else thing


def from_json(kind: type[T], data: Mapping[str, Any]) -> T:
    """Make a dataclass of this kind of what `to_json` made of one."""
    made: T = _reader(cast("Hashable", kind))(data)
    return made


def _as_published(course: Course) -> Course:
    # where a file lay on the author's disk is not published
    return replace(
        course,
        modules=tuple(replace(module, source="") for module in course.modules),
        images=tuple(replace(image, path="") for image in course.images),
        translations=tuple(_as_published(translation) for translation in course.translations),
    )


def _as_it_is(value: Any) -> Any:
    return value


@cache
def _reader(kind: Any) -> Reader:
    if is_dataclass(kind):
        return _dataclass_reader(kind)
    if get_origin(kind) is tuple:
        read_item = _reader(get_args(kind)[0])
        return tuple if read_item is _as_it_is else lambda items: tuple(map(read_item, items))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    return _as_it_is


def _dataclass_reader(kind: Any) -> Reader:
    hints = get_type_hints(kind)
    known = frozenset(hints)
    nested = {name: reader for name, hint in hints.items() if (reader := _reader(hint)) is not _as_it_is}

    def read(data: Mapping[str, Any]) -> Any:
        given = {name: data[name] for name in data if name in known}
        for name, read_field in nested.items():
            if name in given:
                given[name] = read_field(given[name])
        return kind(**given)

    return read
