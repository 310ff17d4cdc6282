"""Reading the keys of a mapping one by one: each is asked for by its kind, and what nobody asked for is unknown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from studyhub.compiler.files.yaml_nodes import Listing, Mapping, Node, Word
from studyhub.compiler.problems import Place, Problems
from studyhub.compiler.words.addresses import is_address
from studyhub.compiler.words.naming import BAD_ID, is_id, kebab_hint
from studyhub.compiler.words.spelling import meant, nearest

LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}\Z")
LONGEST_TEXT = 2000
MOST_MINUTES = 10_000
ANSWERS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


class Fields:
    """The keys of one mapping; call `finish` when all known ones have been asked for."""

    def __init__(self, node: Mapping, problems: Problems) -> None:
        self.node = node
        self.problems = problems
        self.known: list[str] = []

    def place(self, key: str) -> Place:
        """Return where the value of a key stands, or the mapping itself where there is none."""
        pair = self.node.pairs.get(key)
        return pair[1].place if pair else self.node.place

    def key_place(self, key: str) -> Place:
        """Return where a key stands, or the mapping itself where there is none."""
        pair = self.node.pairs.get(key)
        return pair[0].place if pair else self.node.place

    def word(self, key: str, *, required: bool = False) -> str:
        """Return a key's text, or nothing."""
        node = self._node(key, required=required)
        if node is None:
            return ""
        if not isinstance(node, Word):
            self._wrong(node, f"“{key}” is one text, not a list or a group of keys")
            return ""
        text = node.value.strip()
        if required and not text:
            self._missing(key, node.place)
        elif len(text) > LONGEST_TEXT:
            self._wrong(node, f"“{key}” has at most {LONGEST_TEXT:,} characters")
            return ""
        return text

    def id(self, key: str = "id", *, required: bool = True) -> str:
        """Return a key's id, or nothing where it is none."""
        word = self.word(key, required=required)
        if word and not is_id(word):
            self.problems.add("bad-id", self.place(key), message=BAD_ID, hint=kebab_hint(word))
            return ""
        return word

    def language(self, key: str, *, required: bool = False) -> str:
        """Return a language code, or nothing."""
        word = self.word(key, required=required)
        if word and not LANGUAGE.match(word):
            message = f"“{key}” is a language code such as “en” or “pt-BR”"
            self.problems.add("wrong-type", self.place(key), message=message)
            return ""
        return word

    def address(self, key: str) -> str:
        """Return an address of the web, or nothing."""
        word = self.word(key)
        if word and not is_address(word):
            message = f"“{key}” is an address that begins with https://, http:// or mailto:"
            self.problems.add("bad-link", self.place(key), message=message)
            return ""
        return word

    def choice(self, key: str, choices: tuple[str, ...], *, required: bool = False) -> str:
        """Return one of some words, or nothing."""
        word = self.word(key, required=required)
        if word and word not in choices:
            message = f"“{key}” is one of: {', '.join(choices)}"
            self.problems.unknown("wrong-type", self.place(key), word=word, known=choices, message=message)
            return ""
        return word

    def flag(self, key: str) -> bool:
        """Return true or false; a key that is not there is false."""
        word = self.word(key)
        answer = ANSWERS.get(word.lower(), False)
        if word and word not in {"true", "false"}:
            fix = str(answer).lower() if word.lower() in ANSWERS else None
            self.problems.add("wrong-type", self.place(key), message=f"“{key}” is “true” or “false”", fix=fix)
        return answer

    def number(self, key: str) -> int | None:
        """Return a whole number from 1 to 10,000, or None."""
        word = self.word(key)
        if not word:
            return None
        if word.isascii() and word.isdigit() and len(word) <= len(str(MOST_MINUTES)) and int(word) > 0:
            return int(word)
        self.problems.add("wrong-type", self.place(key), message=f"“{key}” is a whole number, at least 1")
        return None

    def words(self, key: str) -> list[Word]:
        """Return the texts of a list, without empty ones; one text alone is no list."""
        found = []
        for node in self._items(key):
            if not isinstance(node, Word):
                self._wrong(node, f"“{key}” is a list of texts; this one needs quotation marks around it")
            elif node.value.strip():
                found.append(Word(node.place, node.value.strip()))
        return found

    def mappings(self, key: str) -> Iterator[Fields]:
        """Yield the groups of keys of a list."""
        for node in self._items(key):
            if isinstance(node, Mapping):
                yield Fields(node, self.problems)
            else:
                self._wrong(node, f"“{key}” is a list in which each item has keys of its own")

    def finish(self) -> None:
        """Report each key that nobody asked for."""
        for key, (word, _) in self.node.pairs.items():
            if key not in self.known:
                near = nearest(key, self.known)
                self.problems.add(
                    "unknown-key",
                    word.place,
                    message="there is no such key here",
                    hint=meant(near) or f"known here: {', '.join(self.known)}",
                    fix=near if near and near not in self.node.pairs else None,
                )

    def _node(self, key: str, *, required: bool = False) -> Node | None:
        self.known.append(key)
        pair = self.node.pairs.get(key)
        if pair is None:
            if required:
                self._missing(key, self.node.place)
            return None
        return pair[1]

    def _items(self, key: str) -> list[Node]:
        node = self._node(key)
        if node is None or (isinstance(node, Word) and not node.value):
            return []
        if isinstance(node, Listing):
            return node.items
        self._wrong(node, f"“{key}” is a list: one line for each, with a hyphen before it")
        return []

    def _missing(self, key: str, at: Place) -> None:
        self.problems.add("missing-key", at, message=f"“{key}” is missing")

    def _wrong(self, node: Node, message: str) -> None:
        self.problems.add("wrong-type", node.place, message=message)
