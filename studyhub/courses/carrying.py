"""Carrying the ids of passages over from one edition of a module to the next, so that places and notes survive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from studyhub.compiler.likeness import Text
from studyhub.compiler.model import Module
from studyhub.compiler.passage_texts import passage_texts, rename_passages
from studyhub.courses.matching import Matches, match


@dataclass(frozen=True, slots=True)
class Gone:
    """A passage of the edition before that the new one does not have, or cannot be told to have."""

    key: str
    opening: str
    nearest: str  # the passage that a reader of it is led to; empty where the module has none any more
    nearest_opening: str = ""


@dataclass(frozen=True, slots=True)
class Carried:
    """A module as it will be published, under the ids that its passages had."""

    module: Module
    gone: tuple[Gone, ...] = ()
    is_changed: bool = False  # whether its passages are others, stand in another order, or have other words


def carry_over(before: Module, after: Module) -> Carried:
    """Give each passage of `after` the id that it had in `before`, or one that nothing had there."""
    texts_before, texts = passage_texts(before), passage_texts(after)
    keys_before, keys = list(texts_before), list(texts)
    found = match(list(texts_before.values()), list(texts.values()))
    kept = {keys[new]: keys_before[old] for new, old in found.pairs.items()}
    names = _names(keys, kept, taken=keys_before)
    carried = rename_passages(after, names)
    return Carried(
        carried,
        tuple(_gone(before, carried, found=found)),
        is_changed=_read(texts_before) != _read({names[key]: text for key, text in texts.items()}),
    )


def follow(before: Mapping[str, str], carried: Carried) -> dict[str, str]:
    """Return where whoever stopped at a passage that is gone is led to: `before` says so for the edition before."""
    now = {gone.key: gone.nearest for gone in carried.gone}
    there = {passage.id for passage in carried.module.passages}
    all_gone = {**{key: now.get(nearest, nearest) for key, nearest in before.items()}, **now}
    return {key: nearest for key, nearest in all_gone.items() if key not in there}


def _names(keys: Sequence[str], kept: Mapping[str, str], *, taken: Iterable[str]) -> dict[str, str]:
    """Return a name for each passage: the one it keeps, or its own, which is made to differ from all others."""
    used = {*taken}
    names = dict(kept)
    for key in keys:
        if key not in names:
            names[key] = next(name for name in _variants(key) if name not in used)
            used.add(names[key])
    return names


def _read(texts: Mapping[str, str]) -> list[tuple[str, Text]]:
    # a comma or a capital is no news to a reader, and no typesetter's work is
    return [(key, Text.of(text)) for key, text in texts.items()]


def _variants(key: str) -> Iterator[str]:
    yield key
    stem = "-".join(key.split("-")[:2])
    yield from (f"{stem}-{number}" for number in count(2))


def _gone(before: Module, carried: Module, *, found: Matches) -> Iterator[Gone]:
    after_of = {old: new for new, old in found.pairs.items()}
    told_in = {**after_of, **found.told_in}
    for old, passage in enumerate(before.passages):
        if old not in after_of:
            nearest = _nearest(old, told_in, last=len(before.passages))
            there = carried.passages[nearest or 0] if carried.passages else None
            yield Gone(passage.id, passage.opening, there.id if there else "", there.opening if there else "")


def _nearest(old: int, new_of: Mapping[int, int], *, last: int) -> int | None:
    """The new passage to which most of an old one went; else that of the one before it, else of the one after."""
    return next((new_of[at] for at in (*range(old, -1, -1), *range(old + 1, last)) if at in new_of), None)
