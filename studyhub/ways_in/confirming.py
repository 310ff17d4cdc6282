"""Asking once more who somebody is, before what cannot be undone; the guard calls this for the cells with an `s`."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException
from werkzeug.urls import iri_to_uri

from studyhub.accounts.held_forms import hold
from studyhub.accounts.signed_in import is_freshly_confirmed, viewer
from studyhub.organisation.queries import holds_office
from studyhub.policy.matrix import Act
from studyhub.ways_in.forms import ConfirmForm
from studyhub.ways_in.proving import forgive, is_code_of, is_passphrase_of
from studyhub.ways_in.queries import SecondFactors, is_second_factor_missing, second_factors_of
from studyhub.web import clock
from studyhub.web.access import BY_PASSPHRASE, act_of
from studyhub.web.requests import SAFE, csrf

NOTHING_ELSE = SecondFactors(authenticator=False, passkey=False)


def ask_to_confirm() -> ResponseReturnValue:
    """Lead to the page that asks; a form that was sent is held meanwhile, and shown again afterwards."""
    here = iri_to_uri(request.full_path).removesuffix("?")
    if request.method in SAFE:
        return redirect(url_for("ways_in.confirm", next=here), 303)
    csrf.protect()  # a forged form is refused, not held
    held = hold(here, request.form, is_button=True)
    return confirm_page(ConfirmForm(formdata=None, held=held), was_sending=True), 403


def needs_passphrase(path: str | None) -> bool:
    """Say whether what a local address leads to wants the passphrase itself, and no code in its place."""
    adapter = current_app.create_url_adapter(request)
    if adapter is None or not path:
        return False
    try:
        endpoint, _values = adapter.match(urlsplit(path).path, method="GET")
    except HTTPException:
        return False
    return act_of(str(endpoint)).id in BY_PASSPHRASE


def is_fresh_for(act: Act) -> bool:
    """Say whether somebody showed lately enough, and well enough, that it is them; the guard calls this."""
    return is_freshly_confirmed(by_passphrase=act.id in BY_PASSPHRASE)


def is_shown_again(form: ConfirmForm) -> bool:
    """Say whether the passphrase that was typed, or the code in its place, is that of whoever is signed in."""
    name = viewer().sign_in_name
    if form.code.data and not form.passphrase.data:
        is_right = is_code_of(name, form.code.data)
        if is_right:
            forgive(name)
        return is_right
    return is_passphrase_of(name, form.passphrase.data or "")


def is_missing_here() -> bool:
    """Say whether the powers of whoever is asking rest until they have a second factor (AU-10)."""
    member_id = viewer().id
    return holds_office(member_id, clock.today()) and is_second_factor_missing(member_id)


def ask_for_second_factor() -> ResponseReturnValue:
    """Lead to the page that sets one up; the guard calls this where an office needs it."""
    return redirect(url_for("ways_in.authenticator"), 303)


def confirm_page(form: ConfirmForm, *, was_sending: bool = False) -> str:
    """Make the page that asks."""
    wants_passphrase = act_of(request.endpoint).id in BY_PASSPHRASE or needs_passphrase(form.next.data)
    return render_template(
        "ways_in/confirm.html",
        form=form,
        was_sending=was_sending,
        member=viewer(),
        has=NOTHING_ELSE if wants_passphrase else second_factors_of(viewer().id),
    )
