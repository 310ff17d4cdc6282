"""What must be true of courses, modules and ids taken together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from studyhub.compiler.course import CourseFolder
from studyhub.compiler.model import Course, Library
from studyhub.compiler.module import Written
from studyhub.compiler.problems import Problems
from studyhub.compiler.text.body import ItemId


def check_courses(folders: Sequence[CourseFolder]) -> None:
    """Report ids of courses and modules that stand twice, and needed courses that do not exist."""
    known = {folder.id for folder in folders if folder.id}
    seen: dict[str, str] = {}
    for folder in folders:
        if folder.id and folder.id in seen:
            message = f"this id is that of {seen[folder.id]} already"
            folder.problems.add("duplicate-id", folder.id_place, message=message)
        seen.setdefault(folder.id, folder.source.path)
        for word in folder.needs:
            if word.value not in known:
                message = "there is no course of this id"
                folder.problems.unknown(
                    "broken-link", word.place, word=word.value, known=known, message=message
                )
        _check_modules(folder)


def check_ids(folder: CourseFolder, written: Iterable[Written]) -> None:
    """Report ids of readings, questions and prompts that stand twice in a course."""
    seen: dict[str, tuple[str, ItemId]] = {}
    problems = {module.source.path: module.problems for module in folder.modules}
    for one in written:
        path = one.module.source
        for item in one.ids:
            if item.id in seen:
                other, first = seen[item.id]
                where = f"in line {first.place.line}" if other == path else f"in {other}:{first.place.line}"
                message = f"this id is that of a {first.kind} {where} already"
                problems[path].add("duplicate-id", item.place, message=message)
            else:
                seen[item.id] = (path, item)


def check_routes(
    folders: Sequence[CourseFolder], courses: Iterable[Course], *, library: Library, problems: Problems
) -> None:
    """Report steps of suggested ways that lead nowhere."""
    known = {course.id for course in courses}
    known |= {f"{course.id}/{module.id}" for course in courses for module in course.modules}
    unread = {folder.id for folder in folders if folder.unread}
    for route in library.routes:
        for step in route.steps:
            if step not in known and step.partition("/")[0] not in unread:
                place = problems.find(step, range(1, len(problems.lines) + 1))
                message = "this step leads to no course and no module"
                problems.unknown("broken-link", place, word=step, known=known, message=message)


def _check_modules(folder: CourseFolder) -> None:
    seen: dict[str, str] = {}
    for module in folder.modules:
        if module.head.id and module.head.id in seen:
            message = f"this id is that of {seen[module.head.id]} already"
            module.problems.add("duplicate-id", module.head.id_place, message=message)
        seen.setdefault(module.head.id, module.source.path)
