"""Publishing at the start and by `studyhub publish`: what is sound goes out, what is not is said, and no more."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from studyhub.courses.actions import GoneFrom, Published
from studyhub.courses.carrying import Gone
from studyhub.courses.models import Course, Edition
from studyhub.db import db
from studyhub.hosting.publishing import in_words, is_published, publish_folders, remember
from tests.architecture.rules.source import ROOT
from tests.hosting.running import command, serving

TODAY = date(2026, 5, 14)
WHOLE = ROOT / "tests/compiler/cases/whole/courses"
BROKEN = "---\ntitle: [\n---\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one sound course, called harbour."""
    return Path(shutil.copytree(WHOLE, tmp_path / "shipped"))


@pytest.fixture(autouse=True)
def context(app: Flask) -> Iterator[None]:
    """An open database."""
    with app.app_context():
        yield


def editions() -> list[tuple[str, str, int]]:
    """List what is published: course, title, number."""
    rows = select(Course.slug, Edition.title, Edition.number).join(Edition, Edition.course_id == Course.id)
    return sorted((row[0], row[1], row[2]) for row in db.session.execute(rows))


def course_beside(folder: Path, name: str, *, title: str = "") -> Path:
    """Copy the sound course under another name, or give it another title."""
    made = Path(shutil.copytree(WHOLE / "harbour", folder / name, dirs_exist_ok=True))
    shutil.rmtree(made / "tr")  # a translation names its original
    page = made / "course.md"
    text = page.read_text().replace("id: harbour", f"id: {name}")
    page.write_text(text.replace("title: A harbour on strike", f"title: {title or name}"))
    return made


def test_what_is_sound_is_published_once(folder: Path) -> None:
    (made,) = publish_folders([folder], today=TODAY).published
    assert (made.slug, made.number) == ("harbour", 1)
    assert publish_folders([folder], today=TODAY).published == ()
    assert [number for _, _, number in editions()] == [1]


def test_a_course_with_errors_stays_as_it_was_and_the_others_go_out(folder: Path, tmp_path: Path) -> None:
    publish_folders([folder], today=TODAY)
    own = tmp_path / "own"
    shutil.copytree(WHOLE / "library", own / "library")
    course_beside(own, "pier")
    (course_beside(own, "broken") / "course.md").write_text(BROKEN)
    outcome = publish_folders([folder, own], today=TODAY)
    assert [edition.slug for edition in outcome.published] == ["pier"]
    assert {problem.path for problem in outcome.problems} == {str(own / "broken" / "course.md")}
    assert {slug for slug, _, _ in editions()} == {"harbour", "pier"}


def test_errors_in_what_all_courses_share_stop_the_folder(folder: Path) -> None:
    (folder / "library" / "works.yaml").write_text("- [")
    outcome = publish_folders([folder], today=TODAY)
    assert outcome.published == ()
    assert outcome.problems


def test_a_course_of_ones_own_takes_the_place_of_a_shipped_one(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    shutil.copytree(WHOLE / "library", own / "library")
    course_beside(own, "harbour", title="Our harbour")
    publish_folders([folder, own], today=TODAY)
    assert publish_folders([folder, own], today=TODAY).published == ()
    assert [title for _, title, _ in editions()] == ["Our harbour"]


def test_the_shipped_course_does_not_come_back_while_ones_own_has_errors(
    folder: Path, tmp_path: Path
) -> None:
    own = tmp_path / "own"
    shutil.copytree(WHOLE / "library", own / "library")
    page = course_beside(own, "harbour", title="Our harbour") / "course.md"
    publish_folders([folder, own], today=TODAY)
    page.write_text(BROKEN)
    assert publish_folders([folder, own], today=TODAY).published == ()
    assert [title for _, title, _ in editions()] == ["Our harbour"]


def test_a_changed_file_is_noticed(folder: Path, tmp_path: Path) -> None:
    publish_folders([folder], today=TODAY)
    remember([folder], data=tmp_path)
    assert is_published([folder], data=tmp_path)
    module = next(path for path in sorted((folder / "harbour").glob("*.md")) if path.name != "course.md")
    module.write_text(module.read_text().replace("e", "a", 1))
    assert not is_published([folder], data=tmp_path)


def test_another_database_is_noticed(folder: Path, tmp_path: Path) -> None:
    publish_folders([folder], today=TODAY)
    remember([folder], data=tmp_path)
    db.session.rollback()
    assert not is_published([folder], data=tmp_path)


def test_the_command_says_what_it_published_and_then_that_nothing_changed(
    folder: Path, tmp_path: Path
) -> None:
    data = str(tmp_path / "data")
    code, said = command("publish", str(folder), "--data", data)
    assert code == 0
    assert "edition 1" in said
    code, said = command("publish", str(folder), "--data", data)
    assert (code, said.splitlines()[-1]) == (0, "Nothing has changed.")


def test_the_command_names_the_paragraphs_that_are_gone(folder: Path, tmp_path: Path) -> None:
    data = str(tmp_path / "data")
    command("publish", str(folder), "--data", data)
    page = folder / "harbour" / "01-strike.md"
    text = page.read_text()
    assert "- wages\n" in text
    page.write_text(text.replace("- wages\n", ""))
    code, said = command("publish", str(folder), "--data", data)
    assert code == 0
    assert "gone or too much changed to be known again:\n    “wages”\n  Whoever stopped" in said


def test_of_many_paragraphs_that_are_gone_some_are_named() -> None:
    gone = tuple(GoneFrom("April", Gone(f"p-{number}", f"Row {number}.", "")) for number in range(12))
    said = in_words(Published("revolution", "The revolution", 2, gone))
    assert said.splitlines()[-3:-1] == ["    “Row 9.”", "    and 2 more"]


def test_the_command_prints_errors_like_a_compiler_and_fails(folder: Path, tmp_path: Path) -> None:
    (folder / "harbour" / "course.md").write_text(BROKEN)
    code, said = command("publish", str(folder), "--data", str(tmp_path / "data"))
    assert code == 1
    assert f"{folder / 'harbour' / 'course.md'}:3:" in said


def test_studyhub_starts_although_a_course_of_ones_own_has_errors(tmp_path: Path) -> None:
    page = course_beside(tmp_path / "data" / "courses", "mine") / "course.md"
    page.write_text(BROKEN)
    with serving(tmp_path / "data") as running:
        said = "".join(running.said)
        assert f"{page}:3:" in said
        assert "Published: The Russian Revolution, edition 1" in said
        assert running.get("/help") == 200
