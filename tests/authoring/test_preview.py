"""The pages of a preview: readers' view, organisers' view, problems, and what is broken for a moment."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from studyhub.authoring.compiling import NoAnswerError
from studyhub.authoring.places import Place
from studyhub.authoring.preview import create_preview
from studyhub.authoring.showing import Showing
from studyhub.compiler.model import Compiled, Depth, Facilitation, Image, Level, Note, Problem, Question
from tests.authoring.made_up import make_compiled, make_course, make_module

SECRET = "Let the quiet ones begin."
PAGE = "/courses/capital/money"
WRONG = Problem(
    "capital/01-money.md", 31, 5, "unknown-block", "there is no block called “qestion”", length=7,
    source="::: qestion", hint="did you mean “question”?",
)  # fmt: skip


def folder(*problems: Problem) -> Compiled:
    module = replace(
        make_module("money"),
        questions=(Question("why", "Why money?", "<p>Why money?</p>", Depth.NONE, 10),),
        facilitation=Facilitation(
            notes={"why": f"<p>{SECRET}</p>"},
            other_html=("<p>Bring coins.</p>",),
            lead_off_html="<p>One claim.</p>",
            footnotes=(Note("fn-f-1", 1, "For facilitators."),),
        ),
    )
    translation = make_course(replace(make_module("money"), title="Para", language="tr"))
    course = make_course(module, make_module("wages", number=2))
    course = replace(course, translations=(replace(translation, title="Kapital", language="tr"),))
    return make_compiled(course, problems=problems)


class Author:
    """An author with a folder and a browser."""

    def __init__(self, root: Path) -> None:
        (root / "capital").mkdir()
        for name in ("01-money", "02-wages"):
            (root / f"capital/{name}.md").write_text("x")
        self.root = root
        self.now: Compiled | NoAnswerError = folder()
        self.showing = Showing(root, self._compile)
        self.save(self.now)
        self.browser: FlaskClient = create_preview(
            self.showing, Place(root), scratch=root.parent / "scratch"
        ).test_client()

    def save(self, now: Compiled | NoAnswerError) -> None:
        self.now = now
        self.showing.renew()

    def sees(self, address: str) -> str:
        return self.browser.get(address).text

    def _compile(self, _root: Path) -> Compiled:
        if isinstance(self.now, NoAnswerError):
            raise self.now
        return self.now


@pytest.fixture
def author(tmp_path: Path) -> Author:
    return Author(tmp_path)


def test_courses_and_their_modules_are_listed(author: Author) -> None:
    assert 'href="/courses/capital?lang=en"' in author.sees("/")
    page = author.sees("/courses/capital")
    assert "Welcome." in page
    assert f'href="{PAGE}"' in page


def test_a_folder_without_courses_says_how_to_begin(author: Author) -> None:
    for file in author.root.glob("capital/*"):
        file.unlink()
    author.save(make_compiled())
    assert "studyhub new course" in author.sees("/")


def test_a_reader_sees_nothing_of_what_is_for_organisers(author: Author) -> None:
    page = author.sees(PAGE)
    assert "Why money?" in page
    for hidden in (SECRET, "Bring coins.", "One claim.", "For facilitators."):
        assert hidden not in page


def test_an_organiser_sees_it_in_boxes_until_the_switch_is_set_back(author: Author) -> None:
    answer = author.browser.post("/preview/seen-as/organisers", data={"back": PAGE})
    assert (answer.status_code, answer.location) == (303, PAGE)
    page = author.sees(PAGE)
    for hidden in (SECRET, "Bring coins.", "One claim.", "For facilitators."):
        assert hidden in page
    author.browser.post("/preview/seen-as/readers", data={"back": PAGE})
    assert SECRET not in author.sees(PAGE)


@pytest.mark.parametrize(
    "back",
    [
        "https://elsewhere.example/",
        "//elsewhere.example",
        "/\\elsewhere.example",
        "/\t/elsewhere.example",
        "/%09/x",
        "",
    ],
)
def test_the_switch_leads_nowhere_else(author: Author, back: str) -> None:
    assert author.browser.post("/preview/seen-as/readers", data={"back": back}).location == "/"


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_another_site_cannot_press_the_switch(author: Author, headers: dict[str, str]) -> None:
    """CS-02: an author who previews a course also has other pages open."""
    assert author.browser.post("/preview/seen-as/organisers", headers=headers).status_code == 400
    assert SECRET not in author.sees(PAGE)


def test_a_translation_has_its_own_pages(author: Author) -> None:
    assert 'href="/courses/capital/money?lang=tr"' in author.sees("/courses/capital?lang=tr")
    assert "Para" in author.sees(f"{PAGE}?lang=tr")
    assert author.browser.get(f"{PAGE}?lang=de").status_code == 404


def test_problems_stand_on_top_in_the_words_of_check(author: Author) -> None:
    author.save(folder(replace(WRONG, path="capital/02-wages.md", level=Level.ADVICE), WRONG))
    page = author.sees(PAGE)
    assert "1 error and 1 piece of advice in 2 files." in page
    assert "capital/01-money.md:31:5" in page
    assert "error[unknown-block]" in page
    assert "   31 | ::: qestion\n      |     ^^^^^^^ did you mean “question”?" in page
    assert page.index("01-money.md:31") < page.index("02-wages.md:31")  # this page's own come first


def test_many_problems_are_counted_after_the_twentieth(author: Author) -> None:
    author.save(folder(*(replace(WRONG, line=line) for line in range(1, 35))))
    page = author.sees("/")
    assert page.count("error[unknown-block]") == 20
    assert "and 14 more" in page


def test_what_a_file_holds_is_escaped(author: Author) -> None:
    author.save(folder(replace(WRONG, source="<script>alert(1)</script>", message="<b>", hint="<i>")))
    page = author.sees("/")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_broken_file_shows_its_last_good_text_under_a_line_that_says_so(author: Author) -> None:
    author.save(make_compiled(make_course(make_module("wages", number=2)), problems=(WRONG,)))
    page = author.sees(PAGE)
    assert "Why money?" in page
    assert "This is the last version that worked." in page
    assert "This is the last version that worked." not in author.sees("/courses/capital/wages")


def test_a_folder_that_cannot_be_read_shows_what_was_there(author: Author) -> None:
    author.save(NoAnswerError("it took more than 20 seconds"))
    page = author.sees(PAGE)
    assert "Why money?" in page
    assert "could not be read (it took more than 20 seconds)" in page


def test_an_address_without_a_page_waits_for_one(author: Author) -> None:
    answer = author.browser.get("/courses/capital/nothing")
    assert answer.status_code == 404
    assert f'data-seen="{author.showing.state.version}"' in answer.text


def test_pictures_come_from_the_folder_and_from_nowhere_else(author: Author) -> None:
    (author.root / "capital/map.png").write_bytes(b"png")
    outside = author.root.parent / "outside.png"
    outside.write_bytes(b"secret")
    there = Image("a" * 64, "image/png", str(author.root / "capital/map.png"))
    elsewhere = Image("b" * 64, "image/png", str(outside))
    author.save(make_compiled(replace(make_course(make_module("money")), images=(there, elsewhere))))
    answer = author.browser.get(f"/courses/capital/images/{'a' * 64}.png", buffered=True)
    assert (answer.status_code, answer.data, answer.mimetype) == (200, b"png", "image/png")
    assert author.browser.get(f"/courses/capital/images/{'b' * 64}.png").status_code == 404
    assert author.browser.get(f"/courses/capital/images/{'c' * 64}.png").status_code == 404


def test_who_asks_for_changes_hears_of_the_next_save(author: Author) -> None:
    seen = author.showing.state.version
    author.save(folder(WRONG))
    answer = author.browser.get(f"/preview/changes?seen={seen}")
    assert (answer.status_code, answer.text) == (200, author.showing.state.version)


def test_who_asks_for_changes_is_let_go_when_there_are_none(
    author: Author, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studyhub.authoring.preview.LONGEST_WAIT", 0.01)
    assert author.browser.get(f"/preview/changes?seen={author.showing.state.version}").status_code == 204


def test_the_preview_has_the_headers_of_the_site_and_no_other_host_name(author: Author) -> None:
    answer = author.browser.get("/")
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert author.browser.get("/", headers={"Host": "elsewhere.example"}).status_code == 400
