"""Templates in the real environment: each compiles, and a misspelt name is an error."""

from __future__ import annotations

from flask import Flask
from jinja2 import StrictUndefined

from tests.architecture.rules.source import ROOT, templates


def test_every_template_compiles_with_our_filters(app: Flask) -> None:
    names = app.jinja_env.list_templates()
    assert len(names) == len(templates(ROOT)), (
        "two templates have the same name: put each in its feature's folder"
    )
    for name in names:
        app.jinja_env.get_template(name)


def test_a_misspelt_name_is_an_error_and_not_an_empty_space(app: Flask) -> None:
    assert app.jinja_env.undefined is StrictUndefined
    assert app.jinja_env.autoescape is not False
