"""Asking once more who somebody is, before what cannot be undone; the guard calls this for the cells with an `s`."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.urls import iri_to_uri

from studyhub.accounts.held_forms import hold
from studyhub.ways_in.forms import ConfirmForm
from studyhub.web.requests import SAFE, csrf


def ask_to_confirm() -> ResponseReturnValue:
    """Lead to the page that asks; a form that was sent is held meanwhile, and shown again afterwards."""
    here = iri_to_uri(request.full_path).removesuffix("?")
    if request.method in SAFE:
        return redirect(url_for("ways_in.confirm", next=here), 303)
    csrf.protect()  # a forged form is refused, not held
    held = hold(here, request.form, is_button=True)
    return confirm_page(ConfirmForm(formdata=None, held=held), was_sending=True), 403


def confirm_page(form: ConfirmForm, *, was_sending: bool = False) -> str:
    """Make the page that asks."""
    return render_template("ways_in/confirm.html", form=form, was_sending=was_sending)
