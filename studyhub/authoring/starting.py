"""Begin a course or a module: files that teach by their comments, and never replace one that is there."""

from __future__ import annotations

import re
from pathlib import Path
from string import Template

import yaml

from studyhub.compiler.words.naming import BAD_ID, RESERVED, is_id, slug

LONGEST_NEW_ID = 48  # letters: the ids in a new module are longer than its own
RESERVED_HERE = RESERVED | {"library"}
NUMBERED = re.compile(r"(\d+)-(.+)\.md")
EXAMPLE_WORK = "example-pamphlet"
TEMPLATES = Path(__file__).parent / "begin"


class CannotStartError(Exception):
    """What was asked for cannot be begun here; the message says why and what to do instead."""


def start_course(courses: Path, course: str, *, title: str = "") -> list[Path]:
    """Write a course with its first module into the courses folder and return the files, in order.

    Raises CannotStartError where the id is not kebab-case or the course is there already.
    """
    _require_id(course)
    folder = courses / course
    if folder.exists():
        raise CannotStartError(f"{folder} is there already. Choose another id, or add a module to it.")
    title = title.strip() or _words(course)
    written = [_write(folder / "course.md", "course.md", id=course, title=_yaml(title))]
    written.append(start_module(folder, "first-steps"))
    works = courses / "library" / "works.yaml"
    if not works.exists():
        written.append(_write(works, "works.yaml", work=EXAMPLE_WORK))
    return written


def start_module(course: Path, module: str, *, title: str = "") -> Path:
    """Write the next module of a course and return its file.

    Raises CannotStartError where there is no such course, the id is not kebab-case, or it is taken.
    """
    _require_id(module)
    if not (course / "course.md").is_file():
        raise CannotStartError(f"{course} holds no course.md. Begin the course first: studyhub new course ID")
    taken = [found for path in sorted(course.iterdir()) if (found := NUMBERED.fullmatch(path.name))]
    same = [found[0] for found in taken if found[2] == module]
    if same:
        raise CannotStartError(f"{course / same[0]} is there already. Choose another id.")
    number = max((int(found[1]) for found in taken), default=0) + 1
    return _write(
        course / f"{number:02}-{module}.md",
        "module.md",
        id=module,
        title=_yaml(title.strip() or _words(module)),
        work=_first_work(course.parent / "library" / "works.yaml"),
    )


def _require_id(wanted: str) -> None:
    if wanted in RESERVED_HERE:
        raise CannotStartError("This id is reserved for a place of StudyHub's own. Choose another one.")
    if is_id(wanted) and len(wanted) <= LONGEST_NEW_ID:
        return
    nearest = slug(wanted)
    instead = f" For example: {nearest}" if nearest and nearest not in RESERVED_HERE else ""
    raise CannotStartError(f"A{BAD_ID[1:]}, at most {LONGEST_NEW_ID} of them.{instead}")


def _first_work(works: Path) -> str:
    # The new module should be right from its first minute, so its readings name a work that exists.
    try:
        listed = yaml.safe_load(works.read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError, RecursionError):
        return EXAMPLE_WORK
    if isinstance(listed, list) and listed and isinstance(listed[0], dict):
        return str(listed[0].get("id", EXAMPLE_WORK))
    if isinstance(listed, dict) and listed:
        return str(next(iter(listed)))
    return EXAMPLE_WORK


def _write(path: Path, template: str, **words: str) -> Path:
    text = Template((TEMPLATES / template).read_text(encoding="utf-8")).substitute(words)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as new:
            new.write(text)
    except FileExistsError as error:
        raise CannotStartError(f"{path} is there already; nothing was changed in it.") from error
    except OSError as error:
        raise CannotStartError(f"{path} cannot be written ({error.strerror}).") from error
    return path


def _words(identifier: str) -> str:
    return identifier.replace("-", " ").capitalize()


def _yaml(text: str) -> str:
    return (
        yaml.safe_dump(text, allow_unicode=True, width=10_000, default_flow_style=True)
        .removesuffix("...\n")
        .strip()
    )
