"""One course: its folder read, its modules put in order, and what must be true of all of them together."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from studyhub.compiler.files.fields import LANGUAGE, Fields
from studyhub.compiler.files.front_matter import FrontMatter, read_front_matter
from studyhub.compiler.files.reader import FolderReader
from studyhub.compiler.files.source import Source
from studyhub.compiler.files.yaml_nodes import Word
from studyhub.compiler.memory import Memory
from studyhub.compiler.module_head import ModuleHead, read_id, read_module_head
from studyhub.compiler.problems import START, Place, Problems

MOST_MODULES = 500
FILE = re.compile(r"(\d{1,3})-([a-z0-9]+(?:-[a-z0-9]+)*)\.md\Z")
COURSE_FILE = "course.md"
PASSED_OVER = frozenset({"README.md", "LICENSE", "LICENSE.md", "LICENSE.txt", "images"})


@dataclass(slots=True)
class ModuleFile:
    """A module's file that has been read as far as its front matter."""

    name: str
    number: int
    source: Source
    head: ModuleHead
    problems: Problems


@dataclass(slots=True)
class CourseFolder:
    """A course's folder, read as far as all front matter."""

    folder: Path
    source: Source
    problems: Problems
    body: int  # the line at which the introduction begins
    id: str = ""
    title: str = ""
    language: str = "en"
    summary: str = ""
    authors: tuple[str, ...] = ()
    licence: str = ""
    needs: list[Word] = field(default_factory=list)
    id_place: Place = START
    modules: list[ModuleFile] = field(default_factory=list)
    translations: list[CourseFolder] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)  # names of files whose front matter could not be read
    original: CourseFolder | None = None  # of a translation

    @property
    def folders(self) -> tuple[Path, ...]:
        """Where its images are looked for, in this order."""
        return (self.folder, self.original.folder) if self.original else (self.folder,)


def read_course(folder: Path, reader: FolderReader) -> CourseFolder | None:
    """Read a course's folder, its translations' too; None where it has no `course.md` that can be read."""
    course = _read_one(folder, reader)
    if course is None:
        return None
    for name in reader.names(folder):
        if name in PASSED_OVER or name.endswith(".md"):
            continue
        if not reader.is_folder(folder / name) or not LANGUAGE.match(name):
            reader.stray(folder / name)
        elif translation := _read_one(folder / name, reader, original=course):
            course.translations.append(translation)
    return course


def _read_one(
    folder: Path, reader: FolderReader, *, original: CourseFolder | None = None
) -> CourseFolder | None:
    source, problems = reader.read(folder / COURSE_FILE)
    if source is None:
        if not problems.found:
            message = f"this folder has no {COURSE_FILE}"
            reader.about(folder).add("no-course-file", Place(), message=message)
        return None
    matter = read_front_matter(source, problems)
    if matter is None:
        return None
    course = _read_keys(folder, source, matter=matter, problems=problems)
    if original is not None:
        course.original = original
        _check_translation(course, original)
    _read_modules(course, reader, original=original)
    return course


def _read_keys(folder: Path, source: Source, *, matter: FrontMatter, problems: Problems) -> CourseFolder:
    fields = Fields(matter.keys, problems)
    course = CourseFolder(folder, source, problems, matter.body)
    course.id = read_id(fields, folder.name, problems=problems)
    course.id_place = fields.place("id")
    course.title = fields.word("title", required=True)
    course.language = fields.language("language", required=True) or "en"
    course.summary = fields.word("summary", required=True)
    course.authors = tuple(word.value for word in fields.words("authors"))
    course.licence = fields.word("licence", required=True)
    course.needs = fields.words("needs")
    fields.finish()
    return course


def _check_translation(course: CourseFolder, original: CourseFolder) -> None:
    if course.language != course.folder.name:
        message = "a translation stands in a folder that is called by its language"
        course.problems.add(
            "translation", Place(1, 1, 3), message=message, hint=f"write “language: {course.folder.name}”"
        )
        course.language = course.folder.name
    if course.id and course.id != original.id:
        hint = f"the original's id is “{original.id}”"
        course.problems.add(
            "translation", course.id_place, message="a translation keeps the id of its original", hint=hint
        )
    course.id = original.id


def _read_modules(course: CourseFolder, reader: FolderReader, *, original: CourseFolder | None) -> None:
    taken: dict[int, str] = {}
    for name in reader.names(course.folder):
        if not name.endswith(".md") or name in PASSED_OVER or name == COURSE_FILE:
            continue
        match = FILE.match(name)
        if not match:
            hint = "for example 03-dual-power.md"
            message = "a module's file is called by a number and its id"
            reader.about(course.folder / name).add("file-name", Place(), message=message, hint=hint)
            continue
        if len(taken) >= MOST_MODULES:
            message = f"a course has at most {MOST_MODULES} modules"
            reader.about(course.folder / name).add("too-many", Place(), message=message)
            return
        number = int(match[1])
        if number in taken:
            message = f"the number {match[1]} is {taken[number]}'s already"
            reader.about(course.folder / name).add("number-taken", Place(), message=message)
        taken.setdefault(number, name)
        _read_module(course, name, stem=match[2], reader=reader, original=original)


def _read_module(
    course: CourseFolder, name: str, *, stem: str, reader: FolderReader, original: CourseFolder | None
) -> None:
    source, problems = reader.read(course.folder / name)
    head = _head(source, stem, problems=problems, memory=reader.memory) if source else None
    if source is None or head is None:
        course.unread.add(name)
        return
    number = len(course.modules) + 1
    if original is not None:
        same = next((module for module in original.modules if module.name == name), None)
        if same is None and name in original.unread:
            return
        if same is None:
            message = "the original has no module in a file of this name"
            problems.add("translation", Place(1, 1, 3), message=message)
            return
        if head.id and head.id != same.head.id:
            message = "a translation keeps the ids of its original"
            problems.add(
                "translation", head.id_place, message=message, hint=f"the original's id is “{same.head.id}”"
            )
        number, head = same.number, replace(head, id=same.head.id)
    course.modules.append(ModuleFile(name, number, source, head, problems))


def _head(source: Source, stem: str, *, problems: Problems, memory: Memory) -> ModuleHead | None:
    def read() -> ModuleHead | None:
        matter = read_front_matter(source, problems)
        return read_module_head(matter, stem, problems=problems) if matter else None

    return memory.step("head", (source, stem), problems=problems, make=read)
