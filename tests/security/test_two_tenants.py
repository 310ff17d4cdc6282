"""AZ-04, AZ-07 to AZ-10: nothing of a branch reaches those of another, and nothing of theirs changes it."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from studyhub.accounts.models import Member
from studyhub.db import Base, db
from studyhub.joining.models import Asking, Invitation
from studyhub.organisation.models import Branch, Membership
from tests.figures import Figures
from tests.forms import own_token
from tests.security.cast import NOWHERE, Cast, make_cast
from tests.security.everything import contents, walk
from tests.security.filled_forms import FoundForm, forms_on
from tests.security.sweep import DONE_BY, EXAMPLES, OF_A_BRANCH, PARAMETER, act_at
from tests.statements import statements

CANARY = "Zvezdochka"  # in every name of branch A and of its people
UNHEARD = "Tchaikovsky"  # a word as long that nothing is called
STRAYS = ("AN", "MX", "OX", "SX", "DE")  # none of them has anything to do with A
FOREIGN = "987654"  # a value that no field of any form takes
ENDS_IT = ("/sign-out", "/you/delete", "/you/sign-out-everywhere", "/leave")
OWN_PAST = ("/you/data", "/you/log")  # where who was in A reads that they were
OWN_WORDS = re.compile(r"csrf_token|passphrase|code|typed")


@pytest.fixture
def cast(app: Flask, sign_in: Callable[..., TestResponse]) -> Cast:
    """Everybody; whatever can be called something in A carries the canary."""
    cast = make_cast(app, sign_in)
    with app.app_context():
        branch = db.session.scalars(select(Branch).where(Branch.slug == cast.slugs["A"])).one()
        branch.name = CANARY
        in_it = set(db.session.scalars(select(Membership.member_id).where(Membership.branch_id == branch.id)))
        asking = set(db.session.scalars(select(Asking.member_id).where(Asking.branch_id == branch.id)))
        for table in (Membership, Asking):
            db.session.execute(update(table).where(table.branch_id == branch.id).values(name=CANARY))
        db.session.execute(update(Member).where(Member.id.in_(in_it | asking)).values(name=CANARY))
        db.session.execute(update(Invitation).where(Invitation.branch_id == branch.id).values(line=CANARY))
        db.session.commit()
    return cast


def test_nothing_of_a_branch_is_told_to_those_of_another(cast: Cast, figures: Figures) -> None:
    """AZ-04, AZ-10: every page that links lead them to, and every address with what is A's in it."""
    seen = 0
    for who in STRAYS:
        answers = walk(cast.app, cast.clients[who])
        foreign = {path: cast.clients[who].get(path) for path in addresses_of_a(cast)}
        for path, answer in {**answers, **foreign}.items():
            assert tells_nothing(answer) or is_own_past(who, path), f"{who} reads of A on {path}"
            seen += 1
        assert {path for path, answer in foreign.items() if answer.status_code < 300} == set()
    figures(f"AZ-04: {seen} pages of five people who are not in A, without a word of it")


def test_the_canary_is_where_it_belongs(cast: Cast) -> None:
    """Who belongs to A does read of it, or the sweep could not fail."""
    assert not tells_nothing(cast.clients["M"].get(f"/branches/{cast.slugs['A']}"))
    assert not tells_nothing(cast.clients["OR"].get(f"/branches/{cast.slugs['A']}/people"))


def test_forms_with_what_is_of_another_branch_change_nothing_of_it(cast: Cast, figures: Figures) -> None:
    """AZ-04, AZ-09: in the address, the fields, the query, the header and as JSON."""
    before, sent = rows_of_a(cast), 0
    for who in STRAYS:
        client = cast.clients[who]
        token = own_token(client)
        for path in addresses_of_a(cast, method="POST"):
            for more in ({"data": {"csrf_token": token}}, {"json": {"csrf_token": token}}):
                answer = client.post(path, headers={"X-CSRFToken": token}, **more)
                assert answer.status_code in {303, 400, 403, 404, 415}, f"{who} {path}: {answer.status}"
                assert tells_nothing(answer), f"{who} reads of A in {path}"
                sent += 1
        for form in forms_of(cast, who):
            for data in with_foreign_ids(cast, form):
                answer = client.post(
                    urlsplit(form.action).path,
                    query_string=data,
                    data={**data, "csrf_token": own_token(client)},
                )
                assert tells_nothing(answer) or is_own_past(who, form.action), (
                    f"{who} reads of A after {form.action}"
                )
                sent += 1
    assert rows_of_a(cast) == before
    figures(f"AZ-04: {sent} forms with what is A's, and nothing of A changed")
    assert sent > 100


@pytest.mark.parametrize("who", ["OX", "IA", "AN"])
def test_fields_that_no_form_has_are_not_taken(cast: Cast, figures: Figures, *, who: str) -> None:
    """AZ-07: every column of every table, sent along with every form that somebody can open."""
    columns = {column.name for table in Base.metadata.sorted_tables for column in table.columns}
    sent = 0
    for form in forms_of(cast, who):
        more = dict.fromkeys(columns - set(form.fields), FOREIGN)
        token = own_token(cast.clients[who])
        answer = cast.clients[who].post(form.action, data={**more, **form.fields, "csrf_token": token})
        assert answer.status_code < 500, f"{form.action}: {answer.status}"
        sent += 1
    values = {str(value) for rows in contents(cast.app).values() for row in rows for value in row}
    assert FOREIGN not in values
    figures(f"AZ-07: {sent} forms of {who} with {len(columns)} columns")
    assert sent > 2


