"""Files and folders of every kind: what is read, what is passed over, what is a problem."""

from __future__ import annotations

import io
import json
import os
import pickle
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from studyhub.compiler import Compiled, compile_courses
from studyhub.compiler import worker as working
from studyhub.compiler.files.yaml_nodes import Word, _Tree, read_yaml
from studyhub.compiler.problems import Problems
from studyhub.compiler.words.spelling import nearest
from tests.compiler.folders import FIRST, WHOLE, change, copy_whole, problems_of

COURSE = "harbour/course.md"


def rules_of(root: Path, path: str = "") -> list[str]:
    return [problem.rule for problem in problems_of(root) if path in {"", problem.path}]


def test_a_folder_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    assert rules_of(tmp_path / "nowhere") == ["no-folder"]


def test_an_empty_folder_is_clean(tmp_path: Path) -> None:
    assert compile_courses(tmp_path) == Compiled((), compile_courses(tmp_path).library, ())


def test_what_is_hidden_or_for_authors_is_passed_over(tmp_path: Path) -> None:
    root = copy_whole(tmp_path)
    for name in (".git", "~backup"):
        (root / name).mkdir()
    (root / "README.md").write_text("For authors.", encoding="utf-8")
    (root / "harbour/README.md").write_text("For authors.", encoding="utf-8")
    (root / "harbour/.02-swap.md.swp").write_bytes(b"\xff")
    (root / "notes.txt").write_text("x", encoding="utf-8")
    assert problems_of(root) == []


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(tmp_path: Path) -> None:
    root = copy_whole(tmp_path)
    for file in root.rglob("*.*"):
        if file.suffix in {".md", ".yaml"}:
            text = file.read_text(encoding="utf-8")
            file.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert compile_courses(root).problems == ()
    assert [course.modules[0].parts for course in compile_courses(root).courses] == [
        course.modules[0].parts for course in compile_courses(WHOLE).courses
    ]


def test_links_are_not_followed_wherever_they_stand(tmp_path: Path) -> None:
    root = copy_whole(tmp_path)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "works.yaml").write_text("- id: secret\n  title: Secret\n", encoding="utf-8")
    (root / "harbour/03-link.md").symlink_to(root / FIRST)
    (root / "linked").symlink_to(outside)
    (root / "harbour/de").symlink_to(root / "harbour/tr")
    timelines = root / "library/timelines"
    timelines.rename(outside / "timelines")
    timelines.symlink_to(outside / "timelines")
    found = {(problem.path, problem.rule) for problem in problems_of(root)}
    assert {
        ("harbour/03-link.md", "symlink"),
        ("linked", "symlink"),
        ("library/timelines", "symlink"),
    } <= found
    assert ("harbour/de", "symlink") in found
    assert "secret" not in compile_courses(root).library.works


def test_a_linked_image_is_no_image(tmp_path: Path) -> None:
    root = copy_whole(tmp_path)
    pier = root / "harbour/images/pier.png"
    pier.rename(tmp_path / "pier.png")
    pier.symlink_to(tmp_path / "pier.png")
    assert set(rules_of(root)) == {"bad-image"}
    pier.unlink()
    (root / "harbour/images").rmdir()
    (tmp_path / "images").mkdir()
    (tmp_path / "pier.png").rename(tmp_path / "images/pier.png")
    (root / "harbour/images").symlink_to(tmp_path / "images")
    assert set(rules_of(root)) == {"bad-image"}


def test_what_is_no_file_or_may_not_be_read_is_a_problem(tmp_path: Path) -> None:
    root = copy_whole(tmp_path)
    os.mkfifo(root / "harbour/03-pipe.md")
    (root / "harbour/04-folder.md").mkdir()
    (root / "library/terms.yaml").unlink()
    (root / "library/terms.yaml").mkdir()
    assert rules_of(root, "harbour/03-pipe.md") == ["unreadable"]
    assert rules_of(root, "harbour/04-folder.md") == ["unreadable"]
    assert rules_of(root, "library/terms.yaml") == ["unreadable"]


