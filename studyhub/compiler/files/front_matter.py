"""The head of a file: the YAML between two lines of three hyphens."""

from __future__ import annotations

from dataclasses import dataclass

from studyhub.compiler.files.source import Source
from studyhub.compiler.files.yaml_nodes import Mapping, Word, read_yaml
from studyhub.compiler.problems import Place, Problems

LARGEST = 64 * 1024  # bytes
LINE = "---"


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The keys of a file, and the number of the line at which its text begins."""

    keys: Mapping
    body: int


def read_front_matter(source: Source, problems: Problems) -> FrontMatter | None:
    """Return a file's front matter, or None with a problem."""
    if source.lines[0].rstrip() != LINE:
        message = "this file has no front matter"
        problems.add(
            "front-matter",
            Place(1),
            message=message,
            hint=f"its first line is {LINE}, then keys such as “id: …”",
        )
        return None
    end = next((i for i, line in enumerate(source.lines) if i and line.rstrip() == LINE), None)
    if end is None:
        message = "the front matter that begins here never ends"
        problems.add(
            "front-matter", Place(1, 1, len(LINE)), message=message, hint=f"end it with a line of {LINE}"
        )
        return None
    text = "\n".join(source.lines[1:end])
    if len(text.encode()) > LARGEST:
        problems.add("too-large", Place(1), message=f"the front matter is larger than {LARGEST // 1024} kB")
        return None
    before = len(problems.found)
    node = read_yaml(text, problems, first_line=2)
    if node is None and any(problem.rule == "yaml" for problem in problems.found[before:]):
        return None
    if node is None or (isinstance(node, Word) and not node.value):
        node = Mapping(Place())
    if not isinstance(node, Mapping):
        problems.add("front-matter", Place(2), message="the front matter is made of keys, such as “id: …”")
        return None
    node.place = Place(1, 1, len(LINE))
    return FrontMatter(node, end + 2)
