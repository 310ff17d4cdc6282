"""/dev/components shows what the pages are made of, to administrators alone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from studyhub.accounts.models import Member
from studyhub.components.routes import COMPONENTS
from studyhub.web.assets import STATIC
from tests.factories import make_member

CLASS = re.compile(r"\.(-?[a-z][a-z0-9-]*)(?![a-z0-9-]*[(/])")
COMMENT = re.compile(r"/\*.*?\*/|url\([^)]*\)", re.DOTALL)
OF_ONE_PAGE = {  # test_every_page looks at it there
    "split": "the two columns of Today and of a course",
    "excerpted": "the page of a passage",
    "around": "the page of a passage",
    "here": "the page of a passage",
    "openings": "the list of a module's paragraphs",
    "leave": "every page of those who ask for it, and the journey of leaving",
    "scripted": "where there are scripts",
}
ON_PAPER = "85-print.css"  # booklets and sheets are pages of their own


@pytest.fixture
def administrator(
    app: Flask, client: FlaskClient, sign_in: Callable[[FlaskClient, Member], None]
) -> FlaskClient:
    sign_in(client, make_member(app, is_administrator=True))
    return client


def classes_of_the_style_sheet() -> set[str]:
    rules = "".join(
        COMMENT.sub("", path.read_text()) for path in (STATIC / "css").glob("*.css") if path.name != ON_PAPER
    )
    selectors = re.findall(r"([^{}]+)\{", rules)
    return {
        name
        for selector in selectors
        if not selector.strip().startswith("@")
        for name in CLASS.findall(selector)
    }


def test_every_class_of_the_style_sheet_is_shown(administrator: FlaskClient) -> None:
    pages = "".join(administrator.get(f"/dev/components/{name}").text for name in COMPONENTS)
    shown = {name for names in re.findall(r'class="([^"]*)"', pages) for name in names.split()}
    assert len(shown) > 60
    missing = classes_of_the_style_sheet() - shown - set(OF_ONE_PAGE)
    assert not sorted(missing), "show them on a page of studyhub/components, or take their rules out"


@pytest.mark.parametrize("name", COMPONENTS)
def test_each_is_there(administrator: FlaskClient, name: str) -> None:
    answer = administrator.get(f"/dev/components/{name}")
    assert answer.status_code == 200
    assert f'href="/dev/components/{name}"' in administrator.get("/dev/components").text


def test_one_that_is_not_there_is_not_found(administrator: FlaskClient) -> None:
    assert administrator.get("/dev/components/none").status_code == 404


def test_members_do_not_see_them(
    app: Flask, client: FlaskClient, sign_in: Callable[[FlaskClient, Member], None]
) -> None:
    sign_in(client, make_member(app))
    for address in ("/dev/components", "/dev/components/controls"):
        assert client.get(address).status_code == 404