def test_searching_for_what_is_secret_is_as_searching_for_nothing(cast: Cast) -> None:
    """AZ-10: hits, counts, suggestions, headers and size."""
    for word in (CANARY, CANARY.lower(), CANARY[:-1]):
        found, nothing = (
            cast.clients["OX"].get("/search", query_string={"q": asked})
            for asked in (word, UNHEARD[: len(word)])
        )
        assert found.status_code == nothing.status_code
        assert found.text.replace(word, "") == nothing.text.replace(UNHEARD[: len(word)], "")


@pytest.mark.parametrize("who", ["MX", "OX", "SX"])
def test_what_is_anothers_takes_the_work_of_what_is_not_there(cast: Cast, *, who: str) -> None:
    """AZ-08: the same statements, so that the time of an answer tells nothing."""
    compared = 0
    for rule in cast.app.url_map.iter_rules():
        if "branch_slug" not in rule.arguments or "GET" not in (rule.methods or ()):
            continue
        theirs = fill(cast, rule.rule, slug=cast.slugs["A"])
        missing = fill(cast, rule.rule, slug=NOWHERE)
        assert asked(cast, who, theirs) == asked(cast, who, missing), rule
        compared += 1
    assert compared >= 10


def asked(cast: Cast, who: str, path: str) -> list[str]:
    """Return the statements that an address takes."""
    with statements(cast.app) as made:
        answer = cast.clients[who].get(path)
    assert answer.status_code == 404
    return made


def addresses_of_a(cast: Cast, method: str = "GET") -> list[str]:
    """Every address with what is A's in it: under A itself, and its numbers under B, whose organiser may do much."""
    found: list[str] = []
    for rule in cast.app.url_map.iter_rules():
        if method not in (rule.methods or ()) or rule.rule in DONE_BY or rule.endpoint == "static":
            continue
        if "branch_slug" in rule.arguments and act_at(cast.app, rule).about == "branch":
            found.append(fill(cast, rule.rule, slug=cast.slugs["A"]))
            if set(OF_A_BRANCH) & rule.arguments:
                found.append(fill(cast, rule.rule, slug=cast.slugs["B"]))
    return found


def fill(cast: Cast, rule: str, *, slug: str) -> str:
    """Write an address with what is A's in it, in the branch with this slug."""

    def value(found: re.Match[str]) -> str:
        if found[1] in OF_A_BRANCH:
            return str(getattr(cast, OF_A_BRANCH[found[1]])["A"])
        return slug if found[1] == "branch_slug" else EXAMPLES.get(found[1], "no-such-thing")

    return PARAMETER.sub(value, rule)


def forms_of(cast: Cast, who: str) -> list[FoundForm]:
    """One form of each kind that somebody finds by following links, but for those that end their session."""
    found: dict[tuple[str, ...], FoundForm] = {}
    addresses = cast.app.url_map.bind("localhost")
    for path, answer in walk(cast.app, cast.clients[who]).items():
        if answer.status_code == 200 and answer.mimetype == "text/html":
            for form in forms_on(path, answer.text):
                where = urlsplit(form.action).path
                if addresses.test(where, "POST") and not where.startswith(ENDS_IT):
                    endpoint, _values = addresses.match(where, "POST")
                    found.setdefault((endpoint, *sorted(form.fields)), form)
    return list(found.values())


def with_foreign_ids(cast: Cast, form: FoundForm) -> Iterator[dict[str, str]]:
    """The fields of a form with what is A's in one of them, and all its numbers under their own names."""
    ids = {name: str(getattr(cast, where)["A"]) for name, where in OF_A_BRANCH.items()}
    theirs = {
        **ids,
        "branch": cast.slugs["A"],
        "branch_slug": cast.slugs["A"],
        "member_id": ids["membership"],
    }
    yield {**form.fields, **theirs}
    for name in form.fields:
        if not OWN_WORDS.search(name):
            yield from ({**form.fields, name: each} for each in {cast.slugs["A"], ids["membership"]})


def rows_of_a(cast: Cast) -> dict[str, list[tuple[object, ...]]]:
    """Every row that is about A or somebody in it."""
    with cast.app.app_context():
        branch = db.session.scalars(select(Branch.id).where(Branch.slug == cast.slugs["A"])).one()
        people = set(db.session.scalars(select(Membership.member_id).where(Membership.branch_id == branch)))
        found: dict[str, list[tuple[object, ...]]] = {}
        for table in Base.metadata.sorted_tables:
            for name, values in (("branch_id", {branch}), ("member_id", people)):
                if name in table.columns:
                    rows = db.session.execute(select(table).where(table.columns[name].in_(values)))
                    found[f"{table.name} by {name}"] = sorted((tuple(row) for row in rows), key=repr)
    return found


def is_own_past(who: str, path: str) -> bool:
    """Say whether a page tells somebody who was in A what was done to them there."""
    return who == "DE" and path.startswith(OWN_PAST)


def tells_nothing(answer: TestResponse) -> bool:
    """Say whether the canary is neither in what is answered, nor in its headers, nor in a file packed in it."""
    said = [answer.data, str(answer.headers).encode()]
    if zipfile.is_zipfile(BytesIO(answer.data)):
        with zipfile.ZipFile(BytesIO(answer.data)) as packed:
            said += [packed.read(name) for name in packed.namelist()]
    return all(CANARY.casefold().encode() not in part.lower() for part in said)
