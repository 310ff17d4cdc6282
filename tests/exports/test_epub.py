"""Books for e-readers: as the standard wants them, whole, and the same every time."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from flask.testing import FlaskClient

from studyhub.exports import epub, markdown_file, routes
from studyhub.exports.retelling import Manner, retell
from studyhub.exports.volume import PICTURE
from tests.epubcheck import faults
from tests.journeys.world import World

COURSES = {
    "russian-revolution": "/courses/russian-revolution/print/course.epub",
    "harbour": "/courses/harbour/print/course.epub",
    "harbour-tr": "/courses/harbour/print/course.epub?lang=tr",
    "arabic": "/courses/arabic/print/course.epub",
    "oktyabr": "/courses/oktyabr/print/course.epub",
    "harbour-strike": "/courses/harbour/strike/module.epub",
    "arabic-first-evening": "/courses/arabic/first-evening/module.epub",
}
OPS = "{http://www.idpf.org/2007/ops}"
NEVER = re.compile(
    r"https?://(localhost|127\.)|href=\"/|src=\"/|facilitator-only|<script|color:", re.IGNORECASE
)


@pytest.fixture(scope="module")
def books(library: World) -> dict[str, bytes]:
    """Every book, by its name."""
    reader = library.client_of("member")
    return {name: reader.get(address).data for name, address in COURSES.items()}


def test_the_checker_finds_nothing_wrong_but_in_a_broken_book(
    books: dict[str, bytes], tmp_path: Path
) -> None:
    for name, book in books.items():
        (tmp_path / f"{name}.epub").write_bytes(book)
    broken = tmp_path / "broken.epub"
    with ZipFile(BytesIO(books["arabic"])) as old, ZipFile(broken, "w") as new:
        for entry in old.infolist():
            new.writestr(entry, old.read(entry).replace(b'href="#fn-1"', b'href="#nowhere"'))
    found = faults(sorted(tmp_path.glob("*.epub")))
    assert "RSC-012" in found
    assert [line for line in found.splitlines() if ".epub" in line and str(broken) not in line] == []


def test_the_same_edition_is_the_same_file_whoever_takes_it(library: World, books: dict[str, bytes]) -> None:
    other = library.client_of("administrator")
    for name, address in COURSES.items():
        assert other.get(address).data == books[name], name


def test_it_is_handed_out_under_a_name_made_of_ids(nadia: FlaskClient) -> None:
    for name, address in COURSES.items():
        answer = nadia.get(address)
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}.epub"'
        assert answer.mimetype == "application/epub+zip"
        assert answer.headers["Cache-Control"] == "no-store"
        assert nadia.get(address, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_who_has_it_already_gets_it_neither_made_nor_sent_again(
    nadia: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    addresses = ["/courses/harbour/print/course.epub", "/courses/harbour/print/course.md"]
    tags = [nadia.get(address).headers["ETag"] for address in addresses]
    monkeypatch.setattr(epub, "epub_of", None)
    monkeypatch.setattr(markdown_file, "markdown_of", None)
    for address, tag in zip(addresses, tags, strict=True):
        answer = nadia.get(address, headers={"If-None-Match": tag})
        assert (answer.status_code, answer.data, answer.headers["ETag"]) == (304, b"", tag)


def test_a_book_in_other_words_of_the_interface_is_another(
    nadia: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = COURSES["harbour"]
    english = nadia.get(address).headers["ETag"]
    monkeypatch.setattr(routes, "get_locale", lambda: "tr")
    assert nadia.get(address, headers={"If-None-Match": english}).status_code == 200


def test_nothing_in_it_tells_where_it_was_made_or_by_whom(books: dict[str, bytes]) -> None:
    for name, book in books.items():
        for file, text in _texts(book).items():
            assert not NEVER.search(text), (name, file)
            for person in ("Nadia", "Reading group"):
                assert person not in text, (name, file)


def test_every_part_of_a_module_is_in_it(books: dict[str, bytes]) -> None:
    text = _texts(books["harbour"])["EPUB/module-strike.xhtml"]
    for said in (
        "Nobody had called us.",
        "Who <em>called</em> the strike",
        "Yes, with the railway.",
        "In 1919.",
        "A strike needs a morning.",
        "Report of the Company",
        'href="module-end.xhtml"',
        'href="glossary.xhtml#g-person-ines"',
        "<dt",
    ):
        assert said in text


def test_notes_and_what_leads_to_them_say_so(books: dict[str, bytes]) -> None:
    page = ET.fromstring(_texts(books["harbour"])["EPUB/module-strike.xhtml"])  # noqa: S314 - our own
    kinds = [(one.get(f"{OPS}type"), one.get("href"), one.get("id")) for one in page.iter()]
    assert ("noteref", "#fn-1", None) in kinds
    assert ("footnote", None, "fn-1") in kinds
    assert ("footnote", None, "fn-2") in kinds


def test_a_book_runs_the_way_of_its_language(books: dict[str, bytes]) -> None:
    arabic = _texts(books["arabic"])
    assert 'page-progression-direction="rtl"' in arabic["EPUB/package.opf"]
    assert 'lang="ar" xml:lang="ar" dir="rtl"' in arabic["EPUB/module-first-evening.xhtml"]
    turkish = _texts(books["harbour-tr"])
    assert "<dc:language>tr</dc:language>" in turkish["EPUB/package.opf"]
    assert 'xml:lang="tr"' in turkish["EPUB/module-strike.xhtml"]


def test_it_says_for_whom_it_can_be_read(books: dict[str, bytes]) -> None:
    said = _texts(books["harbour"])["EPUB/package.opf"]
    for needed in ("accessMode", "accessModeSufficient", "accessibilityFeature", "accessibilityHazard"):
        assert f'property="schema:{needed}"' in said
    assert "<dc:rights>" in said
    assert re.search(r"urn:uuid:[0-9a-f-]{36}<", said)


def test_a_picture_that_e_readers_do_not_know_is_described_instead() -> None:
    manner = Manner(link=str, picture=lambda _address: None, is_epub=True)
    assert retell('<p><img alt="A <pier" src="x.avif">.</p>', manner) == "<p>[A &lt;pier].</p>"


@pytest.mark.parametrize(
    ("ending", "is_shown"), [("png", True), ("jpg", True), ("webp", True), ("avif", False)]
)
def test_every_kind_of_picture_but_the_newest_goes_along(ending: str, *, is_shown: bool) -> None:
    address = f"/courses/harbour/images/{'0' * 64}.{ending}"
    assert bool(PICTURE.match(address)) is is_shown


def test_a_picture_is_there_already_and_not_waited_for() -> None:
    manner = Manner(link=str, picture=lambda address: f"images/{address}", is_epub=True)
    told = retell('<img loading="lazy" alt="A pier" src="pier.png">', manner)
    assert told == '<img alt="A pier" src="images/pier.png"/>'


def test_what_xml_cannot_hold_is_left_out() -> None:
    manner = Manner(link=lambda _address: None, is_epub=True)
    told = retell('<p>One<br>two&nbsp;\x0b<a href="/elsewhere">three</a></p>', manner)
    assert told == "<p>One<br/>two\xa0<span>three</span></p>"


def _texts(book: bytes) -> dict[str, str]:
    with ZipFile(BytesIO(book)) as bound:
        assert bound.namelist()[0] == "mimetype"
        return {name: bound.read(name).decode() for name in bound.namelist() if not name.endswith(".png")}
