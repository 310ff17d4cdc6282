"""Forms: a failed one is shown again with status 422 and what was typed."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm


class Form(FlaskForm):
    """The base of every form; it carries the token against forged requests."""


def render_form(template: str, *, form: Form, **context: object) -> ResponseReturnValue:
    """Show a page with a form: 200 at first, 422 once what was typed cannot be taken."""
    return render_template(template, form=form, **context), 422 if form.errors else 200
