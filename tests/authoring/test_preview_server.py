"""`studyhub preview` as an author runs it: a process, a browser, and files that are saved."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import DESK, PHONE, SMALLEST, Visitor

ROOT = Path(__file__).parents[2]
PAGE = "/courses/russian-revolution/backward-country"
MODULE = "russian-revolution/01-a-backward-country.md"
HEADING = "Four men dismissed"
AT_MOST = 10.0  # seconds: a bound for a busy machine, not what is expected


@dataclass
class Preview:
    """A preview that runs, and its folder."""

    process: subprocess.Popen[str]
    address: str
    courses: Path

    @property
    def module(self) -> Path:
        return self.courses / MODULE

    def get(self, path: str) -> str:
        with urllib.request.urlopen(self.address + path, timeout=30) as answer:  # noqa: S310 - our own server
            text: str = answer.read().decode()
        return text

    def rewrite(self, old: str, new: str) -> None:
        text = self.module.read_text()
        assert old in text
        self.module.write_text(text.replace(old, new))


def start(*words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-u", "-m", "studyhub", "preview", *words],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    courses = Path(shutil.copytree(ROOT / "courses", tmp_path / "courses"))
    process = start(str(courses))
    assert process.stdout
    address = next((found[0] for line in process.stdout if (found := re.search(r"http://[\d.:]+", line))), "")
    assert address, "the preview ended without an address"
    yield Preview(process, address, courses)
    process.send_signal(signal.SIGINT)
    rest, _ = process.communicate(timeout=30)
    assert "Traceback" not in rest
    assert process.returncode == 0


@pytest.fixture
def author(preview: Preview, chromium: Browser) -> Iterator[Callable[..., Visitor]]:
    """Make visitors of the preview; none of them may meet a script fault, a console message or another host."""
    made: list[Visitor] = []

    def make(**options: object) -> Visitor:
        context = chromium.new_context(**{"viewport": PHONE, "reduced_motion": "reduce", **options})  # type: ignore[arg-type]  # playwright's own keywords
        made.append(Visitor(preview.address, context))
        made[-1].page.goto(preview.address + PAGE)
        return made[-1]

    yield make
    for visitor in made:
        visitor.context.close()
    assert [wrong for visitor in made for wrong in visitor.wrongs] == []


def until(is_so: Callable[[], bool]) -> None:
    """Wait until something is so; fail after a while."""
    end = time.monotonic() + AT_MOST
    while not is_so():
        assert time.monotonic() < end, "nothing came of it in time"
        time.sleep(0.02)


def test_a_save_is_on_the_page_soon(preview: Preview) -> None:
    assert HEADING in preview.get(PAGE)
    preview.rewrite(HEADING, "Four men and a strike")
    until(lambda: "Four men and a strike" in preview.get(PAGE))


def test_a_broken_file_keeps_its_text_and_says_what_is_wrong(preview: Preview) -> None:
    preview.rewrite("aims:\n", "aims: [\n")
    until(lambda: "This is the last version that worked." in preview.get(PAGE))
    page = preview.get(PAGE)
    assert HEADING in page
    assert f"{MODULE}:" in page
    preview.rewrite("aims: [\n", "aims:\n")
    until(lambda: "This is the last version that worked." not in preview.get(PAGE))


def test_a_new_course_appears_and_a_deleted_module_goes(preview: Preview) -> None:
    shutil.copytree(ROOT / "courses/russian-revolution", preview.courses / "another")
    course = preview.courses / "another/course.md"
    course.write_text(course.read_text().replace("id: russian-revolution", "id: another"))
    until(lambda: "/courses/another" in preview.get("/"))
    preview.module.unlink()
    until(lambda: PAGE not in preview.get("/courses/russian-revolution"))


def test_it_listens_to_this_computer_alone(preview: Preview) -> None:
    assert preview.address.startswith("http://127.0.0.1:")


def test_it_does_not_say_what_it_is_made_with(preview: Preview) -> None:
    """HD-02."""
    with urllib.request.urlopen(preview.address, timeout=30) as answer:  # noqa: S310 - our own server
        assert not answer.headers["Server"]


def test_a_taken_port_is_said_in_plain_words() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        process = start("courses", "--port", str(taken.getsockname()[1]))
        said, _ = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "another program has it" in said
    assert "Traceback" not in said


def test_a_folder_that_is_not_there_is_said_in_plain_words() -> None:
    process = start("nowhere")
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "There is no folder nowhere." in said


@pytest.mark.browser
def test_the_page_loads_itself_again_and_keeps_its_place(
    preview: Preview, author: Callable[..., Visitor]
) -> None:
    page: Page = author().page
    page.evaluate("window.scrollTo(0, 2500)")
    before = page.evaluate("window.scrollY")
    assert before > 2000
    preview.rewrite("Nicholas was not at home.", "He was out.")
    expect(page.locator("main")).to_contain_text("He was out.", timeout=AT_MOST * 1000)
    until(lambda: bool(abs(page.evaluate("window.scrollY") - before) < 60))
    preview.rewrite("He was out.", "Nobody was in.")  # and once more
    expect(page.locator("main")).to_contain_text("Nobody was in.", timeout=AT_MOST * 1000)


@pytest.mark.browser
def test_without_a_script_a_link_reloads(preview: Preview, author: Callable[..., Visitor]) -> None:
    page: Page = author(java_script_enabled=False).page
    preview.rewrite(HEADING, "Four men and a strike")
    until(lambda: "Four men and a strike" in preview.get(PAGE))
    assert page.locator("h2", has_text=HEADING).count() == 1
    page.get_by_role("link", name="Reload").click()
    assert page.locator("h2", has_text="Four men and a strike").count() == 1


@pytest.mark.browser
def test_a_page_with_problems_and_boxes_is_for_everybody(
    preview: Preview, author: Callable[..., Visitor]
) -> None:
    preview.rewrite("::: key-points", "::: key-pionts")
    until(lambda: "key-pionts" in preview.get("/"))
    for viewport, scheme in ((SMALLEST, "light"), (DESK, "dark")):
        visitor = author(viewport=viewport, color_scheme=scheme)
        visitor.page.get_by_role("button", name="See it as organisers").click()
        visitor.page.wait_for_selector(".only-organisers")
        assert visitor.sideways() == 0, (viewport, scheme)
        assert visitor.axe() == [], (viewport, scheme)
        visitor.page.close()