def test_a_file_that_cannot_be_opened_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = copy_whole(tmp_path)

    def refuse(*_met: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    monkeypatch.setattr(Path, "iterdir", refuse)
    assert set(rules_of(root)) == {"unreadable"}


def test_sizes_are_limited(tmp_path: Path) -> None:
    root = copy_whole(tmp_path)
    (root / "harbour/03-large.md").write_bytes(b"x" * (256 * 1024 + 1))
    (root / "harbour/04-lines.md").write_bytes(b"x\n" * 10_001)
    (root / "harbour/05-head.md").write_bytes(b"---\n" + b"# a comment\n" * 6000 + b"---\n")
    for name in ("03-large", "04-lines", "05-head"):
        assert rules_of(root, f"harbour/{name}.md") == ["too-large"]


def test_the_number_of_modules_and_of_files_is_limited(tmp_path: Path) -> None:
    root = copy_whole(tmp_path)
    many = root / "many"
    many.mkdir()
    (many / "course.md").write_text("---\nid: many\n---\n", encoding="utf-8")
    for number in range(501):
        (many / f"{number:03}-a.md").write_text("", encoding="utf-8")
    assert rules_of(root, "many/500-a.md") == ["too-many"]
    for number in range(5001):
        (root / f"library/texts-{number}").touch()
    assert rules_of(root, "library") == ["too-many"]


def test_a_text_of_front_matter_is_limited_too(tmp_path: Path) -> None:
    root = copy_whole(tmp_path)
    change(root, FIRST, old="To see what", new="To see " + "what " * 500)
    change(root, FIRST, old="  - Say what the crane drivers wanted.", new="  - {a: b}\n  - ''\n  - Say it.")
    assert rules_of(root) == ["wrong-type", "wrong-type"]


def test_two_courses_of_one_id_are_a_problem(tmp_path: Path) -> None:
    root = copy_whole(tmp_path)
    (root / "other").mkdir()
    (root / "other/course.md").write_bytes((root / COURSE).read_bytes())
    (problem,) = problems_of(root)
    assert (problem.path, problem.line, problem.rule) == ("other/course.md", 2, "duplicate-id")


def test_two_modules_of_one_id_are_a_problem(tmp_path: Path) -> None:
    root = copy_whole(tmp_path)
    change(root, "harbour/02-end.md", old="id: end", new="id: strike")
    change(root, FIRST, old="module:end", new="module:strike")
    found = [(problem.path, problem.line, problem.rule) for problem in problems_of(root)]
    assert found == [("harbour/02-end.md", 2, "duplicate-id")]


def test_an_id_that_stands_in_two_modules_is_a_problem_that_names_the_other(tmp_path: Path) -> None:
    root = copy_whole(tmp_path)
    change(root, "harbour/02-end.md", old="#who-won", new="#who-called")
    (problem,) = problems_of(root)
    assert problem.path == "harbour/02-end.md"
    assert "harbour/01-strike.md:" in problem.message


def test_a_course_may_need_another(tmp_path: Path) -> None:
    root = copy_whole(tmp_path)
    (root / "other").mkdir()
    text = (root / COURSE).read_text(encoding="utf-8")
    new = text.replace("id: harbour", "id: other").replace("needs: []", "needs: [harbour]")
    (root / "other/course.md").write_text(new, encoding="utf-8")
    assert problems_of(root) == []


def test_a_text_that_begins_at_once_is_not_taken_for_the_front_matters_list(tmp_path: Path) -> None:
    root = copy_whole(tmp_path)
    text = (root / FIRST).read_text(encoding="utf-8")
    _, head, _ = text.split("---\n", 2)
    (root / FIRST).write_text(f"---\n{head}---\nText\n- and a list\n", encoding="utf-8")
    assert "blank-line" in rules_of(root, FIRST)


def test_broken_timelines_and_lists_are_problems(tmp_path: Path) -> None:
    root = copy_whole(tmp_path)
    (root / "library/timelines/a.yaml").write_text("title: [", encoding="utf-8")
    (root / "library/timelines/b.yaml").write_text("title: x\nevents:\n  - text: x\n", encoding="utf-8")
    (root / "organisation.yaml").write_text("name: @x\n", encoding="utf-8")
    change(root, FIRST, old="aims:\n  - Say what the crane drivers wanted.", new="aims: one")
    found = [(problem.path, problem.rule) for problem in problems_of(root)]
    assert found == [
        (FIRST, "missing-key"),
        (FIRST, "wrong-type"),
        ("library/timelines/a.yaml", "yaml"),
        ("library/timelines/b.yaml", "missing-key"),
        ("organisation.yaml", "yaml"),
    ]


def test_a_translation_mirrors_its_original(tmp_path: Path) -> None:
    root = copy_whole(tmp_path)
    change(root, "harbour/tr/course.md", old="language: tr", new="language: de")
    change(root, "harbour/tr/course.md", old="id: harbour", new="id: liman")
    text = (root / FIRST).read_bytes()
    (root / "harbour/tr/07-more.md").write_bytes(text)
    (root / "harbour/08-broken.md").write_text("x", encoding="utf-8")
    (root / "harbour/tr/08-broken.md").write_bytes(text)
    found = [(problem.path, problem.rule) for problem in problems_of(root)]
    assert found == [
        ("harbour/08-broken.md", "front-matter"),
        ("harbour/tr/07-more.md", "translation"),
        ("harbour/tr/course.md", "translation"),
        ("harbour/tr/course.md", "translation"),
    ]


def test_course_files_without_front_matter_or_text_are_problems(tmp_path: Path) -> None:
    root = copy_whole(tmp_path)
    (root / "empty").mkdir()
    (root / "empty/course.md").write_text("x", encoding="utf-8")
    (root / "broken").mkdir()
    (root / "broken/course.md").write_bytes(b"\xff")
    found = [(problem.path, problem.rule) for problem in problems_of(root)]
    assert found == [("broken/course.md", "not-utf8"), ("empty/course.md", "front-matter")]


def test_an_introduction_has_no_questions_and_no_footnotes(tmp_path: Path) -> None:
    root = copy_whole(tmp_path)
    change(root, COURSE, old="", new="\nx[^1]\n\n[^1]: y\n\n::: lead-off\nx\n:::\n\n::: note\nz\n:::\n")
    assert rules_of(root) == ["unknown-footnote", "misplaced-block"]
    assert '<div class="note"><p>z</p></div>' in compile_courses(root).courses[0].introduction_html


def test_a_step_that_is_folded_over_lines_is_reported_all_the_same(tmp_path: Path) -> None:
    root = copy_whole(tmp_path)
    change(root, "routes.yaml", old="    - harbour/strike", new="    - >-\n      no\n      such")
    assert rules_of(root) == ["broken-link"]


def test_a_nesting_that_nobody_can_follow_is_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fall(*_met: object, **_named: object) -> None:
        raise RecursionError

    monkeypatch.setattr("studyhub.compiler.rendering.write_module", fall)
    monkeypatch.setattr("studyhub.compiler.introduction.sanitise", fall)
    compiled = compile_courses(copy_whole(tmp_path))
    assert {problem.rule for problem in compiled.problems} == {"too-dense", "broken-link"}
    assert compiled.courses[0].modules == ()
    assert compiled.courses[0].introduction_html == ""


def test_a_worker_writes_its_result_and_says_where_it_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = io.BytesIO()
    monkeypatch.setattr(sys, "argv", ["-c", "[]", "compile", "-1"])
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(pickle.dumps(WHOLE))))
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=out))
    working.main()
    assert pickle.loads(out.getvalue()) == compile_courses(WHOLE)  # noqa: S301 - our own bytes
    assert json.dumps("harbour/01-strike.md") in capsys.readouterr().err


