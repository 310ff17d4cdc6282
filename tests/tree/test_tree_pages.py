"""The tree for administrators: seeing it, founding, changing, moving and archiving branches."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient

from studyhub.accounts.models import Member
from studyhub.audit.queries import every_entry
from studyhub.organisation.models import BranchKind, RoleKind
from studyhub.organisation.queries import branches_above, find_branch
from studyhub.tree.queries import tree_below
from studyhub.tree.routes import DEEPEST
from tests.branches.conftest import SignIn
from tests.factories import JOINED, branch_called, make_branch, make_instance, make_member, put_in
from tests.forms import own_token, post_form, send
from tests.statements import statements


@dataclass(frozen=True, slots=True)
class Place:
    """Scotland with Leith and Govanhill, and Türkiye; Ayşe administers Scotland and is signed in."""

    app: Flask
    scotland: str
    leith: str
    govanhill: str
    turkey: str
    ayse: Member
    client: FlaskClient

    def acts(self) -> list[str]:
        """What was decided since the place was made, the newest first."""
        with self.app.app_context():
            return [entry.act for entry in every_entry(limit=100) if entry.by_id == self.ayse.id]


@pytest.fixture
def place(app: Flask, client: FlaskClient, sign_in: SignIn) -> Place:
    make_instance(app)
    scotland = make_branch(app, name="Scotland", kind=BranchKind.SECTION)
    turkey = make_branch(app, name="Türkiye", kind=BranchKind.SECTION)
    leith, govanhill = (make_branch(app, name=name, below=scotland) for name in ("Leith", "Govanhill"))
    ayse, iain = make_member(app, name="Ayşe"), make_member(app, name="Iain")
    put_in(app, scotland, ayse, RoleKind.ADMINISTRATOR)
    put_in(app, leith, iain, RoleKind.ORGANISER)
    sign_in(client, ayse)
    return Place(app, scotland, leith, govanhill, turkey, ayse, client)


def test_an_administrator_sees_their_part_of_the_tree_and_who_organises_it(place: Place) -> None:
    page = place.client.get("/admin/branches").text
    for name in ("Scotland", "Leith", "Govanhill", "2 branches below", "1 person", "<bdi>Iain</bdi>"):
        assert name in page
    assert "Türkiye" not in page
    assert "International" not in page
    assert 'href="/admin/branches"' in place.client.get("/you").text


def test_the_tree_costs_the_same_however_large_it_is(place: Place) -> None:
    """DS-05."""
    with statements(place.app) as few:
        place.client.get("/admin/branches")
    for number in range(20):
        below = make_branch(place.app, name=f"Region {number}", below=place.scotland)
        put_in(place.app, below, make_member(place.app), RoleKind.ORGANISER)
    with statements(place.app) as many:
        assert "Region 19" in place.client.get("/admin/branches").text
    assert len(many) == len(few)


def test_a_top_below_another_stands_once(place: Place) -> None:
    with place.app.app_context():
        both = [branch_called(slug).id for slug in (place.scotland, place.leith)]
        assert [node.name for node in tree_below(both, today=JOINED)] == ["Scotland"]


def test_a_branch_is_founded_once_though_the_form_is_sent_twice(place: Place) -> None:
    address = f"/branches/{place.scotland}/new-branch"
    page = place.client.get(address).text
    slug = page.partition('name="slug"')[2].partition('value="')[2].partition('"')[0]
    typed = {"name": "Dundee", "kind": "branch", "language": "gd", "time_zone": "europe/london", "slug": slug}
    for _ in range(2):
        answer = send(place.client, address, **typed)
        assert answer.headers["Location"] == f"/branches/{slug}?saved=yes"
    assert place.acts() == ["branch-founded"]
    with place.app.app_context():
        dundee = branch_called(slug)
        assert (dundee.time_zone, dundee.language) == ("Europe/London", "gd")
        assert branch_called(place.scotland).id in branches_above(dundee.id)
    assert "Dundee" in place.client.get(f"/branches/{slug}").text


def test_the_address_of_another_branch_is_not_taken_over(place: Place) -> None:
    typed = {"name": "Dundee", "kind": "branch", "language": "en", "time_zone": "UTC"}
    for slug in (place.turkey, "no", "x" * 60, "../../admin"):
        answer = send(place.client, f"/branches/{place.scotland}/new-branch", slug=slug, **typed)
        assert answer.status_code == 303
        assert slug not in answer.headers["Location"].split("/")
    with place.app.app_context():
        assert branch_called(place.turkey).name == "Türkiye"


@pytest.mark.parametrize(
    ("field", "wrong", "said"),
    [
        ("name", " ", "Give the branch a name"),
        ("name", "x" * 81, "at most 80 letters"),
        ("kind", "party", "Not a valid choice"),
        ("language", "klingon!", "Give a language by its short name"),
        ("time_zone", "Atlantis/Capital", "Europe/London"),
    ],
)
def test_what_cannot_be_said_of_a_branch_is_told_at_the_field(
    place: Place, field: str, wrong: str, said: str
) -> None:
    typed = {"name": "Dundee", "kind": "branch", "language": "en", "time_zone": "UTC", field: wrong}
    answer = post_form(place.client, f"/branches/{place.scotland}/new-branch", **typed)
    assert answer.status_code == 422
    assert said in answer.text.partition('class="error"')[2]
    assert place.acts() == []


def test_a_branch_is_changed_and_each_change_is_one_row(place: Place) -> None:
    """LG-01."""
    address = f"/branches/{place.leith}/settings"
    typed = {"name": "Docks", "kind": "region", "language": "pt-br", "time_zone": "UTC", "slug": "new-words"}
    answer = post_form(place.client, address, **typed)
    assert answer.headers["Location"] == "/branches/new-words?saved=yes"
    assert place.acts() == ["branch-changed", "branch-renamed"]
    assert post_form(place.client, "/branches/new-words/settings", **typed).status_code == 303
    assert place.acts() == ["branch-changed", "branch-renamed"], "the same again changes nothing"
    assert place.client.get(f"/branches/{place.leith}").status_code == 404
    page = place.client.get("/branches/new-words/log").text
    assert "what kind of branch it is, its address, its language" in page


def test_an_address_that_is_taken_or_tells_too_little_is_refused(place: Place) -> None:
    typed = {"name": "Docks", "kind": "branch", "language": "en", "time_zone": "UTC"}
    address = f"/branches/{place.leith}/settings"
    for slug, said in ((place.turkey, "this one is taken"), ("Leith", "Give two words"), ("", "an address")):
        answer = post_form(place.client, address, slug=slug, **typed)
        assert answer.status_code == 422
        assert said in answer.text
    assert place.acts() == [], "nothing of it is kept"


def test_an_organiser_changes_neither_kind_nor_address(place: Place, sign_in: SignIn) -> None:
    """AZ-07."""
    emre, client = make_member(place.app, name="Emre"), place.app.test_client()
    put_in(place.app, place.govanhill, emre, RoleKind.ORGANISER)
    sign_in(client, emre)
    address = f"/branches/{place.govanhill}/settings"
    assert 'name="slug"' not in client.get(address).text
    answer = post_form(
        client,
        address,
        name="Govanhill",
        language="en",
        time_zone="UTC",
        kind="section",
        slug="own-choice",
        members_see_people="y",
    )
    assert answer.headers["Location"] == f"/branches/{place.govanhill}?saved=yes"
    with place.app.app_context():
        govanhill = branch_called(place.govanhill)
        assert (govanhill.kind, govanhill.members_see_people) == ("branch", True)


def test_a_branch_is_moved_within_what_one_looks_after(place: Place) -> None:
    """AZ-09, AZ-13: what a form names is asked about as much as what the address names."""
    address = f"/branches/{place.leith}/move"
    page = place.client.get(address).text
    assert place.govanhill in page
    assert place.turkey not in page
    assert f'value="{place.leith}"' not in page
    for _ in range(2):
        answer = send(place.client, address, below=place.govanhill)
        assert answer.headers["Location"] == f"/branches/{place.leith}?saved=yes"
    assert place.acts() == ["branch-moved"]
    for below in (place.turkey, place.leith, "", "no-such-branch"):
        assert send(place.client, address, below=below).status_code == 422
    assert send(place.client, f"/branches/{place.govanhill}/move", below=place.leith).status_code == 422
    assert "no other branch" in place.client.get(f"/branches/{place.scotland}/move").text


def test_whoever_administers_another_part_loses_what_is_moved_away(place: Place, sign_in: SignIn) -> None:
    """AZ-13."""
    whole, client = make_member(place.app, is_administrator=True), place.app.test_client()
    sign_in(client, whole)
    assert place.client.get(f"/branches/{place.leith}").status_code == 200
    assert send(client, f"/branches/{place.leith}/move", below=place.turkey).status_code == 303
    assert place.client.get(f"/branches/{place.leith}").status_code == 404
    assert "Leith" not in place.client.get("/admin/branches").text


def test_only_a_branch_with_nothing_below_it_is_archived(place: Place) -> None:
    answer = post_form(place.client, f"/branches/{place.scotland}/archive")
    assert "Move or archive those first" in answer.text
    answer = post_form(place.client, f"/branches/{place.leith}/archive")
    assert answer.headers["Location"] == "/admin/branches?archived=yes"
    page = place.client.get("/admin/branches?archived=yes").text
    assert "Archived." in page
    assert "Leith" not in page
    assert place.client.get(f"/branches/{place.leith}").status_code == 404
    assert send(place.client, f"/branches/{place.leith}/archive").status_code == 404, "sent twice"


def test_only_who_administers_reaches_these_pages(place: Place, sign_in: SignIn) -> None:
    member, client = make_member(place.app), place.app.test_client()
    put_in(place.app, place.leith, member)
    sign_in(client, member)
    for page in ("new-branch", "settings", "move", "archive", "trusted"):
        assert client.get(f"/branches/{place.leith}/{page}").status_code == 404
        assert place.client.get(f"/branches/{place.turkey}/{page}").status_code == 404
    assert client.get("/admin/branches").status_code == 404


def test_what_changes_the_tree_asks_again_who_it_is(place: Place) -> None:
    own_token(place.client)
    with place.client.session_transaction() as cookie:
        cookie.pop("confirmed")
    for page in ("new-branch", "move", "archive", "trusted"):
        answer = place.client.get(f"/branches/{place.leith}/{page}")
        assert answer.headers["Location"].startswith("/confirm")
    assert place.client.get(f"/branches/{place.leith}/settings").status_code == 200
    with place.app.app_context():
        assert find_branch(place.leith) is not None


def test_nobody_makes_a_tree_so_deep_that_its_page_breaks(place: Place) -> None:
    """DS-03: an administrator of one section could have taken the page of the tree from all above."""
    deep = place.leith
    for _ in range(DEEPEST - 3):
        deep = make_branch(place.app, name="Below", below=deep)
    page = f"/branches/{deep}/new-branch"
    assert "no page could show more" in place.client.get(page).text
    named = {"name": "Deeper", "kind": "branch", "time_zone": "UTC", "language": "en"}
    send(place.client, page, slug="amber-ferry", **named)
    with place.app.app_context():
        assert find_branch("amber-ferry") is None
    assert place.client.get("/admin/branches").status_code == 200
    assert send(place.client, f"/branches/{place.govanhill}/move", below=deep).status_code == 422
    assert f'value="{deep}"' not in place.client.get(f"/branches/{place.govanhill}/move").text
