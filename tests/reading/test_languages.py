"""What an address asks for in the way of languages."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from studyhub.reading.languages import MOST_NAMES, own_name
from tests.compiled import make_course
from tests.factories import publish_course


@pytest.mark.usefixtures("nadia")
def test_languages_that_only_an_address_names_are_not_all_remembered(app: Flask, client: FlaskClient) -> None:
    """DS: a reader can think of any number of them, each as long as an address may be."""
    publish_course(app, make_course())
    for number in range(MOST_NAMES + 20):
        assert client.get(f"/courses/revolution/module-1?lang=x{number}").status_code == 200
    assert own_name.cache_info().currsize <= MOST_NAMES
