"""What comes out of a printer: seen by printing to a file and reading that."""

from __future__ import annotations

import io
from collections.abc import Callable

import pypdf
import pytest

from tests.journeys.conftest import Walk
from tests.journeys.world import BRANCH, EVERY_BLOCK, INVITED, MODULE

pytestmark = pytest.mark.browser
Printed = Callable[..., list[str]]
PAPERS = ("A4", "Letter")


@pytest.fixture(scope="session")
def printed(walk: Walk) -> Printed:
    """`printed(address, paper)`: the text of each page, its white space made single; each is numbered, none is blank."""
    visitor = walk("member", java_script_enabled=False)

    def show(address: str, paper: str = "A4") -> list[str]:
        pages = pypdf.PdfReader(io.BytesIO(visitor.open(address).pdf(format=paper))).pages
        numbered = [" ".join(page.extract_text().split()) for page in pages]
        texts = [
            page.removeprefix(f"{number} / {len(pages)} ") for number, page in enumerate(numbered, start=1)
        ]
        assert all(len(text) < len(page) for text, page in zip(texts, numbered, strict=True))
        assert min(map(len, texts)) > 20
        return texts

    return show


@pytest.mark.parametrize("paper", PAPERS)
def test_a_course_is_a_booklet(printed: Printed, paper: str) -> None:
    pages = printed("/courses/russian-revolution/print", paper)
    assert pages[0].startswith("The Russian Revolution")
    assert "Made by" in pages[0]
    assert "Licence: CC-BY-SA-4.0" in pages[0]
    assert pages[1].startswith("Contents")
    for title in (
        "1 A backward country with the newest factories",
        "2 Five days without a headquarters",
        "3 Two powers in one city",
        "People and terms",
    ):
        assert [page for page in pages if page.startswith(title)], title
    assert len(pages) < 45
    for never in ("Reading settings", "Privacy: what we keep", "Skip to", "Print it with"):
        assert not [page for page in pages if never in page]


@pytest.mark.parametrize("paper", PAPERS)
def test_a_module_prints_as_it_is_read(printed: Printed, paper: str) -> None:
    pages = printed(EVERY_BLOCK, paper)
    everything = " ".join(pages)
    for said in (
        "How a strike begins",
        "Nobody had called us.",
        "(8 March 1917)",
        "Porter, p. 90.",
        "In 1919.",  # in closed details
        "https://example.org/more",
    ):
        assert said in everything
    for never in ("Courses Today", "Mark as", "Take this module", "I have read this", "/works/"):
        assert never not in everything
    assert everything.count("Porter, ch. 1, on the gates.") == 1, "a note stands once"
    assert len(pages) < 7


def test_the_questions_have_lines_to_write_on_and_no_page_too_many(printed: Printed, walk: Walk) -> None:
    address = f"{MODULE}/questions/print"
    pages = printed(address)
    assert len(pages) == 2
    assert "A backward country with the newest factories" in pages[0]
    everything = " ".join(pages)
    assert "What would have had to be different for Russia" in everything
    assert everything.count("Needs") == 5
    sheet = walk("member").open(address)
    assert sheet.locator(".ruled").count() == 5
    lines = sheet.locator(".ruled span").first
    assert lines.evaluate("line => getComputedStyle(line).borderBottomStyle") == "solid", (
        "printers drop backgrounds"
    )


@pytest.mark.parametrize("paper", PAPERS)
def test_a_page_is_not_begun_for_nothing(printed: Printed, paper: str) -> None:
    assert len(printed("/courses/arabic/first-evening/questions/print", paper)) == 1
    assert len(printed("/courses/arabic/first-evening", paper)) == 2
    assert len(printed("/signed-out", paper)) == 1


def test_it_prints_the_same_from_a_dark_page(walk: Walk) -> None:
    page = walk("member").open("/courses/harbour/print")
    page.evaluate("document.documentElement.dataset.theme = 'night'")
    page.emulate_media(media="print")
    colours = page.evaluate(
        "[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]"
    )
    assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]


@pytest.mark.parametrize(("paper", "width"), [("a4", 210), ("a5", 148), ("strips", 210)])
def test_a_poster_is_one_sheet_of_its_paper(walk: Walk, paper: str, width: int) -> None:
    visitor = walk("organiser", java_script_enabled=False)
    page = visitor.open(f"{BRANCH}/invitations/2/poster/{paper}")
    (sheet,) = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert abs(float(sheet.mediabox.width) * 25.4 / 72 - width) < 1
    text = " ".join(sheet.extract_text().split())
    assert text.replace(" ", "").count(INVITED[1]) == (9 if paper == "strips" else 1)
    assert "Tuesdays at seven" in text
    for never in ("StudyHub", "Back to the poster", "Privacy", "Wolfeschlegel"):
        assert never not in text
