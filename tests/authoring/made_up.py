"""Courses made up by hand, for tests that need no compiler."""

from __future__ import annotations

from studyhub.compiler.model import Compiled, Course, Facilitation, Library, Module, Part, Problem


def make_module(name: str, *, number: int = 1, course: str = "capital", text: str = "Text.") -> Module:
    return Module(
        id=name,
        number=number,
        title=name.capitalize(),
        language="en",
        why="Because.",
        aims=("Say why.",),
        plan="branch-night",
        minutes=5,
        parts=(Part(id="first", title="First", html=f"<p>{text}</p>", characters=len(text)),),
        passages=(),
        notes=(),
        readings=(),
        questions=(),
        disputed=(),
        recall=(),
        key_points_html="",
        facilitation=Facilitation(),
        source=f"{course}/{number:02}-{name}.md",
    )


def make_course(*modules: Module, name: str = "capital") -> Course:
    return Course(
        id=name,
        title=name.capitalize(),
        language="en",
        summary="A summary.",
        authors=("Somebody",),
        licence="CC-BY-SA-4.0",
        needs=(),
        introduction_html="<p>Welcome.</p>",
        modules=modules,
        images=(),
    )


def make_compiled(*courses: Course, problems: tuple[Problem, ...] = ()) -> Compiled:
    return Compiled(courses=courses, library=Library(), problems=problems)
