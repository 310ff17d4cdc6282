"""What strangers see first: nothing but the sign-in page, unless an administrator of the whole has decided otherwise."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from studyhub.accounts.routes import ask_to_sign_in
from studyhub.accounts.signed_in import has_ended
from studyhub.compiler.page_text import page_html
from studyhub.courses.queries import published_courses
from studyhub.db import db
from studyhub.front.actions import change_front
from studyhub.front.forms import FrontForm
from studyhub.organisation.here import deciding
from studyhub.organisation.models import Instance
from studyhub.organisation.queries import find_instance
from studyhub.web.access import may
from studyhub.web.forms import render_form

bp = Blueprint("front", __name__, template_folder="templates")


@bp.route("/admin/front", methods=["GET", "POST"])
@may("change-place")
def edit() -> ResponseReturnValue:
    instance = find_instance()
    if instance is None:
        abort(404)
    form = FrontForm(obj=instance)
    if form.validate_on_submit():
        change_front(instance, form.data, deciding=deciding())
        db.session.commit()
        return redirect(url_for(".edit", saved="yes"), 303)
    return render_form("front/edit.html", form=form, was_saved="saved" in request.args, **_shown(instance))


def show_or_ask_to_sign_in() -> ResponseReturnValue:
    """Answer a stranger: with the front page where there is one, and elsewhere as if nothing were there."""
    if request.path == "/" and request.method in {"GET", "HEAD"} and not has_ended():
        instance = find_instance()
        if instance is not None and instance.shows_front:
            return render_template("front/show.html", **_shown(instance))
    return ask_to_sign_in()


def _shown(instance: Instance) -> dict[str, object]:
    return {
        "title": instance.front_title,
        "text": page_html(instance.front_text),
        "language": instance.language,
        "courses": published_courses() if instance.guests_may_read else [],
    }
