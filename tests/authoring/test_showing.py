"""What a preview shows after each save, broken files and all."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from studyhub.authoring.compiling import NoAnswerError
from studyhub.authoring.showing import Showing
from studyhub.compiler.model import Compiled, Module
from tests.authoring.made_up import make_compiled, make_course, make_module


class Folder:
    """A courses folder and what compiling it gives; files that say `broken` give nothing."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.hangs = False
        (root / "capital").mkdir()

    def write(self, number: int, name: str, text: str) -> Path:
        file = self.root / f"capital/{number:02}-{name}.md"
        file.write_text(text)
        return file

    def compile(self, root: Path) -> Compiled:
        if self.hangs:
            raise NoAnswerError("it took more than 20 seconds")
        files = sorted((root / "capital").glob("*.md"))
        modules = [self._module(file) for file in files if file.read_text() != "broken"]
        return make_compiled(make_course(*modules))

    def _module(self, file: Path) -> Module:
        number, _, name = file.stem.partition("-")
        return make_module(name, number=int(number), text=file.read_text())


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    folder = Folder(tmp_path)
    folder.write(1, "money", "Money.")
    folder.write(2, "wages", "Wages.")
    return folder


@pytest.fixture
def showing(folder: Folder) -> Showing:
    showing = Showing(folder.root, folder.compile)
    showing.renew()
    return showing


@pytest.fixture
def watched(showing: Showing, folder: Folder) -> Iterator[Showing]:
    stop = threading.Event()
    thread = threading.Thread(target=showing.watch, args=[stop])
    seen = showing.state.version
    folder.write(1, "money", "More money.")
    thread.start()
    assert showing.wait_for_change(seen, 10)  # the watch stands
    yield showing
    stop.set()
    thread.join(10)
    assert not thread.is_alive()


def texts(showing: Showing) -> list[str]:
    return [
        part.html for course in showing.state.compiled.courses for m in course.modules for part in m.parts
    ]


def test_every_state_has_a_version_of_its_own(showing: Showing, folder: Folder) -> None:
    first = showing.state.version
    folder.write(1, "money", "New money.")
    assert showing.renew().version != first
    assert Showing(folder.root, folder.compile).state.version != first


def test_a_save_that_changes_nothing_makes_no_new_version(showing: Showing) -> None:
    assert showing.state.version == showing.renew().version


def test_a_broken_file_shows_its_last_good_text(showing: Showing, folder: Folder) -> None:
    folder.write(1, "money", "broken")
    folder.write(2, "wages", "Higher wages.")
    assert showing.renew().earlier == {"capital/01-money.md"}
    assert texts(showing) == ["<p>Money.</p>", "<p>Higher wages.</p>"]
    folder.write(1, "money", "More money.")
    assert showing.renew().earlier == frozenset()
    assert texts(showing)[0] == "<p>More money.</p>"


def test_a_course_that_is_broken_as_a_whole_stays(showing: Showing, folder: Folder) -> None:
    folder.write(1, "money", "broken")
    folder.write(2, "wages", "broken")
    showing.renew()
    assert len(showing.renew().earlier) == 2


def test_a_file_that_was_deleted_or_renamed_goes(showing: Showing, folder: Folder) -> None:
    folder.write(1, "money", "broken").rename(folder.root / "capital/03-money.md")
    (folder.root / "capital/02-wages.md").unlink()
    showing.renew()
    assert texts(showing) == []


def test_without_an_answer_everything_stays_and_the_reason_is_said(showing: Showing, folder: Folder) -> None:
    folder.hangs = True
    assert showing.renew().trouble == "it took more than 20 seconds"
    assert texts(showing) == ["<p>Money.</p>", "<p>Wages.</p>"]
    folder.hangs = False
    assert showing.renew().trouble == ""


def test_who_waits_is_woken_by_a_save(watched: Showing, folder: Folder) -> None:
    seen = watched.state.version
    assert not watched.wait_for_change(seen, 0.05)
    folder.write(1, "money", "New money.")
    assert watched.wait_for_change(seen, 10)
    assert texts(watched)[0] == "<p>New money.</p>"


def test_a_folder_that_goes_and_comes_back_is_still_watched(watched: Showing, folder: Folder) -> None:
    aside = folder.root.rename(folder.root.with_name("aside"))
    time.sleep(0.3)
    aside.rename(folder.root)
    for text in ("one", "two", "three"):
        seen = watched.state.version
        folder.write(1, "money", text)
        watched.wait_for_change(seen, 3)
    assert "<p>three</p>" in texts(watched)