def test_a_worker_renders_a_share(monkeypatch: pytest.MonkeyPatch) -> None:
    assert working.TASKS["render"]([]) == []
    monkeypatch.setattr("studyhub.compiler.rendering.MANY", 1)
    assert compile_courses(WHOLE) == compile_courses(WHOLE, processes=1)


def test_yaml_that_cannot_be_placed_is_placed_at_its_beginning() -> None:
    problems = Problems("x.yaml", ["x"])
    assert read_yaml("\x00", problems) is None
    assert [problem.line for problem in problems.found] == [1]
    assert _Tree(problems, 4).at(None).line == 5
    assert isinstance(read_yaml("no", problems), Word)


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("qestion", "question"),
        ("noet", "note"),
        ("quoet", "quote"),
        ("xyz", ""),
        ("q" * 200, ""),
        ("Timeline", "timeline"),
    ],
)
def test_a_word_is_taken_for_the_one_it_is_nearest_to(word: str, meant: str) -> None:
    assert nearest(word, ["question", "note", "quote", "timeline"]) == meant


def test_of_one_file_no_more_than_five_hundred_problems_are_kept(tmp_path: Path) -> None:
    root = copy_whole(tmp_path)
    change(root, FIRST, old="", new="\n" + "\n\n[x](nowhere) [x](nowhere)" * 400)
    assert len(problems_of(root)) == 500
