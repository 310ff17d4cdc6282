"""Pandoc's attributes, `{.class #id key=value key="some words"}`, with the column of each piece."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from studyhub.compiler.problems import Place

# one token: possessive quantifiers, so that no text makes it search twice
TOKEN = re.compile(
    r"""\s*+(?:
        \.(?P<class>[^\s{}="'.#]++)
      | \#(?P<id>[^\s{}="'#]++)
      | (?P<key>[A-Za-z][\w-]*+)=(?:"(?P<quoted>[^"]*+)"|'(?P<single>[^']*+)'|(?P<bare>[^\s{}"']++))
    )(?=\s|\Z)""",
    re.VERBOSE,
)
JUNK = re.compile(r"\s*+(\S++)")
BARE = re.compile(r"[A-Za-z][\w-]*+\Z")


@dataclass(frozen=True, slots=True)
class Attribute:
    """One `key=value`; the place is the value's, or where the key begins for an empty one."""

    value: str
    place: Place
    key_place: Place


@dataclass(slots=True)
class Attributes:
    """What stands in the braces."""

    classes: list[tuple[str, Place]] = field(default_factory=list)
    ids: list[tuple[str, Place]] = field(default_factory=list)
    pairs: dict[str, Attribute] = field(default_factory=dict)
    junk: list[Place] = field(default_factory=list)  # pieces that are none of these

    def get(self, key: str) -> str:
        """Return a key's value, or nothing."""
        attribute = self.pairs.get(key)
        return attribute.value if attribute else ""


def read_attributes(text: str, *, line: int, column: int) -> Attributes:
    """Read what stands between the braces; `column` is that of the text's first character."""
    found = Attributes()
    at = 0
    while match := TOKEN.match(text, at):
        at = match.end()
        _keep(match, found, line=line, column=column)
    while match := JUNK.match(text, at):
        found.junk.append(Place(line, column + match.start(1), match.end(1) - match.start(1)))
        at = match.end()
        if token := TOKEN.match(text, at):
            at = token.end()
            _keep(token, found, line=line, column=column)
    return found


def read_bare(word: str, *, line: int, column: int) -> Attributes:
    """Read the one word that may stand instead of braces: it is a class."""
    place = Place(line, column, max(1, len(word)))
    if BARE.match(word):
        return Attributes(classes=[(word, place)])
    return Attributes(junk=[place] if word else [])


def _keep(match: re.Match[str], found: Attributes, *, line: int, column: int) -> None:
    kind = match.lastgroup
    if kind in {"class", "id"}:
        place = Place(line, column + match.start(kind), len(match[kind]))
        (found.classes if kind == "class" else found.ids).append((match[kind], place))
        return
    group = next(name for name in ("quoted", "single", "bare") if match[name] is not None)
    value = Place(line, column + match.start(group), max(1, len(match[group])))
    key = Place(line, column + match.start("key"), len(match["key"]))
    if match["key"] in found.pairs:
        found.junk.append(key)
    else:
        found.pairs[match["key"]] = Attribute(match[group], value, key)
