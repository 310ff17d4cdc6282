"""A whole courses folder: read, checked together, rendered module by module."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

from studyhub.compiler.course import CourseFolder, read_course
from studyhub.compiler.files.reader import FolderReader
from studyhub.compiler.introduction import write_introduction
from studyhub.compiler.library import read_library
from studyhub.compiler.memory import NO_MEMORY, Memory
from studyhub.compiler.model import Compiled, Course, Library
from studyhub.compiler.module import Written
from studyhub.compiler.problems import Place, in_order
from studyhub.compiler.rendering import Job, Progress, render_all
from studyhub.compiler.text.context import Context
from studyhub.compiler.text.typography import typeset, typeset_library
from studyhub.compiler.whole import check_courses, check_ids, check_routes

PASSED_OVER = frozenset({"library", "README.md", "LICENSE", "organisation.yaml", "routes.yaml"})

logging.getLogger("MARKDOWN").setLevel(logging.CRITICAL)  # what it would log is a problem here


def compile_courses(
    path: Path | str, *, progress: Progress | None = None, memory: Memory = NO_MEMORY, processes: int = 2
) -> Compiled:
    """Compile a courses folder; whatever it holds, the answer is courses and problems, never an exception.

    `progress` is called before each module with how many are done, how many there are and the file's path,
    and once at the end. `processes` is 1 or 2: with 2, a large folder is rendered in two at once.
    With a memory that is handed in each time, only what has changed is done again.
    """
    root = Path(path)
    reader = FolderReader(root, memory)
    if not root.is_dir():
        reader.about(root).add("no-folder", Place(), message="there is no such folder")
        return Compiled((), Library(), in_order(reader.files[0].found))
    library = memory.same(read_library(root, reader))
    folders = [course for course in _folders(root, reader) if course is not None]
    check_courses(folders)
    jobs = [job for course in folders for job in _jobs(course, library, memory=memory)]
    written = dict(
        zip(
            (job.file.source.path for job in jobs),
            render_all(jobs, progress, memory=memory, processes=processes),
            strict=True,
        )
    )
    courses = tuple(_course(folder, library, written=written) for folder in folders)
    check_routes(folders, courses, library=library, problems=reader.read(root / "routes.yaml")[1])
    return Compiled(courses, library, in_order(problem for file in reader.files for problem in file.found))


def _folders(root: Path, reader: FolderReader) -> Iterator[CourseFolder | None]:
    for name in reader.names(root):
        if name in PASSED_OVER:
            continue
        if reader.is_folder(root / name):
            yield read_course(root / name, reader)
        elif name.endswith((".md", ".yaml", ".yml")):
            reader.stray(root / name)


def _jobs(folder: CourseFolder, library: Library, *, memory: Memory) -> Iterator[Job]:
    context = _context(folder, library)
    pictures = memory.pictures(folder.folders)
    yield from (Job(module, context, pictures) for module in folder.modules)
    for translation in folder.translations:
        yield from _jobs(translation, library, memory=memory)


def _context(folder: CourseFolder, library: Library) -> Context:
    modules = frozenset(module.head.id for module in folder.modules)
    shelf = typeset_library(library, folder.language)
    return Context(folder.id, folder.language, folder.folders, shelf, modules, not folder.unread)


def _course(folder: CourseFolder, library: Library, *, written: dict[str, Written | None]) -> Course:
    modules = [one for module in folder.modules if (one := written[module.source.path]) is not None]
    introduction, pictures = write_introduction(folder, _context(folder, library))
    images = {image.sha256: image for one in modules for image in one.images} | pictures
    check_ids(folder, modules)
    return Course(
        id=folder.id,
        title=typeset(folder.title, folder.language),
        language=folder.language,
        summary=typeset(folder.summary, folder.language),
        authors=folder.authors,
        licence=folder.licence,
        needs=tuple(word.value for word in folder.needs),
        introduction_html=introduction,
        modules=tuple(one.module for one in modules),
        images=tuple(images.values()),
        translations=tuple(
            _course(translation, library, written=written) for translation in folder.translations
        ),
    )
