"""What changed since one read: passage by passage, in plain words, until one says that one has seen it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from studyhub.accounts.models import Member
from studyhub.reading.changes import changes_between, compare_words
from tests.browser import DESK, PHONE, Visitor
from tests.compiled import in_turkish, make_course, make_module, passage_id
from tests.factories import PASSPHRASE, make_instance, publish_course
from tests.forms import send
from tests.statements import statements

MODULE = "/courses/revolution/april"
CHANGES = f"{MODULE}/changes/1"
PALACE = "Two powers sat in one palace and neither could rule alone in the city."
WAR = "The war went on, and nobody at the front could say what it was for."
BREAD = "Bread was dear, and the queues before the shops grew longer every day."
LENIN = "In April Lenin came back, and said what none of his friends would say."
REWORDED = "Two powers sat in one palace, and neither of them could rule alone in the capital."
FACTORIES = "Meanwhile the committees of the factories had begun to count coal and iron."
BEFORE = (PALACE, WAR, BREAD, LENIN)
AFTER = (REWORDED, LENIN, WAR, FACTORIES)  # BREAD is gone


def publish_april(app: Flask, paragraphs: Sequence[str]) -> None:
    publish_course(app, make_course(modules=[make_module("april", paragraphs=paragraphs)]))


@pytest.fixture
def two_editions(app: Flask, client: FlaskClient, nadia: Member) -> Member:
    publish_april(app, BEFORE)
    send(client, f"{MODULE}/place", passage=passage_id(BREAD))
    publish_april(app, AFTER)
    return nadia


@pytest.mark.usefixtures("two_editions")
def test_the_module_says_that_it_changed_and_where_the_nearest_passage_is(client: FlaskClient) -> None:
    page = client.get(MODULE).text
    assert f'<a href="{CHANGES}">See what changed</a>' in page
    assert "the paragraph where you stopped is gone. The nearest is" in page
    assert f'<a href="#{passage_id(WAR)}">“<bdi' in page
    assert "Go to where you stopped" not in page


@pytest.mark.usefixtures("two_editions")
def test_the_course_says_how_much_has_changed_in_which_module(client: FlaskClient) -> None:
    page = client.get("/courses/revolution").text
    assert "4 paragraphs have changed since you read it." in page
    assert f'<a href="{CHANGES}">See what changed<span class="vh">: ' in page
    send(client, f"{MODULE}/changes/seen")
    assert "changed since you read it" not in client.get("/courses/revolution").text


@pytest.mark.usefixtures("two_editions")
def test_a_course_whose_text_is_again_as_it_was_says_nothing(app: Flask, client: FlaskClient) -> None:
    publish_april(app, BEFORE)
    assert "changed since you read it" not in client.get("/courses/revolution").text


def test_a_course_costs_no_more_statements_for_more_that_has_changed(
    app: Flask, client: FlaskClient, nadia: Member
) -> None:
    assert nadia.id
    counts = []
    for slug, modules in (("short", 2), ("long", 20)):
        ids = [f"m{number}" for number in range(modules)]
        for paragraphs in (BEFORE, AFTER):
            course = make_course(slug, modules=[make_module(one, paragraphs=paragraphs) for one in ids])
            publish_course(app, course)
            if paragraphs is BEFORE:
                for one in ids:
                    send(client, f"/courses/{slug}/{one}/completion")
        with statements(app) as ran:
            page = client.get(f"/courses/{slug}").text
        assert page.count("changed since you read it") == modules
        counts.append(len(ran))
    assert counts == [5, 5]


@pytest.mark.usefixtures("two_editions")
def test_the_module_still_costs_three_statements(app: Flask, client: FlaskClient) -> None:
    with statements(app) as ran:
        client.get(MODULE)
    assert len(ran) == 3, ran


@pytest.mark.usefixtures("two_editions")
def test_it_costs_three_statements(app: Flask, client: FlaskClient) -> None:
    with statements(app) as ran:
        assert client.get(CHANGES).status_code == 200
    assert len(ran) == 3, ran


@pytest.mark.usefixtures("two_editions")
def test_it_lists_what_is_reworded_new_moved_and_removed(client: FlaskClient) -> None:
    page = client.get(CHANGES).text
    assert re.findall(r'<h2 id="(\w+)">([^<]+)<', page) == [
        ("reworded", "1 paragraph reworded"),
        ("new", "1 new paragraph"),
        ("moved", "1 paragraph moved"),
        ("removed", "1 paragraph removed"),
    ]
    for text in (FACTORIES, LENIN, BREAD):
        assert text in section(page, {FACTORIES: "new", LENIN: "moved", BREAD: "removed"}[text])
    assert WAR not in page.partition("<h2")[2].replace(f": <bdi>{WAR}", "")
    assert f'href="{MODULE}#{passage_id(PALACE)}"' in section(page, "reworded")
    assert f'href="/courses/revolution/editions/1/april#{passage_id(BREAD)}"' in section(page, "removed")
    assert f'href="{MODULE}#{passage_id(WAR)}"' in section(page, "removed")


@pytest.mark.usefixtures("two_editions")
def test_what_is_reworded_says_what_was_added_and_removed_also_to_who_cannot_see_it(
    client: FlaskClient,
) -> None:
    reworded = section(client.get(CHANGES).text, "reworded")
    assert re.search(r'<del><span class="vh"[^>]*> Removed: </span>city\.</del>', reworded)
    assert re.search(r'<ins><span class="vh"[^>]*> Added: </span>capital\.</ins>', reworded)


@pytest.mark.usefixtures("two_editions")
def test_reading_on_leaves_the_news_until_one_has_seen_it(client: FlaskClient) -> None:
    send(client, f"{MODULE}/place", passage=passage_id(WAR))
    assert "See what changed" in client.get(MODULE).text
    answer = send(client, f"{MODULE}/changes/seen")
    assert (answer.status_code, answer.location) == (303, MODULE)
    page = client.get(MODULE).text
    assert "See what changed" not in page
    assert "Go to where you stopped" in page


@pytest.mark.usefixtures("two_editions")
def test_marking_as_read_says_that_one_has_seen_it(client: FlaskClient) -> None:
    send(client, f"{MODULE}/completion")
    assert "See what changed" not in client.get(MODULE).text


@pytest.mark.usefixtures("two_editions")
def test_a_page_opened_before_the_new_edition_does_not_say_that_one_has_seen_that(
    client: FlaskClient,
) -> None:
    send(client, f"{MODULE}/completion?edition=1")
    send(client, f"{MODULE}/changes/seen?edition=1")
    assert "See what changed" in client.get(MODULE).text


@pytest.mark.usefixtures("two_editions")
@pytest.mark.parametrize("edition", ["0", "-1", "99999999999999999999999", "x", ""])
def test_an_edition_that_is_none_counts_as_the_latest(client: FlaskClient, edition: str) -> None:
    assert send(client, f"{MODULE}/changes/seen?edition={edition}").status_code == 303
    assert "See what changed" not in client.get(MODULE).text


@pytest.mark.usefixtures("nadia")
def test_who_has_read_a_module_is_told_although_they_kept_no_place(app: Flask, client: FlaskClient) -> None:
    publish_april(app, BEFORE)
    send(client, f"{MODULE}/completion")
    assert "See what changed" not in client.get(MODULE).text
    publish_april(app, AFTER)
    page = client.get(MODULE).text
    assert "See what changed" in page
    assert "the paragraph where you stopped" not in page


@pytest.mark.usefixtures("two_editions")
def test_an_edition_that_left_the_module_as_it_was_is_no_news(app: Flask, client: FlaskClient) -> None:
    send(client, f"{MODULE}/changes/seen")
    publish_course(app, make_course(title="New", modules=[make_module("april", paragraphs=AFTER)]))
    assert "See what changed" not in client.get(MODULE).text
    assert "Nothing in the text of this module has changed." in client.get(f"{MODULE}/changes/2").text


@pytest.mark.usefixtures("two_editions")
@pytest.mark.parametrize(
    "address", [f"{MODULE}/changes/9", f"{MODULE}/changes/99999999", "/courses/revolution/nowhere/changes/1"]
)
def test_what_is_not_there_is_not_found(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_stranger_is_led_to_sign_in(client: FlaskClient) -> None:
    assert client.get(CHANGES).status_code == 303


def test_a_guest_sees_what_changed_without_a_form(app: Flask, client: FlaskClient) -> None:
    make_instance(app, guests_may_read=True)
    publish_april(app, BEFORE)
    publish_april(app, AFTER)
    page = client.get(CHANGES).text
    assert "1 new paragraph" in page
    assert "<form" not in page


@pytest.mark.usefixtures("nadia")
def test_a_language_that_the_edition_did_not_have_is_not_compared(app: Flask, client: FlaskClient) -> None:
    publish_course(app, make_course(modules=1))
    publish_course(app, in_turkish(make_course(modules=1)))
    page = client.get("/courses/revolution/module-1/changes/1?lang=tr").text
    assert "Edition 1 did not have this module in Türkçe." in page
    assert "<h2" not in page.partition("<main")[2].partition("</main")[0]


def test_what_is_both_moved_and_reworded_stands_among_the_reworded_alone() -> None:
    before = make_module("april", paragraphs=(WAR, BREAD, LENIN))
    after = make_module("april", paragraphs=(LENIN, WAR, BREAD))
    parts = [replace(part, html=part.html.replace(LENIN, f"{LENIN} At last.")) for part in after.parts]
    found = changes_between(before, replace(after, parts=tuple(parts)), gone={})
    assert [(one.key, one.has_moved) for one in found.reworded] == [(passage_id(LENIN), True)]
    assert found.moved == []
    assert len(found) == 1


def test_small_islands_between_two_changes_are_part_of_them() -> None:
    words = compare_words("one two three four five six seven", "one 2 three 4 five six seven")
    assert [(piece.was, piece.now, piece.stayed) for piece in words] == [
        ("one", "one", True),
        (" two three four", " 2 three 4", False),
        (" five six seven", " five six seven", True),
    ]


@pytest.mark.browser
@pytest.mark.parametrize("device", [{"viewport": PHONE}, {"viewport": DESK}, {"java_script_enabled": False}])
def test_it_is_sound_in_a_browser(
    two_editions: Member, visit: Callable[..., Visitor], device: dict[str, Any], tmp_path: Path
) -> None:
    visitor = visit(bypass_csp=True, **device)  # axe is put into the page by the test
    page = visitor.open(f"/sign-in?next={CHANGES}")
    page.fill("#sign_in_name", two_editions.sign_in_name)
    page.fill("#passphrase", PASSPHRASE)
    page.click("main form button")
    visitor.open(CHANGES)
    page.screenshot(path=tmp_path / "changes.png", full_page=True)
    if device.get("java_script_enabled", True):
        assert visitor.axe() == []
    assert visitor.sideways() == 0
    page.get_by_role("button", name="I have seen this").click()
    page.wait_for_url(f"**{MODULE}")
    page.screenshot(path=tmp_path / "module.png")


def section(page: str, name: str) -> str:
    """Return one section of the page."""
    return page.partition(f'<section class="stack" aria-labelledby="{name}">')[2].partition("</section>")[0]
