"""Templates in the real environment: each compiles, and a misspelt name is an error."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from jinja2 import UndefinedError

from studyhub.authoring.places import Place
from studyhub.authoring.preview import create_preview
from studyhub.authoring.showing import Showing
from studyhub.compiler import compile_courses
from tests.architecture.rules.source import ROOT, templates


def preview(scratch: Path) -> Flask:
    """The other application: what an author sees on their own computer."""
    return create_preview(
        Showing(ROOT / "courses", compile_courses), Place(ROOT / "courses"), scratch=scratch
    )


def test_every_template_compiles_with_our_filters(app: Flask, tmp_path: Path) -> None:
    environments = [app.jinja_env, preview(tmp_path).jinja_env]
    names = {name for environment in environments for name in environment.list_templates()}
    assert len(names) == len(templates(ROOT)), (
        "two templates have the same name: put each in its feature's folder"
    )
    for environment in environments:
        for name in environment.list_templates():
            environment.get_template(name)


def test_a_misspelt_name_is_an_error_and_not_an_empty_space(app: Flask, tmp_path: Path) -> None:
    for environment in (app.jinja_env, preview(tmp_path).jinja_env):
        with pytest.raises(UndefinedError, match="titel"):
            environment.from_string("{{ titel }}").render()
